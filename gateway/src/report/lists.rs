//! Lists of names: what the records behind a figure are called, at the positions of the figure.

use std::collections::{BTreeMap, BTreeSet};

use proto::figure::v1::Figure;

use super::evidence::Question;
use super::language::Language;
use super::tokens::Facts;
use crate::web::labels::office;

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

    /// What must be asked for the names of a figure.
    pub(super) fn question(&self, code: &str) -> Question {
        let fields = std::iter::once(&self.field).chain(&self.beside).cloned().collect();
        Question::Records { code: code.to_owned(), fields }
    }

    /// 甲、乙、丙，另有9个; nothing where no record has a name.
    pub(super) fn print(&self, figure: &Figure, facts: &Facts<'_>) -> Option<String> {
        let Self { field, beside, most } = self;
        let listed = facts.evidence.records.get(&self.question(&figure.code))?;
        let mut seen = BTreeSet::new();
        let mut names = Vec::new();
        for record in &listed.records {
            let Some(name) = told(record, field) else { continue };
            let about = beside.as_ref().and_then(|beside| told(record, beside));
            let name = match about {
                Some(about) => facts.language.bracketed(name, &office(about, facts.language)),
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

#[cfg(test)]
mod tests {
    use super::super::evidence::{Evidence, Listed};
    use super::super::tokens::samples::with_evidence;
    use super::*;

    fn print(form: &[&str], names: &[(&str, &str)], cut: bool) -> Option<String> {
        let record = |(title, office): &(&str, &str)| {
            let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
            BTreeMap::from([field("title", title), field("office", office)])
        };
        let listed = Listed { records: names.iter().map(record).collect(), cut };
        let form = Names::parse(form).expect("a form");
        let records = BTreeMap::from([(form.question("a.b"), listed)]);
        let evidence = Evidence { records, ..Evidence::default() };
        let figure = Figure { code: "a.b".to_owned(), ..Figure::default() };
        let none = BTreeMap::new();
        with_evidence(&none, &evidence, Language::Chinese, |facts| form.print(&figure, facts))
    }

    #[test]
    fn names_stand_in_order_once_each_and_the_rest_is_counted() {
        let names = [("甲", "一局"), ("乙", "—"), ("甲", "一局"), ("丙", ""), ("—", "")];
        assert_eq!(print(&["title"], &names, false).as_deref(), Some("甲、乙、丙"));
        assert_eq!(print(&["title", "2"], &names, false).as_deref(), Some("甲、乙，另有1个"));
        assert_eq!(print(&["title", "2"], &names, true).as_deref(), Some("甲、乙等"));
        let beside = print(&["title+office", "9"], &names, false);
        assert_eq!(beside.as_deref(), Some("甲（一局）、乙、丙"));
        assert_eq!(print(&["name"], &names, false), None, "records without the field");
    }

    #[test]
    fn a_wrong_form_of_names_is_refused() {
        for wrong in [&[][..], &["Title"], &["title", "0"], &["title", "x"], &["a", "1", "2"]] {
            assert!(Names::parse(wrong).is_err(), "{wrong:?}");
        }
    }
}
