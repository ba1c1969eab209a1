//! Labels: what the contracts call kinds, fields and values. The labels are Chinese; in English
//! the names of the contract itself are read as words.

use std::sync::LazyLock;

use chassis::Refusal;
use ledger::divisions::Divisions;
use prost_reflect::{
    DescriptorPool, DynamicMessage, ExtensionDescriptor, FieldDescriptor, Kind, MessageDescriptor,
    MethodDescriptor, ReflectMessage as _, Value,
};
use proto::ledger::v1::{Act, Format, State};

use super::negotiate::Language;

/// The field that the ledger adds to every record.
pub(super) const METADATA: &str = "metadata";

/// Units of fields in Chinese, and in English where that is another word.
const UNITS: &str = include_str!("units.txt");

/// The offices that answer for kinds and figures, in Chinese and in English.
const OFFICES: &str = include_str!("offices.txt");

/// Every contract; absent only if the build wrote descriptors that cannot be read.
static LABELS: LazyLock<Option<Labels>> = LazyLock::new(|| {
    let messages = DescriptorPool::decode(proto::DESCRIPTORS)
        .inspect_err(|cause| tracing::error!(%cause, "the descriptors cannot be read"))
        .ok()?;
    let option = |name: &str| messages.get_extension_by_name(&format!("xianzhi.ledger.v1.{name}"));
    Some(Labels {
        label: option("label")?,
        unit: option("unit")?,
        refers: option("refers")?,
        names: option("names")?,
        format: option("format")?,
        kind_label: option("kind_label")?,
        kind_owner: option("kind_owner")?,
        value_label: option("value_label")?,
        department_label: option("department_label")?,
        act_label: option("act_label")?,
        messages,
    })
});

/// The contracts and their labels.
pub(super) struct Labels {
    pub(super) messages: DescriptorPool,
    label: ExtensionDescriptor,
    unit: ExtensionDescriptor,
    refers: ExtensionDescriptor,
    names: ExtensionDescriptor,
    format: ExtensionDescriptor,
    kind_label: ExtensionDescriptor,
    kind_owner: ExtensionDescriptor,
    value_label: ExtensionDescriptor,
    department_label: ExtensionDescriptor,
    act_label: ExtensionDescriptor,
}

/// The labels of the contracts.
///
/// # Errors
/// `INTERNAL` when the build wrote descriptors that cannot be read.
pub(super) fn labels() -> Result<&'static Labels, Refusal> {
    LABELS.as_ref().ok_or_else(|| Refusal::internal(&"the descriptors cannot be read"))
}

/// The fields of a kind that a form shows, in the order of the contract.
pub(super) fn shown(kind: &MessageDescriptor) -> impl Iterator<Item = FieldDescriptor> + use<> {
    let mut fields: Vec<_> = kind.fields().filter(|field| field.name() != METADATA).collect();
    fields.sort_by_key(FieldDescriptor::number);
    fields.into_iter()
}

/// What a department is called: in Chinese as its contracts say, else by its name.
pub(crate) fn department(name: &str, language: Language) -> String {
    let known = labels().ok().filter(|_| language == Language::Chinese);
    known.and_then(|labels| labels.department(name)).unwrap_or_else(|| name.to_owned())
}

/// What a division is called, if it is in the list.
pub(crate) fn division(code: &str, language: Language) -> Option<&'static str> {
    let divisions = Divisions::standard();
    match language {
        Language::Chinese => divisions.name(code),
        Language::English => divisions.name_en(code),
    }
}

/// The office that answers for something, or several of them (`县民政局、县人社局`). In English
/// those that the product knows; a county's own keep their name.
pub(crate) fn office(owner: &str, language: Language) -> String {
    let english = |office: &str| {
        let known = english_of(OFFICES, office).map(ToOwned::to_owned);
        known.or_else(|| township_government(office)).unwrap_or_else(|| office.to_owned())
    };
    match language {
        Language::Chinese => owner.to_owned(),
        Language::English => owner.split('、').map(english).collect::<Vec<_>>().join("; "),
    }
}

/// 马港镇人民政府 in English, by the list of divisions.
fn township_government(office: &str) -> Option<String> {
    let township = office.strip_suffix("人民政府")?;
    let divisions = Divisions::standard();
    let (code, _) = divisions.townships("").find(|(_, name)| *name == township)?;
    Some(format!("{} government", divisions.name_en(code)?))
}

/// What a text is in English, by lines of both parted by a tab.
fn english_of(lines: &'static str, text: &str) -> Option<&'static str> {
    let mut lines = lines.lines().filter_map(|line| line.split_once('\t'));
    lines.find_map(|(chinese, english)| (chinese == text).then_some(english))
}

/// What a kind is called, by its full name; or an act, by that of its request.
pub(super) fn kind_of(name: &str, language: Language) -> String {
    let known = |labels: &Labels| {
        let message = labels.messages.get_message_by_name(name)?;
        Some(match labels.act_asked(&message) {
            Some(act) => labels.act(&act, language),
            None => labels.kind(&message, language),
        })
    };
    labels().ok().and_then(known).unwrap_or_else(|| name.to_owned())
}

/// A field of a kind, or of the request of an act or a message inside it.
fn field_in(message: &MessageDescriptor, name: &str) -> Option<FieldDescriptor> {
    let inside = |field: FieldDescriptor| {
        let held = field.kind().as_message().filter(|_| !field.is_list()).cloned();
        held?.get_field_by_name(name)
    };
    message.get_field_by_name(name).or_else(|| message.fields().find_map(inside))
}

/// What a field of a kind is called, by their names.
pub(super) fn field_of(kind: &str, name: &str, language: Language) -> String {
    let known = |labels: &Labels| {
        let field = field_in(&labels.messages.get_message_by_name(kind)?, name)?;
        Some(labels.field(&field, language))
    };
    labels().ok().and_then(known).unwrap_or_else(|| name.to_owned())
}

/// What a field of a kind holds, which a form shows by the label of its value: in English by the
/// name of that value. Any other text stays as it is.
pub(super) fn said_of(kind: &str, name: &str, text: &str, language: Language) -> String {
    let known = |labels: &Labels| {
        let field = field_in(&labels.messages.get_message_by_name(kind)?, name)?;
        let of = field.kind();
        if matches!(of, Kind::Bool) && ["是", "否"].contains(&text) {
            return Some(labels.choice(&field, text, language));
        }
        let mut values = of.as_enum()?.values();
        let value =
            values.find(|one| labels.enum_value(one.number(), &of, Language::Chinese) == text)?;
        Some(labels.enum_value(value.number(), &of, language))
    };
    labels().ok().and_then(known).unwrap_or_else(|| text.to_owned())
}

/// What a value of a field of a kind is called, by the name that it is sent under; what is no name
/// of a value stays as it is.
pub(super) fn value_of(kind: &str, name: &str, sent: &str, language: Language) -> String {
    let known = |labels: &Labels| {
        let field = labels.messages.get_message_by_name(kind)?.get_field_by_name(name)?;
        field.kind().as_enum()?.get_value_by_name(sent)?;
        Some(labels.choice(&field, sent, language))
    };
    labels().ok().and_then(known).unwrap_or_else(|| sent.to_owned())
}

impl Labels {
    /// What the contracts of a department call it.
    fn department(&self, name: &str) -> Option<String> {
        let package = format!("xianzhi.{name}.v1");
        let files = self.messages.files().filter(|file| file.package_name() == package);
        files.into_iter().find_map(|file| text_of(&file.options(), &self.department_label))
    }

    /// What a kind is called.
    pub(super) fn kind(&self, kind: &MessageDescriptor, language: Language) -> String {
        let label = text_of(&kind.options(), &self.kind_label);
        match language {
            Language::Chinese => label.unwrap_or_else(|| kind.name().to_owned()),
            Language::English => apart(kind.name()),
        }
    }

    /// The act that a message asks for; nothing where it is none's request.
    fn act_asked(&self, message: &MessageDescriptor) -> Option<MethodDescriptor> {
        if text_of(&message.options(), &self.kind_label).is_some() {
            return None;
        }
        let services = self.messages.services();
        let mut methods = services.flat_map(|service| service.methods().collect::<Vec<_>>());
        methods.find(|method| {
            method.input() == *message && text_of(&method.options(), &self.act_label).is_some()
        })
    }

    /// What an act is called: in English by the words of its name.
    fn act(&self, method: &MethodDescriptor, language: Language) -> String {
        let label = text_of(&method.options(), &self.act_label);
        let english = apart(method.name());
        match language {
            Language::Chinese => label.unwrap_or(english),
            Language::English => english,
        }
    }

    /// The office that answers for a kind.
    pub(super) fn owner(&self, kind: &MessageDescriptor) -> Option<String> {
        text_of(&kind.options(), &self.kind_owner)
    }

    /// What a field is called.
    pub(super) fn field(&self, field: &FieldDescriptor, language: Language) -> String {
        let label = text_of(&field.options(), &self.label);
        match language {
            Language::Chinese => label.unwrap_or_else(|| field.name().to_owned()),
            Language::English => field.name().replace('_', " "),
        }
    }

    /// The unit of a field; empty for none.
    pub(super) fn unit(&self, field: &FieldDescriptor, language: Language) -> String {
        unit_of(&text_of(&field.options(), &self.unit).unwrap_or_default(), language)
    }

    /// The full name of another department's kind whose records a field names.
    pub(super) fn names(&self, field: &FieldDescriptor) -> Option<String> {
        text_of(&field.options(), &self.names)
    }

    /// The kind of the same department whose records a field names.
    pub(super) fn refers(&self, field: &FieldDescriptor) -> Option<String> {
        text_of(&field.options(), &self.refers)
    }

    /// Whether a field holds the code of a division.
    pub(super) fn is_division(&self, field: &FieldDescriptor) -> bool {
        let format = field.options().get_extension(&self.format).as_enum_number();
        format == Some(Format::Division.into())
    }

    /// What a record says in a field.
    pub(super) fn value(
        &self,
        record: &DynamicMessage,
        field: &FieldDescriptor,
        language: Language,
    ) -> String {
        match field.supports_presence() && !record.has_field(field) {
            true => "—".to_owned(),
            false => self.cell(&record.get_field(field), &field.kind(), language),
        }
    }

    fn cell(&self, value: &Value, kind: &Kind, language: Language) -> String {
        match value {
            Value::Bool(true) => language.pick("是", "yes").to_owned(),
            Value::Bool(false) => language.pick("否", "no").to_owned(),
            Value::I32(number) => number.to_string(),
            Value::I64(number) => number.to_string(),
            Value::U32(number) => number.to_string(),
            Value::U64(number) => number.to_string(),
            Value::String(text) if text.is_empty() => "—".to_owned(),
            Value::String(text) => text.clone(),
            Value::EnumNumber(number) => self.enum_value(*number, kind, language),
            Value::List(values) => {
                let cells = values.iter().map(|value| self.cell(value, kind, language));
                cells.collect::<Vec<_>>().join(language.pick("、", ", "))
            }
            Value::Message(message) => {
                let parts = shown(&message.descriptor()).map(|field| {
                    let cell = self.cell(&message.get_field(&field), &field.kind(), language);
                    format!("{} {cell}", self.field(&field, language))
                });
                parts.collect::<Vec<_>>().join(language.pick("，", ", "))
            }
            other => other.to_string(),
        }
    }

    /// What a choice of a field is called, by the name that it is sent under.
    pub(super) fn choice(&self, field: &FieldDescriptor, sent: &str, language: Language) -> String {
        let kind = field.kind();
        let value = kind.as_enum().and_then(|values| values.get_value_by_name(sent));
        match value {
            Some(value) => self.enum_value(value.number(), &kind, language),
            None => self.cell(&Value::Bool(sent == "是"), &kind, language),
        }
    }

    fn enum_value(&self, number: i32, kind: &Kind, language: Language) -> String {
        let values = kind.as_enum();
        let Some(value) = values.and_then(|values| values.get_value(number)) else {
            return number.to_string();
        };
        if number == 0 && value.name().ends_with("_UNSPECIFIED") {
            return "—".to_owned();
        }
        let label = text_of(&value.options(), &self.value_label);
        match language {
            Language::Chinese => label.unwrap_or_else(|| value.name().to_owned()),
            Language::English => {
                let prefix = values.map(|values| apart(values.name()).replace(' ', "_"));
                let name = value.name().to_ascii_lowercase();
                let name = prefix.and_then(|prefix| Some(name.strip_prefix(&prefix)?.to_owned()));
                let name = name.unwrap_or_else(|| value.name().to_ascii_lowercase());
                name.trim_start_matches('_').replace('_', " ")
            }
        }
    }
}

/// What an act is called.
pub(super) fn act_of(method: &MethodDescriptor, language: Language) -> String {
    labels().map_or_else(|_| method.name().to_owned(), |labels| labels.act(method, language))
}

/// A unit in a language.
pub(super) fn unit_of(unit: &str, language: Language) -> String {
    let known = english_of(UNITS, unit).filter(|_| language == Language::English);
    known.unwrap_or(unit).to_owned()
}

/// A text among options, unless it is not given.
fn text_of(options: &DynamicMessage, option: &ExtensionDescriptor) -> Option<String> {
    let text = options.get_extension(option).as_str()?.to_owned();
    Some(text).filter(|text| !text.is_empty())
}

/// `WorkLog` as `work log`.
fn apart(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    words
}

/// Where a record stands.
pub(super) fn state(state: State, language: Language) -> &'static str {
    match state {
        State::Unspecified => "—",
        State::Recorded => language.pick("待核实", "waits for a verifier"),
        State::Verified => language.pick("已核实", "verified"),
        State::Returned => language.pick("已退回", "returned"),
        State::Withdrawn => language.pick("已撤回", "withdrawn"),
        State::WithdrawalPending => language.pick("撤回待核", "withdrawal waits for a verifier"),
    }
}

/// What an entry says was done.
pub(super) fn act(act: Act, language: Language) -> &'static str {
    match act {
        Act::Unspecified => "—",
        Act::Create => language.pick("录入", "entered"),
        Act::Revise => language.pick("修订", "revised"),
        Act::Verify => language.pick("核实", "verified"),
        Act::Return => language.pick("退回", "returned"),
        Act::Withdraw => language.pick("撤回", "withdrawn"),
    }
}

#[cfg(test)]
mod tests;
