//! A sheet of a workbook: texts as texts, numbers as numbers.

use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use crate::report::language::Language;

/// A spreadsheet keeps so many digits of a number; a longer one is written as text.
const DIGITS_KEPT: usize = 15;

/// A column: its title in Chinese and in English, and its width in letters.
pub(super) type Column<'a> = (&'a str, &'a str, f64);

/// A sheet that is written row by row.
pub(super) struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    language: Language,
    row: u32,
    column: u16,
}

impl<'a> Sheet<'a> {
    pub(super) fn add(
        workbook: &'a mut Workbook,
        (name, language): (&str, Language),
    ) -> Result<Self, XlsxError> {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        Ok(Self { sheet, language, row: 0, column: 0 })
    }

    /// Writes the titles of the columns, which stay in sight and on every printed page.
    pub(super) fn head(&mut self, columns: &[Column<'_>]) -> Result<(), XlsxError> {
        let bold = Format::new().set_bold().set_align(FormatAlign::Center);
        for (column, (zh, en, width)) in (0..).zip(columns) {
            let title = self.language.pick(zh, en);
            self.sheet.write_string_with_format(0, column, title, &bold)?;
            self.sheet.set_column_width(column, *width)?;
        }
        self.sheet.set_freeze_panes(1, 0)?;
        self.sheet.set_repeat_rows(0, 0)?;
        self.sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        self.row = 1;
        Ok(())
    }

    pub(super) fn next_row(&mut self) {
        (self.row, self.column) = (self.row + 1, 0);
    }

    /// Writes a text as a text: a cell of strings is no formula, whatever it begins with.
    pub(super) fn text(&mut self, text: &str) -> Result<(), XlsxError> {
        if !text.is_empty() {
            self.sheet.write_string(self.row, self.column, text)?;
        }
        self.column += 1;
        Ok(())
    }

    /// Writes decimal digits as a number with as many places; nothing where there is none.
    pub(super) fn number(&mut self, digits: Option<&str>) -> Result<(), XlsxError> {
        let (row, column) = (self.row, self.column);
        match digits.map(|digits| (digits, number(digits))) {
            Some((digits, Some(number))) => {
                let format = Format::new().set_num_format(number_format(digits));
                self.sheet.write_number_with_format(row, column, number, &format)?;
            }
            Some((digits, None)) => {
                self.sheet.write_string(row, column, digits)?;
            }
            None => {}
        }
        self.column += 1;
        Ok(())
    }

    pub(super) fn count(&mut self, count: i64) -> Result<(), XlsxError> {
        self.number(Some(&count.to_string()))
    }
}

/// Decimal digits as a spreadsheet's number; nothing where it would lose digits.
fn number(digits: &str) -> Option<f64> {
    let written = digits.bytes().filter(u8::is_ascii_digit).count();
    digits.parse().ok().filter(|number: &f64| number.is_finite() && written <= DIGITS_KEPT)
}

/// The format that shows a number with its own places.
fn number_format(digits: &str) -> String {
    let places = digits.split_once('.').map_or(0, |(_, places)| places.len());
    match places {
        0 => "#,##0".to_owned(),
        places => format!("#,##0.{}", "0".repeat(places)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_a_text_as_it_was_written() {
        let mut workbook = Workbook::new();
        let mut sheet = Sheet::add(&mut workbook, ("一", Language::Chinese)).expect("a sheet");
        sheet.text("=HYPERLINK(\"x\")").expect("a cell");
        let bytes = workbook.save_to_buffer().expect("a workbook");
        let mut parts = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a package");
        let mut read = |name: &str| {
            let mut text = String::new();
            let mut part = parts.by_name(name).expect(name);
            std::io::Read::read_to_string(&mut part, &mut text).expect("text");
            text
        };
        let cells = read("xl/worksheets/sheet1.xml");
        assert!(cells.contains("t=\"s\"") && !cells.contains("<f>"), "{cells}");
        let texts = read("xl/sharedStrings.xml");
        assert!(texts.contains(">=HYPERLINK(\"x\")<"), "{texts}");
    }

    #[test]
    fn a_number_shows_its_own_places_and_keeps_all_its_digits() {
        assert_eq!((number("94.70"), number_format("94.70").as_str()), (Some(94.7), "#,##0.00"));
        assert_eq!((number("-3"), number_format("-3").as_str()), (Some(-3.0), "#,##0"));
        assert_eq!(number("1234567890123.456"), None);
        assert_eq!(number("inf"), None);
    }
}
