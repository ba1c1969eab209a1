//! The state of a county: which departments are up, where their ledgers stand, and what was
//! written since yesterday.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State as Shared};
use axum::response::Response;
use chassis::Refusal;
use http::HeaderMap;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use proto::ledger::v1::ledger_service_client::LedgerServiceClient;
use proto::ledger::v1::{Entry, WatchEntriesRequest};
use serde::Serialize;
use tonic::Status;
use tonic::transport::Channel;

use super::answers::{Answer, body_of, finish};
use super::labels::{self, act, labels};
use super::negotiate::{Call, Format, Language};
use super::page::{Shell, page};
use super::record::{as_caller, refused, time};
use crate::departments::{Budget, Client, Positions};
use crate::periods::{CHINA, today};
use crate::report::render::json::text;
use crate::report::{Place, Report};
use crate::{Gateway, View};

mod changes;

use changes::Changes;

/// Entries that are read to say what they are about; the older ones are only counted.
const ENTRIES_READ: i64 = 2_000;

#[derive(Serialize)]
struct Standing {
    division: String,
    division_name: String,
    /// Entries since the beginning of this day are told.
    since: String,
    up: usize,
    /// Entries since then, of all ledgers.
    written: i64,
    departments: Vec<Standings>,
    changes: Changes,
}

#[derive(Serialize)]
struct Standings {
    name: String,
    /// What people call it.
    label: String,
    up: bool,
    reason: Option<String>,
    figures: usize,
    link: Option<String>,
    ledgers: Vec<LedgerView>,
}

/// A county's ledger in a department.
#[derive(Serialize)]
struct LedgerView {
    county: String,
    position: i64,
    /// Where it stood when the day began that is asked about.
    position_before: i64,
    /// When its last entry was written.
    last_time: Option<String>,
    /// Entries since the day asked about.
    written: i64,
    /// What they did, of the last ones only if there are too many.
    acts: Vec<Acts>,
    cut: bool,
}

#[derive(Debug, PartialEq, Serialize)]
struct Acts {
    kind: String,
    act: &'static str,
    count: i64,
}

/// `GET /v1/divisions/{division}/state`
pub(super) async fn answer(
    Shared(gateway): Shared<Arc<Gateway>>,
    Path(division): Path<String>,
    headers: HeaderMap,
    call: Call,
) -> Response {
    let answer = async || -> Answer {
        let format = call.format(&[Format::Json, Format::Html])?;
        let language = call.page_language();
        let place = Place::find(&division, language)?;
        let since = today().saturating_sub(1.day());
        let morning =
            since.to_zoned_datetime(TimeZone::fixed(CHINA)).map_err(|c| Refusal::internal(&c))?;
        let asked = (headers.clone(), place.code.clone(), morning.timestamp());
        let question = move |client: Arc<Client>| {
            let (headers, division, since) = asked.clone();
            async move { stand(&client, &division, since, &headers, language).await }
        };
        let answers = gateway.departments.ask_all(question).await;
        let county = division.get(..6).unwrap_or_default().to_owned();
        let departments = answers.into_iter().map(|(client, answer)| {
            let link = (county.len() == 6).then(|| department_link(&county, &client, language));
            standings(&client, answer, link, language)
        });
        let departments: Vec<_> = departments.collect();
        let report = report(&gateway, &division, &call).await?;
        let changes = Changes::find(&gateway, &report, before(&departments), language).await;
        let ledgers = departments.iter().flat_map(|department| &department.ledgers);
        let standing = Standing {
            division: place.code,
            division_name: place.name,
            since: since.to_string(),
            up: departments.iter().filter(|department| department.up).count(),
            written: ledgers.map(|ledger| ledger.written).sum(),
            departments,
            changes,
        };
        let body = match format {
            Format::Html => page("state.html", &Shell::of(&call), &standing)?,
            _ => text(&standing),
        };
        Ok(body_of(&call, format, body))
    };
    finish(&call, answer().await)
}

/// The figures of the period asked for, or of the year that is running.
async fn report(gateway: &Gateway, division: &str, call: &Call) -> Result<Arc<Report>, Refusal> {
    let this_year = today().year().to_string();
    let period = call.parameter("period")?.or(call.parameter("year")?).unwrap_or(&this_year);
    let view = View::in_language(call.page_language());
    gateway.compile_view(division, period, call.parameter("as_of")?, view).await
}

/// By department, where its ledgers stood when the day began.
fn before(departments: &[Standings]) -> BTreeMap<String, Positions> {
    let up = departments.iter().filter(|department| department.up);
    let stood = |ledger: &LedgerView| (ledger.county.clone(), ledger.position_before);
    up.map(|one| (one.name.clone(), one.ledgers.iter().map(stood).collect())).collect()
}

fn department_link(county: &str, client: &Client, language: Language) -> String {
    let speaking = language.parameter().map(|lang| format!("&{lang}")).unwrap_or_default();
    format!("/v1/counties/{county}/{}?format=html{speaking}", client.name)
}

fn standings(
    client: &Client,
    answer: Result<(usize, Vec<LedgerView>), Refusal>,
    link: Option<String>,
    language: Language,
) -> Standings {
    let name = client.name.clone();
    let label = labels::department(&name, language);
    match answer {
        Ok((figures, ledgers)) => {
            Standings { name, label, up: true, reason: None, figures, link, ledgers }
        }
        Err(refusal) => {
            let Refusal { message, message_zh, .. } = &refusal;
            let reason = Some(language.pick(message_zh, message).to_owned());
            let ledgers = Vec::new();
            Standings { name, label, up: false, reason, figures: 0, link: None, ledgers }
        }
    }
}

/// How many figures a department answers for, and its ledgers inside a division.
async fn stand(
    client: &Client,
    division: &str,
    since: Timestamp,
    headers: &HeaderMap,
    language: Language,
) -> Result<(usize, Vec<LedgerView>), Refusal> {
    let budget = Budget::of(crate::LONGEST);
    let figures = client.learn_again(budget).await?;
    let positions: Positions = client.positions(budget, division).await?;
    let mut ledgers = Vec::new();
    for (county, position) in positions {
        let mut book =
            Book { ledger: LedgerServiceClient::new(client.channel.clone()), headers, county };
        let view = book.view(position, since, language).await;
        ledgers.push(view.map_err(|status| refused(client, &status))?);
    }
    Ok((figures, ledgers))
}

/// A county's ledger, to be read.
struct Book<'a> {
    ledger: LedgerServiceClient<Channel>,
    headers: &'a HeaderMap,
    county: String,
}

impl Book<'_> {
    async fn view(
        &mut self,
        position: i64,
        since: Timestamp,
        language: Language,
    ) -> Result<LedgerView, Status> {
        let before = self.last_before(position, since).await?;
        let written = position - before;
        let from = before.max(position - ENTRIES_READ);
        let entries = self.entries(from, position).await?;
        let last_time = match entries.last() {
            Some(entry) => entry.create_time.as_ref().map(time),
            None => self.entry(position).await?.and_then(|e| e.create_time.as_ref().map(time)),
        };
        let (county, cut) = (self.county.clone(), written > ENTRIES_READ);
        let (position_before, acts) = (before, acts(&entries, language));
        Ok(LedgerView { county, position, position_before, last_time, written, acts, cut })
    }

    /// The last position that was written before an instant: times grow with positions.
    async fn last_before(&mut self, position: i64, since: Timestamp) -> Result<i64, Status> {
        // Everything up to `low` is older, everything from `high` on is not.
        let (mut low, mut high) = (0, position + 1);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            let entry = self.entry(middle).await?;
            let written = entry.and_then(|entry| entry.create_time);
            let written = written.and_then(|at| Timestamp::new(at.seconds, at.nanos).ok());
            if written.is_some_and(|written| written < since) {
                low = middle;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }

    async fn entry(&mut self, position: i64) -> Result<Option<Entry>, Status> {
        Ok(self.entries(position - 1, position).await?.pop())
    }

    /// The entries after a position, up to another that has been written.
    async fn entries(&mut self, after: i64, last: i64) -> Result<Vec<Entry>, Status> {
        let mut entries = Vec::new();
        if last < 1 || after >= last {
            return Ok(entries);
        }
        let (county, start_position) = (self.county.clone(), after);
        let request = as_caller(WatchEntriesRequest { county, start_position }, self.headers);
        let mut stream = self.ledger.watch_entries(request).await?.into_inner();
        while let Some(entry) = stream.message().await? {
            let is_last = entry.position >= last;
            entries.push(entry);
            if is_last {
                break;
            }
        }
        Ok(entries)
    }
}

/// How often each act was done to records of each kind.
fn acts(entries: &[Entry], language: Language) -> Vec<Acts> {
    let mut counts: BTreeMap<(&str, i32), i64> = BTreeMap::new();
    for entry in entries {
        *counts.entry((&entry.kind, entry.act)).or_default() += 1;
    }
    let name = |kind: &str| {
        let labels = labels().ok()?;
        Some(labels.kind(&labels.messages.get_message_by_name(kind)?, language))
    };
    let acts = counts.into_iter().map(|((kind, of), count)| Acts {
        kind: name(kind).unwrap_or_else(|| kind.to_owned()),
        act: act(of.try_into().unwrap_or_default(), language),
        count,
    });
    acts.collect()
}

#[cfg(test)]
mod tests {
    use proto::ledger::v1::Act;

    use super::*;

    #[test]
    fn entries_are_counted_by_kind_and_act() {
        let entry = |act: Act| Entry {
            kind: "xianzhi.industry.v1.Difficulty".to_owned(),
            act: act.into(),
            ..Default::default()
        };
        let entries = [entry(Act::Create), entry(Act::Verify), entry(Act::Create)];
        let told = acts(&entries, Language::Chinese);
        let told: Vec<_> = told.iter().map(|a| (a.kind.as_str(), a.act, a.count)).collect();
        assert_eq!(told, [("企业难题", "录入", 2), ("企业难题", "核实", 1)]);
    }
}
