//! What the next file of an office brings: what is new, what changes and how, what has vanished.
//!
//! A file is compared with what the ledger holds, not with the file before it: so a file that was
//! never taken, and a record that was corrected by hand, mislead nobody. What a file states in
//! full its profile says: the records that hold certain values, of the months of its rows.

use std::collections::BTreeMap;

use proto::ledger::v1::{Coverage, FieldChange, RecordChange, VanishedRecord};

use crate::files::remark;
use crate::kinds::Kind;
use crate::plan::{Part, Plan};
use crate::verdict::{Fault, Remark};

/// What a row brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The place of the part in the plan.
    pub part: usize,
    /// The row as the sheet counts it, from 1.
    pub row: u32,
    /// The record.
    pub id: String,
    /// Whether it is new; otherwise `fields` says what the row changes.
    pub created: bool,
    /// What the row changes.
    pub fields: Vec<Changed>,
}

/// A field that a row changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The field.
    pub name: String,
    /// What it is called, with its unit.
    pub label: String,
    /// What stands in the ledger.
    pub before: String,
    /// What stands in the row.
    pub after: String,
}

/// A field of a record as a form shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The field.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// What it holds.
    pub text: String,
}

/// A record of the ledger that the file would hold if it still were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vanished {
    /// The full name of its kind.
    pub name: String,
    /// What its kind is called.
    pub kind: String,
    /// The record.
    pub id: String,
    /// Its fields, but those that are empty.
    pub fields: Vec<Shown>,
}

impl Change {
    /// The change in words: `新增`, or `修订：名称“甲”→“乙”`.
    pub fn words(&self) -> String {
        if self.created {
            return "新增".to_owned();
        }
        let shown = |text: &String| {
            if text.is_empty() { "空".to_owned() } else { format!("“{text}”") }
        };
        let field = |field: &Changed| {
            format!("{} {}→{}", field.label, shown(&field.before), shown(&field.after))
        };
        let fields: Vec<String> = self.fields.iter().map(field).collect();
        format!("修订：{}", fields.join("；"))
    }
}

/// What the parts of a department state in full, one a kind.
///
/// # Errors
/// What its profile says of it that is no value of a field, or no day.
pub(crate) fn covers(plan: &Plan, department: &str) -> Result<Vec<Coverage>, Remark> {
    let mut covers: BTreeMap<&str, Coverage> = BTreeMap::new();
    for part in plan.parts.iter().filter(|part| part.kind.department == department) {
        let Some(declared) = &part.header.profile.covers else { continue };
        let value = part.kind.read(&declared.values);
        let value = value.map_err(|wrong| misread(plan, part, wrong))?;
        let type_url = format!("type.googleapis.com/{}", part.kind.name);
        let like = Some(prost_types::Any { type_url, value });
        let date_field = declared.months_of.clone().unwrap_or_default();
        covers.insert(&part.kind.name, Coverage { like, date_field });
    }
    Ok(covers.into_values().collect())
}

fn misread(plan: &Plan, part: &Part, wrong: Vec<(String, Fault)>) -> Remark {
    let (field, fault) = wrong.into_iter().next().unwrap_or_else(|| {
        let reason = proto::ledger::v1::Reason::RequestInvalid;
        (String::new(), Fault::new(reason, "the profile cannot be read", "导入方案无法识别"))
    });
    Remark { field, ..remark(&plan.file_of(part).name, &part.sheet, fault) }
}

/// What a department says of the rows that it was sent, whose parts and rows are `places`.
pub(crate) fn changes(
    plan: &Plan,
    places: &[(u32, u32)],
    changes: Vec<RecordChange>,
) -> Vec<Change> {
    let change = |RecordChange { index, id, created, fields }| {
        let place = usize::try_from(index).ok().and_then(|index| places.get(index));
        let (part, row) = *place?;
        let part = part as usize;
        let kind = &plan.parts[part].kind;
        let fields = fields.into_iter().map(|change| labelled(kind, change)).collect();
        Some(Change { part, row, id, created, fields })
    };
    changes.into_iter().filter_map(change).collect()
}

fn labelled(kind: &Kind, change: FieldChange) -> Changed {
    let FieldChange { field, before, after } = change;
    let Some(known) = kind.fields.iter().find(|known| known.name == field) else {
        return Changed { name: field.clone(), label: field, before, after };
    };
    let shown = |text: String| kind.shown(&field, text);
    let unit = if known.unit.is_empty() { String::new() } else { format!("（{}）", known.unit) };
    let label = format!("{}{unit}", known.label);
    Changed { label, before: shown(before), after: shown(after), name: field }
}

/// The records that have vanished, as a form would show them.
pub(crate) fn vanished(plan: &Plan, vanished: Vec<VanishedRecord>) -> Vec<Vanished> {
    let one = |VanishedRecord { metadata, record }| {
        let record: prost_types::Any = record?;
        let name = record.type_url.rsplit('/').next().unwrap_or_default().to_owned();
        let kind = &plan.parts.iter().find(|part| part.kind.name == name)?.kind;
        let filled = kind.filled(&record.value);
        let fields = kind.columns().filter_map(|(_, field)| {
            let text = kind.shown(&field.name, filled.get(&field.name)?.clone());
            Some(Shown { name: field.name.clone(), label: field.label.clone(), text })
        });
        let id = metadata.unwrap_or_default().id;
        Some(Vanished { kind: kind.label.clone(), id, fields: fields.collect(), name })
    };
    vanished.into_iter().filter_map(one).collect()
}

impl Kind {
    /// A value as a form shows it: of an enum the label that goes with its name.
    fn shown(&self, field: &str, text: String) -> String {
        let known = self.fields.iter().find(|known| known.name == field);
        let values = known.and_then(|known| known.values.as_ref());
        let label = values.and_then(|values| values.values().find(|(name, _)| *name == text));
        match label {
            Some((_, label)) if !label.is_empty() => label.clone(),
            _ => text,
        }
    }
}
