//! The acts that say how a case ends.

use proto::governance::v1::{
    AnswerPetitionerRequest, ArchiveCaseFileRequest, CaseAction, CaseNote, ConcludeCaseFileRequest,
    DiscontinueCaseFileRequest, RateCaseFileRequest, RecheckCaseFileRequest, ReopenCaseFileRequest,
};

use super::{Asked, Names};

pub(in super::super) fn conclude(request: ConcludeCaseFileRequest) -> Asked {
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

pub(in super::super) fn discontinue(request: DiscontinueCaseFileRequest) -> Asked {
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

pub(in super::super) fn answer(request: AnswerPetitionerRequest) -> Asked {
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

pub(in super::super) fn rate(request: RateCaseFileRequest) -> Asked {
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

pub(in super::super) fn recheck(request: RecheckCaseFileRequest) -> Asked {
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

pub(in super::super) fn reopen(request: ReopenCaseFileRequest) -> Asked {
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

pub(in super::super) fn archive(request: ArchiveCaseFileRequest) -> Asked {
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
