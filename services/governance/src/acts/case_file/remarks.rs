//! What the verifier of a case is told on the page of what waits: that its deadline cannot be told.

use calendar::Calendar;
use ledger::Books;
use ledger::kinds::Remarked;
use ledger::storage::Stored;
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
    Box::pin(async move { Ok(books.decoded::<Ours, CaseFile>(rows)?.iter().map(of).collect()) })
}

fn of(case: &CaseFile) -> Vec<Remark> {
    let lacking = standing(Calendar::standard(), &case.events).lacking;
    let told = lacking.map(|day| calendar::lacking(day.year()));
    told.map(|(text, text_zh)| Remark { text, text_zh }).into_iter().collect()
}
