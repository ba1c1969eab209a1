//! The limits that hold in a county: the law's, and what its parameters add.

use chassis::Refusal;
use ledger::Books;
use ledger::facts::Parameter;
use ledger::reader::check_county;
use prost::Message;

use crate::Ours;
use crate::rules::deadline::limits::{Limits, of_parameter};

/// Reads the limits of a county as they stand now.
pub(super) async fn of(books: &Books, county: &str) -> Result<Limits, Refusal> {
    check_county(county)?;
    let kind = books.kind::<Ours, Parameter>()?;
    let position = books.reader.position(county, 0).await?;
    // All of them begin so; the tilde comes after every character of an id.
    let ids = ("case_limit.", "case_limit.~");
    let mut own = Vec::new();
    for bytes in books.reader.counted(kind, (county, county), ids, position).await? {
        let parameter =
            Parameter::decode(bytes.as_slice()).map_err(|cause| Refusal::internal(&cause))?;
        let Parameter { code, value, first_date, last_date, document, .. } = &parameter;
        own.extend(of_parameter(code, value, (first_date, last_date), document));
    }
    Ok(Limits::with(own))
}
