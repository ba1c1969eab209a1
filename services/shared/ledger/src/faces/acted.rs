//! Acts that stand in an import, put aside until all have been sent.

use chassis::{FieldFault, Refusal};
use proto::ledger::v1::Reason;

use super::deciding::Deciding;
use crate::Books;
use crate::acts::Scene;
use crate::writer::{Call, Spool};

/// Acts of one import.
const MOST: usize = 50_000;

/// The acts of an import, as they were sent.
#[derive(Default)]
pub(super) struct Acted(Vec<Sent>);

/// An act as it was sent.
pub(super) struct Sent {
    pub(super) place: i64,
    /// The full name of its request.
    pub(super) request: String,
    pub(super) bytes: Vec<u8>,
    pub(super) explanation: String,
}

impl Acted {
    /// Puts an act aside until all have been sent.
    ///
    /// # Errors
    /// `REQUEST_INVALID` for one act too many.
    pub(super) fn add(
        &mut self,
        place: i64,
        record: &prost_types::Any,
        explanation: &str,
    ) -> Result<(), Refusal> {
        if self.0.len() == MOST {
            return Err(Refusal::request(FieldFault::new(
                "records",
                Reason::ValueOutOfRange,
                format!("an import takes at most {MOST} acts; send the rest as one of its own"),
                format!("一次导入最多 {MOST} 步办理动作，其余请另行导入"),
            )));
        }
        let request = record.type_url.rsplit('/').next().unwrap_or_default().to_owned();
        let (bytes, explanation) = (record.value.clone(), explanation.to_owned());
        self.0.push(Sent { place, request, bytes, explanation });
        Ok(())
    }

    /// Decides what the acts come to, and spools it.
    ///
    /// # Errors
    /// When the service fails; what refuses an act is noted in the spool.
    pub(super) async fn decide(
        self,
        books: &Books,
        call: &Call,
        spool: &mut Spool,
    ) -> Result<(), Refusal> {
        // A repeated import is answered from its entries, whatever its records are by now.
        if self.0.is_empty() || books.writers.repeated(call).await?.is_some() {
            return Ok(());
        }
        let position = books.reader.position(&call.county, 0).await?;
        let scene = Scene::new(books, call.clone());
        Deciding::new(&scene, position, spool).all(self.0).await
    }
}
