//! The workbook that comes back from a trial: the one that was sent, with the remarks in it.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use rust_xlsxwriter::{Format, Workbook};
use sheets::{Choice, Fault, File, Plan, Register, Remark, Verdict};

/// An office's own workbook: a title, blank rows, formats, a hidden column, a sheet beside it.
fn own() -> Vec<u8> {
    let mut book = Workbook::new();
    let money = Format::new().set_num_format("#,##0.00").set_bold();
    let day = Format::new().set_num_format("yyyy年m月d日");
    let sheet = book.add_worksheet();
    sheet.set_name("难题台账").expect("a name");
    sheet.merge_range(0, 0, 0, 4, "全县企业难题", &Format::new()).expect("merged");
    let titles = ["编号", "企业", "所在地", "提出日期", "涉及金额（元）"];
    for (column, title) in (0_u16..).zip(titles) {
        sheet.write_string_with_format(2, column, title, &money).expect("written");
    }
    for (row, code) in [(3, "D-1"), (6, "D-2")] {
        sheet.write_string(row, 0, code).expect("written");
        sheet.write_string(row, 2, "421222106").expect("written");
        sheet.write_number_with_format(row, 3, 45_000.0, &day).expect("written");
        sheet.write_number_with_format(row, 4, 1_234.5, &money).expect("written");
    }
    sheet.set_column_width(1, 31).expect("a width");
    sheet.set_column_hidden(3).expect("hidden");
    book.add_worksheet().set_name("备查").expect("a name").write_string(0, 0, "无关").expect("x");
    book.save_to_buffer().expect("a book")
}

fn plan(book: Vec<u8>) -> Plan {
    let file = File::new("难题.xlsx", book).expect("taken");
    let choice = Choice { kind: Some("Difficulty".to_owned()), ..Choice::default() };
    Plan::of(vec![file], &Register::of(["industry"]), &choice)
}

fn remark(row: u32, column: u32, said: &str) -> Remark {
    let fault = Fault {
        reason: "RECORD_INVALID".to_owned(),
        message: said.to_owned(),
        message_zh: said.to_owned(),
    };
    let (file, sheet) = ("难题.xlsx".to_owned(), "难题台账".to_owned());
    let (column, field) = (Some(column), "企业".to_owned());
    Remark { part: Some(0), file, sheet, row, column, field, fault: Box::new(fault) }
}

fn remarked(plan: &Plan, verdict: &Verdict) -> Vec<u8> {
    sheets::remarked(plan, verdict, 0).expect("written").expect("a file").bytes
}

fn part(book: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).expect("a workbook");
    let mut text = String::new();
    archive.by_name(name).expect(name).read_to_string(&mut text).expect("text");
    text
}

fn range(book: &[u8], sheet: &str) -> calamine::Range<Data> {
    let mut book = Xlsx::new(Cursor::new(book.to_vec())).expect("a workbook");
    book.worksheet_range(sheet).expect("the sheet")
}

#[test]
fn the_remarks_stand_in_the_workbook_that_was_sent_and_all_else_stays() {
    let sent = own();
    let plan = plan(sent.clone());
    let remarks = vec![remark(4, 1, "必须填写 <企业>"), remark(7, 4, "数额过小")];
    let verdict = Verdict { remarks, rows: 2, refused: 2, ..Verdict::default() };
    let book = remarked(&plan, &verdict);
    let names = Xlsx::new(Cursor::new(book.clone())).expect("a workbook").sheet_names();
    assert_eq!(names[..2], ["难题台账", "备查"]);
    let (before, after) = (range(&sent, "难题台账"), range(&book, "难题台账"));
    for (row, column, cell) in before.used_cells() {
        let at = (u32::try_from(row).expect("small"), u32::try_from(column).expect("small"));
        assert_eq!(after.get_value(at), Some(cell), "{at:?} stays");
    }
    let said = |row, column| after.get_value((row, column)).map(ToString::to_string);
    assert_eq!(said(3, 5).as_deref(), Some("企业 必须填写 <企业>"), "in the row itself");
    assert_eq!(said(6, 5).as_deref(), Some("企业 数额过小"));
    assert!(said(2, 5).is_some_and(|head| head.starts_with("核验意见；缺少必填列")));
    // The format of a marked cell is its own, in red.
    let (styles, sheet) = (part(&book, "xl/styles.xml"), part(&book, "xl/worksheets/sheet1.xml"));
    let sent_sheet = part(&sent, "xl/worksheets/sheet1.xml");
    let style = |sheet: &str, cell: &str| -> usize {
        let tag = sheet.split(&format!("r=\"{cell}\"")).nth(1).expect(cell);
        let tag = tag.split('>').next().expect("a tag");
        tag.split("s=\"").nth(1).map_or(0, |s| s.split('"').next().expect("s").parse().expect("n"))
    };
    let formats = styles.split("<cellXfs").nth(1).expect("formats");
    let formats = formats.split("</cellXfs>").next().expect("formats");
    let formats: Vec<&str> = formats.split("<xf ").skip(1).collect();
    let format_of = |at: usize| formats[at].split("numFmtId=\"").nth(1).expect("a format");
    let number = |at: usize| format_of(at).split('"').next().expect("a number").to_owned();
    let (old, new) = (style(&sent_sheet, "E7"), style(&sheet, "E7"));
    assert_eq!((number(old), new), (number(new), old + (formats.len() - 1) / 2));
    assert_eq!(style(&sheet, "E4"), style(&sent_sheet, "E4"), "what is right is not marked");
    // Heads look as heads, and what is said breaks its lines.
    assert_eq!(style(&sheet, "F3"), style(&sent_sheet, "E3"));
    assert!(formats[style(&sheet, "F4")].contains("wrapText"), "{}", formats[style(&sheet, "F4")]);
    assert!(sheet.contains("hidden=\"1\"") && sheet.contains("<mergeCell "), "{sheet}");
    assert!(sheet.contains("<col min=\"6\" max=\"6\" width=\"60\""), "{sheet}");
}

#[test]
fn a_second_trial_says_it_anew_in_the_same_column() {
    let first = plan(own());
    let said = |remarks| Verdict { remarks, rows: 2, refused: 1, ..Verdict::default() };
    let book = remarked(&first, &said(vec![remark(4, 1, "先前的意见")]));
    let again = plan(book);
    assert_eq!(again.parts.len(), 1, "{:?}", again.faults);
    let unknown = again.faults.iter().find(|fault| fault.fault.message_zh.contains("核验意见"));
    assert!(unknown.is_none(), "the column of remarks is passed over: {unknown:?}");
    let book = remarked(&again, &said(vec![remark(7, 1, "新的意见")]));
    let range = range(&book, "难题台账");
    assert_eq!(range.get_value((6, 5)).map(ToString::to_string).as_deref(), Some("企业 新的意见"));
    assert!(range.get_value((3, 5)).is_none_or(|cell| cell.to_string().is_empty()), "it is mended");
    assert_eq!(range.end().expect("cells").1, 5, "no other column is added");
}

#[test]
fn what_is_said_has_the_room_that_it_needs() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("难题台账").expect("a name").set_column_width(0, 8).expect("a width");
    for (column, title) in (0_u16..).zip(["核验意见", "编号", "企业", "所在地", "事项"])
    {
        sheet.write_string(0, column, title).expect("written");
    }
    for row in 1..=2 {
        sheet.write_string(row, 1, format!("D-{row}")).expect("written");
    }
    let plan = plan(book.save_to_buffer().expect("a book"));
    let remarks = vec![remark(2, 2, &"须改正".repeat(30)), remark(3, 2, "须改正")];
    let verdict = Verdict { remarks, rows: 2, refused: 2, ..Verdict::default() };
    let sheet = part(&remarked(&plan, &verdict), "xl/worksheets/sheet1.xml");
    let row = |number: u32| {
        let from = sheet.split(&format!("<row r=\"{number}\"")).nth(1).expect("a row");
        from.split('>').next().expect("a tag").to_owned()
    };
    assert!(row(2).contains("ht=\"60\" customHeight=\"1\""), "{sheet}");
    assert!(!row(3).contains("ht="), "{sheet}");
    let narrow = sheet.split("<col ").nth(1).expect("a width").split('>').next().expect("a tag");
    assert!(narrow.contains("max=\"1\"") && narrow.contains("width=\"60\""), "{narrow}");
}

#[test]
fn what_has_vanished_and_what_cannot_be_read_stand_in_sheets_beside() {
    let plan = plan(own());
    assert!(plan.faults.iter().any(|fault| fault.sheet == "备查"), "{:?}", plan.faults);
    let verdict = Verdict { vanished: 3, ..Verdict::default() };
    let book = remarked(&plan, &verdict);
    let unread = range(&book, "无法识别的工作表");
    assert!(unread.get_value((0, 0)).is_some_and(|said| said.to_string().contains("备查")));
    assert!(range(&book, "消失的记录").get_value((1, 0)).is_some_and(|said| *said == "另有 3 条"));
    let again = File::new("再.xlsx", book).expect("taken");
    let choice = Choice { kind: Some("Difficulty".to_owned()), ..Choice::default() };
    let again = Plan::of(vec![again], &Register::of(["industry"]), &choice);
    let aside = ["无法识别的工作表", "消失的记录"];
    assert!(!again.faults.iter().any(|fault| aside.contains(&fault.sheet.as_str())));
}
