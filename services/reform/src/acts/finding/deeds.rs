//! What requests of acts on findings ask for; the transition table decides.

use chassis::{FieldFault, Refusal};
use ledger::acts::{Act, Day, Deed};
use ledger::reader::check_day;
use prost::{Message, Name};
use proto::ledger::v1::Reason;
use proto::reform::v1::{
    ExtendFindingRequest, Finding, FindingStage, MergeFindingRequest, RectifyFindingRequest,
    RegisterFindingRequest, ReopenFindingRequest, StrikeOffFindingRequest,
};

use super::super::required;
use crate::Ours;
use crate::rules::finding_flow::{self, Action, Stage};

/// The acts whose requests an import may hold.
pub(in super::super) fn imported() -> Vec<Act> {
    vec![read(register), read(rectify), read(strike_off), read(reopen), read(extend), read(merge)]
}

fn read<M>(read: fn(M) -> Deed) -> Act
where
    M: Message + Name + Default + 'static,
{
    Act::of(move |_, request| Box::pin(std::future::ready(Ok(read(request)))))
}

/// Moves a finding on by an action, after which `set` writes what came with it.
fn moves(
    action: Action,
    at: (String, String),
    day: Day,
    set: impl FnOnce(&mut Finding) -> Result<(), Refusal> + Clone + Send + Sync + 'static,
) -> Deed {
    Deed::move_on::<Ours, _>(at, day, move |finding: &mut Finding, _: &str| {
        let from = stage(finding);
        let next = finding_flow::step(from, action).map_err(|no| not_allowed(finding, &no))?;
        finding.set_stage(wire_stage(next));
        set(finding)
    })
}

/// Registers what an inspection found; acts set the rest.
pub(super) fn register(request: RegisterFindingRequest) -> Deed {
    let Finding {
        code,
        inspection_id,
        unit_id,
        task_id,
        division,
        find_date,
        issue,
        deadline_date,
        ..
    } = request.finding.unwrap_or_default();
    let finding = Finding {
        code,
        inspection_id,
        unit_id,
        task_id,
        division,
        find_date,
        issue,
        deadline_date,
        stage: FindingStage::Open.into(),
        ..Finding::default()
    };
    Deed::register::<Ours, _>(move |_| finding.clone())
}

pub(super) fn rectify(request: RectifyFindingRequest) -> Deed {
    let RectifyFindingRequest { id, etag, rectify_date, rectification, proof, .. } = request;
    let day = Day::of("rectify_date", &rectify_date);
    moves(Action::Rectify, (id, etag), day, move |finding| {
        required(&[
            ("rectify_date", &rectify_date),
            ("rectification", &rectification),
            ("proof", &proof),
        ])?;
        after(("rectify_date", &rectify_date), &finding.recheck_date)?;
        finding.rectify_date = rectify_date;
        finding.rectification = rectification;
        finding.proof = proof;
        Ok(())
    })
}

pub(super) fn strike_off(request: StrikeOffFindingRequest) -> Deed {
    let StrikeOffFindingRequest { id, etag, recheck_date, rechecker_id, recheck_note, .. } =
        request;
    let day = Day::of("recheck_date", &recheck_date);
    let recheck = Recheck { recheck_date, rechecker_id, recheck_note };
    moves(Action::StrikeOff, (id, etag), day, move |finding| {
        recheck.set(finding)?;
        finding.strike_date.clone_from(&finding.recheck_date);
        Ok(())
    })
}

pub(super) fn reopen(request: ReopenFindingRequest) -> Deed {
    let ReopenFindingRequest { id, etag, recheck_date, rechecker_id, recheck_note, .. } = request;
    let deadline_date = request.deadline_date;
    let day = Day::of("recheck_date", &recheck_date);
    let recheck = Recheck { recheck_date, rechecker_id, recheck_note };
    moves(Action::Reopen, (id, etag), day, move |finding| {
        recheck.check()?;
        required(&[("deadline_date", &deadline_date)])?;
        after(("deadline_date", &deadline_date), &recheck.recheck_date)?;
        recheck.set(finding)?;
        finding.deadline_date = deadline_date;
        Ok(())
    })
}

pub(super) fn extend(request: ExtendFindingRequest) -> Deed {
    let ExtendFindingRequest { id, etag, deadline_date, extension_reason, extend_date, .. } =
        request;
    let day = Day::of("extend_date", &extend_date);
    moves(Action::Extend, (id, etag), day, move |finding| {
        required(&[("deadline_date", &deadline_date), ("extension_reason", &extension_reason)])?;
        if !extend_date.is_empty() {
            check_day("extend_date", &extend_date)?;
        }
        later(("deadline_date", &deadline_date), &finding.deadline_date)?;
        finding.deadline_date = deadline_date;
        finding.extension_reason = extension_reason;
        finding.extension_count += 1;
        Ok(())
    })
}

pub(super) fn merge(request: MergeFindingRequest) -> Deed {
    let MergeFindingRequest { id, etag, merged_into, merge_date, .. } = request;
    let day = Day::of("merge_date", &merge_date);
    moves(Action::Merge, (id, etag), day, move |finding| {
        required(&[("merged_into", &merged_into), ("merge_date", &merge_date)])?;
        finding.merged_into = merged_into;
        finding.merge_date = merge_date;
        Ok(())
    })
}

/// A re-check of a finding that its unit says is rectified.
#[derive(Clone)]
struct Recheck {
    recheck_date: String,
    rechecker_id: String,
    recheck_note: String,
}

impl Recheck {
    fn check(&self) -> Result<(), Refusal> {
        let Self { recheck_date, rechecker_id, recheck_note } = self;
        required(&[
            ("recheck_date", recheck_date),
            ("rechecker_id", rechecker_id),
            ("recheck_note", recheck_note),
        ])
    }

    fn set(&self, finding: &mut Finding) -> Result<(), Refusal> {
        self.check()?;
        let Self { recheck_date, rechecker_id, recheck_note } = self;
        if *rechecker_id == finding.unit_id {
            return Err(Refusal::request(FieldFault::new(
                "rechecker_id",
                Reason::VerifierIsRecorder,
                "the unit that rectified does not re-check",
                "复核单位不得为整改单位",
            )));
        }
        after(("recheck_date", recheck_date), &finding.rectify_date)?;
        finding.recheck_date.clone_from(recheck_date);
        finding.rechecker_id.clone_from(rechecker_id);
        finding.recheck_note.clone_from(recheck_note);
        finding.recheck_count += 1;
        Ok(())
    }
}

/// Refuses a day of a request that stands before what it follows.
fn after((field, day): (&str, &str), earlier: &str) -> Result<(), Refusal> {
    if day >= earlier {
        return Ok(());
    }
    Err(Refusal::request(FieldFault::new(
        field,
        Reason::DateOrder,
        format!("{day} is before {earlier}"),
        format!("{day} 早于 {earlier}"),
    )))
}

/// Refuses a day that is not after another.
fn later((field, day): (&str, &str), earlier: &str) -> Result<(), Refusal> {
    if day > earlier {
        return Ok(());
    }
    Err(Refusal::request(FieldFault::new(
        field,
        Reason::DateOrder,
        format!("{day} is not after {earlier}"),
        format!("{day} 应晚于 {earlier}"),
    )))
}

/// The stage of a finding as the rules name it.
pub(in super::super) fn stage(finding: &Finding) -> Stage {
    match finding.stage() {
        FindingStage::Open | FindingStage::Unspecified => Stage::Open,
        FindingStage::Rectified => Stage::Rectified,
        FindingStage::StruckOff => Stage::StruckOff,
        FindingStage::Merged => Stage::Merged,
    }
}

fn wire_stage(stage: Stage) -> FindingStage {
    match stage {
        Stage::Open => FindingStage::Open,
        Stage::Rectified => FindingStage::Rectified,
        Stage::StruckOff => FindingStage::StruckOff,
        Stage::Merged => FindingStage::Merged,
    }
}

fn not_allowed(finding: &Finding, no: &finding_flow::NotAllowed) -> Refusal {
    Refusal::new(Reason::TransitionNotAllowed, no.to_string(), no.zh())
        .with("id", &finding.code)
        .with("stage", no.from)
        .with("action", no.action)
}
