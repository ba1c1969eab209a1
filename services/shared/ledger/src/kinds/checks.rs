//! The checks on entry that hold for every kind, driven by the options of its fields.

use chassis::FieldFault;
use jiff::civil::{Date, Time};
use proto::ledger::v1::{Format, Reason};
use sea_orm::Value;

use super::{Column, Field, Given, KindInfo};
use crate::divisions::Divisions;

const LONGEST_TEXT: usize = 2_000;
const LONGEST_KEY: usize = 63;

/// What the checks of one record found.
#[derive(Default)]
pub struct Findings {
    hard: Vec<FieldFault>,
    soft: Vec<FieldFault>,
}

impl Findings {
    /// Refuses the record for a field.
    pub fn refuse(
        &mut self,
        field: &str,
        reason: Reason,
        message: impl Into<String>,
        message_zh: impl Into<String>,
    ) {
        self.hard.push(FieldFault::new(field, reason, message, message_zh));
    }

    /// Refuses a field that is no day; returns the day.
    pub fn check_date(&mut self, field: &str, text: &str) -> Option<Date> {
        read_date(field, text).map_err(|fault| self.hard.push(fault)).ok()
    }

    /// Asks for an explanation, without which the record is refused.
    pub fn ask(
        &mut self,
        field: &str,
        reason: Reason,
        message: impl Into<String>,
        message_zh: impl Into<String>,
    ) {
        self.soft.push(FieldFault::new(field, reason, message, message_zh));
    }

    /// Refuses a later day that stands before an earlier one; an empty day is no day.
    pub fn days_in_order(&mut self, earlier: (&str, &str), later: (&str, &str)) {
        let ((earlier_name, earlier), (name, later)) = (earlier, later);
        if !earlier.is_empty() && !later.is_empty() && later < earlier {
            self.refuse(
                name,
                Reason::DateOrder,
                format!("{later} is before {earlier_name} {earlier}"),
                format!("{later} 早于 {earlier_name} 的 {earlier}"),
            );
        }
    }

    /// Whether nothing has been refused so far.
    pub fn is_clean(&self) -> bool {
        self.hard.is_empty()
    }

    pub(super) fn split(self) -> (Vec<FieldFault>, Vec<FieldFault>) {
        (self.hard, self.soft)
    }
}

/// Reads `YYYY-MM-DD`; nothing else is a day.
pub fn parse_date(text: &str) -> Option<Date> {
    let shaped = text.len() == 10 && text.as_bytes().get(4) == Some(&b'-');
    text.parse().ok().filter(|_| shaped)
}

/// Reads `YYYY-MM-DD` in a field.
///
/// # Errors
/// `DATE_INVALID` for what is no day.
pub fn read_date(field: &str, text: &str) -> Result<Date, FieldFault> {
    parse_date(text).ok_or_else(|| {
        FieldFault::new(
            field,
            Reason::DateInvalid,
            format!("{text:?} is not a day that exists, written YYYY-MM-DD"),
            format!("“{text}”不是存在的日期，应写作 YYYY-MM-DD"),
        )
    })
}

/// Refuses two days that are not the first and the last of one month.
pub fn check_month(first: &str, last: &str, findings: &mut Findings) {
    let month = parse_date(first).filter(|date| date.day() == 1);
    let fits = month.is_some_and(|date| date.last_of_month().to_string() == last);
    if !fits {
        findings.refuse(
            "last_date",
            Reason::DateOrder,
            format!("{first} to {last} is not a whole month, from its first to its last day"),
            format!("{first} 至 {last} 不是完整的一个月（首日至末日）"),
        );
    }
}

/// Refuses the value of a parameter that is neither decimal digits, nor a day, nor an id.
pub fn check_parameter(value: &str, findings: &mut Findings) {
    let is_id = value.starts_with(|first: char| first.is_ascii_alphanumeric())
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    let is_known = crate::figures::exact::parse(value).is_some() || is_id;
    if !is_known || value.len() > LONGEST_KEY {
        findings.refuse(
            "value",
            Reason::ValueOutOfRange,
            format!(
                "{value:?} is neither decimal digits, nor a day YYYY-MM-DD, nor the id of a record"
            ),
            format!("“{value}”既不是十进制数，也不是 YYYY-MM-DD 的日期或记录编号"),
        );
    }
}

pub(super) fn check_row(kind: &KindInfo, row: &[Value], findings: &mut Findings) {
    for (field, value) in kind.fields.iter().zip(row) {
        match (field.column, value) {
            (Column::Text, Value::String(Some(text))) => check_text(field, text, findings),
            (Column::Integer, Value::BigInt(number)) => check_number(field, *number, findings),
            _ => {}
        }
    }
}

fn required(field: &Field, findings: &mut Findings) {
    if field.required && field.given == Given::ByRecorder {
        findings.refuse(
            &field.name,
            Reason::FieldRequired,
            "is required",
            format!("必须填写“{}”", field.label),
        );
    }
}

fn check_text(field: &Field, text: &str, findings: &mut Findings) {
    if text.is_empty() {
        return required(field, findings);
    }
    if text.len() > LONGEST_TEXT || text.chars().any(char::is_control) || text.trim() != text {
        return findings.refuse(
            &field.name,
            Reason::TextInvalid,
            format!("at most {LONGEST_TEXT} bytes, no control characters, no outer blanks"),
            format!("最长 {LONGEST_TEXT} 字节，不得含控制字符或首尾空白"),
        );
    }
    match field.format {
        Format::Date => {
            findings.check_date(&field.name, text);
        }
        Format::Division if !Divisions::standard().knows(text) => findings.refuse(
            &field.name,
            Reason::DivisionUnknown,
            format!("{text:?} is not a division in the register"),
            format!("行政区划代码“{text}”不在名册中"),
        ),
        Format::Time if text.len() != 5 || text.parse::<Time>().is_err() => findings.refuse(
            &field.name,
            Reason::TimeInvalid,
            format!("{text:?} is not a time of day, written HH:MM"),
            format!("“{text}”不是时刻，应写作 HH:MM"),
        ),
        _ => {}
    }
}

fn check_number(field: &Field, number: Option<i64>, findings: &mut Findings) {
    let Some(number) = number else { return required(field, findings) };
    if let Some(values) = &field.values {
        if number == 0 {
            return required(field, findings);
        }
        if !values.contains_key(&number) {
            let names: Vec<&str> = values.values().skip(1).map(|(name, _)| name.as_str()).collect();
            let labels: Vec<&str> = values.values().skip(1).map(|(_, zh)| zh.as_str()).collect();
            findings.refuse(
                &field.name,
                Reason::EnumUnknown,
                format!("{number} is none of {}", names.join(", ")),
                format!("{number} 不是可选值，可选：{}", labels.join("、")),
            );
        }
    } else if number < 0 && !field.signed {
        findings.refuse(
            &field.name,
            Reason::ValueNegative,
            format!("{number} is below zero"),
            format!("“{}”不得为负，收到 {number}", field.label),
        );
    }
}

/// A natural key names a record in paths and pages: no blanks, no slashes, no colons.
pub(super) fn check_key(key: &str, findings: &mut Findings) {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    let starts = key.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    if !starts || key.len() > LONGEST_KEY || !key.bytes().all(fits) {
        findings.refuse(
            "code",
            Reason::TextInvalid,
            format!("the key {key:?} takes 1 to {LONGEST_KEY} of A-Z a-z 0-9 . _ -"),
            format!("编号“{key}”限 1 至 {LONGEST_KEY} 个字母、数字或 . _ -"),
        );
    }
}
