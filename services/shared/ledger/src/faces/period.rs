//! The records of a kind that a day of theirs places in a period: what a printed ledger holds.

use chassis::{FieldFault, Refusal};
use proto::ledger::v1::{
    Format, ListPeriodRecordsRequest, ListPeriodRecordsResponse, Reason, Revision, State,
};

use crate::Books;
use crate::books::check_words;
use crate::kinds::{KindInfo, row_to_wire};
use crate::reader::page::{PageToken, page_size};
use crate::reader::{Filter, Placed, check_county, check_day, check_division};

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
        state,
        text,
    } = request;
    check_county(&county)?;
    if !division.is_empty() {
        check_division("division", &division)?;
    }
    let kind = books.kinds.get(&kind)?;
    let size = page_size(size)?;
    let days = [("first_date", &first_date), ("last_date", &last_date)];
    let placed = placed(kind, &date_field, days)?;
    check_words("text", &text)?;
    let state = State::try_from(state).map_err(|_| {
        let fault = FieldFault::new(
            "state",
            Reason::EnumUnknown,
            format!("{state} is no state of a record"),
            format!("“{state}”不是记录状态"),
        );
        Refusal::request(fault)
    })?;
    let place = [county.as_str(), &kind.name, &division];
    let days = [date_field.as_str(), &first_date, &last_date];
    let query = [&["period"][..], &place, &days, &[state.as_str_name(), &text]].concat();
    let token = PageToken::read(&page_token, &query)?.unwrap_or_default();
    let position = books.reader.position(&county, token.position).await?;
    let filter = Filter { division: &division, placed, state, text: &text };
    let from = (token.key.as_str(), size);
    let page = books.reader.filtered(kind, &county, &filter, position, from).await?;
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
    let [(_, first), (_, last)] = days;
    // Without days it is asked for the records that have none.
    if !(first.is_empty() && last.is_empty()) {
        for (name, day) in days {
            check_day(name, day)?;
        }
    }
    Ok(Some(Placed { field: &field.name, first, last }))
}
