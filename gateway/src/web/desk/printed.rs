//! The printed ledger (台账) of a kind: its records of a year, each with its hands and its place
//! in the ledger, and lines for signatures.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{OriginalUri, Path, State};
use axum::response::Response;
use chassis::Refusal;
use http::HeaderMap;
use prost_reflect::MessageDescriptor;
use proto::ledger::v1::ledger_service_client::LedgerServiceClient;
use proto::ledger::v1::{Format, ListPeriodRecordsRequest, Revision};
use serde::Serialize;
use tonic::Request;

use super::answer::{Frame, finish, page as page_answer};
use super::calendar::year;
use super::{actor, known};
use crate::Gateway;
use crate::departments::Client;
use crate::periods::today;
use crate::web::negotiate::{Call, Language};
use crate::web::records;

/// Records of one printed ledger; a larger one is printed by place.
const MOST: usize = 5_000;
/// Records that are asked for at a time.
const PAGE: i32 = 500;
/// No department is waited for longer.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Serialize)]
struct Printed {
    frame: Frame,
    label: String,
    owner: String,
    year: String,
    division: String,
    /// The field whose day places a record in the year.
    placed_by: String,
    tables: Vec<records::Table>,
    hands: Vec<Hands>,
    position: i64,
    count: usize,
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

/// `GET /desk/{county}/ledger/{department}/{collection}?year=2023&division=421222106`
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
        let year = format!("{:04}", year(asked)?);
        let division = call.queried("division").unwrap_or_default().to_owned();
        let language = call.page_language();
        let (date_field, placed_by) = placed_by(kind, language).unwrap_or_default();
        let asked = ListPeriodRecordsRequest {
            county: county.to_owned(),
            kind: kind.full_name().to_owned(),
            division: division.clone(),
            date_field,
            first_date: format!("{year}-01-01"),
            last_date: format!("{year}-12-31"),
            page_size: PAGE,
            ..ListPeriodRecordsRequest::default()
        };
        let Listed { revisions, position, whole } = Listed::read(client, asked).await?;
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
            tables: records::tables(&revisions, language, &|_, _| None)?,
            printed: today().to_string(),
            most: MOST,
            year,
            division,
            position,
            whole,
        };
        page_answer(&call, "desk/printed.html", &view)
    };
    finish(&call, answer().await)
}

/// The first required day of a kind, which places its records: its name and what it is called.
fn placed_by(kind: &MessageDescriptor, language: Language) -> Option<(String, String)> {
    let fields = ledger::kinds::fields_of(kind);
    let days = fields.into_iter().filter(|field| field.format == Format::Date);
    days.max_by_key(|field| (field.required, std::cmp::Reverse(field.number))).map(|field| {
        let words = field.name.replace('_', " ");
        let label = language.pick(&field.label, &words).to_owned();
        (field.name, label)
    })
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
    async fn read(client: &Client, asked: ListPeriodRecordsRequest) -> Result<Self, Refusal> {
        let mut ledger = LedgerServiceClient::new(client.channel.clone());
        let (mut listed, mut page_token) = (Self::default(), String::new());
        loop {
            let mut request =
                Request::new(ListPeriodRecordsRequest { page_token, ..asked.clone() });
            request.set_timeout(PATIENCE);
            let answer = ledger.list_period_records(request).await;
            let refused = |status| client.named(Refusal::from_status(&status));
            let answer = answer.map_err(refused)?.into_inner();
            listed.position = answer.position;
            listed.revisions.extend(answer.revisions);
            page_token = answer.next_page_token;
            listed.whole = page_token.is_empty() && listed.revisions.len() <= MOST;
            if page_token.is_empty() || listed.revisions.len() > MOST {
                listed.revisions.truncate(MOST);
                return Ok(listed);
            }
        }
    }
}
