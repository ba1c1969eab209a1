//! What an act on a case asks for, whichever request it came in.

use proto::governance::v1::{
    AcceptCaseFileRequest, AcknowledgeCaseFileRequest, AnswerPetitionerRequest,
    ArchiveCaseFileRequest, AssignCaseFileRequest, BounceCaseFileRequest, CaseAction, CaseNote,
    ConcludeCaseFileRequest, DiscontinueCaseFileRequest, ExtendCaseFileRequest,
    HandleCaseFileRequest, MergeCaseFileRequest, PauseCaseFileRequest, RateCaseFileRequest,
    ReceiveCaseFileRequest, RecheckCaseFileRequest, ReclassifyCaseFileRequest,
    RefuseCaseFileRequest, ReopenCaseFileRequest, ResumeCaseFileRequest, TransferCaseFileRequest,
    UrgeCaseFileRequest,
};

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

pub(super) fn accept(request: AcceptCaseFileRequest) -> Asked {
    let AcceptCaseFileRequest { county, id, etag, accept_date, request_id, validate_only } =
        request;
    let note = CaseNote { date: accept_date, ..CaseNote::default() };
    let names = Names { date: "accept_date", ..Names::default() };
    Asked {
        method: "AcceptCaseFile",
        action: CaseAction::Accept,
        county,
        id,
        etag,
        request_id,
        validate_only,
        note,
        names,
        ..Asked::default()
    }
}

pub(super) fn refuse(request: RefuseCaseFileRequest) -> Asked {
    let RefuseCaseFileRequest {
        county,
        id,
        etag,
        refuse_ground,
        refuse_date,
        request_id,
        validate_only,
    } = request;
    let note = CaseNote { date: refuse_date, reason: refuse_ground, ..CaseNote::default() };
    let names = Names { date: "refuse_date", reason: "refuse_ground", ..Names::default() };
    Asked {
        method: "RefuseCaseFile",
        action: CaseAction::Refuse,
        county,
        id,
        etag,
        request_id,
        validate_only,
        note,
        names,
        ..Asked::default()
    }
}

pub(super) fn transfer(request: TransferCaseFileRequest) -> Asked {
    let TransferCaseFileRequest { county, id, etag, note, receiver_id, request_id, validate_only } =
        request;
    let note = note.unwrap_or_default();
    Asked {
        method: "TransferCaseFile",
        action: CaseAction::Transfer,
        county,
        id,
        etag,
        request_id,
        validate_only,
        note,
        receiver_id,
        ..Asked::default()
    }
}

pub(super) fn receive(request: ReceiveCaseFileRequest) -> Asked {
    let ReceiveCaseFileRequest { county, id, etag, note, request_id, validate_only } = request;
    let note = note.unwrap_or_default();
    Asked {
        method: "ReceiveCaseFile",
        action: CaseAction::Receive,
        county,
        id,
        etag,
        request_id,
        validate_only,
        note,
        ..Asked::default()
    }
}

pub(super) fn bounce(request: BounceCaseFileRequest) -> Asked {
    let BounceCaseFileRequest { county, id, etag, note, request_id, validate_only } = request;
    let note = note.unwrap_or_default();
    Asked {
        method: "BounceCaseFile",
        action: CaseAction::Bounce,
        county,
        id,
        etag,
        request_id,
        validate_only,
        note,
        ..Asked::default()
    }
}

pub(super) fn assign(request: AssignCaseFileRequest) -> Asked {
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

pub(super) fn acknowledge(request: AcknowledgeCaseFileRequest) -> Asked {
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

pub(super) fn handle(request: HandleCaseFileRequest) -> Asked {
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

pub(super) fn urge(request: UrgeCaseFileRequest) -> Asked {
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

pub(super) fn pause(request: PauseCaseFileRequest) -> Asked {
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

pub(super) fn resume(request: ResumeCaseFileRequest) -> Asked {
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

pub(super) fn extend(request: ExtendCaseFileRequest) -> Asked {
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

pub(super) fn reclassify(request: ReclassifyCaseFileRequest) -> Asked {
    let ReclassifyCaseFileRequest { county, id, etag, note, procedure, request_id, validate_only } =
        request;
    let note = note.unwrap_or_default();
    Asked {
        method: "ReclassifyCaseFile",
        action: CaseAction::Reclassify,
        county,
        id,
        etag,
        request_id,
        validate_only,
        note,
        procedure,
        ..Asked::default()
    }
}

pub(super) fn conclude(request: ConcludeCaseFileRequest) -> Asked {
    let ConcludeCaseFileRequest {
        county,
        id,
        etag,
        outcome,
        conclude_date,
        proof,
        unit_id,
        request_id,
        validate_only,
    } = request;
    let note = CaseNote { date: conclude_date, unit_id, proof, ..CaseNote::default() };
    let names =
        Names { date: "conclude_date", unit_id: "unit_id", proof: "proof", ..Names::default() };
    Asked {
        method: "ConcludeCaseFile",
        action: CaseAction::Conclude,
        county,
        id,
        etag,
        request_id,
        validate_only,
        note,
        names,
        outcome,
        ..Asked::default()
    }
}

pub(super) fn discontinue(request: DiscontinueCaseFileRequest) -> Asked {
    let DiscontinueCaseFileRequest { county, id, etag, note, outcome, request_id, validate_only } =
        request;
    let note = note.unwrap_or_default();
    Asked {
        method: "DiscontinueCaseFile",
        action: CaseAction::Discontinue,
        county,
        id,
        etag,
        request_id,
        validate_only,
        note,
        outcome,
        ..Asked::default()
    }
}

pub(super) fn answer(request: AnswerPetitionerRequest) -> Asked {
    let AnswerPetitionerRequest { county, id, etag, note, request_id, validate_only } = request;
    let note = note.unwrap_or_default();
    Asked {
        method: "AnswerPetitioner",
        action: CaseAction::Answer,
        county,
        id,
        etag,
        request_id,
        validate_only,
        note,
        ..Asked::default()
    }
}

pub(super) fn rate(request: RateCaseFileRequest) -> Asked {
    let RateCaseFileRequest { county, id, etag, note, rating, request_id, validate_only } = request;
    let note = note.unwrap_or_default();
    Asked {
        method: "RateCaseFile",
        action: CaseAction::Rate,
        county,
        id,
        etag,
        request_id,
        validate_only,
        note,
        rating,
        ..Asked::default()
    }
}

pub(super) fn recheck(request: RecheckCaseFileRequest) -> Asked {
    let RecheckCaseFileRequest { county, id, etag, note, request_id, validate_only } = request;
    let note = note.unwrap_or_default();
    Asked {
        method: "RecheckCaseFile",
        action: CaseAction::Recheck,
        county,
        id,
        etag,
        request_id,
        validate_only,
        note,
        ..Asked::default()
    }
}

pub(super) fn merge(request: MergeCaseFileRequest) -> Asked {
    let MergeCaseFileRequest { county, id, etag, note, merged_into_id, request_id, validate_only } =
        request;
    let note = note.unwrap_or_default();
    Asked {
        method: "MergeCaseFile",
        action: CaseAction::Merge,
        county,
        id,
        etag,
        request_id,
        validate_only,
        note,
        merged_into_id,
        ..Asked::default()
    }
}

pub(super) fn reopen(request: ReopenCaseFileRequest) -> Asked {
    let ReopenCaseFileRequest { county, id, etag, note, request_id, validate_only } = request;
    let note = note.unwrap_or_default();
    Asked {
        method: "ReopenCaseFile",
        action: CaseAction::Reopen,
        county,
        id,
        etag,
        request_id,
        validate_only,
        note,
        ..Asked::default()
    }
}

pub(super) fn archive(request: ArchiveCaseFileRequest) -> Asked {
    let ArchiveCaseFileRequest { county, id, etag, archive_date, request_id, validate_only } =
        request;
    let note = CaseNote { date: archive_date, ..CaseNote::default() };
    let names = Names { date: "archive_date", ..Names::default() };
    Asked {
        method: "ArchiveCaseFile",
        action: CaseAction::Archive,
        county,
        id,
        etag,
        request_id,
        validate_only,
        note,
        names,
        ..Asked::default()
    }
}
