//! The acts of a plan, each by its own request.

mod decide;

use proto::governance::v1::{
    AcknowledgeCaseFileRequest, AnswerPetitionerRequest, ArchiveCaseFileRequest,
    AssignCaseFileRequest, CaseAction, CaseFile, CaseNote, ConcludeCaseFileRequest,
    DiscontinueCaseFileRequest, HandleCaseFileRequest, PauseCaseFileRequest, RateCaseFileRequest,
    RecheckCaseFileRequest, ReopenCaseFileRequest, ResumeCaseFileRequest, UrgeCaseFileRequest,
};
use tonic::{Response, Status};

use super::super::super::generator::CaseStep;
use super::super::request::{CHECKER, RECORDER, request_id, unary};
use super::Walk;

/// What an act is answered.
type Answer = Result<Response<CaseFile>, Status>;

impl Walk {
    /// Takes one step.
    pub(super) async fn step(&mut self, step: CaseStep) -> Answer {
        use CaseAction::{Accept, Bounce, Merge, Receive, Refuse, Transfer};
        use CaseAction::{Acknowledge, Assign, Handle, Pause, Resume, Urge};
        self.is_rechecked = match step.action {
            CaseAction::Recheck => true,
            Handle => false,
            _ => self.is_rechecked,
        };
        match step.action {
            Accept | Refuse | Transfer | Receive | Bounce | Merge => self.decide(step).await,
            Assign | Acknowledge | Handle | Urge | Pause | Resume => self.handle(step).await,
            _ => self.close(step).await,
        }
    }

    /// Who does it: what was handled, somebody else checks.
    fn actor(&self, action: CaseAction) -> &'static str {
        match action {
            CaseAction::Rate | CaseAction::Recheck | CaseAction::Archive => CHECKER,
            CaseAction::Answer if self.is_rechecked => CHECKER,
            _ => RECORDER,
        }
    }

    /// Which case is meant, in the state last seen, and a request id that follows from both.
    fn target(&self, action: CaseAction) -> (String, String, String, String) {
        let (id, etag) = (self.seen.id.clone(), self.seen.etag.clone());
        let request_id = request_id(action.as_str_name(), [&id, &etag]);
        (self.county.clone(), id, etag, request_id)
    }

    /// Has the case handled.
    async fn handle(&mut self, step: CaseStep) -> Answer {
        let note = Some(note(&step));
        let (county, id, etag, request_id) = self.target(step.action);
        let CaseStep { action, date, unit_id, helpers, mode, .. } = step;
        match action {
            CaseAction::Assign => {
                let message = AssignCaseFileRequest {
                    county,
                    id,
                    etag,
                    handler_id: unit_id,
                    assign_date: date,
                    joint_handler_ids: helpers,
                    request_id,
                    ..Default::default()
                };
                self.client.assign_case_file(unary(message, RECORDER)).await
            }
            CaseAction::Acknowledge => {
                let message = AcknowledgeCaseFileRequest {
                    county,
                    id,
                    etag,
                    note,
                    request_id,
                    ..Default::default()
                };
                self.client.acknowledge_case_file(unary(message, RECORDER)).await
            }
            CaseAction::Handle => {
                let message = HandleCaseFileRequest {
                    county,
                    id,
                    etag,
                    note,
                    mode: mode.into(),
                    request_id,
                    ..Default::default()
                };
                self.client.handle_case_file(unary(message, RECORDER)).await
            }
            CaseAction::Urge => {
                let message = UrgeCaseFileRequest {
                    county,
                    id,
                    etag,
                    note,
                    request_id,
                    ..Default::default()
                };
                self.client.urge_case_file(unary(message, RECORDER)).await
            }
            CaseAction::Pause => {
                let message = PauseCaseFileRequest {
                    county,
                    id,
                    etag,
                    note,
                    request_id,
                    ..Default::default()
                };
                self.client.pause_case_file(unary(message, RECORDER)).await
            }
            CaseAction::Resume => {
                let message = ResumeCaseFileRequest {
                    county,
                    id,
                    etag,
                    note,
                    request_id,
                    ..Default::default()
                };
                self.client.resume_case_file(unary(message, RECORDER)).await
            }
            other => Err(not_planned(other)),
        }
    }

    /// Brings the case to its end.
    async fn close(&mut self, step: CaseStep) -> Answer {
        let note = Some(note(&step));
        let actor = self.actor(step.action);
        let (county, id, etag, request_id) = self.target(step.action);
        let CaseStep { action, date, unit_id, proof, outcome, rating, .. } = step;
        match action {
            CaseAction::Conclude => {
                let message = ConcludeCaseFileRequest {
                    county,
                    id,
                    etag,
                    outcome: outcome.into(),
                    conclude_date: date,
                    proof,
                    unit_id,
                    request_id,
                    ..Default::default()
                };
                self.client.conclude_case_file(unary(message, actor)).await
            }
            CaseAction::Discontinue => {
                let message = DiscontinueCaseFileRequest {
                    county,
                    id,
                    etag,
                    note,
                    outcome: outcome.into(),
                    request_id,
                    ..Default::default()
                };
                self.client.discontinue_case_file(unary(message, actor)).await
            }
            CaseAction::Answer => {
                let message = AnswerPetitionerRequest {
                    county,
                    id,
                    etag,
                    note,
                    request_id,
                    ..Default::default()
                };
                self.client.answer_petitioner(unary(message, actor)).await
            }
            CaseAction::Rate => {
                let message = RateCaseFileRequest {
                    county,
                    id,
                    etag,
                    note,
                    rating: rating.into(),
                    request_id,
                    ..Default::default()
                };
                self.client.rate_case_file(unary(message, actor)).await
            }
            CaseAction::Recheck => {
                let message = RecheckCaseFileRequest {
                    county,
                    id,
                    etag,
                    note,
                    request_id,
                    ..Default::default()
                };
                self.client.recheck_case_file(unary(message, actor)).await
            }
            CaseAction::Reopen => {
                let message = ReopenCaseFileRequest {
                    county,
                    id,
                    etag,
                    note,
                    request_id,
                    ..Default::default()
                };
                self.client.reopen_case_file(unary(message, actor)).await
            }
            CaseAction::Archive => {
                let message = ArchiveCaseFileRequest {
                    county,
                    id,
                    etag,
                    archive_date: date,
                    request_id,
                    ..Default::default()
                };
                self.client.archive_case_file(unary(message, actor)).await
            }
            other => Err(not_planned(other)),
        }
    }
}

fn note(step: &CaseStep) -> CaseNote {
    CaseNote {
        date: step.date.clone(),
        unit_id: step.unit_id.clone(),
        reason: step.reason.clone(),
        proof: step.proof.clone(),
    }
}

fn not_planned(action: CaseAction) -> Status {
    Status::internal(format!("no plan takes the step {}", action.as_str_name()))
}
