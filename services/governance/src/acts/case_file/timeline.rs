//! The history of a case, as its revisions in the ledger tell it.

use calendar::Calendar;
use chassis::Refusal;
use ledger::Books;
use ledger::kinds::row_to_wire;
use ledger::reader::{check_county, check_id};
use prost::Message;
use proto::governance::v1::{CaseFile, CaseMoment, CaseTimeline, GetCaseTimelineRequest};
use proto::ledger::v1::Reason;

use super::board::note;
use crate::Ours;
use crate::rules::clock::{Standing, standing};

/// A case has fewer revisions than that: its acts are limited by its procedure.
const MOST_MOMENTS: usize = 1_000;

/// The history of a case at one position, oldest first.
pub(super) async fn of(
    books: &Books,
    request: GetCaseTimelineRequest,
) -> Result<CaseTimeline, Refusal> {
    let GetCaseTimelineRequest { county, id, position } = request;
    check_county(&county)?;
    let kind = books.kind::<Ours, CaseFile>()?;
    check_id(kind, &id)?;
    let position = books.reader.position(&county, position).await?;
    let newest = i64::MAX;
    let revisions =
        books.reader.revisions(kind, &county, &id, position, newest, MOST_MOMENTS).await?;
    if revisions.is_empty() {
        let (message, zh) = (format!("there is no case_file {id}"), format!("没有案件“{id}”"));
        return Err(Refusal::new(Reason::RecordNotFound, message, zh).with("id", &id));
    }
    let mut moments = Vec::with_capacity(revisions.len());
    let (mut known, mut missing) = (0, None);
    for (stored, entry) in revisions.into_iter().rev() {
        let bytes = row_to_wire(kind, &stored.values);
        let case = CaseFile::decode(bytes.as_slice()).map_err(|cause| Refusal::internal(&cause))?;
        // A revision without an event of its own withdraws the case, or recounts its days.
        let event = case.events.last().filter(|_| case.events.len() > known).cloned();
        known = case.events.len();
        // By the calendar that is in force now, as on the board.
        let Standing { state, due, lacking, notices } =
            standing(Calendar::standard(), &case.events);
        missing = lacking;
        moments.push(CaseMoment {
            metadata: Some(stored.metadata(position)),
            event,
            stage: case.stage,
            due_date: due.map(|day| day.to_string()).unwrap_or_default(),
            act: i32::try_from(entry.act).unwrap_or_default(),
            method: entry.method,
            due_state: state.into(),
            calendar_notices: notices,
        });
    }
    let (calendar_note, calendar_note_zh) = note(missing);
    Ok(CaseTimeline { moments, position, calendar_note, calendar_note_zh })
}
