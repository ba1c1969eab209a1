//! What measures and acts of a department remember beside a reader; it ends with the process.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::Reader;

/// One value a type.
#[derive(Clone, Default)]
pub(super) struct Memory(Arc<Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>>);

impl Reader {
    /// What is remembered of a type beside this database; empty where nobody asked before.
    ///
    /// Whoever remembers says of which position it is: the ledger moves on.
    pub fn memory<T: Any + Default + Send + Sync>(&self) -> Arc<T> {
        // A value is put in whole: a panic elsewhere leaves a good one.
        let mut memory = self.memory.0.lock().unwrap_or_else(PoisonError::into_inner);
        let held = memory.entry(TypeId::of::<T>()).or_insert_with(|| Arc::<T>::default());
        Arc::clone(held).downcast::<T>().unwrap_or_default()
    }
}
