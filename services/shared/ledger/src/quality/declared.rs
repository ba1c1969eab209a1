//! Rules as they are declared, checked against the kinds.

use std::sync::Arc;

use serde::Deserialize;

use crate::figures::Fault;
use crate::kinds::{Column, KindInfo, Kinds};

/// The rules of a department.
#[derive(Clone, Debug, Default)]
pub struct Rules(Arc<Vec<Rule>>);

/// One rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The kind whose records it is about.
    pub kind: Arc<KindInfo>,
    /// What is declared of it.
    pub said: Declared,
    /// The fields that it looks at.
    pub fields: Vec<usize>,
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
    /// What is looked for.
    pub check: Check,
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
    /// Against the record before it: a change of more than so many percent.
    Swing {
        /// The number.
        field: String,
        /// What orders the records.
        date: String,
        /// What they have in common.
        by: Vec<String>,
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
            Self::Swing { field, date, by, percent: _ } => {
                fields.extend([field.as_str(), date]);
                fields.extend(by.iter().map(String::as_str));
            }
            Self::Before { field, refers, other: _ } => fields.extend([field.as_str(), refers]),
            Self::Alike(alike) => fields.extend(alike.iter().map(String::as_str)),
            Self::Outlier { field, by, tenths: _ } => {
                fields.push(field);
                fields.extend(by.iter().map(String::as_str));
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
        Ok(Self(Arc::new(rules)))
    }

    /// All of them, as they are declared.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.0.iter()
    }
}

impl Rule {
    fn of(kinds: &Kinds, said: Declared) -> Result<Self, String> {
        let of = |table: &str| {
            let kind = kinds.iter().find(|kind| kind.table == *table);
            kind.ok_or_else(|| format!("no kind {table:?} is kept"))
        };
        let kind = Arc::clone(of(&said.kind)?);
        let mut fields = Vec::new();
        for name in said.check.fields() {
            let field =
                kind.field(name).ok_or_else(|| format!("{} has no {name:?}", kind.table))?;
            if field.1.column == Column::Opaque {
                return Err(format!("{name} of {} has several parts", kind.table));
            }
            fields.push(field.0);
        }
        if let Check::Before { refers, other, .. } = &said.check {
            let pointed = kind.field(refers).and_then(|(_, field)| field.refers.clone());
            let pointed = pointed.ok_or_else(|| format!("{refers} points to nothing"))?;
            of(&pointed)?.field(other).ok_or_else(|| format!("{pointed} has no {other:?}"))?;
        }
        Ok(Self { kind, said, fields })
    }
}
