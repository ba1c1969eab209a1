//! What acts are read in: the books, who acts, and what is read of the books once for all of them.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;

use chassis::Refusal;
use tokio::sync::Mutex;

use crate::Books;
use crate::writer::Call;

/// One call, or one import: its acts are decided by the same books.
pub struct Scene {
    /// The books.
    pub books: Books,
    /// Who acts, and where.
    pub call: Call,
    known: Mutex<HashMap<(TypeId, String), Arc<dyn Any + Send + Sync>>>,
}

impl Scene {
    /// The scene of a call.
    pub fn new(books: &Books, call: Call) -> Self {
        Self { books: books.clone(), call, known: Mutex::default() }
    }

    /// What is read once of a type under a name, by whichever act needs it first.
    ///
    /// # Errors
    /// What refuses the reading.
    pub async fn once<T, F>(&self, name: &str, read: F) -> Result<Arc<T>, Refusal>
    where
        T: Send + Sync + 'static,
        F: Future<Output = Result<T, Refusal>>,
    {
        let mut known = self.known.lock().await;
        let key = (TypeId::of::<T>(), name.to_owned());
        if let Some(found) = known.get(&key).cloned().and_then(|any| any.downcast().ok()) {
            return Ok(found);
        }
        let found = Arc::new(read.await?);
        known.insert(key, found.clone());
        Ok(found)
    }
}
