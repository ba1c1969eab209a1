//! Rules as they are declared, checked against the kinds.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::swing::Against;
use crate::figures::Fault;
use crate::kinds::{Column, KindInfo, Kinds};

/// The rules of a department.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    all: Arc<Vec<Rule>>,
    /// Those that ask on entry, by the table of their kind.
    asking: Arc<BTreeMap<String, Vec<Rule>>>,
}

/// One rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The kind whose records it is about.
    pub kind: Arc<KindInfo>,
    /// What is declared of it.
    pub said: Declared,
    /// The fields that it looks at.
    pub fields: Vec<usize>,
    /// The other kind whose records it looks at.
    pub other: Option<Arc<KindInfo>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rules: Vec<serde_saphyr::Spanned<Declared>>,
}

/// What is declared of a rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    /// What it is found by: `trade.swing`.
    pub code: String,
    /// What it finds, in Chinese.
    pub name: String,
    /// What it finds, in English.
    pub name_en: String,
    /// The kind, as its table is called.
    pub kind: String,
    /// How bad it is.
    pub severity: Severity,
    /// What to do, in Chinese.
    pub remedy: String,
    /// What to do, in English.
    pub remedy_en: String,
    /// What it asks of a record that is entered.
    #[serde(default)]
    pub on_entry: OnEntry,
    /// What is looked for.
    pub check: Check,
}

/// What a rule asks of a record that is entered. A rule that is judged over all records of its
/// kind asks for nothing then: what it finds depends on records that are still to come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnEntry {
    /// Nothing: a run over the county finds it.
    #[default]
    Nothing,
    /// An explanation, which stays with the revision; without it the record is refused.
    Explain,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It is wrong.
    Error,
    /// It may be wrong.
    Warning,
    /// It is worth a look.
    Notice,
}

/// What is looked for.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Check {
    /// A field without a value.
    Missing(String),
    /// Within a record: one is above the other, or later.
    Above {
        /// The one.
        field: String,
        /// What it should not exceed.
        limit: String,
    },
    /// Parts that do not add up to their total, all of them known.
    Parts {
        /// The parts.
        parts: Vec<String>,
        /// The total.
        total: String,
    },
    /// Against the record before it, or of a year before: a change of more than so many percent.
    Swing {
        /// The number.
        field: String,
        /// What orders the records.
        date: String,
        /// What they have in common.
        by: Vec<String>,
        /// What it is measured against.
        #[serde(default)]
        against: Against,
        /// The limit.
        percent: i64,
    },
    /// Across records: a day before that of the record pointed to.
    Before {
        /// The day.
        field: String,
        /// The field that points.
        refers: String,
        /// The day of the record pointed to.
        other: String,
    },
    /// Over several records: parts that do not add up to the total that this record states, all of
    /// them known; a total without parts is not judged.
    Total {
        /// The total.
        field: String,
        /// The kind of the parts, as its table is called.
        of: String,
        /// The number of a part.
        sum: String,
        /// Only parts that say yes to this field.
        #[serde(default)]
        only: Option<String>,
        /// What ties a part to its total: its fields, and those of the total that hold the same;
        /// `id` is what names the total.
        by: BTreeMap<String, String>,
    },
    /// Records that are alike in all of these fields and have different ids.
    Alike(Vec<String>),
    /// A value far from the median: robust z-score, 0.6745 × deviation ÷ MAD (Iglewicz and
    /// Hoaglin 1993), above so many tenths.
    Outlier {
        /// The number.
        field: String,
        /// What the compared records have in common.
        by: Vec<String>,
        /// The limit in tenths: 35 is 3.5.
        tenths: i64,
    },
    /// Fields that rules of the domain give, where they would give something else now: by another
    /// calendar than the one that the record was written by, or under another rule.
    Recount {
        /// The fields that rules give.
        fields: Vec<String>,
        /// All the fields that the rules count them from.
        from: Vec<String>,
    },
}

impl Check {
    /// The fields of the kind that it looks at.
    pub(super) fn fields(&self) -> Vec<&str> {
        let mut fields: Vec<&str> = Vec::new();
        match self {
            Self::Missing(field) => fields.push(field),
            Self::Above { field, limit } => fields.extend([field.as_str(), limit]),
            Self::Parts { parts, total } => {
                fields.push(total);
                fields.extend(parts.iter().map(String::as_str));
            }
            Self::Swing { field, date, by, .. } => {
                fields.extend([field.as_str(), date]);
                fields.extend(by.iter().map(String::as_str));
            }
            Self::Before { field, refers, other: _ } => fields.extend([field.as_str(), refers]),
            Self::Total { field, .. } => fields.push(field),
            Self::Alike(alike) => fields.extend(alike.iter().map(String::as_str)),
            Self::Outlier { field, by, tenths: _ } => {
                fields.push(field);
                fields.extend(by.iter().map(String::as_str));
            }
            Self::Recount { fields: given, from: _ } => {
                fields.extend(given.iter().map(String::as_str));
            }
        }
        fields
    }
}

impl Rules {
    /// Reads the rules of a department.
    ///
    /// # Errors
    /// A declaration that is wrong, with its line.
    pub fn load(kinds: &Kinds, text: &str) -> Result<Self, Fault> {
        let fault = |line, message| Fault { file: "quality.yaml".to_owned(), line, message };
        let file: File = serde_saphyr::from_str(text).map_err(|cause| {
            let line = cause.location().map_or(0, |place| place.line() as usize);
            fault(line, cause.to_string())
        })?;
        let mut rules: Vec<Rule> = Vec::new();
        for declared in file.rules {
            let line = declared.referenced.line() as usize;
            let rule = Rule::of(kinds, declared.value).map_err(|message| fault(line, message))?;
            if rules.iter().any(|known| known.said.code == rule.said.code) {
                return Err(fault(line, format!("{} is declared twice", rule.said.code)));
            }
            rules.push(rule);
        }
        let mut asking: BTreeMap<String, Vec<Rule>> = BTreeMap::new();
        for rule in rules.iter().filter(|rule| rule.said.on_entry == OnEntry::Explain) {
            asking.entry(rule.kind.table.clone()).or_default().push(rule.clone());
        }
        Ok(Self { all: Arc::new(rules), asking: Arc::new(asking) })
    }

    /// All of them, as they are declared.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.all.iter()
    }

    /// Those that ask when a record of a table is entered.
    pub(crate) fn asking(&self, table: &str) -> &[Rule] {
        self.asking.get(table).map(Vec::as_slice).unwrap_or_default()
    }

    /// All that ask when a record is entered.
    pub(crate) fn all_asking(&self) -> impl Iterator<Item = &Rule> {
        self.asking.values().flatten()
    }
}

impl Rule {
    fn of(kinds: &Kinds, said: Declared) -> Result<Self, String> {
        let of = |table: &str| {
            let kind = kinds.iter().find(|kind| kind.table == *table);
            kind.ok_or_else(|| format!("no kind {table:?} is kept"))
        };
        let kind = Arc::clone(of(&said.kind)?);
        let fields: Result<Vec<_>, _> =
            said.check.fields().into_iter().map(|name| plain(&kind, name)).collect();
        let other = match &said.check {
            Check::Before { refers, other, .. } => {
                let pointed = kind.field(refers).and_then(|(_, field)| field.refers.clone());
                let pointed = of(&pointed.ok_or_else(|| format!("{refers} points to nothing"))?)?;
                plain(pointed, other)?;
                Some(Arc::clone(pointed))
            }
            Check::Total { of: parts, sum, only, by, field: _ } => {
                let parts = of(parts)?;
                plain(parts, sum)?;
                let yes = |name: &String| parts.field(name).is_some_and(|(_, one)| one.boolean);
                if let Some(name) = only.as_ref().filter(|name| !yes(name)) {
                    return Err(format!("{name} of {} is no yes or no", parts.table));
                }
                if by.is_empty() {
                    return Err("by is empty: nothing ties parts to their total".to_owned());
                }
                for (part, total) in by {
                    plain(parts, part)?;
                    if total != "id" {
                        plain(&kind, total)?;
                    }
                }
                Some(Arc::clone(parts))
            }
            _ => None,
        };
        if let Check::Recount { fields, from } = &said.check {
            check_recount(&kind, fields, from)?;
        }
        let rule = Self { kind, said, fields: fields?, other };
        rule.check_on_entry()?;
        Ok(rule)
    }

    /// Refuses to ask on entry for what only a run can judge, or where nobody could answer.
    fn check_on_entry(&self) -> Result<(), String> {
        let (code, table) = (&self.said.code, &self.kind.table);
        if self.said.on_entry == OnEntry::Nothing {
            return Ok(());
        }
        if self.kind.moved_by_acts {
            return Err(format!("{table} is moved by acts, which carry no explanation"));
        }
        match &self.said.check {
            Check::Missing(_) | Check::Above { .. } | Check::Parts { .. } => Ok(()),
            Check::Swing { date, by, .. } => {
                let of = |name: &String| self.kind.field(name).map(|(_, field)| field);
                let is_text = of(date).is_some_and(|field| field.column == Column::Text);
                let known = by.iter().all(|name| of(name).is_some_and(|field| !field.optional));
                if !is_text {
                    return Err(format!("{code}: {date} of {table} is no day"));
                }
                known.then_some(()).ok_or_else(|| format!("{code}: by names a field not given"))
            }
            _ => Err(format!("{code} is judged over all records and asks for nothing on entry")),
        }
    }
}

/// Refuses to recount what no rule gives, or from what is not there.
fn check_recount(kind: &KindInfo, fields: &[String], from: &[String]) -> Result<(), String> {
    let table = &kind.table;
    if fields.is_empty() || from.is_empty() {
        return Err(format!("a recount of {table} names no fields, or none to count them from"));
    }
    let given = |name: &String| {
        kind.field(name).is_some_and(|(_, field)| field.given == crate::kinds::Given::ByRule)
    };
    if let Some(name) = fields.iter().find(|name| !given(name)) {
        return Err(format!("no rule gives {name} of {table}"));
    }
    match from.iter().find(|name| kind.field(name).is_none()) {
        Some(name) => Err(format!("{table} has no {name:?}")),
        None => Ok(()),
    }
}

/// The place of a field that has one value.
fn plain(kind: &KindInfo, name: &str) -> Result<usize, String> {
    let field = kind.field(name).ok_or_else(|| format!("{} has no {name:?}", kind.table))?;
    if field.1.column == Column::Opaque {
        return Err(format!("{name} of {} has several parts", kind.table));
    }
    Ok(field.0)
}
