//! What a verifier of a kind should look at; none of it refuses anything.

use std::future::Future;
use std::pin::Pin;

use chassis::Refusal;
use proto::ledger::v1::Remark;

use crate::Books;
use crate::storage::Stored;

/// The remarks on records of a kind as they wait in a county at a position, one list a record.
pub type Remarks = for<'a> fn(&'a Books, &'a str, &'a [Stored], i64) -> Remarked<'a>;

/// The remarks; a database is asked.
pub type Remarked<'a> =
    Pin<Box<dyn Future<Output = Result<Vec<Vec<Remark>>, Refusal>> + Send + 'a>>;
