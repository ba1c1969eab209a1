//! The acts of a plan that decide where a case goes.

use proto::governance::v1::{
    AcceptCaseFileRequest, BounceCaseFileRequest, CaseAction, MergeCaseFileRequest,
    ReceiveCaseFileRequest, RefuseCaseFileRequest, TransferCaseFileRequest,
};

use super::super::super::super::generator::CaseStep;
use super::super::super::request::{RECORDER, unary};
use super::super::Walk;
use super::{Answer, not_planned, note};

impl Walk {
    /// Decides where the case goes.
    pub(super) async fn decide(&mut self, step: CaseStep) -> Answer {
        let note = Some(note(&step));
        let (county, id, etag, request_id) = self.target(step.action);
        let CaseStep { action, date, unit_id, reason, merged_into_id, .. } = step;
        match action {
            CaseAction::Accept => {
                let message = AcceptCaseFileRequest {
                    county,
                    id,
                    etag,
                    accept_date: date,
                    request_id,
                    ..Default::default()
                };
                self.client.accept_case_file(unary(message, RECORDER)).await
            }
            CaseAction::Refuse => {
                let message = RefuseCaseFileRequest {
                    county,
                    id,
                    etag,
                    refuse_ground: reason,
                    refuse_date: date,
                    request_id,
                    ..Default::default()
                };
                self.client.refuse_case_file(unary(message, RECORDER)).await
            }
            CaseAction::Transfer => {
                let message = TransferCaseFileRequest {
                    county,
                    id,
                    etag,
                    note,
                    receiver_id: unit_id,
                    request_id,
                    ..Default::default()
                };
                self.client.transfer_case_file(unary(message, RECORDER)).await
            }
            CaseAction::Receive => {
                let message = ReceiveCaseFileRequest {
                    county,
                    id,
                    etag,
                    note,
                    request_id,
                    ..Default::default()
                };
                self.client.receive_case_file(unary(message, RECORDER)).await
            }
            CaseAction::Bounce => {
                let message = BounceCaseFileRequest {
                    county,
                    id,
                    etag,
                    note,
                    request_id,
                    ..Default::default()
                };
                self.client.bounce_case_file(unary(message, RECORDER)).await
            }
            CaseAction::Merge => {
                let message = MergeCaseFileRequest {
                    county,
                    id,
                    etag,
                    note,
                    merged_into_id,
                    request_id,
                    ..Default::default()
                };
                self.client.merge_case_file(unary(message, RECORDER)).await
            }
            other => Err(not_planned(other)),
        }
    }
}
