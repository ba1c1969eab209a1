//! The printed ledger (台账) of a kind: its records of a year, each with its hands and its place
//! in the ledger, and lines for signatures.

use std::sync::Arc;

use axum::extract::{OriginalUri, Path, State};
use axum::response::Response;
use chassis::Refusal;
use http::{HeaderMap, Method};
use prost_reflect::{DynamicMessage, MessageDescriptor, Value};
use proto::ledger::v1::{Format, Revision};
use serde::Serialize;

use super::answer::{Frame, finish, page as page_answer};
use super::calendar::year;
use super::{actor, known};
use crate::Gateway;
use crate::departments::Client;
use crate::periods::today;
use crate::web::negotiate::{Call, Language};
use crate::web::records;
use crate::web::rest::calling;
use crate::web::rest::contract::{Collection, Place};
use crate::web::rest::pages::revision;

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
        let placed = placed_by(kind, language);
        let (placed, placed_by) = placed.unzip();
        let mut listed = Listed { placed, ..Listed::default() };
        listed.read(client, collection, (county, &division), &year).await?;
        let Listed { revisions, position, whole, .. } = listed;
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
            placed_by: placed_by.unwrap_or_default(),
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
    placed: Option<String>,
    revisions: Vec<Revision>,
    position: i64,
    whole: bool,
}

impl Listed {
    /// Lists the records of a year, all at one position; without a day all of them.
    async fn read(
        &mut self,
        client: &Client,
        collection: &Collection,
        (county, division): (&str, &str),
        year: &str,
    ) -> Result<(), Refusal> {
        let lists = collection.at(&Place::Collection(None));
        let list = lists.into_iter().find(|operation| operation.http == Method::GET);
        let list = list.ok_or_else(|| Refusal::internal(&"a kind without a list"))?;
        let mut token = String::new();
        loop {
            let mut request = DynamicMessage::new(list.method.input());
            let texts = [("county", county), ("division", division), ("page_token", &token)];
            for (name, text) in texts {
                request.set_field_by_name(name, Value::String(text.to_owned()));
            }
            request.set_field_by_name("page_size", Value::I32(PAGE));
            let answer =
                calling::call(client, &list.method, &request, &HeaderMap::new(), true).await?;
            self.add(&answer, &collection.name, year)?;
            let next = answer.get_field_by_name("next_page_token");
            token = next.and_then(|next| next.as_str().map(str::to_owned)).unwrap_or_default();
            self.whole = token.is_empty() && self.revisions.len() <= MOST;
            if token.is_empty() || self.revisions.len() > MOST {
                self.revisions.truncate(MOST);
                return Ok(());
            }
        }
    }

    fn add(&mut self, answer: &DynamicMessage, name: &str, year: &str) -> Result<(), Refusal> {
        let position = answer.get_field_by_name("position");
        self.position = position.and_then(|position| position.as_i64()).unwrap_or_default();
        let records = answer.get_field_by_name(name);
        let records = records.as_ref().and_then(|records| records.as_list()).unwrap_or_default();
        for record in records.iter().filter_map(Value::as_message) {
            let day = self.placed.as_ref().and_then(|name| record.get_field_by_name(name));
            let inside =
                day.is_none_or(|day| day.as_str().is_some_and(|day| day.starts_with(year)));
            if inside {
                self.revisions.push(revision(record)?);
            }
        }
        Ok(())
    }
}
