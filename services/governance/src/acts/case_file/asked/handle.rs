//! The acts that say how a case is handled.

use proto::governance::v1::{
    AcknowledgeCaseFileRequest, AssignCaseFileRequest, CaseAction, CaseNote, ExtendCaseFileRequest,
    HandleCaseFileRequest, PauseCaseFileRequest, ResumeCaseFileRequest, UrgeCaseFileRequest,
};

use super::{Asked, Names};

pub(in super::super) fn assign(request: AssignCaseFileRequest) -> Asked {
    let AssignCaseFileRequest {
        county,
        id,
        etag,
        handler_id,
        assign_date,
        joint_handler_ids,
        reason,
        request_id,
        validate_only,
    } = request;
    let note = CaseNote { date: assign_date, reason, ..CaseNote::default() };
    let names = Names { date: "assign_date", reason: "reason", ..Names::default() };
    Asked {
        method: "AssignCaseFile",
        action: CaseAction::Assign,
        county,
        id,
        etag,
        request_id,
        validate_only,
        note,
        names,
        handler_id,
        joint_handler_ids,
        ..Asked::default()
    }
}

pub(in super::super) fn acknowledge(request: AcknowledgeCaseFileRequest) -> Asked {
    let AcknowledgeCaseFileRequest { county, id, etag, note, request_id, validate_only } = request;
    let note = note.unwrap_or_default();
    Asked {
        method: "AcknowledgeCaseFile",
        action: CaseAction::Acknowledge,
        county,
        id,
        etag,
        request_id,
        validate_only,
        note,
        ..Asked::default()
    }
}

pub(in super::super) fn handle(request: HandleCaseFileRequest) -> Asked {
    let HandleCaseFileRequest { county, id, etag, note, mode, request_id, validate_only } = request;
    let note = note.unwrap_or_default();
    Asked {
        method: "HandleCaseFile",
        action: CaseAction::Handle,
        county,
        id,
        etag,
        request_id,
        validate_only,
        note,
        mode,
        ..Asked::default()
    }
}

pub(in super::super) fn urge(request: UrgeCaseFileRequest) -> Asked {
    let UrgeCaseFileRequest { county, id, etag, note, request_id, validate_only } = request;
    let note = note.unwrap_or_default();
    Asked {
        method: "UrgeCaseFile",
        action: CaseAction::Urge,
        county,
        id,
        etag,
        request_id,
        validate_only,
        note,
        ..Asked::default()
    }
}

pub(in super::super) fn pause(request: PauseCaseFileRequest) -> Asked {
    let PauseCaseFileRequest { county, id, etag, note, request_id, validate_only } = request;
    let note = note.unwrap_or_default();
    Asked {
        method: "PauseCaseFile",
        action: CaseAction::Pause,
        county,
        id,
        etag,
        request_id,
        validate_only,
        note,
        ..Asked::default()
    }
}

pub(in super::super) fn resume(request: ResumeCaseFileRequest) -> Asked {
    let ResumeCaseFileRequest { county, id, etag, note, request_id, validate_only } = request;
    let note = note.unwrap_or_default();
    Asked {
        method: "ResumeCaseFile",
        action: CaseAction::Resume,
        county,
        id,
        etag,
        request_id,
        validate_only,
        note,
        ..Asked::default()
    }
}

pub(in super::super) fn extend(request: ExtendCaseFileRequest) -> Asked {
    let ExtendCaseFileRequest { county, id, etag, note, extend_count, request_id, validate_only } =
        request;
    let note = note.unwrap_or_default();
    Asked {
        method: "ExtendCaseFile",
        action: CaseAction::Extend,
        county,
        id,
        etag,
        request_id,
        validate_only,
        note,
        extend_count,
        ..Asked::default()
    }
}
