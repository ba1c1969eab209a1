//! The parts of an XLSX file, and which of them holds which sheet.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use bytes::Bytes;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

/// Where a workbook names its sheets, and the parts that hold them.
pub(crate) const WORKBOOK: &str = "xl/workbook.xml";
pub(crate) const RELATIONS: &str = "xl/_rels/workbook.xml.rels";

/// A part as text; none where there is none.
pub(crate) fn part(archive: &mut ZipArchive<Cursor<Bytes>>, name: &str) -> Option<String> {
    let mut text = String::new();
    archive.by_name(name).ok()?.read_to_string(&mut text).ok()?;
    Some(text)
}

/// The part that holds each sheet, by the sheet's name.
pub(crate) fn sheets(archive: &mut ZipArchive<Cursor<Bytes>>) -> BTreeMap<String, String> {
    let (Some(book), Some(relations)) = (part(archive, WORKBOOK), part(archive, RELATIONS)) else {
        return BTreeMap::new();
    };
    let mut targets = BTreeMap::new();
    each(&relations, "Relationship", |tag| {
        let (id, target) = (attribute(tag, "Id"), attribute(tag, "Target"));
        targets.extend(id.zip(target));
    });
    let mut sheets = BTreeMap::new();
    each(&book, "sheet", |tag| {
        let target = attribute(tag, "id").and_then(|id| targets.get(&id).cloned());
        let part = target.map(|target| match target.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => format!("xl/{target}"),
        });
        sheets.extend(attribute(tag, "name").zip(part));
    });
    sheets
}

/// Gives every tag of a name in a part.
pub(crate) fn each(xml: &str, name: &str, mut take: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                if tag.local_name().as_ref() == name {
                    take(&tag);
                }
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// An attribute of a tag by its name, whatever prefix it has.
pub(crate) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|a| a.key.local_name().as_ref() == name);
    let text = found?.value.into_owned();
    quick_xml::escape::unescape(&text).ok().map(|text| text.into_owned())
}

/// The column of a cell by its name, from 0.
pub(crate) fn column_of(name: &str) -> Option<u32> {
    let letters = name.bytes().take_while(u8::is_ascii_uppercase);
    let value = |so_far: u32, letter: u8| so_far.saturating_mul(26) + u32::from(letter - b'A') + 1;
    letters.fold(0, value).checked_sub(1)
}
