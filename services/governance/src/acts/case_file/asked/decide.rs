//! The acts that say where a case goes.

use proto::governance::v1::{
    AcceptCaseFileRequest, BounceCaseFileRequest, CaseAction, CaseNote, MergeCaseFileRequest,
    ReceiveCaseFileRequest, ReclassifyCaseFileRequest, RefuseCaseFileRequest,
    TransferCaseFileRequest,
};

use super::{Asked, Names};

pub(in super::super) fn accept(request: AcceptCaseFileRequest) -> Asked {
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

pub(in super::super) fn refuse(request: RefuseCaseFileRequest) -> Asked {
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

pub(in super::super) fn transfer(request: TransferCaseFileRequest) -> Asked {
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

pub(in super::super) fn receive(request: ReceiveCaseFileRequest) -> Asked {
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

pub(in super::super) fn bounce(request: BounceCaseFileRequest) -> Asked {
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

pub(in super::super) fn merge(request: MergeCaseFileRequest) -> Asked {
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

pub(in super::super) fn reclassify(request: ReclassifyCaseFileRequest) -> Asked {
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
