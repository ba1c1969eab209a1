//! What the acts read of a request and of the books.

use chassis::{FieldFault, Refusal};
use ledger::Books;
use ledger::figures::CountyScope;
use ledger::kinds::{Kind, encode_with_metadata, row_to_wire, today};
use ledger::reader::{check_county, check_day, check_division};
use ledger::storage::Stored;
use proto::ledger::v1::Reason;

use crate::Ours;
use crate::figures::saturation::Span;

/// A period as a request names it.
pub(super) struct Asked<'a> {
    pub(super) county: &'a str,
    /// Empty for the county.
    pub(super) division: &'a str,
    pub(super) first_date: &'a str,
    pub(super) last_date: &'a str,
    /// 0 for the ledger as it stands.
    pub(super) position: i64,
}

/// The scope of a request whose period is over: what is drawn or kept of it stands.
///
/// # Errors
/// What is wrong with the place, the days or the position.
pub(super) async fn scope_over(books: &Books, asked: Asked<'_>) -> Result<CountyScope, Refusal> {
    let (last_date, today) = (asked.last_date, today().to_string());
    let scope = scope(books, asked).await?;
    if last_date < today.as_str() {
        return Ok(scope);
    }
    Err(Refusal::request(FieldFault::new(
        "last_date",
        Reason::ValueOutOfRange,
        format!("what is kept is of days that are over; today is {today}"),
        format!("只留存已结束时段的结果，今天是 {today}"),
    )))
}

/// The scope of a request; of a period that goes on, up to today: of days to come nobody owes a log.
///
/// # Errors
/// What is wrong with the place, the days or the position.
pub(super) async fn scope(books: &Books, asked: Asked<'_>) -> Result<CountyScope, Refusal> {
    let Asked { county, division, first_date, last_date, position } = asked;
    check_county(county)?;
    let division = if division.is_empty() { county } else { division };
    check_division("division", division)?;
    if !division.starts_with(county) {
        return Err(Refusal::request(FieldFault::new(
            "division",
            Reason::DivisionUnknown,
            format!("{division} is not inside county {county}"),
            format!("行政区划 {division} 不在县 {county} 之内"),
        )));
    }
    for (field, text) in [("first_date", first_date), ("last_date", last_date)] {
        check_day(field, text)?;
    }
    if last_date < first_date {
        return Err(Refusal::request(FieldFault::new(
            "last_date",
            Reason::DateOrder,
            format!("{last_date} is before first_date {first_date}"),
            format!("{last_date} 早于 first_date 的 {first_date}"),
        )));
    }
    let today = today().to_string();
    if *first_date > *today {
        return Err(Refusal::request(FieldFault::new(
            "first_date",
            Reason::ValueOutOfRange,
            format!("{first_date} is still to come; today is {today}"),
            format!("{first_date} 尚未到来，今天是 {today}"),
        )));
    }
    Ok(CountyScope {
        county: county.to_owned(),
        division: division.to_owned(),
        first_date: first_date.to_owned(),
        last_date: last_date.min(&today).to_owned(),
        position: books.reader.position(county, position).await?,
    })
}

/// The span of a scope.
///
/// # Errors
/// Where the calendar of working days does not know a year of it.
pub(super) fn span(scope: &CountyScope) -> Result<Span<'_>, Refusal> {
    Span::of(scope).ok_or_else(|| {
        Refusal::request(FieldFault::new(
            "last_date",
            Reason::ValueOutOfRange,
            "the calendar of working days does not know every year of the period",
            "工作日历中没有该时段内全部年份的安排",
        ))
    })
}

/// A record with its metadata, as it stands at a position; nothing where there is none, or it was withdrawn.
pub(super) async fn existing<K: Kind<Ours>>(
    books: &Books,
    county: &str,
    id: &str,
    position: i64,
) -> Result<Option<K>, Refusal> {
    let kind = books.kind::<Ours, K>()?;
    let stored = books.reader.record(kind, county, id, position).await?;
    let stored = stored.filter(|stored| !stored.withdrawn);
    let wire = |stored: Stored| {
        let content = row_to_wire(kind, &stored.values);
        encode_with_metadata(&stored.metadata(position), &content)
    };
    stored.map(|stored| decode(&wire(stored))).transpose()
}

/// The records of a kind that count in a county at a position.
pub(super) async fn counted<K: Kind<Ours>>(
    books: &Books,
    county: &str,
    position: i64,
) -> Result<Vec<K>, Refusal> {
    counted_between(books, county, ("", "~"), position).await
}

/// The same, of those with an id from the first to the last.
pub(super) async fn counted_between<K: Kind<Ours>>(
    books: &Books,
    county: &str,
    ids: (&str, &str),
    position: i64,
) -> Result<Vec<K>, Refusal> {
    books.counted::<Ours, K>(county, ids, position).await
}

fn decode<K: Kind<Ours>>(content: &[u8]) -> Result<K, Refusal> {
    K::decode(content).map_err(|cause| Refusal::internal(&cause))
}

/// Whether an interval of days holds a day; without a last day it lasts.
pub(super) fn in_force(first_date: &str, last_date: &str, day: &str) -> bool {
    first_date <= day && (last_date.is_empty() || day <= last_date)
}

/// What is answered to an appeal against a result of something else.
pub(super) fn other_appeal(id: &str) -> Refusal {
    Refusal::request(FieldFault::new(
        "appeal_of",
        Reason::ReferenceUnknown,
        format!("{id:?} is no result of the same subject and period"),
        format!("“{id}”不是同一对象、同一时段的结果"),
    ))
}
