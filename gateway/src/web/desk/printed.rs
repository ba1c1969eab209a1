//! The printed ledger (台账) of a kind: its records of a year, each with its hands and its place
//! in the ledger, and lines for signatures.

use std::sync::Arc;

use axum::extract::{OriginalUri, Path, State};
use axum::response::Response;
use chassis::Refusal;
use http::HeaderMap;
use jiff::civil::Date;
use prost_reflect::Value;
use proto::ledger::v1::{ListPeriodRecordsRequest, Revision};
use serde::Serialize;

use super::answer::{Frame, finish, page as page_answer};
use super::calendar::year;
use super::period::{page_of, placed_by};
use super::{actor, known};
use crate::Gateway;
use crate::departments::Client;
use crate::periods::today;
use crate::web::negotiate::{Call, wrong};
use crate::web::records;

/// Records of one printed ledger; a larger one is printed by place.
const MOST: usize = 5_000;
/// Records that are asked for at a time.
const PAGE: i32 = 500;

#[derive(Serialize)]
struct Printed {
    frame: Frame,
    label: String,
    owner: String,
    year: String,
    /// The month of it, two digits; empty for the whole year.
    month: String,
    division: String,
    /// What the records contain: the code of a unit, say.
    text: String,
    /// The unit whose records alone are listed, by its code or name as a field of theirs has it.
    unit: String,
    /// The field whose day places a record in the year.
    placed_by: String,
    tables: Vec<records::Table>,
    hands: Vec<Hands>,
    position: i64,
    count: usize,
    /// How many of them have no day.
    undated: usize,
    most: usize,
    whole: bool,
    printed: String,
}

/// Who wrote a record, and where it stands in the ledger.
#[derive(Serialize)]
struct Hands {
    recorders: String,
    /// The entry that wrote it, and the one that verified it.
    written: i64,
    verified: i64,
}

/// `GET /desk/{county}/ledger/{department}/{collection}?year=2023&month=3&division=421222106&text=…`
pub(super) async fn page(
    State(gateway): State<Arc<Gateway>>,
    Path((county, department, name)): Path<(String, String, String)>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    call: Call,
) -> Response {
    let answer = async || {
        let county = known(&county)?;
        let (client, collection) = gateway.kept(&department, &name)?;
        let kind = collection.kind.as_ref().ok_or_else(|| Refusal::internal(&"no kind"))?;
        call.query()?;
        let asked = call.queried("year").filter(|asked| !asked.is_empty());
        let (year, month) = (year(asked)?, call.queried("month").unwrap_or_default().to_owned());
        let (first, last) = days(year, &month)?;
        let year = format!("{year:04}");
        let text = call.queried("text").unwrap_or_default().trim().to_owned();
        let unit = call.queried("unit").unwrap_or_default().trim().to_owned();
        let division = call.queried("division").unwrap_or_default().to_owned();
        let language = call.page_language();
        let (date_field, placed_by) = placed_by(kind, language).unwrap_or_default();
        let asked = ListPeriodRecordsRequest {
            county: county.to_owned(),
            kind: kind.full_name().to_owned(),
            division: division.clone(),
            date_field,
            first_date: first.to_string(),
            last_date: last.to_string(),
            page_size: PAGE,
            text: if unit.is_empty() { text.clone() } else { unit.clone() },
            ..ListPeriodRecordsRequest::default()
        };
        let undated = ListPeriodRecordsRequest {
            first_date: String::new(),
            last_date: String::new(),
            ..asked.clone()
        };
        let mut listed = Listed::read(client, asked, &unit).await?;
        // A record whose day was not filled in belongs to no year, and is listed in every one.
        let dated = listed.revisions.len();
        if !undated.date_field.is_empty() {
            listed.add(Listed::read(client, undated, &unit).await?);
        }
        let Listed { revisions, position, whole } = listed;
        let here = uri.path_and_query().map_or("", |path| path.as_str());
        let hands = revisions.iter().map(|revision| {
            let metadata = revision.metadata.clone().unwrap_or_default();
            Hands {
                recorders: metadata.recorders.join(language.pick("、", ", ")),
                written: metadata.start_position,
                verified: metadata.verify_position,
            }
        });
        let view = Printed {
            hands: hands.collect(),
            frame: Frame::new(county, actor::of(&headers), here),
            label: records::label(kind, language),
            owner: records::owner(kind),
            placed_by,
            count: revisions.len(),
            undated: revisions.len() - dated.min(revisions.len()),
            tables: records::tables(&revisions, language, &|_, _| None)?,
            printed: today().to_string(),
            most: MOST,
            year,
            month,
            text,
            unit,
            division,
            position,
            whole,
        };
        page_answer(&call, "desk/printed.html", &view)
    };
    finish(&call, answer().await)
}

/// The first and the last day of a year, or of a month of it.
fn days(year: i16, month: &str) -> Result<(Date, Date), Refusal> {
    let months = match month {
        "" => Some((1, 12)),
        month => month.parse().ok().filter(|month| (1..=12).contains(month)).map(|m| (m, m)),
    };
    let span = months.and_then(|(first, last)| {
        let first = Date::new(year, first, 1).ok()?;
        Some((first, Date::new(year, last, 1).ok()?.last_of_month()))
    });
    span.ok_or_else(|| wrong("month", "a month is 1 to 12", "月份应为 1 至 12"))
}

/// What was listed so far.
#[derive(Default)]
struct Listed {
    revisions: Vec<Revision>,
    position: i64,
    whole: bool,
}

impl Listed {
    /// Lists the records that a request asks for, all at one position.
    async fn read(
        client: &Client,
        asked: ListPeriodRecordsRequest,
        unit: &str,
    ) -> Result<Self, Refusal> {
        let (mut listed, mut page_token) = (Self::default(), String::new());
        loop {
            let request = ListPeriodRecordsRequest { page_token, ..asked.clone() };
            let answer = page_of(client, request).await?;
            listed.position = answer.position;
            for revision in answer.revisions {
                if unit.is_empty() || names(&revision, unit)? {
                    listed.revisions.push(revision);
                }
            }
            page_token = answer.next_page_token;
            listed.whole = page_token.is_empty() && listed.revisions.len() <= MOST;
            if page_token.is_empty() || listed.revisions.len() > MOST {
                listed.revisions.truncate(MOST);
                return Ok(listed);
            }
        }
    }

    /// Adds what was listed beside it.
    fn add(&mut self, other: Self) {
        self.revisions.extend(other.revisions);
        self.whole = self.whole && other.whole && self.revisions.len() <= MOST;
        self.revisions.truncate(MOST);
    }
}

/// Whether a record names a unit, in a field that says nothing else.
fn names(revision: &Revision, unit: &str) -> Result<bool, Refusal> {
    let (_, message) = records::decode(revision)?;
    let named = message.fields().any(|(_, value)| match value {
        Value::String(text) => text == unit,
        Value::List(values) => values.iter().any(|value| value.as_str() == Some(unit)),
        _ => false,
    });
    Ok(named)
}
