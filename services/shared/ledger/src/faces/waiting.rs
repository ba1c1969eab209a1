//! What waits for somebody: records for a verifier or their recorder, periods for a return.

use chassis::{FieldFault, Refusal};
use proto::ledger::v1::{
    ListObligationsRequest, ListObligationsResponse, ListViolationsRequest, ListViolationsResponse,
    ListWaitingRecordsRequest, ListWaitingRecordsResponse, Reason, Remark, Revision, State,
    WaitingRecord,
};

use crate::Books;
use crate::kinds::{KindInfo, row_to_wire};
use crate::reader::page::{PageToken, page_size};
use crate::reader::waiting::Asked;
use crate::reader::{check_county, check_day};
use crate::storage::Stored;

/// No calendar is asked for over more years.
const MOST_YEARS: i16 = 12;

/// Lists the records that wait, a kind after another.
pub(super) async fn list(
    books: &Books,
    request: ListWaitingRecordsRequest,
) -> Result<ListWaitingRecordsResponse, Refusal> {
    let returned = match request.state() {
        State::Recorded => false,
        State::Returned => true,
        _ => return Err(wrong_state()),
    };
    let ListWaitingRecordsRequest {
        county,
        kind,
        state,
        recorder,
        page_size: size,
        page_token,
        opening_list_id: on_list,
    } = request;
    check_county(&county)?;
    let kinds: Vec<_> = match kind.as_str() {
        "" => books.kinds.iter().collect(),
        name => vec![books.kinds.get(name)?],
    };
    let size = page_size(size)?;
    let state = state.to_string();
    let query = ["waiting", &county, &kind, &state, &recorder, &on_list];
    let token = PageToken::read(&page_token, &query)?.unwrap_or_default();
    let position = books.reader.position(&county, token.position).await?;
    let (first, mut after) = (usize::try_from(token.list).unwrap_or(usize::MAX), token.rest);
    let mut answer = ListWaitingRecordsResponse { position, ..Default::default() };
    for (at, kind) in kinds.iter().enumerate().skip(first) {
        let wanted = size - answer.records.len();
        let (county, recorder, list) = (county.as_str(), recorder.as_str(), on_list.as_str());
        let asked = Asked { county, recorder, returned, list };
        let reader = &books.reader;
        let mut rows = reader.waiting(kind, &asked, position, after, wanted + 1).await?;
        let more = rows.len() > wanted;
        rows.truncate(wanted);
        let last = rows.last().map_or(after, |row| row.since);
        answer.records.extend(waiting(books, county, kind, rows, position).await?);
        if more {
            let list = u32::try_from(at).unwrap_or(u32::MAX);
            let token = PageToken { position, rest: last, list, ..Default::default() };
            answer.next_page_token = token.write(&query);
            break;
        }
        after = 0;
    }
    Ok(answer)
}

async fn waiting(
    books: &Books,
    county: &str,
    kind: &KindInfo,
    rows: Vec<Stored>,
    position: i64,
) -> Result<Vec<WaitingRecord>, Refusal> {
    let touched = rows.iter().flat_map(|row| [row.since, row.touched(position)]);
    let entries = books.reader.entries(county, touched).await?;
    let entry = |seq: i64| entries.iter().find(|e| e.seq == seq).map(|e| e.to_wire());
    let remarks = match kind.remarks {
        Some(remarks) => remarks(books, county, &rows, position).await?,
        None => vec![Vec::new(); rows.len()],
    };
    let record = |(row, remarks): (&Stored, Vec<Remark>)| {
        let type_url = format!("type.googleapis.com/{}", kind.name);
        let record = prost_types::Any { type_url, value: row_to_wire(kind, &row.values) };
        let metadata = Some(row.metadata(position));
        let revision = Revision { metadata, record: Some(record), entry: entry(row.since) };
        let last_entry = entry(row.touched(position));
        WaitingRecord { revision: Some(revision), last_entry, remarks }
    };
    Ok(rows.iter().zip(remarks).map(record).collect())
}

/// Lists the periods that are owed.
pub(super) async fn obligations(
    books: &Books,
    request: ListObligationsRequest,
) -> Result<ListObligationsResponse, Refusal> {
    let ListObligationsRequest { county, first_date, last_date } = request;
    check_county(&county)?;
    let (first, last) =
        (check_day("first_date", &first_date)?, check_day("last_date", &last_date)?);
    if last < first || last.year() - first.year() >= MOST_YEARS {
        return Err(Refusal::request(FieldFault::new(
            "last_date",
            Reason::DateOrder,
            format!("{last} is before {first}, or {MOST_YEARS} years after it or more"),
            format!("{last} 早于 {first}，或相隔 {MOST_YEARS} 年以上"),
        )));
    }
    let position = books.reader.position(&county, 0).await?;
    let days = (first, last);
    let periods = books.obligations.collected(&books.reader, &county, days, position).await?;
    Ok(ListObligationsResponse { periods, position })
}

/// Runs the rules of quality over a county.
pub(super) async fn violations(
    books: &Books,
    request: ListViolationsRequest,
) -> Result<ListViolationsResponse, Refusal> {
    let ListViolationsRequest { county, position } = request;
    check_county(&county)?;
    let position = books.reader.position(&county, position).await?;
    let rules = books.rules.run(&books.reader, &county, position).await?;
    Ok(ListViolationsResponse { rules, position })
}

fn wrong_state() -> Refusal {
    Refusal::request(FieldFault::new(
        "state",
        Reason::EnumUnknown,
        "state is STATE_RECORDED, what waits for a verifier, or STATE_RETURNED",
        "state 应为 STATE_RECORDED（待核实）或 STATE_RETURNED（已退回）",
    ))
}
