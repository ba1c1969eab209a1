//! Lists of names: what the records behind a figure are called, at the positions of the figure.

use std::collections::{BTreeMap, BTreeSet};

use proto::figure::v1::Figure;

use super::language::Language;
use super::tokens::Facts;

/// Names that are told where an outline does not say how many.
const USUAL: usize = 10;

/// Which fields of the records are told, and of how many.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Names {
    field: String,
    /// Told in brackets behind the first, where it is not empty.
    beside: Option<String>,
    most: usize,
}

impl Names {
    /// Reads `field`, `field:10` or `field+field:10`.
    pub(super) fn parse(parts: &[&str]) -> Result<Self, String> {
        let (fields, most) = match parts {
            [fields] => (*fields, USUAL),
            [fields, most] => {
                let known = most.parse().ok().filter(|most| *most > 0);
                (*fields, known.ok_or_else(|| format!("{most:?} is no number of names"))?)
            }
            _ => return Err("names takes a field and how many: names:title:10".to_owned()),
        };
        let (field, beside) = match fields.split_once('+') {
            Some((field, beside)) => (field, Some(beside.to_owned())),
            None => (fields, None),
        };
        let is_field = |field: &str| {
            !field.is_empty() && field.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        };
        if !is_field(field) || beside.as_deref().is_some_and(|beside| !is_field(beside)) {
            return Err(format!("{fields:?} is no field of a record"));
        }
        Ok(Self { field: field.to_owned(), beside, most })
    }

    /// 甲、乙、丙，另有9项; nothing where no record has a name.
    pub(super) fn print(&self, figure: &Figure, facts: &Facts<'_>) -> Option<String> {
        let Self { field, beside, most } = self;
        let listed = facts.evidence.records.get(&figure.code)?;
        let mut seen = BTreeSet::new();
        let mut names = Vec::new();
        for record in &listed.records {
            let Some(name) = told(record, field) else { continue };
            let about = beside.as_ref().and_then(|beside| told(record, beside));
            let name = match about {
                Some(about) => facts.language.bracketed(name, about),
                None => name.clone(),
            };
            if seen.insert(name.clone()) {
                names.push(name);
            }
        }
        let more = names.len().saturating_sub(*most);
        let cut = listed.cut || more > 0;
        names.truncate(*most);
        (!names.is_empty()).then(|| said(&names, cut.then_some(more), listed.cut, facts.language))
    }
}

/// A field that is not empty.
fn told<'a>(record: &'a BTreeMap<String, String>, field: &str) -> Option<&'a String> {
    record.get(field).filter(|text| !text.is_empty() && *text != "—")
}

/// The names, and how many there are besides; `open` says that even more were not asked for.
fn said(names: &[String], more: Option<usize>, open: bool, language: Language) -> String {
    match (language, more) {
        (Language::Chinese, None) => names.join("、"),
        (Language::Chinese, Some(_)) if open => format!("{}等", names.join("、")),
        (Language::Chinese, Some(more)) => format!("{}，另有{more}个", names.join("、")),
        (Language::English, None) => names.join(", "),
        (Language::English, Some(_)) if open => format!("{} and others", names.join(", ")),
        (Language::English, Some(more)) => format!("{} and {more} more", names.join(", ")),
    }
}
