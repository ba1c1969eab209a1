//! The sheets as they came, with the remarks of a trial beside the rows.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use rust_xlsxwriter::{Color, Format, Note, Workbook, Worksheet, XlsxError};

use crate::added::Aside;
use crate::cells::Cell;
use crate::compared::{Change, Vanished};
use crate::edited::{Edit, Edits, edited};
use crate::headers::{Column, REMARKS};
use crate::kinds::sheet_name;
use crate::plan::{Part, Plan, UNREAD, VANISHED};
use crate::template::EXAMPLE;
use crate::verdict::{Remark, Verdict};

/// From this many rows on, only those with remarks are written.
const MOST_ROWS: u64 = 20_000;

/// Writes what is wrong into the sheets of a plan: before each row, and at its cells. A workbook
/// stays as it is otherwise; text, several files, and a workbook that is not built as usual are
/// written as a workbook of their own, with the same numbers of rows.
///
/// # Errors
/// When the workbook cannot be written.
pub fn remarked(plan: &Plan, verdict: &Verdict) -> Result<Vec<u8>, XlsxError> {
    let parts: Vec<_> = (0..plan.parts.len()).map(|index| said(plan, verdict, index)).collect();
    if let [file] = plan.files.as_slice()
        && let Some(bytes) = file.workbook()
    {
        let edits = plan.parts.iter().zip(&parts).enumerate().map(|(index, (part, by_row))| {
            (part.sheet.clone(), edits(plan, part, by_row, unlisted(verdict, index)))
        });
        if let Ok(book) = edited(bytes, &edits.collect(), &aside(plan, verdict)) {
            return Ok(book);
        }
    }
    let mut book = Workbook::new();
    for (index, (part, by_row)) in plan.parts.iter().zip(&parts).enumerate() {
        let sheet = book.add_worksheet();
        let label = sheet_name(&part.kind.label);
        // Two files may hold the same kind.
        let known = plan.parts[..index].iter().filter(|p| p.kind.label == part.kind.label).count();
        sheet.set_name(if known == 0 {
            label
        } else {
            sheet_name(&format!("{}{label}", known + 1))
        })?;
        let faulty_only = verdict.rows > MOST_ROWS;
        write(sheet, plan, part, by_row, (faulty_only, unlisted(verdict, index)))?;
    }
    for (name, rows) in aside(plan, verdict) {
        let sheet = book.add_worksheet();
        sheet.set_name(name)?.set_column_width(2, 80)?;
        for (row, cells) in (0_u32..).zip(&rows) {
            for (column, cell) in (0_u16..).zip(cells) {
                sheet.write_string(row, column, cell)?;
            }
        }
    }
    book.save_to_buffer()
}

/// What is said of the rows of a part.
fn said<'a>(plan: &Plan, verdict: &'a Verdict, index: usize) -> BTreeMap<u32, Said<'a>> {
    let header = plan.parts[index].header.row;
    let here = verdict.remarks.iter().filter(|remark| remark.part == Some(index));
    let mut by_row: BTreeMap<u32, Said<'_>> = BTreeMap::new();
    let rows = here.filter(|remark| remark.row > header);
    rows.for_each(|remark| by_row.entry(remark.row).or_default().remarks.push(remark));
    for change in verdict.changes.iter().filter(|change| change.part == index) {
        by_row.entry(change.row).or_default().change = Some(change);
    }
    by_row
}

/// Rows that are wrong and not listed; that is said once.
fn unlisted(verdict: &Verdict, index: usize) -> i64 {
    if index == 0 { verdict.unlisted } else { 0 }
}

/// What is said beside the sheets: which of them cannot be read, and what has vanished.
fn aside(plan: &Plan, verdict: &Verdict) -> Vec<Aside> {
    let of_part = |fault: &Remark, part: &Part| {
        plan.file_of(part).name == fault.file && part.sheet == fault.sheet
    };
    let faults = plan.faults.iter().filter(|f| !plan.parts.iter().any(|part| of_part(f, part)));
    let faults: Vec<_> = faults.map(|fault| vec![fault.to_string()]).collect();
    let mut aside = Vec::new();
    if !faults.is_empty() {
        aside.push((UNREAD, faults));
    }
    if verdict.vanished > 0 {
        aside.push((VANISHED, vanished(verdict)));
    }
    aside
}

/// What is written into the sheet of a part.
fn edits(plan: &Plan, part: &Part, by_row: &BTreeMap<u32, Said<'_>>, unlisted: i64) -> Edits {
    let header = &part.header;
    let old = header.columns.iter().position(|column| *column == Column::Remarks);
    let cells = by_row.values().flat_map(|said| &said.remarks).filter_map(|said| said.column);
    let beyond = cells.map(|column| column as usize + 1).max().unwrap_or(0);
    let column = old.unwrap_or(header.columns.len().max(beyond));
    let faults = header_faults(plan, part);
    let mut rows: BTreeMap<u32, Edit> = BTreeMap::new();
    let wrong = faults.iter().filter_map(|fault| fault.column).collect();
    rows.insert(header.row, Edit { text: heading(&faults, unlisted), wrong });
    for (row, said) in by_row {
        let wrong = said.remarks.iter().filter_map(|remark| remark.column).collect();
        rows.insert(*row, Edit { text: said.text(), wrong });
    }
    // What an earlier trial said of a row is gone.
    if let Some(old) = old {
        let each = &mut |row: u32, cells: Vec<Cell>| {
            let before = cells.get(old).map(|cell| cell.shown().into_owned()).unwrap_or_default();
            if row > header.row && !before.is_empty() && before != EXAMPLE {
                rows.entry(row).or_default();
            }
            ControlFlow::Continue(())
        };
        let _ = plan.file_of(part).walk(&part.sheet, each);
    }
    Edits { column: u32::try_from(column).unwrap_or(u32::MAX), rows }
}

/// The head of the column of remarks, with what is wrong with the heads as a whole.
fn heading(faults: &[&Remark], unlisted: i64) -> String {
    let said = faults.iter().filter(|fault| fault.column.is_none());
    let mut said: Vec<_> = said.map(|fault| fault.fault.message_zh.clone()).collect();
    if unlisted > 0 {
        said.push(format!("另有 {unlisted} 行有误，未逐行列出"));
    }
    said.insert(0, REMARKS.to_owned());
    said.join("；")
}

/// What is said of a row.
#[derive(Default)]
struct Said<'a> {
    remarks: Vec<&'a Remark>,
    change: Option<&'a Change>,
}

impl Said<'_> {
    fn text(&self) -> String {
        let remarks = self.remarks.iter().map(|remark| {
            format!("{} {}", remark.field, remark.fault.message_zh).trim().to_owned()
        });
        let said: Vec<_> = remarks.chain(self.change.map(Change::words)).collect();
        said.join("；")
    }
}

/// The records that have vanished, with how many there are.
fn vanished(verdict: &Verdict) -> Vec<Vec<String>> {
    let mut rows = vec![["种类", "记录号", "内容"].map(str::to_owned).to_vec()];
    rows.extend(verdict.vanished_records.iter().map(|record| {
        let Vanished { name: _, kind, id, fields } = record;
        let fields: Vec<String> =
            fields.iter().map(|field| format!("{}：{}", field.label, field.text)).collect();
        vec![kind.clone(), id.clone(), fields.join("；")]
    }));
    let listed = i64::try_from(verdict.vanished_records.len()).unwrap_or(i64::MAX);
    if verdict.vanished > listed {
        rows.push(vec![format!("另有 {} 条", verdict.vanished - listed)]);
    }
    rows
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
    let head = part.header.row.saturating_sub(1);
    let title = heading(&faults, unlisted);
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
    sheet.write_string(row, 0, said.map(Said::text).unwrap_or_default())?;
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
