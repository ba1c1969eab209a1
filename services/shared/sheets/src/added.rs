//! Sheets that are added to a workbook which is edited: their parts, and what names them.

use std::collections::BTreeMap;
use std::io::Cursor;

use bytes::Bytes;
use zip::ZipArchive;

use crate::edited::Cause;
use crate::edits::height;
use crate::package::{self, RELATIONS, WORKBOOK, attribute};
use crate::verdict::cell_name;

const TYPES: &str = "[Content_Types].xml";
const OF_A_SHEET: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// How wide the last column of an added sheet is, and the others are.
const WIDE: u32 = 80;
const NARROW: u32 = 28;

/// A sheet that is added: its name and its rows.
pub(crate) type Aside = (&'static str, Vec<Vec<String>>);

/// A cell with a text of its own, in one of the styles of the workbook.
pub(crate) fn text_cell(prefix: &str, name: &str, text: &str, style: Option<u32>) -> String {
    // XML 1.0 has no other signs below the blank.
    let fits = |letter: &char| *letter >= ' ' || matches!(letter, '\n' | '\t');
    let text: String = text.chars().filter(fits).collect();
    let text = quick_xml::escape::escape(text.as_str());
    let style = style.map(|style| format!(" s=\"{style}\"")).unwrap_or_default();
    format!(
        "<{prefix}c r=\"{name}\"{style} t=\"inlineStr\"><{prefix}is>\
         <{prefix}t xml:space=\"preserve\">{text}</{prefix}t></{prefix}is></{prefix}c>"
    )
}

/// Adds sheets to a workbook: their parts, and what names them.
pub(crate) fn add_sheets(
    archive: &mut ZipArchive<Cursor<Bytes>>,
    aside: &[Aside],
    texts: &mut BTreeMap<String, String>,
    style: Option<u32>,
) -> Result<(), Cause> {
    if aside.is_empty() {
        return Ok(());
    }
    let mut read = |name: &str| package::part(archive, name).ok_or("a part is not there");
    let (mut book, mut relations, mut types) = (read(WORKBOOK)?, read(RELATIONS)?, read(TYPES)?);
    let (mut last, mut kind, mut key) = (0, String::new(), "r:id".to_owned());
    package::each(&book, "sheet", |tag| {
        let number = attribute(tag, "sheetId").and_then(|number| number.parse().ok());
        last = last.max(number.unwrap_or(0_u32));
        let id = tag.attributes().flatten().find(|a| a.key.local_name().as_ref() == "id");
        key = id.map_or_else(|| key.clone(), |id| id.key.as_ref().to_owned());
    });
    package::each(&relations, "Relationship", |tag| {
        let of = attribute(tag, "Type").filter(|of| of.ends_with("/worksheet"));
        kind = of.unwrap_or_else(|| kind.clone());
    });
    for (number, (name, rows)) in (1_u32..).zip(aside) {
        let (id, part) = (format!("xianzhi{number}"), format!("xl/worksheets/xianzhi{number}.xml"));
        let sheet =
            format!("<sheet name=\"{name}\" sheetId=\"{}\" {key}=\"{id}\"/>", last + number);
        insert(&mut book, "</sheets>", &sheet)?;
        let relation = format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"/{part}\"/>");
        insert(&mut relations, "</Relationships>", &relation)?;
        let typed = format!("<Override PartName=\"/{part}\" ContentType=\"{OF_A_SHEET}\"/>");
        insert(&mut types, "</Types>", &typed)?;
        texts.insert(part, sheet_of(rows, style));
    }
    let named = [(WORKBOOK, book), (RELATIONS, relations), (TYPES, types)];
    texts.extend(named.map(|(name, text)| (name.to_owned(), text)));
    Ok(())
}

/// A sheet with nothing but texts.
fn sheet_of(rows: &[Vec<String>], style: Option<u32>) -> String {
    let cells = |row: u32, cells: &Vec<String>| -> String {
        let cell = |(at, text): (u32, &String)| text_cell("", &cell_name(row, at), text, style);
        let high = cells.last().and_then(|text| height(text, WIDE));
        let high = high.map(|high| format!(" ht=\"{high}\" customHeight=\"1\""));
        let cells: String = (0..).zip(cells).map(cell).collect();
        format!("<row r=\"{row}\"{}>{cells}</row>", high.unwrap_or_default())
    };
    let columns = widths(rows);
    let rows: String = (1..).zip(rows).map(|(row, values)| cells(row, values)).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"{MAIN}\">{columns}\
         <sheetData>{rows}</sheetData></worksheet>"
    )
}

/// The widths of the columns: the last one has the most to say.
fn widths(rows: &[Vec<String>]) -> String {
    let last = rows.iter().map(Vec::len).max().unwrap_or(1);
    let width = |at: usize| if at == last { WIDE } else { NARROW };
    let column = |at: usize| {
        format!("<col min=\"{at}\" max=\"{at}\" width=\"{}\" customWidth=\"1\"/>", width(at))
    };
    format!("<cols>{}</cols>", (1..=last).map(column).collect::<String>())
}

fn insert(text: &mut String, before: &str, what: &str) -> Result<(), Cause> {
    let at = text.rfind(before).ok_or("a part does not end as usual")?;
    text.insert_str(at, what);
    Ok(())
}
