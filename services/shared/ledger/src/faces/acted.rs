//! Acts that stand in an import, put aside until all have been sent.

use chassis::{FieldFault, Refusal};
use proto::ledger::v1::Reason;

use super::deciding::Deciding;
use crate::Books;
use crate::acts::Scene;
use crate::writer::{Call, Spool};

/// Acts of one import.
const MOST: usize = 50_000;
/// MiB that the acts of one import may take, which all stay in memory until they are decided.
const MOST_MIB: usize = 64;

/// The acts of an import, as they were sent.
#[derive(Default)]
pub(super) struct Acted {
    sent: Vec<Sent>,
    /// How many bytes their requests take.
    size: usize,
}

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
    /// `REQUEST_INVALID` for one act too many, or too long.
    pub(super) fn add(
        &mut self,
        place: i64,
        record: &prost_types::Any,
        explanation: &str,
    ) -> Result<(), Refusal> {
        let size = self.size + record.value.len();
        if self.sent.len() == MOST || size > MOST_MIB << 20 {
            return Err(Refusal::request(FieldFault::new(
                "records",
                Reason::ValueOutOfRange,
                format!(
                    "an import takes at most {MOST} acts of {MOST_MIB} MiB together; \
                     send the rest as one of its own"
                ),
                format!(
                    "一次导入最多 {MOST} 步办理动作，合计不超过 {MOST_MIB} MiB，其余请另行导入"
                ),
            )));
        }
        let request = record.type_url.rsplit('/').next().unwrap_or_default().to_owned();
        let (bytes, explanation) = (record.value.clone(), explanation.to_owned());
        self.size = size;
        self.sent.push(Sent { place, request, bytes, explanation });
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
        if self.sent.is_empty() || books.writers.repeated(call).await?.is_some() {
            return Ok(());
        }
        let position = books.reader.position(&call.county, 0).await?;
        let scene = Scene::new(books, call.clone());
        Deciding::new(&scene, position, spool).all(self.sent).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(acts: usize, bytes: usize) -> Result<(), Refusal> {
        let record = prost_types::Any { type_url: "x/y".to_owned(), value: vec![0; bytes] };
        let mut acted = Acted::default();
        (0..acts).try_for_each(|place| acted.add(place as i64, &record, ""))
    }

    #[test]
    fn acts_are_bounded_in_number_and_in_bytes() {
        assert!(filled(MOST, 1).is_ok());
        assert!(filled(64, 1 << 20).is_ok());
        for (acts, bytes) in [(MOST + 1, 1), (65, 1 << 20)] {
            let refusal = filled(acts, bytes).expect_err("too many");
            assert_eq!(refusal.fields[0].reason, Reason::ValueOutOfRange);
        }
    }
}
