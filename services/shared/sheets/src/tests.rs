//! Whole sheets as offices have them: real days, many rows, cells that stand under nothing.

use std::ops::ControlFlow;

use ledger::kinds::Given;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::cells::Cell;
use crate::{Choice, File, Plan, Profile, Register, convert};

fn rows(book: Vec<u8>) -> Vec<(u32, Vec<Cell>)> {
    let file = File::new("a.xlsx", book).expect("taken");
    let mut rows = Vec::new();
    let each = &mut |row: u32, cells: Vec<Cell>| {
        rows.push((row, cells));
        ControlFlow::Continue(())
    };
    file.walk("Sheet1", each).expect("read");
    rows
}

#[test]
fn days_and_times_of_a_sheet_are_days_and_times() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let moment = ExcelDateTime::from_ymd(2024, 2, 29).expect("a day");
    sheet.write_datetime_with_format(0, 0, &moment, &day).expect("written");
    let moment = moment.and_hms(8, 30, 0).expect("a moment");
    sheet.write_datetime_with_format(0, 1, &moment, &day).expect("written");
    let time = ExcelDateTime::from_hms(8, 30, 0).expect("a time");
    let format = Format::new().set_num_format("hh:mm");
    sheet.write_datetime_with_format(0, 2, &time, &format).expect("written");
    sheet.write_number(0, 3, 45_351).expect("written");
    let rows = rows(book.save_to_buffer().expect("a workbook"));
    let due = [
        Cell::Moment("2024-02-29".to_owned(), String::new()),
        Cell::Moment("2024-02-29".to_owned(), "08:30".to_owned()),
        Cell::Time("08:30".to_owned()),
        Cell::Number(45_351.0),
    ];
    assert_eq!(rows, [(1, due.to_vec())], "a number without a date's format is no day");
}

#[test]
fn a_cell_under_a_blank_title_is_named() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let register = Register::of(["industry"]);
    let kind = register.named("Cluster")[0];
    let fields: Vec<_> =
        kind.fields.iter().filter(|field| field.given == Given::ByRecorder).collect();
    for (column, field) in (0_u16..).zip(&fields) {
        // The third column is left without a title.
        let column = if column < 2 { column } else { column + 1 };
        sheet.write_string(0, column, &field.name).expect("written");
    }
    sheet.write_string(1, 0, "C-1").expect("written");
    sheet.write_string(1, 2, "stray").expect("written");
    let book = book.save_to_buffer().expect("a workbook");
    let file = File::new("a.xlsx", book.clone()).expect("taken");
    let choice = Choice { kind: Some("Cluster".to_owned()), ..Choice::default() };
    let plan = Plan::of(vec![file], &register, &choice);
    let (_, cells) = rows(book).pop().expect("a row");
    let wrong = convert::record(kind, &plan.parts[0].header, &cells).expect_err("refused");
    let places: Vec<_> = wrong.iter().map(|(column, ..)| *column).collect();
    assert_eq!(places, [2]);
    assert!(wrong[0].2.message_zh.contains("没有表头"), "{:?}", wrong[0].2);
}

#[test]
fn a_large_sheet_is_read_row_by_row_to_its_end() {
    const ROWS: u32 = 50_000;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..ROWS {
        sheet.write_string(row, 0, format!("D-{row}")).expect("written");
        sheet.write_number(row, 1, row).expect("written");
    }
    let file = File::new("a.xlsx", book.save_to_buffer().expect("a workbook")).expect("taken");
    let (mut count, mut last) = (0, 0);
    let each = &mut |row: u32, cells: Vec<Cell>| {
        assert_eq!((row, cells.len()), (last + 1, 2));
        (count, last) = (count + 1, row);
        if row < ROWS - 10 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    file.walk("Sheet1", each).expect("read");
    assert_eq!(count, ROWS - 10, "and no further than is wanted");
}

#[test]
fn an_offices_own_export_is_read_by_its_profile() {
    let profile = "kind: Difficulty\nheader_row: 2\ncolumns:\n  单号: code\n  厂家: enterprise_id\n  \
                   乡镇: division\n  内容: title\n  日期: raise_date\n  经办人: \"\"\n  \
                   欠款: claim_fen\nunits:\n  欠款: 万元\ncodes:\n  division:\n    石南镇: \
                   \"421222101\"\n";
    let profile = Profile::parse(profile).expect("a profile");
    let text = "某局导出,,,,,,\n单号,厂家,乡镇,内容,日期,经办人,欠款\n\
                D-1,X1,石南镇,示例,2023/3/5,某某,1.5\n";
    let file = File::new("导出.csv", text.as_bytes().to_vec()).expect("taken");
    let register = Register::of(["industry"]);
    let plan = Plan::of(vec![file.clone()], &register, &Choice::of(profile));
    assert!(plan.faults.is_empty(), "{:?}", plan.faults);
    let part = &plan.parts[0];
    let mut records = Vec::new();
    let each = &mut |row: u32, cells: Vec<Cell>| {
        if row > part.header.row {
            records.push(convert::record(&part.kind, &part.header, &cells).expect("a record"));
        }
        ControlFlow::Continue(())
    };
    file.walk("", each).expect("read");
    let record: proto::industry::v1::Difficulty =
        prost::Message::decode(records[0].as_slice()).expect("a difficulty");
    assert_eq!((record.division.as_str(), record.claim_fen), ("421222101", Some(1_500_000)));
    let wrong = Profile::parse("kind: Difficulty\nvalues: {nothing: x}\n").expect("a profile");
    let plan = Plan::of(vec![file], &register, &Choice::of(wrong));
    assert!(!plan.faults.is_empty());
}
