//! The records of a kind that a day of theirs places in a period: what a printed ledger holds.

use chassis::{FieldFault, Refusal};
use proto::ledger::v1::{
    Format, ListPeriodRecordsRequest, ListPeriodRecordsResponse, Reason, Revision,
};

use crate::Books;
use crate::kinds::{KindInfo, row_to_wire};
use crate::reader::page::{PageToken, page_size};
use crate::reader::{Placed, check_county, check_day, check_division};

/// Lists them, at the position of the first page.
pub(super) async fn list(
    books: &Books,
    request: ListPeriodRecordsRequest,
) -> Result<ListPeriodRecordsResponse, Refusal> {
    let ListPeriodRecordsRequest {
        county,
        kind,
        division,
        date_field,
        first_date,
        last_date,
        page_size: size,
        page_token,
    } = request;
    check_county(&county)?;
    if !division.is_empty() {
        check_division("division", &division)?;
    }
    let kind = books.kinds.get(&kind)?;
    let size = page_size(size)?;
    let days = [("first_date", &first_date), ("last_date", &last_date)];
    let placed = placed(kind, &date_field, days)?;
    let query = ["period", &county, &kind.name, &division, &date_field, &first_date, &last_date];
    let token = PageToken::read(&page_token, &query)?.unwrap_or_default();
    let position = books.reader.position(&county, token.position).await?;
    let inside = (county.as_str(), division.as_str());
    let page = books.reader.placed(kind, inside, placed, position, (&token.key, size)).await?;
    let type_url = format!("type.googleapis.com/{}", kind.name);
    let revisions = page.records.iter().map(|row| Revision {
        metadata: Some(row.metadata(position)),
        record: Some(prost_types::Any {
            type_url: type_url.clone(),
            value: row_to_wire(kind, &row.values),
        }),
        entry: None,
    });
    let revisions = revisions.collect();
    let token = |key| PageToken { position, key, ..PageToken::default() }.write(&query);
    let next_page_token = page.last_id.map(token).unwrap_or_default();
    Ok(ListPeriodRecordsResponse { revisions, next_page_token, position })
}

/// The day that places records, and its period; nothing where no day is named.
fn placed<'a>(
    kind: &'a KindInfo,
    date_field: &str,
    days: [(&str, &'a String); 2],
) -> Result<Option<Placed<'a>>, Refusal> {
    if date_field.is_empty() {
        return Ok(None);
    }
    let found = kind.field(date_field).filter(|(_, field)| field.format == Format::Date);
    let (_, field) = found.ok_or_else(|| {
        Refusal::request(FieldFault::new(
            "date_field",
            Reason::RequestInvalid,
            format!("{date_field:?} is no day of a {}", kind.table),
            format!("“{date_field}”不是{}的日期字段", kind.label),
        ))
    })?;
    for (name, day) in days {
        check_day(name, day)?;
    }
    let [(_, first), (_, last)] = days;
    Ok(Some(Placed { field: &field.name, first, last }))
}
