//! A row of a sheet as the record that it holds, encoded.

use std::borrow::Cow;

use ledger::kinds::{Column as Stored, Field, Given};
use prost::encoding::{WireType, encode_key, encode_varint};
use prost_reflect::{DeserializeOptions, DynamicMessage};
use proto::ledger::v1::{Format, Reason};

use crate::cells::{Cell, half_width, shown};
use crate::headers::{Column, Header};
use crate::kinds::Kind;
use crate::lines;
use crate::quantities::{Ratio, factor, whole};
use crate::record::Record;
use crate::verdict::Fault;

/// From this on, a sheet no longer keeps every digit of a number.
const INEXACT: f64 = 1e15;

/// What is wrong with the cell of a field.
pub(crate) type Wrong = (u32, String, Fault);

/// The record of a row, encoded in the order of its fields.
///
/// # Errors
/// Every cell that is no value of its field.
pub(crate) fn record(kind: &Kind, header: &Header, cells: &[Cell]) -> Result<Vec<u8>, Vec<Wrong>> {
    let mut record = Record::default();
    let mut wrong = Vec::new();
    for ((place, column), cell) in (0_u32..).zip(&header.columns).zip(cells) {
        let untitled =
            header.titles.get(place as usize).is_none_or(|title| title.trim().is_empty());
        if untitled && !cell.is_empty() {
            wrong.push((place, String::new(), under_no_title()));
        }
        let Column::Field(index, ratio) = column else { continue };
        let field = &kind.fields[*index];
        // What rules and acts give is shown in exports and not taken from them.
        if cell.is_empty() || !matches!(field.given, Given::ByRecorder | Given::ByRecording) {
            continue;
        }
        let codes = header.profile.codes.get(&field.name);
        let meant = codes.and_then(|codes| codes.get(&*cell.shown()).map(|said| Cell::text(said)));
        if let Err(fault) = record.add(kind, field, meant.as_ref().unwrap_or(cell), *ratio) {
            wrong.push((place, field.label.clone(), fault));
        }
    }
    for (name, value) in &header.profile.values {
        let field = kind.fields.iter().find(|field| field.name == *name);
        let Some(field) = field.filter(|field| !record.has(kind, field)) else { continue };
        if let Err(fault) = record.add(kind, field, &Cell::text(value), Ratio::ONE) {
            wrong.push((0, field.label.clone(), fault));
        }
    }
    for (place, cell) in (0_u32..).zip(cells).skip(header.columns.len()) {
        if !cell.is_empty() {
            wrong.push((place, String::new(), under_no_title()));
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(record.finish())
}

fn under_no_title() -> Fault {
    let message = "the cell stands under no title";
    Fault::new(Reason::RequestInvalid, message, "该单元格所在列没有表头")
}

/// A cell as the value of a field, encoded with the field's number.
///
/// # Errors
/// What would be right.
pub(crate) fn encoded(
    kind: &Kind,
    field: &Field,
    cell: &Cell,
    ratio: Ratio,
) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    encode(kind, field, cell, ratio, &mut bytes)?;
    Ok(bytes)
}

pub(crate) fn encode(
    kind: &Kind,
    field: &Field,
    cell: &Cell,
    ratio: Ratio,
    bytes: &mut Vec<u8>,
) -> Result<(), Fault> {
    if let Cell::Broken(text) = cell {
        let message = format!("the cell shows the error {text}");
        return Err(Fault::new(Reason::RecordInvalid, message, format!("单元格是错误值 {text}")));
    }
    match field.column {
        Stored::Text => {
            let text = text(field, cell)?;
            encode_key(field.number, WireType::LengthDelimited, bytes);
            encode_varint(text.len() as u64, bytes);
            bytes.extend_from_slice(text.as_bytes());
        }
        Stored::Integer => {
            let number = integer(field, cell, ratio)?;
            encode_key(field.number, WireType::Varint, bytes);
            encode_varint(number.cast_unsigned(), bytes);
        }
        Stored::Opaque => bytes.extend(nested(kind, field, &cell.shown())?),
    }
    Ok(())
}

fn text<'a>(field: &Field, cell: &'a Cell) -> Result<Cow<'a, str>, Fault> {
    match (field.format, cell) {
        (Format::Date, Cell::Moment(day, time)) if time.is_empty() => Ok(day.into()),
        (Format::Date, Cell::Text(text)) if is_day(text) => Ok(text.into()),
        (Format::Date, Cell::Text(text)) => Ok(day(&half_width(text)).into()),
        (Format::Date, Cell::Number(number)) => {
            let digits = shown(*number);
            match day(&digits) {
                day if day != digits => Ok(day.into()),
                _ => Err(Fault::new(
                    Reason::DateInvalid,
                    format!("{digits} is a bare number; give the cell the format of a date"),
                    format!("单元格是数字 {digits}，请设为日期格式或写作 2024-03-05"),
                )),
            }
        }
        (Format::Date, cell) => Err(Fault::new(
            Reason::DateInvalid,
            format!("{:?} is not a day, written YYYY-MM-DD", cell.shown()),
            format!("“{}”不是日期，应写作 2024-03-05", cell.shown()),
        )),
        (Format::Time, Cell::Time(time)) => Ok(time.into()),
        (_, Cell::Number(number)) if number.abs() >= INEXACT => Err(Fault::new(
            Reason::TextInvalid,
            "the number has lost digits in the sheet; give the cell the format of text",
            "数字超过 15 位，表格软件已丢失末尾数字，请先把单元格设为文本再填写",
        )),
        (Format::Division, cell) => Ok(code_of(&half_width(&cell.shown())).to_owned().into()),
        (_, Cell::Text(text)) if text.starts_with('=') => Err(Fault::new(
            Reason::TextInvalid,
            "the text is a formula; write its value",
            "内容是公式，请改为数值或文字",
        )),
        (_, Cell::Text(text)) if is_code(text) => Ok(half_width(text)),
        (_, cell) => Ok(cell.shown()),
    }
}

/// The code of a place whose name may stand behind it: `421222106 石南镇`.
fn code_of(text: &str) -> &str {
    let code = text.split_once(char::is_whitespace).map(|(code, _)| code);
    code.filter(|code| code.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or(text)
}

/// Whether a text is of full-width letters and digits alone, as codes are mistyped.
fn is_code(text: &str) -> bool {
    text.chars().all(|letter| ('\u{ff01}'..='\u{ff5e}').contains(&letter) || letter.is_ascii())
}

/// Whether a text is `YYYY-MM-DD`, as most are: nothing is to be made of it.
fn is_day(text: &str) -> bool {
    let fits = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 10 && text.bytes().enumerate().all(fits)
}

/// A day as offices write it, as `YYYY-MM-DD`; another text stays as it is and is refused later.
fn day(text: &str) -> String {
    let parts: Vec<&str> = text
        .trim()
        .trim_end_matches('日')
        .split(['-', '/', '.', '年', '月'])
        .map(str::trim)
        .collect();
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    match parts.as_slice() {
        [year, month, day]
            if year.len() == 4
                && [month, day].iter().all(|part| (1..=2).contains(&part.len()))
                && parts.iter().all(|part| digits(part)) =>
        {
            format!("{year}-{month:0>2}-{day:0>2}")
        }
        [day] if day.len() == 8 && digits(day) => {
            format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..])
        }
        _ => text.trim().to_owned(),
    }
}

fn integer(field: &Field, cell: &Cell, ratio: Ratio) -> Result<i64, Fault> {
    let shown = cell.shown();
    let text = half_width(&shown);
    if let Some(values) = &field.values {
        let said = |(_, (name, label)): &(&i64, &(String, String))| {
            *name == text || half_width(label) == text
        };
        let found = values.iter().filter(|(number, _)| **number > 0).find(said);
        return found.map(|(number, _)| *number).ok_or_else(|| {
            let labels: Vec<&str> = values
                .values()
                .map(|(_, label)| label.as_str())
                .filter(|l| !l.is_empty())
                .collect();
            let labels = labels.join("、");
            Fault::new(
                Reason::EnumUnknown,
                format!("{text:?} is none of {labels}"),
                format!("“{text}”不是可选值，可选：{labels}"),
            )
        });
    }
    if field.boolean {
        return match text.to_ascii_lowercase().as_str() {
            "是" | "有" | "√" | "true" | "1" => Ok(1),
            "否" | "无" | "×" | "false" | "0" => Ok(0),
            _ => Err(Fault::new(
                Reason::EnumUnknown,
                format!("{text:?} is neither 是 nor 否"),
                format!("“{text}”应填“是”或“否”"),
            )),
        };
    }
    let number = match text.strip_suffix('%') {
        Some(hundredths) => {
            let ratio = factor("%", &field.unit).ok_or_else(|| no_percentage(&text, field))?;
            whole(hundredths.trim_end(), ratio)
        }
        None => whole(&text, ratio),
    };
    let number = number.map_err(|(en, zh)| Fault::new(Reason::ValueOutOfRange, en, zh))?;
    if field.narrow && i32::try_from(number).is_err() {
        let message = format!("{number} is too large");
        return Err(Fault::new(Reason::ValueOutOfRange, message, format!("“{number}”过大")));
    }
    Ok(number)
}

fn no_percentage(text: &str, field: &Field) -> Fault {
    let Field { name, label, unit, .. } = field;
    Fault::new(
        Reason::ValueOutOfRange,
        format!("{text} is a percentage, and {name} is not counted in percent but in {unit:?}"),
        format!("“{text}”是百分比，而“{label}”的单位是“{unit}”"),
    )
}

/// A field of several parts is written in a cell as lines, or as JSON.
fn nested(kind: &Kind, field: &Field, text: &str) -> Result<Vec<u8>, Fault> {
    let written = text.trim_start();
    if let Some(inside) = kind.inside(field).filter(|_| !written.starts_with(['[', '{'])) {
        return lines::read(kind, field, inside, text);
    }
    let wrong = |cause: serde_json::Error| {
        Fault::new(
            Reason::MessageMalformed,
            format!("the cell is not the JSON of {}: {cause}", field.name),
            format!("单元格应为“{}”的 JSON：{cause}", field.label),
        )
    };
    let value: serde_json::Value = serde_json::from_str(text).map_err(wrong)?;
    let whole = serde_json::json!({ field.name.as_str(): value });
    let described = kind.described(field);
    let holder = described.map_or_else(|| kind.message.clone(), |f| f.parent_message().clone());
    let options = DeserializeOptions::new().deny_unknown_fields(true);
    let read = DynamicMessage::deserialize_with_options(holder, whole, &options);
    Ok(prost::Message::encode_to_vec(&read.map_err(wrong)?))
}

#[cfg(test)]
mod tests;
