//! Gathers what an outline asks besides values, at the positions that the figures were computed at.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chassis::Refusal;
use http::HeaderMap;
use prost_reflect::{DynamicMessage, Value};
use proto::figure::v1::Cell;
use proto::ledger::v1::{Reason, Revision};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::departments::{Budget, Client, Positions};
use crate::figures::{Asked, Page};
use crate::report::evidence::{Evidence, Listed, Question};
use crate::report::outline::{Level, Outline};
use crate::report::{Answer, Subject};
use crate::web::pointed::{self, Pointer};
use crate::web::records;
use crate::web::rest::calling;

/// Questions that are asked at the same time; more would only queue.
const SIDE_BY_SIDE: usize = 8;
/// Records that are read of a list of names; the most that a page has.
const RECORDS: i32 = 1000;

/// Records of a list whose pointers are followed.
const NAMED: usize = 40;

/// What one question brought.
enum Found {
    Parts(Vec<Cell>),
    Records(Listed),
}

/// Asks all questions of the sections that the view has. A department that is away for one of
/// them is taken to be away for all, so that no report is missing half of what it should have.
pub(crate) async fn gather(
    outline: &Outline,
    subject: &Subject,
    answers: &mut [Answer],
    budget: Budget,
) -> Evidence {
    let sections = outline.sections(Level::of(&subject.place.code), subject.view.audience);
    let questions: BTreeSet<_> = sections.flat_map(|section| section.questions()).collect();
    let turns = Arc::new(Semaphore::new(SIDE_BY_SIDE));
    let ledgers = Arc::new(ledgers(answers));
    let mut asked = JoinSet::new();
    for question in questions {
        let Some((at, positions)) = owner(answers, question.code()) else { continue };
        let (turns, ledgers) = (Arc::clone(&turns), Arc::clone(&ledgers));
        let asking = asking(subject, &answers[at], question.code(), budget);
        asked.spawn(async move {
            let _turn = turns.acquire().await;
            let found = ask(&asking, &question, positions, &ledgers).await;
            (at, question, found)
        });
    }
    let mut evidence = Evidence::default();
    for (at, question, found) in asked.join_all().await {
        match found {
            Ok(Found::Parts(cells)) => {
                evidence.parts.insert(question, cells);
            }
            Ok(Found::Records(listed)) => {
                evidence.records.insert(question, listed);
            }
            Err(refusal) if is_away(&refusal) => answers[at].result = Err(refusal),
            // What a department does not tell has no chart and no names.
            Err(refusal) => {
                tracing::debug!(code = question.code(), %refusal, "a question is refused");
            }
        }
    }
    evidence
}

/// By department, whom to ask and at which positions.
type Ledgers = BTreeMap<String, (Arc<Client>, Positions)>;

fn ledgers(answers: &[Answer]) -> Ledgers {
    let ledger = |answer: &Answer| {
        let scope = answer.result.as_ref().ok()?.scope.clone().unwrap_or_default();
        let positions = scope.positions.into_iter().collect();
        Some((answer.client.name.clone(), (Arc::clone(&answer.client), positions)))
    };
    answers.iter().filter_map(ledger).collect()
}

/// Which department computed a figure, and at which positions.
fn owner(answers: &[Answer], code: &str) -> Option<(usize, Positions)> {
    answers.iter().enumerate().find_map(|(at, answer)| {
        let result = answer.result.as_ref().ok()?;
        result.figures.iter().find(|figure| figure.code == code)?;
        let positions = result.scope.clone().unwrap_or_default().positions;
        Some((at, positions.into_iter().collect()))
    })
}

fn asking(subject: &Subject, answer: &Answer, code: &str, budget: Budget) -> Asked {
    let Subject { place, period, view: _ } = subject;
    let (place, period) = (place.clone(), period.clone());
    Asked { place, period, code: code.to_owned(), client: Arc::clone(&answer.client), budget }
}

async fn ask(
    asked: &Asked,
    question: &Question,
    at: Positions,
    ledgers: &Ledgers,
) -> Result<Found, Refusal> {
    match question {
        Question::Parts { code: _, by, last_year: false } => {
            asked.break_down(*by, at).await.map(|answer| Found::Parts(answer.cells))
        }
        Question::Parts { code: _, by, last_year: true } => {
            let before = asked.a_year_before();
            before.break_down(*by, at).await.map(|answer| Found::Parts(answer.cells))
        }
        Question::Records { code: _, fields } => {
            let page = Page { page_size: RECORDS, ..Page::default() };
            let answer = asked.records_at(page, at).await?;
            let told = answer.revisions.iter().map(records::fields);
            let mut records: Vec<_> = told.collect::<Result<_, _>>()?;
            for (record, revision) in records.iter_mut().zip(&answer.revisions).take(NAMED) {
                for field in fields {
                    name_pointed(asked, ledgers, field, record, revision).await?;
                }
            }
            Ok(Found::Records(Listed { records, cut: !answer.next_page_token.is_empty() }))
        }
    }
}

/// Puts the name of a record in place of its id, where a field points to it.
async fn name_pointed(
    asked: &Asked,
    ledgers: &Ledgers,
    field: &str,
    record: &mut BTreeMap<String, String>,
    revision: &Revision,
) -> Result<(), Refusal> {
    let Some(pointer) = pointed::pointer(revision, field)? else { return Ok(()) };
    let Pointer { department, id, get } = pointer;
    let Some((client, positions)) = ledgers.get(&department) else { return Ok(()) };
    let Some(county) = records::county(revision) else { return Ok(()) };
    let Some(position) = positions.get(&county) else { return Ok(()) };
    let mut request = DynamicMessage::new(get.input());
    for (name, value) in [
        ("county", Value::String(county)),
        ("id", Value::String(id)),
        ("position", Value::I64(*position)),
    ] {
        request.try_set_field_by_name(name, value).map_err(|cause| Refusal::internal(&cause))?;
    }
    match calling::call(client, &get, &request, &HeaderMap::new(), true).await {
        Ok(pointed) => {
            if let Some(name) = records::name(&pointed) {
                record.insert(field.to_owned(), name);
            }
            Ok(())
        }
        Err(refusal) if is_away(&refusal) && department == asked.client.name => Err(refusal),
        Err(refusal) => {
            tracing::debug!(field, %refusal, "what a record points to is not told");
            Ok(())
        }
    }
}

fn is_away(refusal: &Refusal) -> bool {
    matches!(refusal.reason, Reason::ServiceDown | Reason::DeadlinePassed)
}
