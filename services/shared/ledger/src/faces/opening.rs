//! What an import says of itself as an opening list.

use chassis::{FieldFault, Refusal};
use prost::Message as _;
use proto::ledger::v1::{Opening as Said, OpeningList, Reason};

use crate::Books;
use crate::books::below;
use crate::writer::{Opening, Spool};

/// What is said of an opening list, checked as a record of its own would be.
///
/// # Errors
/// Whatever the list would be refused for; `REQUEST_INVALID` when only a part is to be taken.
pub(super) fn read(
    books: &Books,
    county: &str,
    said: &Said,
    partial: bool,
) -> Result<Opening, Refusal> {
    let Said { document, open_date } = said;
    if partial {
        return Err(Refusal::request(FieldFault::new(
            "options.partial",
            Reason::RequestInvalid,
            "an opening list is taken whole, not in part",
            "期初名册须整册录入，不能只写入无误的行",
        )));
    }
    let kind = books.kinds.short("OpeningList");
    let kind = kind.ok_or_else(|| Refusal::internal(&"no opening lists are kept"))?.clone();
    let list = OpeningList {
        kind: kind.table.clone(),
        division: county.to_owned(),
        open_date: open_date.clone(),
        document: document.clone(),
        ..OpeningList::default()
    };
    kind.accept(&list.encode_to_vec()).map_err(|refusal| below(refusal, "options.opening"))?;
    Ok(Opening { kind, list })
}

/// An opening list is of one kind, and its records are anybody's to verify but their recorder's.
///
/// # Errors
/// `REQUEST_INVALID`.
pub(super) fn check(spool: &Spool) -> Result<(), Refusal> {
    if spool.opening.is_none() {
        return Ok(());
    }
    let fault = |message: String, zh: String| {
        Err(Refusal::request(FieldFault::new("records", Reason::RequestInvalid, message, zh)))
    };
    if spool.acts > 0 {
        let message = "an opening list holds records; import acts by themselves".to_owned();
        return fault(message, "期初名册只列记录，办理动作请另行导入".to_owned());
    }
    match spool.kinds().as_slice() {
        [] => Ok(()),
        [kind] if kind.responsible.is_some() => fault(
            format!("each {} has a verifier of its own, so there is no list of them", kind.table),
            format!("{}须由各自的责任人审核，不能整册录入", kind.label),
        ),
        [_] => Ok(()),
        [one, two, ..] => fault(
            format!("an opening list is of one kind, not of {} and {}", one.table, two.table),
            format!("期初名册只能是一类记录，不能同时有{}和{}", one.label, two.label),
        ),
    }
}
