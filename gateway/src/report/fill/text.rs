//! Tokens in the text of XML, found also where a program has cut them into several runs.

use quick_xml::events::{BytesText, Event};
use quick_xml::{Error, Reader, Writer};

/// Replaces tokens in the text of elements. `holder` is the element inside which pieces of text
/// belong together, `piece` that which holds one; both without their prefix.
///
/// # Errors
/// When the text is no XML.
pub(super) fn replace(
    xml: &str,
    holder: &str,
    piece: &str,
    print: &mut dyn FnMut(&str) -> Option<String>,
) -> Result<String, Error> {
    let mut events = read(xml)?;
    let mut together: Vec<usize> = Vec::new();
    let mut inside = false;
    for at in 0..=events.len() {
        let ends = match events.get(at) {
            Some(Event::Start(tag)) => {
                inside = tag.local_name().as_ref() == piece;
                tag.local_name().as_ref() == holder
            }
            Some(Event::End(tag)) => {
                inside = false;
                tag.local_name().as_ref() == holder
            }
            Some(Event::Text(_)) if inside => {
                together.push(at);
                false
            }
            // No token holds `&`: what stands around it does not belong together.
            Some(Event::GeneralRef(_)) => true,
            Some(_) => false,
            None => true,
        };
        if ends {
            join(&mut events, &std::mem::take(&mut together), print);
        }
    }
    write(events)
}

/// All events of a text.
pub(super) fn read(xml: &str) -> Result<Vec<Event<'static>>, Error> {
    let mut reader = Reader::from_str(xml);
    let mut events = Vec::new();
    loop {
        match reader.read_event()? {
            Event::Eof => return Ok(events),
            event => events.push(event.into_owned()),
        }
    }
}

/// The text of events.
pub(super) fn write(events: Vec<Event<'static>>) -> Result<String, Error> {
    let mut writer = Writer::new(Vec::new());
    for event in events {
        writer.write_event(event)?;
    }
    Ok(String::from_utf8_lossy(&writer.into_inner()).into_owned())
}

/// Replaces the tokens of pieces that belong together: each token is printed where it begins.
fn join(
    events: &mut [Event<'static>],
    places: &[usize],
    print: &mut dyn FnMut(&str) -> Option<String>,
) {
    let pieces: Vec<String> = places.iter().map(|at| text_of(&events[*at])).collect();
    let whole = pieces.concat();
    if !whole.contains("{{") {
        return;
    }
    let mut starts = Vec::with_capacity(pieces.len());
    let mut length = 0;
    for piece in &pieces {
        starts.push(length);
        length += piece.len();
    }
    let of = |byte: usize| starts.partition_point(|start| *start <= byte).saturating_sub(1);
    let mut written = vec![String::new(); pieces.len()];
    let keep = |from: usize, to: usize, written: &mut Vec<String>| {
        for (place, letter) in whole[from..to].char_indices() {
            written[of(from + place)].push(letter);
        }
    };
    let mut done = 0;
    while let Some(open) = whole[done..].find("{{").map(|at| done + at) {
        let Some(close) = whole[open..].find("}}").map(|at| open + at) else { break };
        keep(done, open, &mut written);
        match print(&whole[open + 2..close]) {
            Some(text) => written[of(open)].push_str(&quick_xml::escape::escape(text.as_str())),
            None => keep(open, close + 2, &mut written),
        }
        done = close + 2;
    }
    keep(done, whole.len(), &mut written);
    for (at, text) in places.iter().zip(written) {
        events[*at] = Event::Text(BytesText::from_escaped(text));
    }
}

fn text_of(event: &Event<'_>) -> String {
    match event {
        Event::Text(text) => text.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_though_it_is_cut_into_runs() {
        let xml = "<w:p w:x='1'><w:r><w:b/><w:t>共{</w:t></w:r><w:r><w:t>{a.b}</w:t></w:r>\
                   <w:r><w:t xml:space=\"preserve\">} 家 &amp; {{c}}</w:t></w:r></w:p>\
                   <w:p><w:t>{{a.b</w:t></w:p><w:p><w:t>}}</w:t></w:p>";
        let print = &mut |token: &str| (token != "c").then(|| format!("<{token}>"));
        let filled = replace(xml, "p", "t", print).expect("XML");
        let due = "<w:p w:x='1'><w:r><w:b/><w:t>共&lt;a.b&gt;</w:t></w:r><w:r><w:t></w:t></w:r>\
                   <w:r><w:t xml:space=\"preserve\"> 家 &amp; {{c}}</w:t></w:r></w:p>\
                   <w:p><w:t>{{a.b</w:t></w:p><w:p><w:t>}}</w:t></w:p>";
        assert_eq!(filled, due);
    }
}
