//! The styles of a workbook, each with its like in red behind them, so that a cell is marked and
//! keeps its format; and one for what is said, behind all of them.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer};

/// The colour of a cell that is wrong, as ARGB.
const RED: &str = "FFFFC7CE";
/// A workbook has at most 64,000 formats of cells; beyond half of them nothing is marked.
const MOST: u32 = 30_000;

/// The number of the style of what is said, which breaks its lines, behind so many and their like.
pub(crate) fn said(count: u32) -> u32 {
    count * 2
}

/// Styles with their like in red, and how many there were; none where they are not as usual.
pub(crate) fn with_red(xml: &str) -> Option<(String, u32)> {
    let (fills, count) = counted(xml);
    if fills == 0 || count == 0 || count > MOST {
        return None;
    }
    let mut reader = Reader::from_str(xml);
    let mut writer = Writer::new(Vec::new());
    let (mut inside, mut likes): (bool, Vec<Event<'static>>) = (false, Vec::new());
    loop {
        let event = reader.read_event().ok()?;
        match &event {
            Event::Eof => break,
            Event::Start(tag) if tag.local_name().as_ref() == "fills" => {
                let tag = with(tag, "count", &(fills + 1).to_string());
                writer.write_event(Event::Start(tag)).ok()?;
                continue;
            }
            Event::Start(tag) if tag.local_name().as_ref() == "cellXfs" => {
                inside = true;
                let tag = with(tag, "count", &(said(count) + 1).to_string());
                writer.write_event(Event::Start(tag)).ok()?;
                continue;
            }
            Event::End(tag) if tag.local_name().as_ref() == "fills" => {
                let name = tag.name().as_ref().to_owned();
                let prefix = name.strip_suffix("fills").unwrap_or_default();
                let fill = format!(
                    "<{prefix}fill><{prefix}patternFill patternType=\"solid\">\
                     <{prefix}fgColor rgb=\"{RED}\"/><{prefix}bgColor indexed=\"64\"/>\
                     </{prefix}patternFill></{prefix}fill>"
                );
                writer.get_mut().extend_from_slice(fill.as_bytes());
            }
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => {
                inside = false;
                for like in likes.drain(..) {
                    writer.write_event(like).ok()?;
                }
                let name = tag.name().as_ref().to_owned();
                let prefix = name.strip_suffix("cellXfs").unwrap_or_default();
                let said = format!(
                    "<{prefix}xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" \
                     applyAlignment=\"1\"><{prefix}alignment vertical=\"center\" \
                     wrapText=\"1\"/></{prefix}xf>"
                );
                writer.get_mut().extend_from_slice(said.as_bytes());
            }
            _ => {}
        }
        if inside {
            likes.push(in_red(&event, fills));
        }
        writer.write_event(event).ok()?;
    }
    Some((String::from_utf8(writer.into_inner()).ok()?, count))
}

/// How many fills and how many formats of cells there are.
fn counted(xml: &str) -> (u32, u32) {
    let (mut fills, mut formats, mut inside) = (0, 0, false);
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().as_ref() {
                "fill" => fills += 1,
                "dxfs" => return (fills, formats),
                "cellXfs" => inside = true,
                "xf" if inside => formats += 1,
                _ => {}
            },
            Ok(Event::End(tag)) if tag.local_name().as_ref() == "cellXfs" => inside = false,
            Ok(Event::Eof) | Err(_) => return (fills, formats),
            Ok(_) => {}
        }
    }
}

/// A part of a format, with the fill of that number.
fn in_red(event: &Event<'_>, fill: u32) -> Event<'static> {
    let red =
        |tag: &BytesStart<'_>| with(&with(tag, "fillId", &fill.to_string()), "applyFill", "1");
    match event {
        Event::Start(tag) if tag.local_name().as_ref() == "xf" => Event::Start(red(tag)),
        Event::Empty(tag) if tag.local_name().as_ref() == "xf" => Event::Empty(red(tag)),
        other => other.clone().into_owned(),
    }
}

/// A tag with an attribute set.
pub(crate) fn with(tag: &BytesStart<'_>, name: &str, value: &str) -> BytesStart<'static> {
    let mut tag = without(tag, name);
    tag.push_attribute((name, value));
    tag
}

/// A tag without an attribute.
pub(crate) fn without(tag: &BytesStart<'_>, name: &str) -> BytesStart<'static> {
    let mut other = BytesStart::new(tag.name().as_ref().to_owned());
    for attribute in tag.attributes().flatten().filter(|a| a.key.as_ref() != name) {
        other.push_attribute(attribute);
    }
    other.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package;

    #[test]
    fn every_format_has_its_like_in_red() {
        let xml = r#"<styleSheet><fills count="2"><fill/><fill><patternFill/></fill></fills>
            <cellStyleXfs><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/>
            <xf numFmtId="10" fillId="1"><alignment wrapText="1"/></xf></cellXfs>
            <dxfs><dxf><fill/></dxf></dxfs></styleSheet>"#;
        let (red, count) = with_red(xml).expect("styles");
        assert_eq!(count, 2);
        assert!(red.contains(RED) && red.contains(r#"<cellXfs count="5">"#), "{red}");
        let mut formats = Vec::new();
        package::each(&red, "xf", |tag| {
            let of = |name| package::attribute(tag, name).unwrap_or_default();
            formats.push((of("numFmtId"), of("fillId")));
        });
        let due = [("", ""), ("0", ""), ("10", "1"), ("0", "2"), ("10", "2"), ("0", "0")];
        assert_eq!(formats, due.map(|(format, fill)| (format.to_owned(), fill.to_owned())));
        assert_eq!(red.matches("wrapText").count(), 3, "what is said breaks its lines");
        assert!(with_red("<styleSheet/>").is_none());
    }
}
