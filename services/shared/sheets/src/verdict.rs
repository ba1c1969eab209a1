//! What is wrong with a file, a sheet, a row or a cell, and what would be right.

use std::fmt;

use proto::ledger::v1::Reason;

use crate::compared::{Change, Vanished};

/// A rule that something breaks, in English and Chinese.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The rule.
    pub reason: String,
    /// What is wrong and what would be right, in English.
    pub message: String,
    /// The same in Chinese.
    pub message_zh: String,
}

impl Fault {
    pub(crate) fn new(reason: Reason, message: impl Into<String>, zh: impl Into<String>) -> Self {
        let reason = reason.as_str_name().trim_start_matches("REASON_").to_owned();
        Self { reason, message: message.into(), message_zh: zh.into() }
    }
}

/// A fault and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The place of the part in the plan; none for a whole file.
    pub part: Option<usize>,
    /// The file.
    pub file: String,
    /// The sheet; empty for CSV.
    pub sheet: String,
    /// The row as the sheet counts it, from 1; 0 for the whole sheet.
    pub row: u32,
    /// The column, from 0; none for a whole row.
    pub column: Option<u32>,
    /// What the column is called.
    pub field: String,
    /// What is wrong.
    pub fault: Box<Fault>,
}

impl Remark {
    /// `企业!B7`, `B7`, or `企业` for a whole sheet.
    pub fn place(&self) -> String {
        let cell = match (self.row, self.column) {
            (0, _) => String::new(),
            (row, Some(column)) => cell_name(row, column),
            (row, None) => format!("第{row}行"),
        };
        [self.file.as_str(), self.sheet.as_str(), cell.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("!")
    }
}

impl Remark {
    /// The cell alone: `B7`; nothing for a whole row or sheet.
    pub fn cell(&self) -> String {
        self.column.map(|column| cell_name(self.row, column)).unwrap_or_default()
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Fault { reason, message, message_zh } = &*self.fault;
        let field = if self.field.is_empty() { "" } else { " " };
        write!(f, "{}{field}{}: {reason} {message_zh} / {message}", self.place(), self.field)
    }
}

impl std::error::Error for Remark {}

/// What a trial or an import found.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Rows that held a record.
    pub rows: u64,
    /// Example rows of a template, which are passed over.
    pub examples: u64,
    /// New records.
    pub created: i64,
    /// Records that a row changes.
    pub revised: i64,
    /// Records that stand in the ledger already, word for word.
    pub unchanged: i64,
    /// Rows that are refused.
    pub refused: i64,
    /// What is wrong, at most 20,000 remarks a department.
    pub remarks: Vec<Remark>,
    /// Rows that are refused and have no remark, since there are too many.
    pub unlisted: i64,
    /// What each row brings, of a file that has a profile; at most a thousand.
    pub changes: Vec<Change>,
    /// Records that the file states in full and does not hold; none while rows are refused.
    pub vanished: i64,
    /// What they are, at most a thousand of them.
    pub vanished_records: Vec<Vanished>,
    /// How many of them were withdrawn.
    pub withdrawn: i64,
    /// The opening list that holds what was written, of an import that enters one.
    pub opening_list: String,
}

impl Verdict {
    /// Whether no row is refused and every sheet could be read.
    pub fn is_clean(&self) -> bool {
        self.refused == 0 && self.remarks.is_empty()
    }

    /// Adds what another department said.
    pub fn add(&mut self, other: Self) {
        let Self { rows, examples, created, revised, unchanged, refused, remarks, .. } = other;
        let Self { unlisted, .. } = other;
        let Self { changes, vanished, vanished_records, withdrawn, opening_list, .. } = other;
        self.unlisted += unlisted;
        self.rows += rows;
        self.examples += examples;
        self.created += created;
        self.revised += revised;
        self.unchanged += unchanged;
        self.refused += refused;
        self.remarks.extend(remarks);
        self.changes.extend(changes);
        self.vanished += vanished;
        self.vanished_records.extend(vanished_records);
        self.withdrawn += withdrawn;
        if !opening_list.is_empty() {
            self.opening_list = opening_list;
        }
    }
}

/// `B7` for row 7 (from 1) and column 1 (from 0).
pub(crate) fn cell_name(row: u32, column: u32) -> String {
    format!("{}{row}", column_name(column))
}

fn column_name(column: u32) -> String {
    let (mut name, mut left) = (String::new(), column + 1);
    while left > 0 {
        left -= 1;
        let letter = u8::try_from(left % 26).map_or('?', |at| char::from(b'A' + at));
        name.insert(0, letter);
        left /= 26;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_sheets_name_them() {
        assert_eq!(cell_name(7, 1), "B7");
        assert_eq!(cell_name(1, 25), "Z1");
        assert_eq!(cell_name(1, 26), "AA1");
        assert_eq!(cell_name(1, 701), "ZZ1");
    }
}
