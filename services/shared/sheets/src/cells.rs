//! A cell as a file has it.

use std::borrow::Cow;

use calamine::{CellErrorType, DataRef, ExcelDateTime};

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Empty,
    Text(String),
    Number(f64),
    Bool(bool),
    /// A day, and the time of day where it has one.
    Moment(String, String),
    /// A time without a day.
    Time(String),
    /// What a formula of the office's program could not compute.
    Broken(String),
}

impl Cell {
    /// A text as it stands in a file; blanks around it are not part of it.
    pub(crate) fn text(text: &str) -> Self {
        let text = text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    /// A number in a cell that shows it as a percentage: `85%` for 0.85.
    pub(crate) fn percentage(self) -> Self {
        match self {
            Self::Number(number) => Self::Text(percentage(&shown(number))),
            other => other,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::Empty
    }

    /// The cell as it is shown.
    pub(crate) fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => "".into(),
            Self::Text(text) | Self::Broken(text) | Self::Time(text) => text.into(),
            Self::Number(number) => shown(*number).into(),
            Self::Bool(true) => "是".into(),
            Self::Bool(false) => "否".into(),
            Self::Moment(day, time) if time.is_empty() => day.into(),
            Self::Moment(day, time) => format!("{day} {time}").into(),
        }
    }
}

impl From<&DataRef<'_>> for Cell {
    fn from(data: &DataRef<'_>) -> Self {
        match data {
            DataRef::Empty => Self::Empty,
            DataRef::Int(number) => Self::text(&number.to_string()),
            DataRef::Float(number) => Self::Number(*number),
            DataRef::String(text) => Self::text(text),
            DataRef::SharedString(text) => Self::text(text),
            DataRef::Bool(value) => Self::Bool(*value),
            DataRef::DateTime(moment) => of_moment(*moment),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                let (day, time) = text.split_once('T').unwrap_or((text, ""));
                Self::Moment(day.to_owned(), time.get(..5).unwrap_or_default().to_owned())
            }
            DataRef::Error(error) => Self::Broken(broken(error)),
        }
    }
}

fn broken(error: &CellErrorType) -> String {
    error.to_string()
}

fn of_moment(moment: ExcelDateTime) -> Cell {
    let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}");
    // Below one there is a time and no day.
    if moment.as_f64() < 1.0 {
        return Cell::Time(time);
    }
    let midnight = hour == 0 && minute == 0;
    Cell::Moment(
        format!("{year:04}-{month:02}-{day:02}"),
        if midnight { String::new() } else { time },
    )
}

/// A number in decimal digits: fifteen of them, which is what a sheet keeps exactly.
pub(crate) fn shown(number: f64) -> String {
    if !number.is_finite() {
        return "#NUM!".to_owned();
    }
    // Below two to the fifty-third a whole number is exactly what its digits say.
    if number.fract() == 0.0 && number.is_sign_positive() && number < 1e15 {
        return format!("{number}");
    }
    let scientific = format!("{number:.14e}");
    let rounded: f64 = scientific.parse().unwrap_or(number);
    format!("{rounded}")
}

/// A hundred times a number in decimal digits, with its sign behind it.
fn percentage(number: &str) -> String {
    let (sign, number) = number.strip_prefix('-').map_or(("", number), |number| ("-", number));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let moved = format!("{fraction:0<2}");
    let (hundredths, rest) = moved.split_at(2);
    let whole = format!("{whole}{hundredths}");
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{rest}%")
}

/// Full-width letters, digits and signs as the usual ones.
pub(crate) fn half_width(text: &str) -> Cow<'_, str> {
    // Almost every cell of digits is as it should be.
    if text.is_ascii() {
        return text.into();
    }
    let usual = |letter: char| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '\u{3000}' | '\u{a0}' => ' ',
        letter => letter,
    };
    text.chars().map(usual).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_the_digits_that_a_sheet_shows() {
        assert_eq!(shown(0.1 + 0.2), "0.3");
        assert_eq!(shown(421_222_106.0), "421222106");
        assert_eq!(shown(-12.345), "-12.345");
    }

    #[test]
    fn a_percentage_is_what_its_cell_shows() {
        for (number, due) in
            [(0.85, "85%"), (0.0525, "5.25%"), (1.0, "100%"), (0.5, "50%"), (-0.003, "-0.3%")]
        {
            assert_eq!(Cell::Number(number).percentage(), Cell::Text(due.to_owned()));
        }
        assert_eq!(Cell::Number(0.0).percentage(), Cell::Text("0%".to_owned()));
    }

    #[test]
    fn full_width_signs_are_the_usual_ones() {
        assert_eq!(half_width("１２，３４５．６（万元）"), "12,345.6(万元)");
    }
}
