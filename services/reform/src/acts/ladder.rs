//! The ladder of a finding: every step that it took, from the revisions of its record.

use chassis::Refusal;
use ledger::Books;
use ledger::kinds::row_to_wire;
use ledger::reader::{check_county, check_id};
use prost::Message;
use proto::ledger::v1::Reason;
use proto::reform::v1::{
    Finding, FindingLadder, FindingRung, FindingStage, GetFindingLadderRequest,
};

use super::finding::stage;
use crate::Ours;
use crate::rules::finding_flow::{Action, allowed};

/// The most steps that are shown; a finding has a few.
const MOST_RUNGS: usize = 1_000;

/// The ladder of a finding at a position.
pub(super) async fn of(
    books: &Books,
    request: GetFindingLadderRequest,
) -> Result<FindingLadder, Refusal> {
    let GetFindingLadderRequest { county, id, position } = request;
    check_county(&county)?;
    let kind = books.kind::<Ours, Finding>()?;
    check_id(kind, &id)?;
    let position = books.reader.position(&county, position).await?;
    let found = books.reader.revisions(kind, &county, &id, position, i64::MAX, MOST_RUNGS).await?;
    let mut rungs = Vec::new();
    let mut last: Option<Finding> = None;
    for (stored, entry) in found.iter().rev() {
        let content = row_to_wire(kind, &stored.values);
        let finding =
            Finding::decode(content.as_slice()).map_err(|cause| Refusal::internal(&cause))?;
        let verified = stored.verified.is_some_and(|entry| entry <= position);
        let (recorder, entry) = (entry.actor.clone(), stored.since);
        rungs.push(FindingRung { recorder, entry, verified, ..rung(last.as_ref(), &finding) });
        last = Some(finding);
    }
    let Some(finding) = last else { return Err(not_found(&id)) };
    let next_actions = allowed(stage(&finding)).into_iter().map(Action::zh).map(str::to_owned);
    let next_actions = next_actions.collect();
    Ok(FindingLadder { finding: Some(finding), rungs, next_actions, position })
}

/// A step as the states before it and after it tell.
fn rung(before: Option<&Finding>, after: &Finding) -> FindingRung {
    let was = |count: fn(&Finding) -> i32| before.map_or(0, count);
    let (date, words) = match after.stage() {
        FindingStage::Rectified => (after.rectify_date.as_str(), &after.rectification),
        FindingStage::StruckOff => (after.strike_date.as_str(), &after.recheck_note),
        FindingStage::Merged => (after.merge_date.as_str(), &after.merged_into),
        _ if after.recheck_count > was(|finding| finding.recheck_count) => {
            (after.recheck_date.as_str(), &after.recheck_note)
        }
        // The day on which a deadline was put off is that of its entry.
        _ if after.extension_count > was(|finding| finding.extension_count) => {
            ("", &after.extension_reason)
        }
        _ => (after.find_date.as_str(), &after.issue),
    };
    let is_done = matches!(after.stage(), FindingStage::Rectified | FindingStage::StruckOff);
    FindingRung {
        stage: after.stage,
        stage_label: stage(after).zh().to_owned(),
        date: date.to_owned(),
        deadline_date: after.deadline_date.clone(),
        words: words.clone(),
        late: is_done && *date > *after.deadline_date,
        ..FindingRung::default()
    }
}

fn not_found(id: &str) -> Refusal {
    Refusal::new(
        Reason::RecordNotFound,
        format!("there is no finding {id:?}"),
        format!("没有问题“{id}”"),
    )
    .with("id", id)
}
