//! A case is verified or returned by somebody who has not handled it, whichever call does it.

use chassis::Refusal;
use ledger::Books;
use ledger::kinds::{Answered, Judged};
use ledger::storage::{FOREVER, Sql};
use ledger::writer::Call;

use super::needs;

/// Cases of one statement.
const CHUNK: usize = 500;

/// Refuses whoever judges a case that the same account handled, whoever recorded its last act.
pub(crate) fn responsible<'a>(
    books: &'a Books,
    call: &'a Call,
    judged: Judged<'a>,
) -> Answered<'a> {
    Box::pin(check(books, call, judged.ids))
}

async fn check(books: &Books, call: &Call, ids: Vec<&str>) -> Result<(), Refusal> {
    for chunk in ids.chunks(CHUNK) {
        let mut sql = Sql::new("SELECT r.id, r.handled_by FROM case_file r WHERE r.county = ");
        sql.bind(call.county.as_str()).push(" AND r.id IN ").bind_all(chunk.iter().copied());
        sql.push(" AND r.until = ").bind(FOREVER);
        for (id, handled_by) in books.reader.tuples::<(String, String)>(sql).await? {
            needs::not_handler(&id, &handled_by, &call.actor)?;
        }
    }
    Ok(())
}
