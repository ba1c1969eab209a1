//! The records of a kind, picked out by place, day, state and word.

use std::sync::Arc;

use axum::extract::{OriginalUri, Path, State};
use axum::response::Response;
use chassis::Refusal;
use http::HeaderMap;
use proto::ledger::v1::{ListPeriodRecordsRequest, State as Standing};
use serde::Serialize;

use super::answer::{Frame, finish, page as page_answer};
use super::period::{page_of, placed_by};
use super::{actor, known};
use crate::Gateway;
use crate::report::render::encoded;
use crate::web::labels;
use crate::web::negotiate::{Call, wrong};
use crate::web::records;

/// Records of one page.
const PAGE: i32 = 100;

/// The first and the last day that can be asked for.
const ALWAYS: (&str, &str) = ("0001-01-01", "9999-12-31");

/// The states that can be asked for, by the names under which they are.
const STATES: [(&str, Standing); 5] = [
    ("recorded", Standing::Recorded),
    ("verified", Standing::Verified),
    ("returned", Standing::Returned),
    ("withdrawal", Standing::WithdrawalPending),
    ("withdrawn", Standing::Withdrawn),
];

#[derive(Serialize)]
struct Listed {
    frame: Frame,
    label: String,
    /// Where the page itself is, without what is asked.
    path: String,
    /// The field whose day is asked about; empty where the kind has none.
    placed_by: String,
    division: String,
    first: String,
    last: String,
    text: String,
    state: String,
    /// The states: as they are sent, and as they are called.
    states: Vec<(&'static str, &'static str)>,
    tables: Vec<records::Table>,
    next_link: Option<String>,
}

/// `GET /desk/{county}/records/{department}/{collection}?state=recorded&first=…&last=…&text=…`
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
        let language = call.page_language();
        call.query()?;
        let queried = |name| call.queried(name).unwrap_or_default().trim().to_owned();
        let [division, first, last, text, state] =
            ["division", "first", "last", "text", "state"].map(queried);
        let (date_field, placed_by) = placed_by(kind, language).unwrap_or_default();
        let asks_days = !first.is_empty() || !last.is_empty();
        let or = |day: &str, other: &str| if day.is_empty() { other } else { day }.to_owned();
        let request = ListPeriodRecordsRequest {
            county: county.to_owned(),
            kind: kind.full_name().to_owned(),
            division: division.clone(),
            date_field: if asks_days { date_field } else { String::new() },
            first_date: or(&first, ALWAYS.0),
            last_date: or(&last, ALWAYS.1),
            page_size: PAGE,
            page_token: queried("page_token"),
            state: standing(&state)?.into(),
            text: text.clone(),
        };
        let answer = page_of(client, request).await?;
        let speaking = language.parameter().map(|lang| format!("&{lang}")).unwrap_or_default();
        let root = format!("/v1/counties/{county}/{department}/{name}");
        let asked = [
            ("division", &division),
            ("first", &first),
            ("last", &last),
            ("text", &text),
            ("state", &state),
            ("page_token", &answer.next_page_token),
        ];
        let asked = asked.map(|(name, value)| format!("{name}={}", encoded(value))).join("&");
        let next = (!answer.next_page_token.is_empty())
            .then(|| format!("{}?{asked}{speaking}", uri.path()));
        let here = uri.path_and_query().map_or("", |path| path.as_str());
        let view = Listed {
            frame: Frame::new(county, actor::of(&headers), here),
            label: records::label(kind, language),
            path: uri.path().to_owned(),
            tables: records::tables(&answer.revisions, language, &|_, revision| {
                let id = encoded(&revision.metadata.as_ref()?.id);
                Some(format!("{root}/{id}?format=html{speaking}"))
            })?,
            states: STATES.map(|(name, state)| (name, labels::state(state, language))).to_vec(),
            next_link: next,
            placed_by,
            division,
            first,
            last,
            text,
            state,
        };
        page_answer(&call, "desk/records.html", &view)
    };
    finish(&call, answer().await)
}

/// A state by the name under which it is asked for; any for none.
fn standing(name: &str) -> Result<Standing, Refusal> {
    if name.is_empty() {
        return Ok(Standing::Unspecified);
    }
    let found = STATES.iter().find(|(known, _)| *known == name);
    found.map(|(_, state)| *state).ok_or_else(|| {
        let names = STATES.map(|(name, _)| name).join(", ");
        wrong(
            "state",
            &format!("{name:?} is no state; there are {names}"),
            &format!("没有状态“{name}”，可用的有 {names}"),
        )
    })
}
