//! A kind as a form that a recorder fills in, one record at a time, read as the cells of a sheet
//! are.

use std::collections::BTreeMap;

use ledger::kinds::{Column, Field, Given};
use prost_reflect::{DynamicMessage, ReflectMessage as _, SerializeOptions, Value};
use proto::ledger::v1::{Format, Reason};

use crate::cells::{Cell, half_width};
use crate::convert;
use crate::kinds::Kind;
use crate::lines::{self, Inside};
use crate::quantities::{Ratio, factor};
use crate::verdict::Fault;

/// What an input takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Any text.
    Text,
    /// A number, with a unit behind it where it is not in the field's own.
    Number,
    /// A day.
    Day,
    /// A time of day.
    Time,
    /// A code of a division.
    Division,
    /// One of several values.
    Choice,
    /// Several parts, each a line.
    Parts,
}

/// One input of a form.
#[derive(Clone, Debug)]
pub struct Input {
    /// The field.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// Its unit; empty where it has none.
    pub unit: String,
    /// Whether a record without it is refused.
    pub required: bool,
    /// What a recorder has to know of it beyond the rest, in Chinese.
    pub note: String,
    /// The table that it is an id of.
    pub refers: Option<String>,
    /// What it takes.
    pub shape: Shape,
    /// What the values of each part are called, where it takes several.
    pub parts: String,
    /// What may be chosen: as it is sent, and as it is called.
    pub choices: Vec<(String, String)>,
}

impl Kind {
    /// The inputs of its form, in the order of its fields.
    pub fn inputs(&self) -> Vec<Input> {
        let input = |(_, field): (usize, &Field)| Input {
            name: field.name.clone(),
            label: field.label.clone(),
            unit: field.unit.clone(),
            required: field.required,
            note: self.note_of(field),
            refers: field.refers.clone(),
            shape: shape(field),
            choices: choices(field),
            parts: match self.inside(field) {
                Some(Inside::Fields(fields)) => lines::titles(fields),
                _ => String::new(),
            },
        };
        self.columns().map(input).collect()
    }

    /// The record that a filled-in form holds, encoded.
    ///
    /// # Errors
    /// Every input that is no value of its field.
    pub fn read(&self, filled: &BTreeMap<String, String>) -> Result<Vec<u8>, Vec<(String, Fault)>> {
        let (mut bytes, mut wrong) = (Vec::new(), Vec::new());
        for (_, field) in self.columns() {
            let cell = filled.get(&field.name).map_or(Cell::Empty, |text| Cell::text(text));
            if cell.is_empty() {
                continue;
            }
            let read = with_unit(field, &cell)
                .and_then(|(cell, ratio)| convert::encoded(self, field, &cell, ratio));
            match read {
                Ok(mut one) => bytes.append(&mut one),
                Err(fault) => wrong.push((field.name.clone(), fault)),
            }
        }
        if wrong.is_empty() { Ok(bytes) } else { Err(wrong) }
    }

    /// A record as its form is filled in with it; what cannot be read is no record of the kind
    /// and leaves the form empty.
    pub fn filled(&self, record: &[u8]) -> BTreeMap<String, String> {
        let Ok(record) = DynamicMessage::decode(self.message.clone(), record) else {
            return BTreeMap::new();
        };
        let given = self.fields.iter().filter(|field| field.given == Given::ByRecorder);
        given
            .filter_map(|field| {
                let parts = || self.parts(&record, field);
                Some((field.name.clone(), parts().or_else(|| shown(&record, field))?))
            })
            .collect()
    }

    /// The parts of a field as lines; none for a field of another shape.
    fn parts(&self, record: &DynamicMessage, field: &Field) -> Option<String> {
        let described = record.descriptor().get_field(field.number)?;
        let values = record.get_field(&described).as_list()?.to_vec();
        lines::shown(&values, self.inside(field)?).filter(|text| !text.is_empty())
    }
}

/// A field of a record as its input shows it; nothing where there is none.
pub(crate) fn shown(record: &DynamicMessage, field: &Field) -> Option<String> {
    let described = record.descriptor().get_field(field.number)?;
    if field.optional && !record.has_field(&described) {
        return None;
    }
    let text = match record.get_field(&described).as_ref() {
        Value::EnumNumber(number) if *number != 0 => {
            field.values.as_ref()?.get(&i64::from(*number))?.0.clone()
        }
        Value::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        Value::String(text) => text.clone(),
        Value::I32(number) => number.to_string(),
        Value::I64(number) => number.to_string(),
        Value::List(_) | Value::Message(_) if record.has_field(&described) => parts(record, field)?,
        _ => String::new(),
    };
    Some(text).filter(|text| !text.is_empty())
}

/// A field of several parts as JSON.
fn parts(record: &DynamicMessage, field: &Field) -> Option<String> {
    let options = SerializeOptions::new().use_proto_field_name(true);
    let whole = record.serialize_with_options(serde_json::value::Serializer, &options).ok()?;
    serde_json::to_string_pretty(whole.get(&field.name)?).ok()
}

fn shape(field: &Field) -> Shape {
    match (field.format, field.column) {
        _ if field.boolean || field.values.is_some() => Shape::Choice,
        (Format::Date, _) => Shape::Day,
        (Format::Time, _) => Shape::Time,
        (Format::Division, _) => Shape::Division,
        (_, Column::Integer) => Shape::Number,
        (_, Column::Opaque) => Shape::Parts,
        (_, Column::Text) => Shape::Text,
    }
}

fn choices(field: &Field) -> Vec<(String, String)> {
    if field.boolean {
        return ["是", "否"].map(|word| (word.to_owned(), word.to_owned())).to_vec();
    }
    let values = field.values.iter().flatten();
    values.filter(|(number, _)| **number != 0).map(|(_, named)| named.clone()).collect()
}

/// A number may have its unit behind it: `12.5万元`.
fn with_unit(field: &Field, cell: &Cell) -> Result<(Cell, Ratio), Fault> {
    if shape(field) != Shape::Number {
        return Ok((cell.clone(), Ratio::ONE));
    }
    let shown = cell.shown();
    let text = half_width(&shown);
    let digits = |letter: char| letter.is_ascii_digit() || "+-,.".contains(letter);
    let end = text.find(|letter| !digits(letter)).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    if unit.trim().is_empty() || number.is_empty() {
        return Ok((Cell::text(&text), Ratio::ONE));
    }
    let ratio = factor(unit.trim(), &field.unit).ok_or_else(|| {
        let (unit, own) = (unit.trim(), &field.unit);
        Fault::new(
            Reason::ValueOutOfRange,
            format!("{unit:?} cannot be carried over into {own:?}"),
            format!("单位“{unit}”不能换算为“{own}”"),
        )
    })?;
    Ok((Cell::text(number), ratio))
}

#[cfg(test)]
mod tests {
    use prost::Message as _;
    use proto::industry::v1::{Designation, Difficulty};

    use super::*;
    use crate::Register;

    fn filled(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn a_form_is_read_and_filled_in_again() {
        let register = Register::of(["industry"]);
        let kind = register.named("Difficulty")[0];
        let form = filled(&[
            ("code", "D-1"),
            ("claim_fen", "12.5万元"),
            ("raise_date", "2023年3月5日"),
            ("title", " "),
        ]);
        let bytes = kind.read(&form).expect("a record");
        let record = Difficulty::decode(bytes.as_slice()).expect("a difficulty");
        assert_eq!(
            (record.claim_fen, record.raise_date.as_str()),
            (Some(12_500_000), "2023-03-05")
        );
        let again = kind.filled(&bytes);
        assert_eq!(again["claim_fen"], "12500000");
        assert!(!again.contains_key("title"), "what is missing stays missing");
        assert_eq!(kind.read(&again).expect("the same record"), bytes);
    }

    #[test]
    fn every_input_that_is_wrong_is_named() {
        let register = Register::of(["industry"]);
        let kind = register.named("Difficulty")[0];
        let form = filled(&[("claim_fen", "12公里"), ("code", "D-1")]);
        let wrong = kind.read(&form).expect_err("refused");
        assert_eq!(wrong.len(), 1);
        assert_eq!(
            (wrong[0].0.as_str(), wrong[0].1.reason.as_str()),
            ("claim_fen", "VALUE_OUT_OF_RANGE")
        );
        let kind = register.named("Designation")[0];
        let bytes = kind.read(&filled(&[("level", "LEVEL_NATIONAL")])).expect("a record");
        assert_eq!(Designation::decode(bytes.as_slice()).expect("one").level, 4);
        assert_eq!(kind.filled(&bytes)["level"], "LEVEL_NATIONAL");
    }
}
