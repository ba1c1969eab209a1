//! How files are told apart and read.

use std::io::{Read as _, Write as _};

use super::*;

fn rows(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
    let file = File::new("a.csv", bytes.to_vec()).expect("taken");
    let mut rows = Vec::new();
    let each = &mut |row: u32, cells: Vec<Cell>| {
        rows.push((row, cells.iter().map(|cell| cell.shown().into_owned()).collect()));
        ControlFlow::Continue(())
    };
    file.walk("", each).expect("read");
    rows
}

#[test]
fn text_is_read_in_whatever_way_offices_save_it() {
    let due = vec![(1, vec!["名称".to_owned(), "数".to_owned()]), (3, vec!["甲".to_owned()])];
    let text = "名称,数\n , \n甲,  \n";
    assert_eq!(rows(text.as_bytes()), due);
    assert_eq!(rows(format!("\u{feff}{text}").as_bytes()), due);
    assert_eq!(rows(&encoding_rs::GB18030.encode(text).0), due);
    assert_eq!(rows(text.replace(',', "\t").as_bytes()), due);
    let wide: Vec<u8> = "\u{feff}名称,数\n\n甲".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(rows(&wide), due);
}

#[test]
fn what_a_cell_shows_is_read_of_percentages_and_of_texts_written_as_formulas() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let percent = rust_xlsxwriter::Format::new().set_num_format("0.0%");
    let sheet = book.add_worksheet();
    sheet.set_name("率").expect("a name").write_number(0, 0, 0.85).expect("written");
    sheet.write_number_with_format(0, 1, 0.85, &percent).expect("written");
    sheet.write_string_with_format(0, 2, "0.85", &percent).expect("written");
    let file = File::new("a.xlsx", book.save_to_buffer().expect("a book")).expect("taken");
    let mut read = Vec::new();
    let each = &mut |_: u32, cells: Vec<Cell>| {
        read.extend(cells.iter().map(|cell| cell.shown().into_owned()));
        ControlFlow::Continue(())
    };
    file.walk("率", each).expect("read");
    assert_eq!(read, ["0.85", "85%", "0.85"]);
    let text = "编号,数\n\"=\"\"00123\"\"\",=1+1\n";
    assert_eq!(rows(text.as_bytes())[1].1, ["00123", "=1+1"]);
}

#[test]
fn what_parts_the_columns_is_seen_in_the_lines_and_not_in_a_title() {
    let text = "某局报送,2023年,一至六月\n编号\t金额\t地址\nD-1\t1,234,567\t甲路1号,乙栋\n\
                D-2\t2,345,678\t丙路2号,丁栋\n";
    let read = rows(text.as_bytes());
    assert_eq!(read[1].1, ["编号", "金额", "地址"]);
    assert_eq!(read[2].1, ["D-1", "1,234,567", "甲路1号,乙栋"]);
    let quoted = "编号,金额,备注\nD-1,\"1;2;3\",\"a\tb\tc\td\"\n";
    assert_eq!(rows(quoted.as_bytes())[1].1, ["D-1", "1;2;3", "a\tb\tc\td"]);
    assert_eq!(rows("编号;金额\nD-1;1,5\nD-2;2,5\n".as_bytes())[2].1, ["D-2", "2,5"]);
}

#[test]
fn a_million_rows_with_nothing_in_them_are_passed_over() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write_string(0, 0, "名称").expect("written");
    let book = book.save_to_buffer().expect("a book");
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).expect("a package");
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).expect("a part");
        let name = part.name().expect("a name").into_owned();
        if name != "xl/worksheets/sheet1.xml" {
            writer.raw_copy_file(part).expect("copied");
            continue;
        }
        drop(part);
        let mut xml = String::new();
        archive.by_name(&name).expect("a sheet").read_to_string(&mut xml).expect("text");
        let rows: String = (2..=1_048_576).map(|row| format!("<row r=\"{row}\"/>")).collect();
        let xml = xml.replace("</sheetData>", &format!("{rows}</sheetData>"));
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("begun");
        writer.write_all(xml.as_bytes()).expect("written");
    }
    let bytes = writer.finish().expect("ended").into_inner();
    let file = File::new("空行.xlsx", bytes).expect("taken");
    let mut found = Vec::new();
    let each = &mut |row: u32, _: Vec<Cell>| {
        found.push(row);
        ControlFlow::Continue(())
    };
    file.walk("Sheet1", each).expect("read to its end");
    assert_eq!(found, [1]);
}

#[test]
fn an_old_file_is_refused_with_what_to_do() {
    let old = File::new("a.xls", vec![0xd0, 0xcf, 0x11, 0xe0, 0]).expect_err("refused");
    assert!(old.fault.message_zh.contains(".xlsx"));
    assert!(File::new("a.csv", vec![0xff, 0x31, 0xff]).is_err());
}

#[test]
fn a_row_without_end_is_refused_before_its_cells_are_held() {
    let wide = |columns: usize| format!("a,b\n{}\n", vec!["1"; columns].join(","));
    assert!(File::new("a.csv", wide(256)).is_ok());
    for columns in [257, 1_000_000] {
        let refused = File::new("a.csv", wide(columns)).expect_err("refused");
        assert_eq!((refused.fault.reason.as_str(), refused.row), ("MESSAGE_TOO_LARGE", 2));
    }
    let quoted = format!("a,b\n1,\"{}\"\n", ",".repeat(10_000));
    assert!(File::new("a.csv", quoted).is_ok(), "commas of a text part nothing");
}

#[test]
fn a_file_of_very_many_sheets_is_refused() {
    let book = |sheets: usize| {
        let mut book = rust_xlsxwriter::Workbook::new();
        for _ in 0..sheets {
            book.add_worksheet();
        }
        File::new("a.xlsx", book.save_to_buffer().expect("a book")).expect("a file")
    };
    assert!(book(MOST_SHEETS).open().is_ok());
    let refused = book(MOST_SHEETS + 1).open().err().expect("refused");
    assert_eq!(refused.fault.reason, "MESSAGE_TOO_LARGE");
}
