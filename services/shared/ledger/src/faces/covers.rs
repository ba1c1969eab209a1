//! What an import says that it states in full, read from its options.

use chassis::{FieldFault, Refusal};
use proto::ledger::v1::{Coverage, Format, ImportOptions, Reason};

use crate::Books;
use crate::books::check_words;
use crate::kinds::wire_to_row;
use crate::writer::{Compared, Covers};

/// What an import is compared with.
///
/// # Errors
/// `KIND_UNKNOWN`; `REQUEST_INVALID` for a field that is no day of the kind, for a reason without
/// anything that is stated in full, and for one beside `partial`.
pub(super) fn compared(books: &Books, options: &ImportOptions) -> Result<Compared, Refusal> {
    let ImportOptions { list_changes, covers, withdraw_reason, partial, validate_only, .. } =
        options;
    check_words("options.withdraw_reason", withdraw_reason)?;
    let wrong = |en: &str, zh: &str| {
        let fault = FieldFault::new("options.withdraw_reason", Reason::RequestInvalid, en, zh);
        Err(Refusal::request(fault))
    };
    if !withdraw_reason.is_empty() && covers.is_empty() {
        let en = "say in covers what the import states in full; otherwise nothing can vanish";
        return wrong(en, "须先用 covers 写明本批完整列出的范围，才能撤回消失的记录");
    }
    if !withdraw_reason.is_empty() && *partial && !validate_only {
        let en = "what has vanished is withdrawn with the whole of an import, not with a part";
        return wrong(en, "撤回消失的记录须整批写入，不能只写入无误的行");
    }
    let covers = covers.iter().enumerate().map(|(at, coverage)| covered(books, at, coverage));
    Ok(Compared {
        lists_changes: *list_changes,
        covers: covers.collect::<Result<_, _>>()?,
        withdraw_reason: withdraw_reason.clone(),
    })
}

fn covered(books: &Books, at: usize, coverage: &Coverage) -> Result<Covers, Refusal> {
    let Coverage { like, date_field } = coverage;
    let like = like.clone().unwrap_or_default();
    let kind = books.kinds.get(like.type_url.rsplit('/').next().unwrap_or_default())?;
    let date = match date_field.as_str() {
        "" => None,
        name => {
            let found = kind.field(name).filter(|(_, field)| field.format == Format::Date);
            let (at, _) = found.ok_or_else(|| {
                let field = format!("options.covers[{at}].date_field");
                let message = format!("{name:?} is no day of a {}", kind.table);
                let zh = format!("“{name}”不是{}的日期字段", kind.label);
                Refusal::request(FieldFault::new(field, Reason::RequestInvalid, message, zh))
            })?;
            Some(at)
        }
    };
    let row = wire_to_row(kind, &like.value).map_err(|_| {
        Refusal::new(
            Reason::MessageMalformed,
            format!("covers[{at}].like is no {}", kind.name),
            format!("covers[{at}].like 不是{}", kind.label),
        )
    })?;
    Ok(Covers::new(kind, row, date))
}
