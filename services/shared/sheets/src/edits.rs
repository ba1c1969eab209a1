//! What is said in a sheet that is edited, and how much room that takes.

use std::collections::{BTreeMap, BTreeSet};

/// How high a line is, and a row at most, in points.
const LINE: u32 = 15;
const HIGHEST: u32 = 409;

/// What is said in a sheet.
#[derive(Default)]
pub(crate) struct Edits {
    /// The column of the remarks, from 0.
    pub(crate) column: u32,
    /// The row of the heads, whose formats its own head shares.
    pub(crate) head: u32,
    /// By row, from 1.
    pub(crate) rows: BTreeMap<u32, Edit>,
}

/// What is said of a row, and which of its cells are marked.
#[derive(Default)]
pub(crate) struct Edit {
    pub(crate) text: String,
    pub(crate) wrong: BTreeSet<u32>,
}

/// How high a row is for a text in a column so many letters wide, in points; nothing where it is
/// one line, as rows are.
pub(crate) fn height(text: &str, width: u32) -> Option<u32> {
    let letter = |letter: char| if letter.is_ascii() { 1 } else { 2 };
    let lines = |line: &str| line.chars().map(letter).sum::<u32>().div_ceil(width - 2).max(1);
    let lines: u32 = text.lines().map(lines).sum();
    (lines > 1).then(|| (lines * LINE).min(HIGHEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_as_high_as_what_is_said_has_lines() {
        assert_eq!(height("名称 必须填写", 60), None);
        assert_eq!(height(&"字".repeat(30), 60), Some(30));
        assert_eq!(height(&"a".repeat(59), 60), Some(30));
        assert_eq!(height("一\n二\n三", 60), Some(45));
        assert_eq!(height(&"字".repeat(3_000), 60), Some(409));
    }
}
