//! A workbook that cannot be edited, written anew: its rows, with the remarks before them.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use rust_xlsxwriter::{Color, Format, FormatAlign, Note, Workbook, Worksheet, XlsxError};

use crate::added::Aside;
use crate::cells::Cell;
use crate::headers::Column;
use crate::kinds::sheet_name;
use crate::plan::{Part, Plan};
use crate::remarked::{Said, header_faults};
use crate::verdict::Remark;

/// From this many rows on, only those with remarks are written.
const MOST_ROWS: u64 = 20_000;

/// Writes the sheets of a file as a workbook of their own, with the same numbers of rows; `title`
/// is the head of the remarks of each, `rows` how many there are.
pub(crate) fn rebuilt(
    plan: &Plan,
    parts: &[(&Part, BTreeMap<u32, Said<'_>>, String)],
    aside: &[Aside],
    rows: u64,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    for (index, (part, by_row, title)) in parts.iter().enumerate() {
        let sheet = book.add_worksheet();
        let label = sheet_name(&part.kind.label);
        // Two sheets may hold the same kind.
        let same = |other: &&(&Part, _, _)| other.0.kind.label == part.kind.label;
        let known = parts[..index].iter().filter(same).count();
        let again = || sheet_name(&format!("{}{label}", known + 1));
        sheet.set_name(if known == 0 { label.clone() } else { again() })?;
        write(sheet, plan, part, by_row, (rows > MOST_ROWS, title))?;
    }
    for (name, rows) in aside {
        let sheet = book.add_worksheet();
        sheet.set_name(*name)?.set_column_width(2, 80)?;
        for (row, cells) in (0_u32..).zip(rows) {
            for (column, cell) in (0_u16..).zip(cells) {
                sheet.write_string(row, column, cell)?;
            }
        }
    }
    book.save_to_buffer()
}

fn write(
    sheet: &mut Worksheet,
    plan: &Plan,
    part: &Part,
    by_row: &BTreeMap<u32, Said<'_>>,
    (faulty_only, title): (bool, &str),
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let kept: Vec<usize> = (0..part.header.titles.len())
        .filter(|at| part.header.columns[*at] != Column::Remarks)
        .collect();
    let faults = header_faults(plan, part);
    let head = part.header.row.saturating_sub(1);
    sheet.write_string_with_format(head, 0, title, &bold)?.set_column_width(0, 60)?;
    for (column, at) in (1_u16..).zip(&kept) {
        let wrong = faults.iter().find(|fault| fault.column == u32::try_from(*at).ok());
        let format = if wrong.is_some() { red().set_bold() } else { bold.clone() };
        let title = part.header.title(&part.kind, *at);
        sheet.write_string_with_format(head, column, title, &format)?;
        if let Some(fault) = wrong {
            sheet.insert_note(head, column, &note(fault))?;
        }
    }
    sheet.set_freeze_panes(head + 1, 1)?;
    let mut outcome = Ok(());
    let each = &mut |row: u32, cells: Vec<Cell>| {
        if row <= part.header.row || faulty_only && !by_row.contains_key(&row) {
            return ControlFlow::Continue(());
        }
        outcome = write_row(sheet, row - 1, &cells, &kept, by_row.get(&row));
        if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    // What cannot be read further is named among the remarks already.
    let _ = plan.file_of(part).walk(&part.sheet, each);
    outcome
}

fn red() -> Format {
    Format::new().set_background_color(Color::RGB(0xFF_C7_CE))
}

fn note(remark: &Remark) -> Note {
    Note::new(remark.fault.message_zh.clone()).add_author_prefix(false)
}

fn write_row(
    sheet: &mut Worksheet,
    row: u32,
    cells: &[Cell],
    kept: &[usize],
    said: Option<&Said<'_>>,
) -> Result<(), XlsxError> {
    let red = red();
    let plain = Format::new();
    let remarks = said.map_or(&[][..], |said| said.remarks.as_slice());
    let lines = Format::new().set_text_wrap().set_align(FormatAlign::VerticalCenter);
    let said = said.map(Said::text).unwrap_or_default();
    sheet.write_string_with_format(row, 0, said, &lines)?;
    for (column, at) in (1_u16..).zip(kept) {
        let wrong = remarks.iter().find(|remark| remark.column == u32::try_from(*at).ok());
        let format = if wrong.is_some() { &red } else { &plain };
        match cells.get(*at).unwrap_or(&Cell::Empty) {
            Cell::Number(number) => sheet.write_number_with_format(row, column, *number, format)?,
            cell => sheet.write_string_with_format(row, column, cell.shown(), format)?,
        };
        if let Some(remark) = wrong {
            sheet.insert_note(row, column, &note(remark))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;
    use crate::{Choice, File, Register};

    fn part_of(book: Vec<u8>, wanted: &str) -> String {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).expect("a workbook");
        let mut text = String::new();
        archive.by_name(wanted).expect(wanted).read_to_string(&mut text).expect("text");
        text
    }

    #[test]
    fn what_is_wrong_with_a_title_stands_at_the_title() {
        let text = "编号,企业,所在地,涉及金额,没有这一列\nD-1,x,421222106,5,6\n";
        let file = File::new("企业难题.csv", text.as_bytes().to_vec()).expect("taken");
        let register = Register::of(["industry"]);
        let plan = Plan::of(vec![file], &register, &Choice::default());
        assert_eq!((plan.parts.len(), plan.faults.len()), (1, 3), "{:?}", plan.faults);
        let parts = [(&plan.parts[0], BTreeMap::new(), "核验意见；缺少必填列".to_owned())];
        let book = rebuilt(&plan, &parts, &[], 1).expect("a workbook");
        let strings = part_of(book.clone(), "xl/sharedStrings.xml");
        assert!(strings.contains("核验意见；缺少必填列"), "{strings}");
        let notes = part_of(book, "xl/comments1.xml");
        assert!(
            notes.contains("没有“没有这一列”这一列") && notes.contains("须注明可换算为"),
            "{notes}"
        );
    }
}
