//! A file that somebody gives: its sheets, row by row.

use std::collections::HashSet;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use calamine::{Reader as _, Xlsx, XlsxError};
use proto::ledger::v1::Reason;

use crate::cells::Cell;
use crate::hostile;
use crate::package;
use crate::percents::Percents;
use crate::text::Text;
use crate::verdict::{Fault, Remark};

/// A file is at most so large.
pub const MOST_BYTES: usize = 64 << 20;
/// Columns that are looked at; what stands beyond is refused.
const MOST_COLUMNS: u32 = 256;
/// Sheets of a file.
const MOST_SHEETS: usize = 100;

/// A file, held in memory; what it unpacks to is read as a stream.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name.
    pub name: String,
    form: Form,
}

#[derive(Clone, Debug)]
enum Form {
    /// A workbook, and its cells that show percentages.
    Xlsx(Bytes, Arc<Percents>),
    /// Text in columns.
    Text(Text),
}

/// A file whose sheets are read.
pub(crate) struct Opened<'a> {
    file: &'a File,
    /// Nothing of text.
    book: Option<Box<Xlsx<Cursor<Bytes>>>>,
}

/// What takes the rows of a sheet: their numbers, from 1, and their cells.
pub(crate) type Each<'a> = &'a mut dyn FnMut(u32, Vec<Cell>) -> ControlFlow<()>;

impl File {
    /// Takes a file in: XLSX, or text in columns as UTF-8, UTF-16 with its mark, or GB18030.
    ///
    /// # Errors
    /// Why the file is not taken.
    pub fn new(name: &str, bytes: impl Into<Bytes>) -> Result<Self, Remark> {
        let bytes: Bytes = bytes.into();
        let refuse = |fault| Err(remark(name, "", fault));
        if bytes.len() > MOST_BYTES {
            return refuse(too_large());
        }
        if bytes.starts_with(b"PK") {
            let percents = hostile::check(&bytes).map_err(|(fault, cell)| {
                let (row, column) = cell.map_or((0, None), |(row, column)| (row, Some(column)));
                Remark { row, column, ..remark(name, "", fault) }
            })?;
            let form = Form::Xlsx(bytes, Arc::new(percents));
            return Ok(Self { name: name.to_owned(), form });
        }
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            let message = "an old .xls file, or one with a password; save it as .xlsx without one";
            let zh = "旧格式 .xls 或带密码的文件，请去除密码并另存为 .xlsx";
            return refuse(Fault::new(Reason::MessageMalformed, message, zh));
        }
        let Some(text) = Text::new(&bytes) else {
            let message = "the text is neither UTF-8 nor GB18030";
            let zh = "文件既不是 UTF-8 也不是 GB18030 编码";
            return refuse(Fault::new(Reason::MessageMalformed, message, zh));
        };
        if let Some(row) = too_wide(&text.text, text.delimiter) {
            return Err(wide(name, "", row, MOST_COLUMNS));
        }
        Ok(Self { name: name.to_owned(), form: Form::Text(text) })
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read, or is not taken.
    pub fn read(path: &Path) -> Result<Self, Remark> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let refuse = |cause: std::io::Error| {
            let message = format!("cannot be read: {cause}");
            remark(&name, "", Fault::new(Reason::MessageMalformed, message, "文件无法读取"))
        };
        if std::fs::metadata(path).map_err(refuse)?.len() > MOST_BYTES as u64 {
            return Err(remark(&name, "", too_large()));
        }
        Self::new(&name, std::fs::read(path).map_err(refuse)?)
    }

    /// The file as it came, where it is a workbook.
    pub(crate) fn workbook(&self) -> Option<&Bytes> {
        match &self.form {
            Form::Xlsx(bytes, _) => Some(bytes),
            Form::Text(_) => None,
        }
    }

    /// The file as it came, where it is text.
    pub(crate) fn text(&self) -> Option<&Text> {
        match &self.form {
            Form::Xlsx(..) => None,
            Form::Text(text) => Some(text),
        }
    }

    /// Opens the file, whose sheets are then read one after the other.
    pub(crate) fn open(&self) -> Result<Opened<'_>, Remark> {
        let Form::Xlsx(bytes, _) = &self.form else { return Ok(Opened { file: self, book: None }) };
        let book = Xlsx::new(Cursor::new(bytes.clone())).map_err(|c| self.broken("", &c))?;
        if book.sheets_metadata().len() > MOST_SHEETS {
            let message = format!("the file has more than {MOST_SHEETS} sheets");
            let zh = format!("工作表超过 {MOST_SHEETS} 张，请分开导入");
            return Err(remark(&self.name, "", Fault::new(Reason::MessageTooLarge, message, zh)));
        }
        Ok(Opened { file: self, book: Some(Box::new(book)) })
    }

    /// Gives every row of a sheet that is not empty, until `each` has enough.
    pub(crate) fn walk(&self, sheet: &str, each: Each<'_>) -> Result<(), Remark> {
        self.open()?.walk(sheet, each)
    }

    fn broken(&self, sheet: &str, cause: &XlsxError) -> Remark {
        let message = format!("the sheet cannot be read: {cause}");
        remark(&self.name, sheet, Fault::new(Reason::MessageMalformed, message, "工作表无法读取"))
    }

    fn walk_cells(
        &self,
        book: &mut Xlsx<Cursor<Bytes>>,
        sheet: &str,
        each: Each<'_>,
    ) -> Result<(), Remark> {
        let broken = |cause: XlsxError| self.broken(sheet, &cause);
        let mut reader = book.worksheet_cells_reader(sheet).map_err(broken)?;
        let percents = self.percents(sheet);
        let (mut row, mut cells): (u32, Vec<Cell>) = (0, Vec::new());
        while let Some(found) = reader.next_cell().map_err(broken)? {
            let (at, column) = found.get_position();
            let mut cell = Cell::from(found.get_value());
            if percents.is_some_and(|percents| percents.contains(&(at, column))) {
                cell = cell.percentage();
            }
            if cell.is_empty() {
                continue;
            }
            if at != row
                && !cells.is_empty()
                && each(row + 1, std::mem::take(&mut cells)).is_break()
            {
                return Ok(());
            }
            row = at;
            if column >= MOST_COLUMNS {
                return Err(wide(&self.name, sheet, at + 1, column));
            }
            let place = column as usize;
            if cells.len() <= place {
                cells.resize(place + 1, Cell::Empty);
            }
            cells[place] = cell;
        }
        if !cells.is_empty() {
            let _ = each(row + 1, cells);
        }
        Ok(())
    }

    /// The cells of a sheet that show percentages; none where none does.
    fn percents(&self, sheet: &str) -> Option<&HashSet<(u32, u32)>> {
        let Form::Xlsx(bytes, percents) = &self.form else { return None };
        if percents.is_empty() {
            return None;
        }
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes.clone())).ok()?;
        percents.get(package::sheets(&mut archive).get(sheet)?)
    }

    fn walk_text(&self, text: &Text, each: Each<'_>) -> Result<(), Remark> {
        let (text, delimiter) = (&*text.text, text.delimiter);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        for record in reader.records() {
            let record = record.map_err(|cause| {
                let message = format!("the text cannot be read: {cause}");
                remark(
                    &self.name,
                    "",
                    Fault::new(Reason::MessageMalformed, message, "文本无法读取"),
                )
            })?;
            let line = record.position().map_or(0, |at| line_of(text, at));
            let mut cells: Vec<Cell> = record.iter().map(|text| Cell::text(plain(text))).collect();
            while cells.last().is_some_and(Cell::is_empty) {
                cells.pop();
            }
            let row = u32::try_from(line).unwrap_or(u32::MAX);
            if !cells.is_empty() && each(row, cells).is_break() {
                break;
            }
        }
        Ok(())
    }
}

impl Opened<'_> {
    /// The names of the sheets; one without a name for text.
    pub(crate) fn sheets(&self) -> Vec<String> {
        self.book.as_ref().map_or_else(|| vec![String::new()], |book| book.sheet_names())
    }

    /// Gives every row of a sheet that is not empty, until `each` has enough.
    pub(crate) fn walk(&mut self, sheet: &str, each: Each<'_>) -> Result<(), Remark> {
        match (&self.file.form, &mut self.book) {
            (Form::Text(text), _) => self.file.walk_text(text, each),
            (Form::Xlsx(..), Some(book)) => self.file.walk_cells(book, sheet, each),
            (Form::Xlsx(..), None) => Ok(()),
        }
    }
}

/// A text that was written as a formula, so that a sheet shows its digits: `="00123"`.
fn plain(text: &str) -> &str {
    let inner = text.trim().strip_prefix("=\"").and_then(|text| text.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).unwrap_or(text)
}

/// The first row with more columns than are looked at, found without holding its cells.
fn too_wide(text: &str, delimiter: u8) -> Option<u32> {
    let mut reader = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
    let (mut rest, mut row, mut cells) = (text.as_bytes(), 1_u32, 0);
    let (mut output, mut ends) = ([0; 1 << 12], [0; MOST_COLUMNS as usize]);
    loop {
        let (result, read, _, found) = reader.read_record(rest, &mut output, &mut ends[cells..]);
        rest = &rest[read..];
        cells += found;
        match result {
            csv_core::ReadRecordResult::OutputEndsFull => return Some(row),
            csv_core::ReadRecordResult::Record => (row, cells) = (row.saturating_add(1), 0),
            csv_core::ReadRecordResult::End => return None,
            csv_core::ReadRecordResult::InputEmpty | csv_core::ReadRecordResult::OutputFull => {}
        }
    }
}

/// Says that a row has more columns than are looked at.
fn wide(file: &str, sheet: &str, row: u32, column: u32) -> Remark {
    let message = format!("more than {MOST_COLUMNS} columns; clear what stands beyond");
    let zh = format!("超过 {MOST_COLUMNS} 列，请清除右侧多余内容");
    let fault = Fault::new(Reason::MessageTooLarge, message, zh);
    Remark { row, column: Some(column), ..remark(file, sheet, fault) }
}

/// The line of a record; what the reader says is that of the blank lines before it.
fn line_of(text: &str, at: &csv::Position) -> u64 {
    let rest = usize::try_from(at.byte()).ok().and_then(|byte| text.get(byte..));
    let blank = rest.unwrap_or_default().bytes().take_while(|byte| b"\r\n".contains(byte));
    at.line() + blank.filter(|byte| *byte == b'\n').count() as u64
}

pub(crate) fn remark(file: &str, sheet: &str, fault: Fault) -> Remark {
    let (file, sheet, fault) = (file.to_owned(), sheet.to_owned(), Box::new(fault));
    Remark { part: None, file, sheet, row: 0, column: None, field: String::new(), fault }
}

fn too_large() -> Fault {
    Fault::new(
        Reason::MessageTooLarge,
        format!("the file is larger than {} MiB", MOST_BYTES >> 20),
        format!("文件超过 {} MiB 上限", MOST_BYTES >> 20),
    )
}

#[cfg(test)]
mod tests;
