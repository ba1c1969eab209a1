//! The parts of a form with their tokens replaced: texts of cells, numbers of cells, paragraphs.

use std::collections::BTreeMap;

use quick_xml::Error;
use quick_xml::events::{BytesStart, BytesText, Event};

use super::package::Package;
use super::text::{read, replace, write};
use super::{Form, Values};

const STRINGS: &str = "xl/sharedStrings.xml";

/// Fills in every part.
///
/// # Errors
/// When one is no XML.
pub(super) fn fill(package: &mut Package, values: &mut Values<'_>) -> Result<(), Error> {
    let form = package.form;
    // A cell that is one token and nothing else becomes a number, with the format that it has.
    let numbers = match package.text(STRINGS) {
        Some(strings) if form == Form::Xlsx => numbers(strings, values)?,
        _ => BTreeMap::new(),
    };
    for (name, text) in &mut package.texts {
        let print = &mut |token: &str| values.print(token);
        if name.starts_with("xl/worksheets/") && text.contains("<") {
            if !numbers.is_empty() {
                *text = with_numbers(text, &numbers)?;
            }
            if text.contains("{{") {
                *text = replace(text, "is", "t", print)?;
            }
        } else if name == STRINGS && text.contains("{{") {
            *text = replace(text, "si", "t", print)?;
        } else if name.starts_with("word/") && text.contains('{') {
            *text = replace(text, "p", "t", print)?;
        }
    }
    Ok(())
}

/// The shared texts, by their places, that are one token of a figure with a value.
fn numbers(strings: &str, values: &mut Values<'_>) -> Result<BTreeMap<usize, String>, Error> {
    let (mut found, mut place, mut text) = (BTreeMap::new(), 0, String::new());
    for event in read(strings)? {
        match event {
            Event::Start(tag) if tag.local_name().as_ref() == "si" => text.clear(),
            Event::Text(piece) => text.push_str(&piece),
            Event::End(tag) if tag.local_name().as_ref() == "si" => {
                if let Some(number) = values.number(&text) {
                    found.insert(place, number);
                }
                place += 1;
            }
            Event::Empty(tag) if tag.local_name().as_ref() == "si" => place += 1,
            _ => {}
        }
    }
    Ok(found)
}

/// A sheet whose cells hold numbers where they named shared texts that are numbers now.
fn with_numbers(sheet: &str, numbers: &BTreeMap<usize, String>) -> Result<String, Error> {
    let mut events = read(sheet)?;
    let mut cell: Option<usize> = None;
    for at in 0..events.len() {
        match &events[at] {
            Event::Start(tag) if tag.local_name().as_ref() == "c" => {
                cell = is_shared(tag).then_some(at);
            }
            Event::End(tag) if tag.local_name().as_ref() == "c" => cell = None,
            Event::Text(text) => {
                let place = text.trim().parse::<usize>().ok();
                let number = place.and_then(|place| numbers.get(&place));
                if let (Some(of), Some(number)) = (cell, number) {
                    let number = Event::Text(BytesText::from_escaped(number.clone()));
                    events[at] = number;
                    events[of] = without_type(&events[of]);
                }
            }
            _ => {}
        }
    }
    write(events)
}

fn is_shared(tag: &BytesStart<'_>) -> bool {
    let mut types = tag.attributes().flatten().filter(|attribute| attribute.key.as_ref() == "t");
    types.any(|attribute| attribute.value.as_ref() == "s")
}

/// The tag of a cell without the word that its value is the place of a shared text.
fn without_type(event: &Event<'static>) -> Event<'static> {
    let Event::Start(tag) = event else { return event.clone() };
    let mut plain = BytesStart::new(tag.name().as_ref().to_owned());
    let kept = tag.attributes().flatten().filter(|attribute| attribute.key.as_ref() != "t");
    kept.for_each(|attribute| plain.push_attribute(attribute));
    Event::Start(plain.into_owned())
}
