//! What an act on a case asks for, whichever request it came in.

mod close;
mod decide;
mod handle;

use proto::governance::v1::{CaseAction, CaseNote};

pub(super) use close::{answer, archive, conclude, discontinue, rate, recheck, reopen};
pub(super) use decide::{accept, bounce, merge, receive, reclassify, refuse, transfer};
pub(super) use handle::{acknowledge, assign, extend, handle, pause, resume, urge};

/// An act that is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    pub(super) method: &'static str,
    pub(super) action: CaseAction,
    pub(super) county: String,
    pub(super) id: String,
    pub(super) etag: String,
    pub(super) request_id: String,
    pub(super) validate_only: bool,
    pub(super) note: CaseNote,
    pub(super) names: Names,
    pub(super) handler_id: String,
    pub(super) joint_handler_ids: Vec<String>,
    pub(super) receiver_id: String,
    pub(super) merged_into_id: String,
    pub(super) extend_count: i32,
    pub(super) procedure: i32,
    pub(super) mode: i32,
    pub(super) outcome: i32,
    pub(super) rating: i32,
}

/// What the parts of the note are called in the request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names {
    pub(super) date: &'static str,
    pub(super) unit_id: &'static str,
    pub(super) reason: &'static str,
    pub(super) proof: &'static str,
}

impl Default for Names {
    fn default() -> Self {
        let (date, unit_id) = ("note.date", "note.unit_id");
        Self { date, unit_id, reason: "note.reason", proof: "note.proof" }
    }
}
