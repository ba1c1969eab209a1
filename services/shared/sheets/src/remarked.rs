//! The sheets as they came, with the remarks of a trial beside the rows.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use rust_xlsxwriter::{Color, Format, Note, Workbook, Worksheet, XlsxError};

use crate::cells::Cell;
use crate::compared::{Change, Vanished};
use crate::headers::{Column, REMARKS};
use crate::kinds::sheet_name;
use crate::plan::{Part, Plan, VANISHED};
use crate::verdict::{Remark, Verdict};

/// From this many rows on, only those with remarks are written.
const MOST_ROWS: u64 = 20_000;

/// Writes the sheets of a plan anew, with what is wrong before each row and at its cells.
///
/// # Errors
/// When the workbook cannot be written.
pub fn remarked(plan: &Plan, verdict: &Verdict) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    for (index, part) in plan.parts.iter().enumerate() {
        let here = verdict.remarks.iter().filter(|remark| remark.part == Some(index));
        let mut by_row: BTreeMap<u32, Said<'_>> = BTreeMap::new();
        here.for_each(|remark| by_row.entry(remark.row).or_default().remarks.push(remark));
        for change in verdict.changes.iter().filter(|change| change.part == index) {
            by_row.entry(change.row).or_default().change = Some(change);
        }
        let sheet = book.add_worksheet();
        let label = sheet_name(&part.kind.label);
        // Two files may hold the same kind.
        let known = plan.parts[..index].iter().filter(|p| p.kind.label == part.kind.label).count();
        sheet.set_name(if known == 0 {
            label
        } else {
            sheet_name(&format!("{}{label}", known + 1))
        })?;
        // What is not listed is said once.
        let unlisted = if index == 0 { verdict.unlisted } else { 0 };
        write(sheet, plan, part, &by_row, (verdict.rows > MOST_ROWS, unlisted))?;
    }
    if plan.parts.is_empty() {
        let sheet = book.add_worksheet();
        for (row, fault) in (0_u32..).zip(&plan.faults) {
            sheet.write_string(row, 0, fault.to_string())?;
        }
    }
    if verdict.vanished > 0 {
        write_vanished(book.add_worksheet(), verdict)?;
    }
    book.save_to_buffer()
}

/// What is said of a row.
#[derive(Default)]
struct Said<'a> {
    remarks: Vec<&'a Remark>,
    change: Option<&'a Change>,
}

/// A sheet of the records that have vanished, with how many there are.
fn write_vanished(sheet: &mut Worksheet, verdict: &Verdict) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    sheet.set_name(VANISHED)?.set_column_width(2, 80)?;
    for (column, title) in ["种类", "记录号", "内容"].into_iter().enumerate() {
        sheet.write_string_with_format(0, u16::try_from(column).unwrap_or(0), title, &bold)?;
    }
    for (row, record) in (1_u32..).zip(&verdict.vanished_records) {
        let Vanished { name: _, kind, id, fields } = record;
        let fields: Vec<String> =
            fields.iter().map(|field| format!("{}：{}", field.label, field.text)).collect();
        sheet.write_string(row, 0, kind)?.write_string(row, 1, id)?;
        sheet.write_string(row, 2, fields.join("；"))?;
    }
    let listed = u32::try_from(verdict.vanished_records.len()).unwrap_or(u32::MAX - 1);
    let more = verdict.vanished - i64::from(listed);
    if more > 0 {
        sheet.write_string(listed + 1, 0, format!("另有 {more} 条"))?;
    }
    Ok(())
}

fn write(
    sheet: &mut Worksheet,
    plan: &Plan,
    part: &Part,
    by_row: &BTreeMap<u32, Said<'_>>,
    (faulty_only, unlisted): (bool, i64),
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let kept: Vec<usize> = (0..part.header.titles.len())
        .filter(|at| part.header.columns[*at] != Column::Remarks)
        .collect();
    let faults = header_faults(plan, part);
    let said: Vec<_> = faults.iter().filter(|fault| fault.column.is_none()).collect();
    let said: Vec<_> = said.iter().map(|fault| fault.fault.message_zh.as_str()).collect();
    let more = format!("另有 {unlisted} 行有误，未逐行列出");
    let more = [more.as_str()];
    let more = if unlisted > 0 { &more[..] } else { &[] };
    let title = [&[REMARKS][..], &said, more].concat().join("；");
    sheet.write_string_with_format(0, 0, title, &bold)?.set_column_width(0, 60)?;
    for (column, at) in (1_u16..).zip(&kept) {
        let wrong = faults.iter().find(|fault| fault.column == u32::try_from(*at).ok());
        let format = if wrong.is_some() { red().set_bold() } else { bold.clone() };
        let title = part.header.title(&part.kind, *at);
        sheet.write_string_with_format(0, column, title, &format)?;
        if let Some(fault) = wrong {
            sheet.insert_note(0, column, &note(fault))?;
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    let (mut next, mut outcome) = (1_u32, Ok(()));
    let each = &mut |row: u32, cells: Vec<Cell>| {
        if row <= part.header.row || faulty_only && !by_row.contains_key(&row) {
            return ControlFlow::Continue(());
        }
        outcome = write_row(sheet, next, &cells, &kept, by_row.get(&row));
        next += 1;
        if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    // What cannot be read further is named among the remarks already.
    let _ = plan.file_of(part).walk(&part.sheet, each);
    outcome
}

/// What is wrong with the row that names the columns of a part.
fn header_faults<'a>(plan: &'a Plan, part: &Part) -> Vec<&'a Remark> {
    let file = &plan.file_of(part).name;
    let of_header = |fault: &&Remark| {
        fault.file == *file && fault.sheet == part.sheet && fault.row == part.header.row
    };
    plan.faults.iter().filter(of_header).collect()
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
    let change = said.and_then(|said| said.change).map(Change::words);
    let said = remarks
        .iter()
        .map(|remark| format!("{} {}", remark.field, remark.fault.message_zh).trim().to_owned());
    let said: Vec<_> = said.chain(change).collect();
    sheet.write_string(row, 0, said.join("；"))?;
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
        let verdict = Verdict { remarks: plan.faults.clone(), rows: 1, ..Verdict::default() };
        let book = remarked(&plan, &verdict).expect("a workbook");
        let strings = part_of(book.clone(), "xl/sharedStrings.xml");
        assert!(strings.contains("核验意见；缺少必填列"), "{strings}");
        let notes = part_of(book, "xl/comments1.xml");
        assert!(
            notes.contains("没有“没有这一列”这一列") && notes.contains("须注明可换算为"),
            "{notes}"
        );
    }
}
