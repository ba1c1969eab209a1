//! The files as they came, with the remarks of a trial beside the rows.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use rust_xlsxwriter::XlsxError;

use crate::added::Aside;
use crate::cells::Cell;
use crate::compared::{Change, Vanished};
use crate::edited::edited;
use crate::edits::{Edit, Edits};
use crate::files::File;
use crate::headers::{Column, REMARKS};
use crate::kinds::REMARKED;
use crate::plan::{Part, Plan, UNREAD, VANISHED};
use crate::rebuilt::rebuilt;
use crate::template::EXAMPLE;
use crate::text::Text;
use crate::verdict::{Remark, Verdict};

/// What a workbook is called as the body of an answer.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Vanished records that are named in a text, which has no sheet beside it.
const NAMED: usize = 20;

/// A file with the remarks of a trial in it.
#[derive(Clone, Debug)]
pub struct Remarked {
    /// What it is called: as the file that was sent, with what it is behind.
    pub name: String,
    /// Its type, with the encoding of a text.
    pub content_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Writes what a trial said of a file of the plan into it: behind each row, and at its cells.
/// A workbook and a text stay as they are otherwise; a workbook that is not built as usual is
/// written as one of its own, with the same numbers of rows. None where there is no such file.
///
/// # Errors
/// When a workbook cannot be written.
pub fn remarked(plan: &Plan, verdict: &Verdict, at: usize) -> Result<Option<Remarked>, XlsxError> {
    let Some(file) = plan.files.get(at) else { return Ok(None) };
    let (stem, ending) = file.name.rsplit_once('.').unwrap_or((&file.name, "csv"));
    let ending = if file.text().is_some() { ending } else { "xlsx" };
    let name = format!("{stem}{REMARKED}.{ending}");
    if let Some(text) = file.text() {
        let bytes = of_text(plan, verdict, (at, text));
        return Ok(Some(Remarked { name, content_type: text.content_type(), bytes }));
    }
    let aside = aside(plan, verdict, at);
    let here = plan.parts.iter().enumerate().filter(|(_, part)| part.file == at);
    let here: Vec<_> = here
        .map(|(index, part)| {
            (part, said(plan, verdict, index), heading(plan, verdict, index).join("；"))
        })
        .collect();
    let written = file.workbook().and_then(|bytes| {
        let edits = here.iter().map(|(part, by_row, title)| {
            (part.sheet.clone(), edits(plan, part, by_row, title.clone()))
        });
        edited(bytes, &edits.collect(), &aside).ok()
    });
    let bytes = match written {
        Some(bytes) => bytes,
        None => rebuilt(plan, &here, &aside, verdict.rows)?,
    };
    Ok(Some(Remarked { name, content_type: XLSX.to_owned(), bytes }))
}

/// A text with what is said of it; what would stand in sheets beside a workbook stands in the
/// head of the remarks.
fn of_text(plan: &Plan, verdict: &Verdict, (at, text): (usize, &Text)) -> Vec<u8> {
    let beside = aside(plan, verdict, at).into_iter().flat_map(|(name, rows)| beside(name, rows));
    let Some(index) = plan.parts.iter().position(|part| part.file == at) else {
        let (row, old) = first_row(&plan.files[at]);
        let head = std::iter::once(REMARKS.to_owned()).chain(beside);
        let head = head.collect::<Vec<_>>().join("；");
        return text.with_remarks(&BTreeMap::from([(row, head)]), (row, old));
    };
    let part = &plan.parts[index];
    let by_row = said(plan, verdict, index);
    let head: Vec<_> = heading(plan, verdict, index).into_iter().chain(beside).collect();
    let Edits { column, head: _, rows } = edits(plan, part, &by_row, head.join("；"));
    let is_old = |at: &usize| part.header.columns.get(*at) == Some(&Column::Remarks);
    let old = usize::try_from(column).ok().filter(is_old);
    let remarks = rows.into_iter().map(|(row, edit)| (row, edit.text)).collect();
    text.with_remarks(&remarks, (part.header.row, old))
}

/// The first row of a text of which no row names columns, and where it has earlier remarks.
fn first_row(file: &File) -> (u32, Option<usize>) {
    let mut first = (1, None);
    let each = &mut |row: u32, cells: Vec<Cell>| {
        let is_old = |cell: &Cell| cell.shown().split('；').next() == Some(REMARKS);
        first = (row, cells.iter().position(is_old));
        ControlFlow::Break(())
    };
    // What cannot be read is named among the remarks already.
    let _ = file.walk("", each);
    first
}

/// The rows of a sheet beside a workbook, as what is said in the head of a text.
fn beside(name: &str, rows: Vec<Vec<String>>) -> Vec<String> {
    if name != VANISHED {
        return rows.into_iter().flatten().collect();
    }
    let records = rows.len().saturating_sub(1);
    let rows = rows.into_iter().skip(1).take(NAMED).map(|row| row.join(" "));
    let more = records.checked_sub(NAMED).filter(|more| *more > 0);
    let more = more.map(|more| format!("等，其余 {more} 项见核对结果页"));
    let rows: Vec<_> = rows.chain(more).collect();
    vec![format!("{name}：{}", rows.join("、"))]
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

/// What is said beside the sheets of a file: which of them cannot be read, and what has vanished.
fn aside(plan: &Plan, verdict: &Verdict, at: usize) -> Vec<Aside> {
    let of_part = |fault: &Remark, part: &Part| {
        plan.file_of(part).name == fault.file && part.sheet == fault.sheet
    };
    let faults = plan.faults.iter().filter(|fault| fault.file == plan.files[at].name);
    let faults = faults.filter(|f| !plan.parts.iter().any(|part| of_part(f, part)));
    let faults: Vec<_> = faults.map(|fault| vec![fault.to_string()]).collect();
    let mut aside = Vec::new();
    if !faults.is_empty() {
        aside.push((UNREAD, faults));
    }
    // Of several files it is said in the first one that holds records.
    if verdict.vanished > 0 && plan.parts.iter().map(|part| part.file).min() == Some(at) {
        aside.push((VANISHED, vanished(verdict)));
    }
    aside
}

/// What is written into the sheet of a part.
fn edits(plan: &Plan, part: &Part, by_row: &BTreeMap<u32, Said<'_>>, title: String) -> Edits {
    let header = &part.header;
    let old = header.columns.iter().position(|column| *column == Column::Remarks);
    let cells = by_row.values().flat_map(|said| &said.remarks).filter_map(|said| said.column);
    let beyond = cells.map(|column| column as usize + 1).max().unwrap_or(0);
    let column = old.unwrap_or(header.columns.len().max(beyond));
    let faults = header_faults(plan, part);
    let mut rows: BTreeMap<u32, Edit> = BTreeMap::new();
    let wrong = faults.iter().filter_map(|fault| fault.column).collect();
    rows.insert(header.row, Edit { text: title, wrong });
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
    Edits { column: u32::try_from(column).unwrap_or(u32::MAX), head: header.row, rows }
}

/// The head of the column of remarks, with what is wrong with the heads and the sheet as a whole.
fn heading(plan: &Plan, verdict: &Verdict, index: usize) -> Vec<String> {
    let part = &plan.parts[index];
    let whole = |remark: &&Remark| remark.part == Some(index) && remark.row <= part.header.row;
    let faults = header_faults(plan, part).into_iter().chain(verdict.remarks.iter().filter(whole));
    let mut said = vec![REMARKS.to_owned()];
    said.extend(faults.map(|fault| fault.fault.message_zh.clone()));
    // That is said once in each file.
    if verdict.unlisted > 0 && !plan.parts[..index].iter().any(|other| other.file == part.file) {
        let all = if plan.files.len() > 1 { "各表合计另有" } else { "另有" };
        said.push(format!("{all} {} 行有误，未逐行列出", verdict.unlisted));
    }
    said
}

/// What is said of a row.
#[derive(Default)]
pub(crate) struct Said<'a> {
    pub(crate) remarks: Vec<&'a Remark>,
    change: Option<&'a Change>,
}

impl Said<'_> {
    pub(crate) fn text(&self) -> String {
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

/// What is wrong with the row that names the columns of a part.
pub(crate) fn header_faults<'a>(plan: &'a Plan, part: &Part) -> Vec<&'a Remark> {
    let file = &plan.file_of(part).name;
    let of_header = |fault: &&Remark| {
        fault.file == *file && fault.sheet == part.sheet && fault.row == part.header.row
    };
    plan.faults.iter().filter(of_header).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Choice, Fault, Register};

    fn plan_of(files: &[(&str, &str)]) -> Plan {
        let file = |(name, text): &(&str, &str)| File::new(name, text.as_bytes().to_vec());
        let files = files.iter().map(file).collect::<Result<_, _>>().expect("taken");
        Plan::of(files, &Register::of(["industry"]), &Choice::default())
    }

    fn text_of(plan: &Plan, verdict: &Verdict, at: usize) -> (String, String) {
        let file = remarked(plan, verdict, at).expect("written").expect("a file");
        (file.name, String::from_utf8(file.bytes).expect("text"))
    }

    fn remark(part: usize, row: u32, said: &str) -> Remark {
        let (reason, said) = ("RECORD_INVALID".to_owned(), said.to_owned());
        let fault = Box::new(Fault { reason, message: said.clone(), message_zh: said });
        let (file, sheet, field) = ("企业.csv".to_owned(), String::new(), "名称".to_owned());
        Remark { part: Some(part), file, sheet, row, column: Some(1), field, fault }
    }

    #[test]
    fn what_is_wrong_with_titles_stands_in_the_head_of_the_remarks() {
        let text = "编号,企业,所在地,涉及金额,没有这一列\nD-1,x,421222106,5,6\n";
        let plan = plan_of(&[("企业难题.csv", text)]);
        assert_eq!((plan.parts.len(), plan.faults.len()), (1, 3), "{:?}", plan.faults);
        let verdict = Verdict { remarks: plan.faults.clone(), rows: 1, ..Verdict::default() };
        let (name, said) = text_of(&plan, &verdict, 0);
        assert_eq!(name, "企业难题（核验意见）.csv");
        assert!(said.starts_with("编号,企业,所在地,涉及金额,没有这一列,核验意见；"), "{said}");
        let told = ["没有“没有这一列”这一列", "须注明可换算为", "缺少必填列"];
        assert!(told.iter().all(|one| said.contains(one)), "{said}");
        assert!(said.ends_with("\nD-1,x,421222106,5,6,\n"), "{said}");
    }

    #[test]
    fn each_of_several_texts_has_its_own_remarks() {
        let heads = "统一社会信用代码,名称,所在地,行业代码";
        let one = format!("全县企业\n{heads}\nA,甲,421222106,3099\nB,乙,421222106,3099\n");
        let files =
            [("企业.csv", one.as_str()), ("无.csv", "甲乙\n丙丁\n"), ("企业.csv", one.as_str())];
        let plan = plan_of(&files);
        assert_eq!((plan.parts.len(), plan.faults.len()), (2, 1), "{:?}", plan.faults);
        let mut remarks = vec![remark(0, 3, "头一份的"), remark(1, 4, "第二份的")];
        remarks.splice(0..0, plan.faults.iter().cloned());
        let verdict = Verdict { remarks, vanished: 22, unlisted: 2, ..Verdict::default() };
        let (_, first) = text_of(&plan, &verdict, 0);
        let due = "各表合计另有 2 行有误，未逐行列出；消失的记录：另有 22 条";
        assert!(first.starts_with(&format!("全县企业\n{heads},核验意见；{due}\n")), "{first}");
        let rows = "A,甲,421222106,3099,名称 头一份的\nB,乙,421222106,3099,\n";
        assert!(first.ends_with(rows), "{first}");
        let (_, unread) = text_of(&plan, &verdict, 1);
        assert!(unread.starts_with("甲乙,核验意见；") && unread.contains("表头"), "{unread}");
        let (_, last) = text_of(&plan, &verdict, 2);
        assert!(last.contains("名称 第二份的") && !last.contains("消失"), "{last}");
        assert!(remarked(&plan, &verdict, 3).expect("nothing").is_none());
        // What comes back is read as the same, and says it anew.
        let again = plan_of(&[("企业（核验意见）.csv", &first), ("无.csv", &unread)]);
        assert_eq!((again.parts.len(), again.faults.len()), (1, 1), "{:?}", again.faults);
        let (_, mended) = text_of(&again, &Verdict::default(), 0);
        assert!(mended.starts_with(&format!("全县企业\n{heads},核验意见\nA")), "{mended}");
        let verdict = Verdict { remarks: again.faults.clone(), ..Verdict::default() };
        assert_eq!(text_of(&again, &verdict, 1).1.matches("核验意见").count(), 1);
    }
}
