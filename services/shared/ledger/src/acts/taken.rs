//! An act that a call asks for by itself.

use chassis::Refusal;

use super::{Deed, Does, Move, Register};
use crate::Books;
use crate::books::decode;
use crate::kinds::Kind;
use crate::writer::{Call, Put, Written};

impl Books {
    /// Does an act on one record, and returns the record as the act leaves it.
    ///
    /// # Errors
    /// As of [`Books::acted`].
    pub async fn act<D, K: Kind<D>>(&self, call: Call, deed: Deed) -> Result<K, Refusal> {
        let written = self.acted(call, deed).await?;
        let written = written.first().ok_or_else(|| Refusal::internal(&"an act left no record"))?;
        decode(&K::full_name(), written)
    }

    /// Does an act, and returns the records as it leaves them.
    ///
    /// # Errors
    /// `RECORD_NOT_FOUND`, `ETAG_REQUIRED`, `ETAG_STALE`, what the act itself refuses, or what
    /// refuses a record that it leaves.
    pub async fn acted(&self, call: Call, deed: Deed) -> Result<Vec<Written>, Refusal> {
        match deed.0 {
            Does::Register(Register { kind, record }) => {
                let kind = self.kinds.get(&kind)?.clone();
                let record = record(&call.actor);
                Ok(vec![self.put(call, &kind, &record, Put::Register).await?])
            }
            Does::Move(Move { kind, id, etag, act, .. }) => {
                let kind = self.kinds.get(&kind)?.clone();
                let actor = call.actor.clone();
                let act = |content: &[u8]| act(content, &actor);
                Ok(vec![self.moved(call, &kind, (&id, &etag), act).await?])
            }
            Does::Steps(steps) => self.propose(call, steps).await,
        }
    }
}
