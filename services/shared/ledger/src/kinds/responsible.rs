//! Who may verify records of a kind, where that takes more than another account than the
//! recorder's.

use std::future::Future;
use std::pin::Pin;

use chassis::Refusal;

use crate::Books;
use crate::writer::{Call, Step, Verdict};

/// Refuses a caller who is not the one to verify records of a kind, given by their ids.
pub type Responsible = for<'a> fn(&'a Books, &'a Call, &'a [&'a str]) -> Answered<'a>;

/// Whether it is the caller's to verify; a database is asked.
pub type Answered<'a> = Pin<Box<dyn Future<Output = Result<(), Refusal>> + Send + 'a>>;

/// Asks each kind that has a say whether the caller may verify what the steps verify.
///
/// # Errors
/// What the kind refuses.
pub(crate) async fn check(books: &Books, call: &Call, steps: &[Step]) -> Result<(), Refusal> {
    for kind in books.kinds.iter() {
        let Some(responsible) = kind.responsible else { continue };
        let of_kind = steps.iter().filter_map(|step| match step {
            Step::Judge { kind: judged, id, verdict: Verdict::Verify, .. } if judged == kind => {
                Some(id.as_str())
            }
            _ => None,
        });
        let ids: Vec<&str> = of_kind.collect();
        // A repeated request is answered from its entries, whoever is responsible by now.
        if !ids.is_empty() && books.writers.repeated(call).await?.is_none() {
            responsible(books, call, &ids).await?;
        }
    }
    Ok(())
}
