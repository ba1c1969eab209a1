//! Records of any kind, read by their descriptors: as JSON, and as tables with the labels that
//! the contracts give to kinds, fields and values.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chassis::Refusal;
use ledger::divisions::{Divisions, TOWNSHIP_DIGITS};
use prost::Message;
use prost_reflect::{
    DescriptorPool, DynamicMessage, ExtensionDescriptor, FieldDescriptor, Kind, MessageDescriptor,
    MethodDescriptor, ReflectMessage as _, SerializeOptions, Value,
};
use proto::ledger::v1::{Format, RecordMetadata, Revision, State};
use serde::Serialize;

/// The field that the ledger adds to every record.
const METADATA: &str = "metadata";

/// Every contract; absent only if the build wrote descriptors that cannot be read.
static POOL: LazyLock<Option<Pool>> = LazyLock::new(|| {
    let messages = DescriptorPool::decode(proto::DESCRIPTORS)
        .inspect_err(|cause| tracing::error!(%cause, "the descriptors cannot be read"))
        .ok()?;
    let option = |name: &str| messages.get_extension_by_name(&format!("xianzhi.ledger.v1.{name}"));
    Some(Pool {
        label: option("label")?,
        unit: option("unit")?,
        kind_label: option("kind_label")?,
        kind_owner: option("kind_owner")?,
        format: option("format")?,
        refers: option("refers")?,
        value_label: option("value_label")?,
        messages,
    })
});

struct Pool {
    messages: DescriptorPool,
    label: ExtensionDescriptor,
    unit: ExtensionDescriptor,
    kind_label: ExtensionDescriptor,
    kind_owner: ExtensionDescriptor,
    format: ExtensionDescriptor,
    refers: ExtensionDescriptor,
    value_label: ExtensionDescriptor,
}

/// Records of one kind as a table.
#[derive(Debug, Serialize)]
pub(crate) struct Table {
    #[serde(skip)]
    kind: String,
    label: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Column {
    label: String,
    unit: String,
}

#[derive(Debug, Serialize)]
struct Row {
    id: String,
    state: &'static str,
    revision: i32,
    cells: Vec<String>,
}

/// A revision as JSON: the record's fields, `metadata` among them, and `@type`.
pub(crate) fn json(revision: &Revision) -> Result<serde_json::Value, Refusal> {
    let pool = pool()?;
    let (kind, message) = decode(pool, revision)?;
    let mut record = write(&message)?;
    if let Some(fields) = record.as_object_mut() {
        fields.insert("@type".to_owned(), kind.into());
        let metadata = metadata(pool, revision)?;
        fields.insert(METADATA.to_owned(), metadata);
    }
    Ok(record)
}

/// Revisions as tables, one for each kind, in the order in which kinds first come.
pub(crate) fn tables(revisions: &[Revision]) -> Result<Vec<Table>, Refusal> {
    let pool = pool()?;
    let mut tables: Vec<Table> = Vec::new();
    for revision in revisions {
        let (kind, message) = decode(pool, revision)?;
        let row = pool.row(revision, &message);
        match tables.iter_mut().find(|table| table.kind == kind) {
            Some(table) => table.rows.push(row),
            None => tables.push(pool.table(kind, &message.descriptor(), row)),
        }
    }
    Ok(tables)
}

/// A record that a field of another points to, and the method that reads it.
pub(crate) struct Pointer {
    pub(crate) id: String,
    pub(crate) get: MethodDescriptor,
}

/// The fields of a record by their names in the contract, each as a table shows it; a division by
/// its name, where the list of divisions has it.
pub(crate) fn fields(revision: &Revision) -> Result<BTreeMap<String, String>, Refusal> {
    let pool = pool()?;
    let (_, message) = decode(pool, revision)?;
    let cell = |field: FieldDescriptor| {
        let value = message.get_field(&field);
        let is_division = field.options().get_extension(&pool.format).as_enum_number()
            == Some(Format::Division.into());
        let name = value.as_str().filter(|_| is_division);
        let name = name.and_then(name_of_division);
        let shown = name.map_or_else(|| pool.cell(&value, &field.kind()), ToOwned::to_owned);
        (field.name().to_owned(), shown)
    };
    Ok(shown(&message.descriptor()).map(cell).collect())
}

/// The name of a division, of a village that of its township: villages are records.
fn name_of_division(code: &str) -> Option<&'static str> {
    let divisions = Divisions::standard();
    divisions.name(code).or_else(|| divisions.name(code.get(..TOWNSHIP_DIGITS)?))
}

/// The record that a field points to; nothing where the field is empty, or no pointer.
pub(crate) fn pointer(revision: &Revision, field: &str) -> Result<Option<Pointer>, Refusal> {
    let pool = pool()?;
    let (_, message) = decode(pool, revision)?;
    let kind = message.descriptor();
    let pointer = kind.get_field_by_name(field).and_then(|field| {
        let to = text_of(&field.options(), &pool.refers)?;
        let service = format!("{}.{to}Service", kind.package_name());
        let service = pool.messages.get_service_by_name(&service)?;
        let get = service.methods().find(|method| method.name() == format!("Get{to}"))?;
        let id = message.get_field(&field).as_str().filter(|id| !id.is_empty())?.to_owned();
        Some(Pointer { id, get })
    });
    Ok(pointer)
}

/// What a record is called: by its name or its title.
pub(crate) fn name(record: &DynamicMessage) -> Option<String> {
    let field = |name| Some(record.get_field_by_name(name)?.as_str()?.to_owned());
    field("name").or_else(|| field("title")).filter(|name| !name.is_empty())
}

/// What a kind is called in a form.
pub(crate) fn label(kind: &MessageDescriptor) -> String {
    let label = POOL.as_ref().and_then(|pool| text_of(&kind.options(), &pool.kind_label));
    label.unwrap_or_else(|| kind.name().to_owned())
}

/// The office that answers for a kind.
pub(crate) fn owner(kind: &MessageDescriptor) -> String {
    let owner = POOL.as_ref().and_then(|pool| text_of(&kind.options(), &pool.kind_owner));
    owner.unwrap_or_default()
}

/// When something was done, as it is read in the county: `2023-03-05 10:00`.
pub(crate) fn moment(time: prost_types::Timestamp) -> String {
    let moment = jiff::Timestamp::from_second(time.seconds).unwrap_or_default();
    // China has had one time since 1992, eight hours ahead.
    let text = jiff::tz::offset(8).to_datetime(moment).to_string();
    text.get(..16).unwrap_or(&text).replace('T', " ")
}

fn pool() -> Result<&'static Pool, Refusal> {
    POOL.as_ref().ok_or_else(|| Refusal::internal(&"the descriptors cannot be read"))
}

/// The kind of a record and the record.
fn decode(pool: &Pool, revision: &Revision) -> Result<(String, DynamicMessage), Refusal> {
    let record = revision.record.clone().unwrap_or_default();
    let kind = record.type_url.rsplit('/').next().unwrap_or_default();
    let descriptor = pool.messages.get_message_by_name(kind).ok_or_else(|| {
        Refusal::internal(&format!("a department sent a record of unknown kind {kind:?}"))
    })?;
    let message = DynamicMessage::decode(descriptor, record.value.as_slice());
    let message = message.map_err(|cause| Refusal::internal(&cause))?;
    Ok((kind.to_owned(), message))
}

fn metadata(pool: &Pool, revision: &Revision) -> Result<serde_json::Value, Refusal> {
    let Some(metadata) = &revision.metadata else { return Ok(serde_json::Value::Null) };
    let described = pool.messages.get_message_by_name("xianzhi.ledger.v1.RecordMetadata");
    let descriptor = described.ok_or_else(|| Refusal::internal(&"no RecordMetadata"))?;
    let bytes = RecordMetadata::encode_to_vec(metadata);
    let message = DynamicMessage::decode(descriptor, bytes.as_slice());
    write(&message.map_err(|cause| Refusal::internal(&cause))?)
}

/// A message as JSON; an optional field that is not set is left out, a zero is not.
pub(crate) fn write(message: &DynamicMessage) -> Result<serde_json::Value, Refusal> {
    let options = SerializeOptions::new().use_proto_field_name(true).skip_default_fields(false);
    message
        .serialize_with_options(serde_json::value::Serializer, &options)
        .map_err(|cause| Refusal::internal(&cause))
}

/// The fields of a kind that a form shows, in the order of the contract.
fn shown(kind: &MessageDescriptor) -> impl Iterator<Item = FieldDescriptor> + use<> {
    let mut fields: Vec<_> = kind.fields().filter(|field| field.name() != METADATA).collect();
    fields.sort_by_key(FieldDescriptor::number);
    fields.into_iter()
}

impl Pool {
    fn table(&self, kind: String, descriptor: &MessageDescriptor, first: Row) -> Table {
        let label = text_of(&descriptor.options(), &self.kind_label);
        let column = |field: FieldDescriptor| {
            let options = field.options();
            let label = text_of(&options, &self.label).unwrap_or_else(|| field.name().to_owned());
            Column { label, unit: text_of(&options, &self.unit).unwrap_or_default() }
        };
        Table {
            label: label.unwrap_or_else(|| kind.clone()),
            columns: shown(descriptor).map(column).collect(),
            rows: vec![first],
            kind,
        }
    }

    fn row(&self, revision: &Revision, message: &DynamicMessage) -> Row {
        let metadata = revision.metadata.clone().unwrap_or_default();
        let cell = |field: FieldDescriptor| match field.supports_presence() {
            true if !message.has_field(&field) => "—".to_owned(),
            _ => self.cell(&message.get_field(&field), &field.kind()),
        };
        let cells = shown(&message.descriptor()).map(cell).collect();
        let state = state_zh(metadata.state());
        Row { id: metadata.id, state, revision: metadata.revision, cells }
    }

    fn cell(&self, value: &Value, kind: &Kind) -> String {
        match value {
            Value::Bool(true) => "是".to_owned(),
            Value::Bool(false) => "否".to_owned(),
            Value::I32(number) => number.to_string(),
            Value::I64(number) => number.to_string(),
            Value::U32(number) => number.to_string(),
            Value::U64(number) => number.to_string(),
            Value::String(text) if text.is_empty() => "—".to_owned(),
            Value::String(text) => text.clone(),
            Value::EnumNumber(number) => self.enum_value(*number, kind),
            Value::List(values) => {
                let cells: Vec<_> = values.iter().map(|value| self.cell(value, kind)).collect();
                cells.join("、")
            }
            Value::Message(message) => {
                let parts = shown(&message.descriptor()).map(|field| {
                    let name = text_of(&field.options(), &self.label);
                    let cell = self.cell(&message.get_field(&field), &field.kind());
                    format!("{} {cell}", name.unwrap_or_else(|| field.name().to_owned()))
                });
                parts.collect::<Vec<_>>().join("，")
            }
            other => other.to_string(),
        }
    }

    fn enum_value(&self, number: i32, kind: &Kind) -> String {
        let value = kind.as_enum().and_then(|values| values.get_value(number));
        match value {
            Some(value) if number == 0 && value.name().ends_with("_UNSPECIFIED") => "—".to_owned(),
            Some(value) => text_of(&value.options(), &self.value_label)
                .unwrap_or_else(|| value.name().to_owned()),
            None => number.to_string(),
        }
    }
}

/// A text among options, unless it is not given.
fn text_of(options: &DynamicMessage, option: &ExtensionDescriptor) -> Option<String> {
    let text = options.get_extension(option).as_str()?.to_owned();
    Some(text).filter(|text| !text.is_empty())
}

fn state_zh(state: State) -> &'static str {
    match state {
        State::Unspecified => "—",
        State::Recorded => "待核实",
        State::Verified => "已核实",
        State::Returned => "已退回",
        State::Withdrawn => "已撤回",
        State::WithdrawalPending => "撤回待核",
    }
}

#[cfg(test)]
mod tests {
    use proto::industry::v1::{Designation, Difficulty, Level, Scheme};

    use super::*;

    fn revision<M: prost::Name>(record: &M) -> Revision {
        let type_url = format!("type.googleapis.com/{}", M::full_name());
        let metadata = RecordMetadata {
            id: "D-1".to_owned(),
            revision: 2,
            etag: "\"812\"".to_owned(),
            state: State::Verified.into(),
            start_position: 811,
            ..Default::default()
        };
        let value = record.encode_to_vec();
        let record = Some(prost_types::Any { type_url, value });
        Revision { metadata: Some(metadata), record, entry: None }
    }

    fn difficulty(claim_fen: Option<i64>) -> Difficulty {
        Difficulty { code: "D-1".to_owned(), claim_fen, ..Default::default() }
    }

    #[test]
    fn a_record_is_written_by_the_names_of_the_contract() {
        let record = json(&revision(&difficulty(Some(0)))).expect("a record");
        assert_eq!(record["@type"], "xianzhi.industry.v1.Difficulty");
        assert_eq!(record["metadata"]["state"], "STATE_VERIFIED");
        assert_eq!(record["metadata"]["start_position"], "811");
        assert_eq!(record["claim_fen"], "0");
        assert_eq!(record["resolved_on_site"], false);
        let record = json(&revision(&difficulty(None))).expect("a record");
        assert!(record.get("claim_fen").is_none(), "missing is not zero");
    }

    #[test]
    fn tables_have_the_labels_of_the_contract_and_one_kind_each() {
        let (scheme, level) = (Scheme::AboveScale.into(), Level::National.into());
        let designation = Designation { scheme, level, ..Default::default() };
        let revisions =
            [revision(&difficulty(Some(5))), revision(&designation), revision(&difficulty(None))];
        let tables = tables(&revisions).expect("tables");
        let labels: Vec<_> = tables.iter().map(|table| table.label.as_str()).collect();
        assert_eq!(labels, ["企业难题", "认定与名录"]);
        let claim = tables[0].columns.iter().position(|column| column.label == "涉及金额");
        let claim = claim.expect("a column");
        assert_eq!(tables[0].columns[claim].unit, "分");
        let cell = |row: usize| tables[0].rows[row].cells[claim].as_str();
        assert_eq!((cell(0), cell(1)), ("5", "—"));
        assert_eq!(tables[1].rows[0].cells[..2], ["规上工业企业", "国家级"]);
        assert_eq!(tables[1].rows[0].state, "已核实");
    }

    #[test]
    fn a_record_of_an_unknown_kind_is_refused() {
        let mut unknown = revision(&difficulty(None));
        unknown.record = Some(prost_types::Any { type_url: "x/a.B".to_owned(), value: vec![] });
        assert!(json(&unknown).is_err());
    }
}
