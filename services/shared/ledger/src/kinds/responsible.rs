//! Who may judge records of a kind, and for whom records may be entered, where that takes more than
//! an account.

use std::future::Future;
use std::pin::Pin;

use chassis::Refusal;

use super::KindInfo;
use crate::Books;
use crate::writer::{Call, Put, Step, Verdict};

/// Refuses a caller who is not the one to verify or to return records of a kind.
pub type Responsible = for<'a> fn(&'a Books, &'a Call, Judged<'a>) -> Answered<'a>;

/// Refuses a caller who may not enter records of a kind, given as their canonical bytes.
pub type Recorder = for<'a> fn(&'a Books, &'a Call, Vec<&'a [u8]>) -> Answered<'a>;

/// Whether it is the caller's to do; a database is asked.
pub type Answered<'a> = Pin<Box<dyn Future<Output = Result<(), Refusal>> + Send + 'a>>;

/// Records of a kind that one call judges alike.
#[derive(Clone, Debug)]
pub struct Judged<'a> {
    /// What is said of them: that they count, or that they go back to their recorder.
    pub verdict: Verdict,
    /// Which they are.
    pub ids: Vec<&'a str>,
}

/// Asks each kind that has a say whether the caller may do what the steps do.
///
/// # Errors
/// What a kind refuses.
pub(crate) async fn check(books: &Books, call: &Call, steps: &[Step]) -> Result<(), Refusal> {
    for kind in books.kinds.iter() {
        for verdict in [Verdict::Verify, Verdict::Return] {
            let Some(responsible) = kind.responsible else { continue };
            let ids = judged(kind, steps, verdict);
            // A repeated request is answered from its entries, whoever is responsible by now.
            if !ids.is_empty() && books.writers.repeated(call).await?.is_none() {
                responsible(books, call, Judged { verdict, ids }).await?;
            }
        }
        let Some(recorder) = kind.recorder else { continue };
        let entered = entered(kind, steps);
        if !entered.is_empty() && books.writers.repeated(call).await?.is_none() {
            recorder(books, call, entered).await?;
        }
    }
    Ok(())
}

/// The records of a kind of which a verdict is given.
fn judged<'a>(kind: &KindInfo, steps: &'a [Step], of: Verdict) -> Vec<&'a str> {
    let id = |step: &'a Step| match step {
        Step::Judge { kind: judged, id, verdict, .. } if **judged == *kind && *verdict == of => {
            Some(id.as_str())
        }
        _ => None,
    };
    steps.iter().filter_map(id).collect()
}

/// The records of a kind that a recorder enters or revises, one by one.
fn entered<'a>(kind: &KindInfo, steps: &'a [Step]) -> Vec<&'a [u8]> {
    let content = |step: &'a Step| match step {
        Step::Put { kind: put, record, put: Put::Create | Put::Revise { .. }, .. }
            if **put == *kind =>
        {
            Some(record.content.as_slice())
        }
        _ => None,
    };
    steps.iter().filter_map(content).collect()
}
