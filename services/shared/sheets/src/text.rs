//! Text in columns: how its letters and its columns are told apart, where its cells stand, and
//! the same text with remarks in a column of its own.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Lines among which it is looked what parts the columns.
const LOOKED_AT: usize = 20;
/// The mark that some programs write before a text.
const MARK: &str = "\u{feff}";

/// A text in columns, and how it came.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) text: Arc<str>,
    /// What parts its columns.
    pub(crate) delimiter: u8,
    encoding: &'static Encoding,
    /// Whether the mark of its encoding stood before it.
    marked: bool,
}

impl Text {
    /// Text by its mark, as UTF-8 if it is that, and else as GB18030; none where it is neither.
    pub(crate) fn new(bytes: &[u8]) -> Option<Self> {
        let strict = |encoding: &'static Encoding, bytes| {
            encoding.decode_without_bom_handling_and_without_replacement(bytes)
        };
        let (text, encoding, marked) = match Encoding::for_bom(bytes) {
            Some((encoding, mark)) => (strict(encoding, &bytes[mark..])?, encoding, true),
            None => match std::str::from_utf8(bytes) {
                Ok(text) => (text.into(), UTF_8, false),
                Err(_) => (strict(GB18030, bytes)?, GB18030, false),
            },
        };
        Some(Self { delimiter: delimiter(&text), text: text.into(), encoding, marked })
    }

    /// What it is called as the body of an answer.
    pub(crate) fn content_type(&self) -> String {
        let form = if self.delimiter == b'\t' { "tab-separated-values" } else { "csv" };
        format!("text/{form}; charset={}", self.encoding.name().to_ascii_lowercase())
    }

    /// The text with a column of remarks, by the lines of its rows, in the encoding in which it
    /// came. All else stays as it is. From the heads on every row has the column, so that they are
    /// as wide as each other still; it is that of earlier remarks, or comes behind all others.
    pub(crate) fn with_remarks(
        &self,
        remarks: &BTreeMap<u32, String>,
        (head, old): (u32, Option<usize>),
    ) -> Vec<u8> {
        let widest = || Rows::of(self).map(|row| row.cells.len()).max().unwrap_or(0);
        let column = old.unwrap_or_else(widest);
        let (mut out, mut done) = (String::with_capacity(self.text.len()), 0);
        for row in Rows::of(self) {
            let remark = remarks.get(&row.line);
            let place = match (row.cells.get(column), row.cells.last()) {
                (Some(cell), _) if remark.is_some() => cell.clone(),
                (None, Some(last)) if remark.is_some() || row.line >= head => last.end..last.end,
                _ => continue,
            };
            out.push_str(&self.text[done..place.start]);
            if row.cells.len() <= column && row.open {
                out.push('"');
            }
            for _ in row.cells.len()..=column {
                out.push(char::from(self.delimiter));
            }
            out.push_str(&self.cell(remark.map_or("", String::as_str)));
            done = place.end;
        }
        out.push_str(&self.text[done..]);
        self.encoded(&out)
    }

    /// A remark as a cell; it is one line, since the numbers of rows are those of lines.
    fn cell(&self, remark: &str) -> String {
        let line = remark.replace(['\r', '\n'], " ");
        let parts = |letter: char| letter == '"' || letter == char::from(self.delimiter);
        if line.contains(parts) { format!("\"{}\"", line.replace('"', "\"\"")) } else { line }
    }

    fn encoded(&self, text: &str) -> Vec<u8> {
        let mark = if self.marked { MARK } else { "" };
        let text = format!("{mark}{text}");
        // The crate reads UTF-16 and does not write it.
        match self.encoding {
            encoding if encoding == UTF_16LE => {
                text.encode_utf16().flat_map(u16::to_le_bytes).collect()
            }
            encoding if encoding == UTF_16BE => {
                text.encode_utf16().flat_map(u16::to_be_bytes).collect()
            }
            encoding => encoding.encode(&text).0.into_owned(),
        }
    }
}

/// A row of a text that is not blank.
struct Row {
    /// Its line, from 1.
    line: u32,
    /// Where its cells stand, with the quotes around them.
    cells: Vec<Range<usize>>,
    /// Whether the text ends within quotes.
    open: bool,
}

/// The rows of a text as the reader of its cells sees them, which says where a row begins and not
/// where its cells are.
struct Rows<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    at: usize,
    line: u32,
}

impl<'a> Rows<'a> {
    fn of(text: &'a Text) -> Self {
        // A mark in GB18030 is a letter like others, which the reader passes over.
        let at = if text.text.starts_with(MARK) { MARK.len() } else { 0 };
        Self { bytes: text.text.as_bytes(), delimiter: text.delimiter, at, line: 1 }
    }

    /// Goes behind a cell; says whether it ends within quotes.
    fn pass(&mut self) -> bool {
        // Quotes count at the beginning of a cell; within them two are one.
        let (mut within, mut quoted) = (false, self.bytes.get(self.at) == Some(&b'"'));
        if quoted {
            (self.at, within) = (self.at + 1, true);
        }
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'"' if within => within = false,
                // The one before it ended the quotes, and this one goes on with them.
                b'"' if quoted && self.bytes[self.at - 1] == b'"' => within = true,
                b'\r' | b'\n' if !within => return false,
                byte if !within && *byte == self.delimiter => return false,
                b'\n' => self.line = self.line.saturating_add(1),
                _ => {}
            }
            quoted &= within || *byte == b'"';
            self.at += 1;
        }
        within
    }
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        while let Some(byte @ (b'\r' | b'\n')) = self.bytes.get(self.at) {
            self.line = self.line.saturating_add(u32::from(*byte == b'\n'));
            self.at += 1;
        }
        self.bytes.get(self.at)?;
        let (line, mut cells) = (self.line, Vec::new());
        loop {
            let start = self.at;
            let open = self.pass();
            cells.push(start..self.at);
            match self.bytes.get(self.at) {
                Some(byte) if *byte == self.delimiter => self.at += 1,
                _ => return Some(Row { line, cells, open }),
            }
        }
    }
}

/// What parts the columns: that by which most of the first lines fall into equally many, and more
/// than one. A title above the heads, and commas within cells, do not decide it.
fn delimiter(text: &str) -> u8 {
    let parted = |delimiter: u8| {
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
        for record in reader.into_records().take(LOOKED_AT).flatten() {
            *widths.entry(record.len()).or_default() += 1;
        }
        let parted = widths.into_iter().filter(|(width, _)| *width > 1);
        parted.map(|(width, lines)| (lines, width)).max().unwrap_or_default()
    };
    [b';', b'\t', b','].into_iter().max_by_key(|delimiter| parted(*delimiter)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remarked(bytes: &[u8], remarks: &[(u32, &str)], old: Option<usize>) -> Vec<u8> {
        let remarks = remarks.iter().map(|(line, said)| (*line, (*said).to_owned())).collect();
        Text::new(bytes).expect("a text").with_remarks(&remarks, (1, old))
    }

    #[test]
    fn a_text_comes_back_in_its_own_encoding_with_one_column_more() {
        let sent = "编号,名称\r\n\r\n1,\"甲,\"\"乙\"\"\"\r\n2,丙\r\n";
        let due = "编号,名称,核验意见\r\n\r\n1,\"甲,\"\"乙\"\"\",\"错,\"\"了\"\"\"\r\n2,丙,\r\n";
        let said = [(1, "核验意见"), (3, "错,\"了\"")];
        assert_eq!(remarked(sent.as_bytes(), &said, None), due.as_bytes());
        let wide = |text: &str| -> Vec<u8> {
            format!("{MARK}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
        };
        assert_eq!(remarked(&wide(sent), &said, None), wide(due));
        let marked = |text: &str| format!("{MARK}{text}").into_bytes();
        assert_eq!(remarked(&marked(sent), &said, None), marked(due));
        let gb = |text: &str| GB18030.encode(text).0.into_owned();
        assert_eq!(remarked(&gb(sent), &said, None), gb(due));
        assert_eq!(
            Text::new(&gb(sent)).expect("a text").content_type(),
            "text/csv; charset=gb18030"
        );
    }

    #[test]
    fn an_earlier_remark_gives_way_and_other_parters_stay() {
        let sent = "编号\t核验意见\t名称\n1\t先前的\t甲\n2\t先前的\t乙\n3";
        let due = "编号\t核验意见\t名称\n1\t\t甲\n2\t新的 一行\t乙\n3\t";
        let said = [(1, "核验意见"), (2, ""), (3, "新的\n一行")];
        assert_eq!(remarked(sent.as_bytes(), &said, Some(1)), due.as_bytes());
        let open = remarked("a,b\n1,\"x\n".as_bytes(), &[(2, "未闭合")], None);
        assert_eq!(open, "a,b,\n1,\"x\n\",未闭合".as_bytes());
    }

    #[test]
    fn the_cells_stand_where_the_reader_reads_them() {
        // Every text of seven signs in which quotes, ends of lines and parters meet.
        let signs = ['a', '"', ',', '\r', '\n'];
        for number in 0..5_usize.pow(7) {
            let sign = |place: u32| signs[number / 5_usize.pow(place) % 5];
            let text: String = (0..7).map(sign).collect();
            let own = Text {
                text: text.as_str().into(),
                delimiter: b',',
                encoding: UTF_8,
                marked: false,
            };
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text.as_bytes());
            let read: Vec<usize> =
                reader.records().map(|record| record.expect("read").len()).collect();
            let rows: Vec<usize> = Rows::of(&own).map(|row| row.cells.len()).collect();
            assert_eq!(rows, read, "{text:?}");
        }
    }
}
