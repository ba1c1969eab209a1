//! A field of several parts as people write it in a cell or a box: a line a part, and what the
//! part says in the order of its fields, with bars between.

use ledger::kinds::{Field, Given, fields_of};
use prost::encoding::{WireType, encode_key, encode_varint};
use prost_reflect::{DynamicMessage, FieldDescriptor, MessageDescriptor, Value};
use proto::ledger::v1::Reason;

use crate::cells::Cell;
use crate::convert;
use crate::kinds::Kind;
use crate::quantities::Ratio;
use crate::verdict::Fault;

/// What stands between the values of one part.
const BAR: char = '｜';

/// What a part of a field says: its own fields, or nothing but one text.
#[derive(Clone, Debug)]
pub(crate) enum Inside {
    Text,
    Fields(Vec<Field>),
}

/// The fields of a message that hold several parts, by name.
pub(crate) fn of_message(message: &MessageDescriptor) -> Vec<(String, Inside)> {
    let inside = |field: FieldDescriptor| {
        let kind = field.kind();
        let of = match kind.as_message() {
            Some(message) => {
                let mut fields = fields_of(message);
                fields.retain(|field| field.given == Given::ByRecorder);
                Inside::Fields(fields)
            }
            None if kind == prost_reflect::Kind::String => Inside::Text,
            None => return None,
        };
        Some((field.name().to_owned(), of))
    };
    message.fields().filter(|field| field.is_list()).filter_map(inside).collect()
}

/// The lines of a cell as the parts of a field, encoded.
///
/// # Errors
/// The line that is none, and what would be right.
pub(crate) fn read(
    kind: &Kind,
    field: &Field,
    inside: &Inside,
    text: &str,
) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let lines = text.split(|letter| match inside {
        Inside::Text => letter == '\n',
        Inside::Fields(_) => matches!(letter, '\n' | ';' | '；'),
    });
    let lines = lines.map(str::trim).filter(|line| !line.is_empty());
    for (number, line) in (1..).zip(lines) {
        let part = match inside {
            Inside::Text => line.as_bytes().to_vec(),
            Inside::Fields(fields) => part(kind, fields, line).map_err(|fault| Fault {
                message: format!("part {number}: {}", fault.message),
                message_zh: format!("第 {number} 项：{}", fault.message_zh),
                ..fault
            })?,
        };
        encode_key(field.number, WireType::LengthDelimited, &mut bytes);
        encode_varint(part.len() as u64, &mut bytes);
        bytes.extend(part);
    }
    Ok(bytes)
}

fn part(kind: &Kind, fields: &[Field], line: &str) -> Result<Vec<u8>, Fault> {
    let values: Vec<&str> = line.split(['|', BAR]).map(str::trim).collect();
    if values.len() > fields.len() {
        let (count, due) = (values.len(), titles(fields));
        return Err(Fault::new(
            Reason::MessageMalformed,
            format!("{count} values where there are {}: {due}", fields.len()),
            format!("有 {count} 个值，应为 {} 个：{due}", fields.len()),
        ));
    }
    let mut bytes = Vec::new();
    for (field, value) in fields.iter().zip(values) {
        let cell = Cell::text(value);
        if !cell.is_empty() {
            convert::encode(kind, field, &cell, Ratio::ONE, &mut bytes).map_err(|fault| Fault {
                message: format!("{}: {}", field.name, fault.message),
                message_zh: format!("{}：{}", field.label, fault.message_zh),
                ..fault
            })?;
        }
    }
    Ok(bytes)
}

/// What the values of a part are called, in their order.
pub(crate) fn titles(fields: &[Field]) -> String {
    let titles = fields.iter().map(|field| match field.unit.as_str() {
        "" => field.label.clone(),
        unit => format!("{}（{unit}）", field.label),
    });
    titles.collect::<Vec<_>>().join(&BAR.to_string())
}

/// The parts of a field as lines; nothing where one of them cannot be written as such.
pub(crate) fn shown(values: &[Value], inside: &Inside) -> Option<String> {
    let lines = values.iter().map(|value| match (inside, value) {
        (Inside::Text, Value::String(text)) => fits(text).then(|| text.clone()),
        (Inside::Fields(fields), Value::Message(part)) => line(part, fields),
        _ => None,
    });
    Some(lines.collect::<Option<Vec<_>>>()?.join("\n"))
}

fn line(part: &DynamicMessage, fields: &[Field]) -> Option<String> {
    let values = fields.iter().map(|field| {
        let named = field.values.as_ref();
        let text = crate::form::shown(part, field).unwrap_or_default();
        let label = named.and_then(|all| all.values().find(|(name, _)| *name == text));
        let text = label.map_or(text, |(_, label)| label.clone());
        (fits(&text) && !text.contains(['|', BAR, ';', '；'])).then_some(text)
    });
    let line = values.collect::<Option<Vec<_>>>()?.join(&BAR.to_string());
    Some(line.trim_end_matches(BAR).to_owned())
}

/// Whether a text is one line, and not the beginning of JSON.
fn fits(text: &str) -> bool {
    !text.contains('\n') && !text.starts_with(['[', '{'])
}

#[cfg(test)]
mod tests {
    use prost::Message as _;
    use proto::ecology::v1::ForestSurvey;

    use crate::Register;

    #[test]
    fn parts_are_written_as_lines_and_read_again() {
        let register = Register::of(["ecology"]);
        let kind = register.named("ForestSurvey")[0];
        let read = |text: &str| {
            let form = [("parts".to_owned(), text.to_owned())].into();
            kind.read(&form).map_err(|wrong| wrong[0].1.message_zh.clone())
        };
        let bytes = read("421222106｜120000｜80,000\n421222107|5|").expect("parts");
        let parts = ForestSurvey::decode(bytes.as_slice()).expect("a survey").parts;
        assert_eq!((parts[0].division.as_str(), parts[0].forest_m2), ("421222106", 80_000));
        assert_eq!((parts.len(), parts[1].land_m2, parts[1].forest_m2), (2, 5, 0));
        assert_eq!(kind.filled(&bytes)["parts"], "421222106｜120000｜80000\n421222107｜5｜0");
        let json = r#"[{"division": "421222106", "land_m2": "7"}]"#;
        let parts = ForestSurvey::decode(read(json).expect("JSON").as_slice()).expect("one").parts;
        assert_eq!(parts[0].land_m2, 7);
        let refused = read("421222106｜1｜2\n421222107｜很多").expect_err("no number");
        assert!(refused.starts_with("第 2 项：") && refused.contains("很多"), "{refused}");
        let refused = read("421222106｜1｜2｜3").expect_err("too many");
        assert!(refused.contains("应为 3 个"), "{refused}");
    }
}
