//! What rules ask of one record when it is entered, by itself and beside the one before it.

use sea_orm::Value;

use super::checks::{Finding, Seen, number, shown};
use super::declared::{Check, Rule};
use super::swing::Mark;
use crate::kinds::Checked;

/// Where a record stands among those that a swing is measured in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Place {
    /// What the records of a line have in common, in the order of [`Rule::common`].
    pub(crate) common: Vec<Value>,
    /// Its day.
    pub(crate) day: String,
    /// Its id.
    pub(crate) id: String,
    /// Between what stands the record that it is measured against: the last from the first of
    /// these on and before the second.
    pub(crate) span: (Mark, Mark),
}

impl Place {
    /// What names the line.
    pub(crate) fn line(&self) -> Vec<String> {
        self.common.iter().map(|value| shown(Some(value))).collect()
    }
}

impl Rule {
    /// The fields of the number, of the day, and what the records of a line have in common, of a
    /// rule about a swing.
    pub(crate) fn line_fields(&self) -> Option<(&str, &str, Vec<&str>)> {
        let Check::Swing { field, date, by, .. } = &self.said.check else { return None };
        Some((field, date, by.iter().map(String::as_str).collect()))
    }

    /// Where a record stands; nothing where the rule is about no swing, or the record has no
    /// number.
    pub(crate) fn place(&self, id: &str, row: &[Value]) -> Option<Place> {
        let Check::Swing { against, .. } = &self.said.check else { return None };
        let mut values = self.fields.iter().map(|at| row.get(*at));
        number(values.next()?)?;
        let day = shown(values.next()?);
        let common = values.map(Option::<&Value>::cloned).collect::<Option<_>>()?;
        let span = against.span(&day, id)?;
        Some(Place { common, day, id: id.to_owned(), span })
    }

    /// What it finds in a record that is entered, beside the one before it in its line.
    pub(crate) fn ask(
        &self,
        record: &Checked,
        before: Option<(&str, &[Value])>,
    ) -> Option<Finding> {
        let now = self.seen_in(&record.id, &record.row);
        match &self.said.check {
            Check::Swing { percent, .. } => {
                let (id, row) = before?;
                self.swung(&now, &self.seen_in(id, row), *percent)
            }
            _ => self.within(&now),
        }
    }

    fn seen_in(&self, id: &str, row: &[Value]) -> Seen {
        let of = |at: &usize| row.get(*at).cloned().unwrap_or(Value::BigInt(None));
        Seen {
            id: id.to_owned(),
            values: self.fields.iter().map(of).collect(),
            other: String::new(),
            parts: (0, 0, 0),
            explanation: String::new(),
        }
    }
}
