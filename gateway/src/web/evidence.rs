//! The records behind a figure as a file, for whoever goes on working with them: CSV and XLSX.
//!
//! A cell that a spreadsheet would take for a formula is made a text (CWE-1236): in CSV by an
//! apostrophe before it; in XLSX, where a cell has a type, it is a text as it stands.

use chassis::Refusal;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::negotiate::{Call, Language, wrong};
use super::records::{Table, tables};
use crate::figures::{Asked, Page};

/// How the file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sheet {
    Csv,
    Xlsx,
}

/// Records that are asked for at a time: the most that a page has.
const PAGE: i32 = 1000;
/// A file of more records is refused, so that none is cut without a word.
const MOST_RECORDS: usize = 50_000;
/// A spreadsheet keeps so many digits of a number; a longer one is written as text.
const DIGITS_KEPT: usize = 15;
/// What begins a formula, in full width as well.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

impl Sheet {
    /// Which file `?format=` asks for, if any.
    pub(super) fn wanted(call: &Call) -> Option<Self> {
        match call.queried("format")? {
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }

    pub(super) const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    pub(super) const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// All records that the figure counts, or leaves out for a reason.
    ///
    /// # Errors
    /// `REQUEST_INVALID` when there are more than a file holds; what the department refuses.
    pub(super) async fn write(
        self,
        asked: &Asked,
        excluded: &str,
        language: Language,
    ) -> Result<Vec<u8>, Refusal> {
        let tables = tables(&all(asked, excluded).await?, language, &|_, _| None)?;
        match self {
            Self::Csv => csv(&tables, language).map_err(|cause| Refusal::internal(&cause)),
            Self::Xlsx => xlsx(&tables, language).map_err(|cause| Refusal::internal(&cause)),
        }
    }
}

async fn all(asked: &Asked, excluded: &str) -> Result<Vec<proto::ledger::v1::Revision>, Refusal> {
    let (mut all, mut token) = (Vec::new(), String::new());
    loop {
        let excluded_reason = excluded.to_owned();
        let page = Page { excluded_reason, page_size: PAGE, page_token: token };
        let listed = asked.records(page).await?;
        all.extend(listed.revisions);
        token = listed.next_page_token;
        if all.len() > MOST_RECORDS {
            return Err(wrong(
                "format",
                &format!(
                    "there are more than {MOST_RECORDS} records; ask for a month or a township"
                ),
                &format!("记录超过 {MOST_RECORDS} 条，请改按月份或乡镇下载"),
            ));
        }
        if token.is_empty() {
            return Ok(all);
        }
    }
}

/// The titles of the columns.
fn head(table: &Table, language: Language) -> Vec<String> {
    let first = [("记录号", "Record"), ("状态", "State"), ("修订", "Revision")];
    let first = first.map(|(zh, en)| language.pick(zh, en).to_owned());
    let columns = table.columns.iter().map(|column| match column.unit.is_empty() {
        true => column.label.clone(),
        false => language.bracketed(&column.label, &column.unit),
    });
    let last = table.explained.then(|| language.pick("填报说明", "Explanation").to_owned());
    first.into_iter().chain(columns).chain(last).collect()
}

/// What is missing is an empty cell.
fn cell(text: &str) -> &str {
    if text == "—" { "" } else { text }
}

fn csv(tables: &[Table], language: Language) -> Result<Vec<u8>, csv::Error> {
    // Spreadsheets take a file for UTF-8 only if it begins so.
    let file = "\u{feff}".as_bytes().to_vec();
    let mut file = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(file);
    for (at, table) in tables.iter().enumerate() {
        if at > 0 {
            file.write_record([""])?;
        }
        if tables.len() > 1 {
            file.write_record([neutral(&table.label)])?;
        }
        file.write_record(head(table, language).iter().map(|title| neutral(title)))?;
        for row in &table.rows {
            let first = [neutral(&row.id), cell(row.state).to_owned(), row.revision.to_string()];
            let last = table.explained.then_some(&row.explanation);
            let cells = row.cells.iter().chain(last).map(|text| neutral(cell(text)));
            file.write_record(first.into_iter().chain(cells))?;
        }
    }
    file.into_inner().map_err(|cause| cause.into_error().into())
}

/// A text that no spreadsheet takes for a formula; a number below zero is none.
fn neutral(text: &str) -> String {
    match text.starts_with(FORMULA) && !is_number(text) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn xlsx(tables: &[Table], language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    for (at, table) in tables.iter().enumerate() {
        let sheet = workbook.add_worksheet();
        // A name has at most 31 letters, and none of []:*?/\ is among them.
        let fits = |letter: &char| !"[]:*?/\\'".contains(*letter);
        let label: String = table.label.chars().filter(fits).take(24).collect();
        sheet.set_name(format!("{} {label}", at + 1))?;
        write_sheet(sheet, table, language)?;
    }
    if tables.is_empty() {
        let none = language.pick("没有记录", "No records");
        workbook.add_worksheet().write_string(0, 0, none)?;
    }
    workbook.save_to_buffer()
}

fn write_sheet(sheet: &mut Worksheet, table: &Table, language: Language) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    for (column, title) in (0..).zip(head(table, language)) {
        sheet.write_string_with_format(0, column, title, &bold)?;
        sheet.set_column_width(column, 16)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (line, row) in (1..).zip(&table.rows) {
        sheet.write_string(line, 0, &row.id)?;
        sheet.write_string(line, 1, row.state)?;
        sheet.write_number(line, 2, row.revision)?;
        for (column, (text, of)) in (3..).zip(row.cells.iter().zip(&table.columns)) {
            match text.parse::<f64>().ok().filter(|_| of.number && text.len() <= DIGITS_KEPT) {
                Some(number) => sheet.write_number(line, column, number)?,
                None => sheet.write_string(line, column, cell(text))?,
            };
        }
        if let Ok(column) = u16::try_from(3 + row.cells.len()) {
            sheet.write_string(line, column, &row.explanation)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proto::industry::v1::Difficulty;
    use proto::ledger::v1::{RecordMetadata, Revision};

    use super::*;

    #[test]
    fn what_would_be_a_formula_is_text_and_a_number_stays_one() {
        for text in ["=1+1", "+86", "-cmd", "@x", "\tx", "＝1", "－a"] {
            assert_eq!(neutral(text), format!("'{text}"));
        }
        for text in ["-12", "12", "示例", "", "2023-01-01"] {
            assert_eq!(neutral(text), text);
        }
    }

    fn records() -> Vec<Table> {
        let record = Difficulty {
            title: "=HYPERLINK(\"x\")".to_owned(),
            claim_fen: Some(-5),
            ..Default::default()
        };
        let type_url = "type.googleapis.com/xianzhi.industry.v1.Difficulty".to_owned();
        let value = prost::Message::encode_to_vec(&record);
        let metadata = RecordMetadata { id: "D-1".to_owned(), revision: 1, ..Default::default() };
        let record = Some(prost_types::Any { type_url, value });
        let revision = Revision { metadata: Some(metadata), record, entry: None };
        tables(&[revision], Language::Chinese, &|_, _| None).expect("tables")
    }

    #[test]
    fn a_csv_says_that_it_is_utf8_and_holds_no_formula() {
        let file = csv(&records(), Language::Chinese).expect("a file");
        let text = String::from_utf8(file).expect("UTF-8");
        assert!(text.starts_with("\u{feff}记录号,状态,修订,"), "{text}");
        assert!(text.contains("\"'=HYPERLINK(\"\"x\"\")\""), "{text}");
        assert!(text.contains(",-5,"), "{text}");
        assert!(!text.contains('—'), "{text}");
    }

    #[test]
    fn a_workbook_has_the_text_as_it_stands() {
        let file = xlsx(&records(), Language::Chinese).expect("a file");
        let part = |name: &str| {
            let mut book = zip::ZipArchive::new(std::io::Cursor::new(&file)).expect("a workbook");
            let mut part = book.by_name(name).expect(name);
            let mut text = String::new();
            std::io::Read::read_to_string(&mut part, &mut text).expect("text");
            text
        };
        let sheet = part("xl/worksheets/sheet1.xml");
        assert!(!sheet.contains("<f>") && sheet.contains("<v>-5</v>"), "{sheet}");
        let texts = part("xl/sharedStrings.xml");
        assert!(texts.contains("=HYPERLINK(\"x\")"), "{texts}");
    }
}
