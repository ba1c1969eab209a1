//! What the verifier of a case is told on the page of what waits: that its deadline cannot be told.

use calendar::Calendar;
use ledger::Books;
use ledger::kinds::{Remarked, row_to_wire};
use ledger::storage::Stored;
use prost::Message as _;
use proto::governance::v1::CaseFile;
use proto::ledger::v1::Remark;

use crate::Ours;
use crate::rules::clock::standing;

/// The remarks on cases that wait.
pub(crate) fn remarks<'a>(
    books: &'a Books,
    _: &'a str,
    rows: &'a [Stored],
    _: i64,
) -> Remarked<'a> {
    Box::pin(async move {
        let kind = books.kind::<Ours, CaseFile>()?;
        let case = |row: &Stored| CaseFile::decode(row_to_wire(kind, &row.values).as_slice());
        Ok(rows.iter().map(|row| of(&case(row).unwrap_or_default())).collect())
    })
}

fn of(case: &CaseFile) -> Vec<Remark> {
    let lacking = standing(Calendar::standard(), &case.events).lacking;
    let told = lacking.map(|day| calendar::lacking(day.year()));
    told.map(|(text, text_zh)| Remark { text, text_zh }).into_iter().collect()
}
