//! The kinds that sheets may hold, as the descriptors tell them.

use std::sync::Arc;

use ledger::kinds::{Field, Given, comment, fields_of, imported_acts_of, pool, snake};
use prost_reflect::{DynamicMessage, MessageDescriptor};

use crate::acts::Act;
use crate::lines::{self, Inside};

/// What is added to the name of a file that comes back with remarks.
pub(crate) const REMARKED: &str = "（核验意见）";

/// A kind of record as a sheet shows it.
#[derive(Debug)]
pub struct Kind {
    /// The full name of the message.
    pub name: String,
    /// The department that keeps it.
    pub department: String,
    /// What it is called in a form, and its sheet.
    pub label: String,
    /// The office that answers for it.
    pub owner: String,
    /// Its own name, as fields of requests are called.
    pub table: String,
    /// Its fields, in the order of their numbers.
    pub fields: Vec<Field>,
    /// Whether only its own acts write it, so that sheets bring in these acts.
    pub moved_by_acts: bool,
    /// The act that a row asks for, where the kind is none of records.
    pub act: Option<Act>,
    pub(crate) message: MessageDescriptor,
    /// What the parts of a field say, of which there may be several; by its name.
    pub(crate) inside: Vec<(String, Inside)>,
}

impl Kind {
    fn of(message: &MessageDescriptor, department: &str) -> Option<Self> {
        let label = option(message, "kind_label")?.as_str()?.to_owned();
        let owner = option(message, "kind_owner");
        let moved = option(message, "moved_by_acts");
        Some(Self {
            name: message.full_name().to_owned(),
            department: department.to_owned(),
            label,
            owner: owner.and_then(|owner| owner.as_str().map(str::to_owned)).unwrap_or_default(),
            table: snake(message.name()),
            fields: fields_of(message),
            moved_by_acts: moved.and_then(|moved| moved.as_bool()).unwrap_or(false),
            act: None,
            message: message.clone(),
            inside: lines::of_message(message),
        })
    }

    /// What an act on records of the kind asks for: some fields of a message of its own. What
    /// these do not say of themselves is said by the kind's own field of the same name.
    pub fn asking(&self, message: &MessageDescriptor, asks: impl Fn(&str) -> bool) -> Self {
        let mut fields = fields_of(message);
        fields.retain(|field| asks(&field.name));
        for field in &mut fields {
            field.given = Given::ByRecorder;
            let own = self.fields.iter().find(|own| own.name == field.name);
            if let Some(own) = own.filter(|_| field.label.is_empty()) {
                field.label.clone_from(&own.label);
                field.unit.clone_from(&own.unit);
                field.refers.clone_from(&own.refers);
                (field.format, field.signed) = (own.format, own.signed);
            }
        }
        Self {
            name: message.full_name().to_owned(),
            department: self.department.clone(),
            label: self.label.clone(),
            owner: self.owner.clone(),
            table: snake(message.name()),
            fields,
            moved_by_acts: false,
            act: None,
            message: message.clone(),
            inside: lines::of_message(message),
        }
    }

    /// Whether it has a name: in full, short, or as its sheet is called.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        let method = self.act.as_ref().map(|act| act.method.name());
        self.name == name
            || self.message.name() == name
            || method == Some(name)
            || self.label == name
            || sheet_name(&self.label) == name
    }

    /// The fields that a recorder fills in.
    pub fn columns(&self) -> impl Iterator<Item = (usize, &Field)> {
        self.fields.iter().enumerate().filter(|(_, field)| field.given == Given::ByRecorder)
    }

    /// What the parts of a field say, where it holds several.
    pub(crate) fn inside(&self, field: &Field) -> Option<&Inside> {
        self.inside.iter().find(|(name, _)| *name == field.name).map(|(_, inside)| inside)
    }

    /// What the contract says of the kind.
    pub fn comment(&self) -> &'static str {
        match &self.act {
            Some(Act { method, .. }) => {
                comment(&method.parent_service().parent_file(), method.path())
            }
            None => comment(&self.message.parent_file(), self.message.path()),
        }
    }

    /// What a recorder has to know of a field, in Chinese; empty where there is nothing to add.
    pub fn note_of(&self, field: &Field) -> String {
        let described = self.message.get_field(field.number);
        let note = pool().get_extension_by_name("xianzhi.ledger.v1.note");
        let said = described.zip(note).and_then(|(described, note)| {
            described.options().get_extension(&note).as_str().map(str::to_owned)
        });
        said.unwrap_or_default()
    }

    /// What the contract says of a field, in English.
    pub fn comment_of(&self, field: &Field) -> &'static str {
        let described = self.described(field);
        described.map_or("", |described| {
            comment(&described.parent_message().parent_file(), described.path())
        })
    }
}

/// The kinds of some departments, each with the acts of it that sheets bring in.
#[derive(Clone, Debug)]
pub struct Register {
    kinds: Vec<Arc<Kind>>,
    acts: Vec<Arc<Kind>>,
}

impl Register {
    /// The kinds of the departments' own packages.
    pub fn of<'a>(departments: impl IntoIterator<Item = &'a str>) -> Self {
        let mut kinds = Vec::new();
        for department in departments {
            let own = pool().all_messages().filter(|message| {
                message.package_name().split('.').rev().nth(1) == Some(department)
            });
            kinds.extend(own.filter_map(|message| Kind::of(&message, department)).map(Arc::new));
        }
        let kinds = in_order(kinds);
        let moved = kinds.iter().filter(|kind| kind.moved_by_acts);
        let acts = moved.flat_map(|kind| {
            let acts = imported_acts_of(&kind.name).into_iter();
            acts.filter_map(|act| Kind::of_act(kind, &act)).collect::<Vec<_>>()
        });
        let acts = acts.map(Arc::new).collect();
        Self { kinds, acts }
    }

    /// The kinds that any department may keep, as one of them keeps them.
    pub fn with_shared(mut self, department: &str, names: &[String]) -> Self {
        let known = |name: &String| {
            self.kinds.iter().any(|k| k.name == *name && k.department == department)
        };
        let shared = names.iter().filter(|name| !known(name));
        let shared: Vec<_> = shared.filter_map(|name| pool().get_message_by_name(name)).collect();
        self.kinds.extend(shared.iter().filter_map(|m| Kind::of(m, department)).map(Arc::new));
        self
    }

    /// All kinds; one that is referred to stands before those that refer to it.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Kind>> {
        self.kinds.iter()
    }

    /// What sheets may hold: records of the kinds, and of those that acts move these acts, each in
    /// the order in which its service has it; among them the kinds that acts compute, of which a
    /// sheet is refused.
    pub(crate) fn candidates(&self) -> impl Iterator<Item = &Arc<Kind>> {
        self.kinds.iter().flat_map(|kind| {
            let own = Some(kind).filter(|kind| !kind.moved_by_acts || kind.is_computed());
            own.into_iter().chain(self.acts_of(kind))
        })
    }

    /// What sheets bring in: records of the kinds, and the acts on those that acts move.
    pub fn sheets(&self) -> impl Iterator<Item = &Arc<Kind>> {
        self.candidates().filter(|kind| !kind.moved_by_acts)
    }

    /// The acts on records of a kind that sheets bring in.
    pub fn acts_of<'a>(&'a self, kind: &'a Kind) -> impl Iterator<Item = &'a Arc<Kind>> {
        let of = |act: &Kind| act.act.as_ref().is_some_and(|act| act.of == kind.name);
        self.acts.iter().filter(move |act| of(act))
    }

    /// The sheets that a name may mean: of a kind, all of its acts, where these move it; or of one
    /// act, by its label, its method or its request.
    pub fn sheets_named(&self, name: &str) -> Vec<&Arc<Kind>> {
        let name = name.trim();
        let mut found: Vec<&Arc<Kind>> = Vec::new();
        for kind in self.named(name) {
            let own = Some(kind).filter(|kind| !kind.moved_by_acts || kind.is_computed());
            found.extend(own.into_iter().chain(self.acts_of(kind)));
        }
        found.extend(self.acts.iter().filter(|act| act.is_called(name)));
        found
    }

    /// The place of a sheet's kind among the kinds.
    pub(crate) fn place(&self, sheet: &Kind) -> Option<usize> {
        let name = sheet.act.as_ref().map_or(&sheet.name, |act| &act.of);
        let same = |kind: &Arc<Kind>| kind.name == *name && kind.department == sheet.department;
        self.kinds.iter().position(same)
    }

    /// The kinds that a name may mean: a full name, a message's own, a table's, or a label; also
    /// one that a sheet cut off after 31 characters.
    pub fn named(&self, name: &str) -> Vec<&Arc<Kind>> {
        let name = name.trim();
        self.kinds.iter().filter(|kind| kind.is_called(name) || kind.table == name).collect()
    }
}

/// A name as a sheet can have it: at most 31 characters, without `[ ] : * ? / \`.
pub(crate) fn sheet_name(label: &str) -> String {
    label.chars().filter(|letter| !"[]:*?/\\'".contains(*letter)).take(31).collect()
}

/// The name of a file without its ending, and without what tells it from others like it: that it
/// has remarks, and the number that browsers give to what is downloaded again.
pub(crate) fn stem(file: &str) -> &str {
    let mut stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    loop {
        let inner =
            stem.strip_suffix(')').map(|s| s.trim_end_matches(|c: char| c.is_ascii_digit()));
        let numbered = inner.and_then(|inner| inner.strip_suffix('('));
        match numbered.or_else(|| stem.strip_suffix(REMARKED)) {
            Some(rest) => stem = rest.trim_end(),
            None => return stem,
        }
    }
}

/// Kinds in an order in which those that are referred to come first.
fn in_order(mut left: Vec<Arc<Kind>>) -> Vec<Arc<Kind>> {
    let mut ordered: Vec<Arc<Kind>> = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let waits = |kind: &Arc<Kind>| {
            let refers = kind.fields.iter().filter_map(|field| field.refers.as_deref());
            refers.into_iter().any(|table| {
                table != kind.table
                    && left.iter().any(|k| k.table == table && k.department == kind.department)
            })
        };
        let at = left.iter().position(|kind| !waits(kind)).unwrap_or(0);
        ordered.push(left.remove(at));
    }
    ordered
}

fn option(message: &MessageDescriptor, name: &str) -> Option<prost_reflect::Value> {
    let extension = pool().get_extension_by_name(&format!("xianzhi.ledger.v1.{name}"))?;
    let options: DynamicMessage = message.options();
    options.has_extension(&extension).then(|| options.get_extension(&extension).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_downloaded_again_is_called_as_before() {
        for name in
            ["企业.csv", "企业（核验意见）.csv", "企业（核验意见） (1).csv", "企业(12).xlsx"]
        {
            assert_eq!(stem(name), "企业", "{name}");
        }
        assert_eq!((stem("名册(甲).csv"), stem("(1).csv"), stem("无")), ("名册(甲)", "", "无"));
    }
}
