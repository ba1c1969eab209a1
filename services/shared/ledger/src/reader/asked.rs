//! What every request for records may get wrong: its county, its division, its days.

use chassis::{FieldFault, Refusal};
use jiff::civil::Date;
use proto::ledger::v1::Reason;

use crate::divisions::{COUNTY_DIGITS, Divisions};
use crate::kinds::{KindInfo, read_date};

/// Refuses what is not the code of a county that the register knows.
///
/// # Errors
/// `REQUEST_INVALID` with the field `county`.
pub fn check_county(county: &str) -> Result<(), Refusal> {
    let known = Divisions::standard().knows(county);
    if county.len() == COUNTY_DIGITS && known {
        return Ok(());
    }
    Err(Refusal::request(FieldFault::new(
        "county",
        Reason::DivisionUnknown,
        format!("{county:?} is not the six digits of a county in the register"),
        format!("“{county}”不是名册中县级行政区划的六位代码"),
    )))
}

/// Refuses what is not a division that the register knows.
///
/// # Errors
/// `REQUEST_INVALID` with the field.
pub fn check_division(field: &str, division: &str) -> Result<(), Refusal> {
    if Divisions::standard().knows(division) {
        return Ok(());
    }
    Err(Refusal::request(FieldFault::new(
        field,
        Reason::DivisionUnknown,
        format!("{division:?} is not a division in the register"),
        format!("行政区划代码“{division}”不在名册中"),
    )))
}

/// Finds nothing under an id that no record can have.
///
/// # Errors
/// `RECORD_NOT_FOUND`.
pub fn check_id(kind: &KindInfo, id: &str) -> Result<(), Refusal> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    if id.bytes().all(fits) { Ok(()) } else { Err(crate::writer::not_found(kind, id)) }
}

/// Reads a day of a request.
///
/// # Errors
/// `REQUEST_INVALID` with the field, for what is no day.
pub fn check_day(field: &str, text: &str) -> Result<Date, Refusal> {
    read_date(field, text).map_err(Refusal::request)
}
