//! The records that a record points to, for checks that look at them.

use std::collections::BTreeMap;

use prost::Message;

use super::{Findings, Kind};

/// The records that a record points to, by the field that points.
#[derive(Default)]
pub struct Pointed(BTreeMap<&'static str, Vec<u8>>);

impl Pointed {
    /// Notes the record that a field points to, as its canonical bytes.
    pub(crate) fn insert(&mut self, field: &'static str, content: Vec<u8>) {
        self.0.insert(field, content);
    }

    /// The record that a field points to; none where the field is empty.
    pub fn get<M: Message + Default>(&self, field: &str) -> Option<M> {
        M::decode(self.0.get(field)?.as_slice()).ok()
    }
}

/// Checks a record, given as its canonical bytes, against those that it points to.
pub(super) fn check<D, K: Kind<D>>(content: &[u8], pointed: &Pointed) -> Findings {
    let mut findings = Findings::default();
    if let Ok(record) = K::decode(content) {
        record.check_pointed(pointed, &mut findings);
    }
    findings
}
