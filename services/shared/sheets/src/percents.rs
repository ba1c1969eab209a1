//! Cells that show their number as a percentage: what a reader of values alone cannot see.

use std::collections::{BTreeMap, HashSet};
use std::io::Read;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::package;

/// Where the styles of a workbook stand.
pub(crate) const STYLES: &str = "xl/styles.xml";
/// The formats 0% and 0.00% (ECMA-376 part 1, 18.8.30).
const BUILT_IN: [u32; 2] = [9, 10];
/// Cells that are kept in mind; a sheet of more is not one that people fill in.
pub(crate) const MOST: usize = 1_000_000;

/// By part of the file, the rows and columns of its cells, from 0.
pub(crate) type Percents = BTreeMap<String, HashSet<(u32, u32)>>;

/// Which styles of cells, by their number, show percentages; none where none does, or where the
/// styles cannot be read.
pub(crate) fn styles(part: impl Read) -> Vec<bool> {
    let mut reader = Reader::from_reader(std::io::BufReader::new(part));
    let (mut formats, mut styles, mut inside) = (BUILT_IN.to_vec(), Vec::new(), false);
    let mut buffer = Vec::new();
    while let Ok(event) = reader.read_event_into(&mut buffer) {
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                let number = || package::attribute(&tag, "numFmtId")?.parse::<u32>().ok();
                match tag.local_name().as_ref() {
                    "numFmt" => {
                        let code = package::attribute(&tag, "formatCode").unwrap_or_default();
                        formats.extend(number().filter(|_| code.contains('%')));
                    }
                    "cellXfs" => inside = true,
                    "xf" if inside => {
                        styles.push(number().is_some_and(|number| formats.contains(&number)));
                    }
                    _ => {}
                }
            }
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => inside = false,
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    if styles.contains(&true) { styles } else { Vec::new() }
}

/// Whether the tag of a cell, as it stands after `<`, holds a number in one of the styles.
pub(crate) fn is_one(tag: &[u8], styles: &[bool]) -> bool {
    let Some(end) = memchr::memchr(b'>', tag) else { return false };
    let tag = &tag[..end];
    let style = attribute(tag, b" s=").and_then(|text| text.parse::<usize>().ok());
    let text = attribute(tag, b" t=").is_some_and(|kind| kind != "n");
    !tag.ends_with(b"/") && !text && style.is_some_and(|at| styles.get(at) == Some(&true))
}

fn attribute<'a>(tag: &'a [u8], name: &[u8]) -> Option<&'a str> {
    let at = memchr::memmem::find(tag, name)? + name.len();
    let quote = *tag.get(at)?;
    let value = &tag[at + 1..];
    std::str::from_utf8(&value[..memchr::memchr(quote, value)?]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_that_show_percentages_are_known_by_their_formats() {
        let xml = br#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>
            <cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>
            <cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="164"/></cellXfs></styleSheet>"#;
        let styles = styles(xml.as_slice());
        assert_eq!(styles, [false, true, true]);
        assert!(is_one(br#"c r="B2" s="1"><v>0.85</v>"#, &styles));
        assert!(is_one(br#"c s='2' r="B2" t="n"><v>0.85</v>"#, &styles));
        for other in
            [r#"c r="B2" s="0"><v>1</v>"#, r#"c r="B2" s="1"/>"#, r#"c r="B2" s="1" t="s">"#]
        {
            assert!(!is_one(other.as_bytes(), &styles), "{other}");
        }
    }
}
