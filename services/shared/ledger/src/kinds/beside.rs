//! Checks a record beside its neighbors: those whose keys differ only after a last sign, or all.

use chassis::FieldFault;

use super::{Findings, Kind, KindInfo};

/// Says what is wrong with a record beside a neighbor of it, both as bytes.
pub(super) type Check = fn(&[u8], &[u8]) -> Vec<FieldFault>;

impl KindInfo {
    /// What the keys of a record's neighbors begin with, which is nothing at all where all are
    /// neighbors; `None` where its kind has none.
    pub(crate) fn neighborhood<'a>(&self, id: &'a str) -> Option<&'a str> {
        match self.beside? {
            (Some(sign), _) => id.rfind(sign).map(|at| &id[..at + sign.len_utf8()]),
            (None, _) => Some(""),
        }
    }

    /// What is wrong with a record beside a neighbor of it.
    pub(crate) fn check_beside(&self, record: &[u8], neighbor: &[u8]) -> Vec<FieldFault> {
        self.beside.map(|(_, check)| check(record, neighbor)).unwrap_or_default()
    }
}

/// Checks two records of a kind, as bytes.
pub(super) fn check<D, K: Kind<D>>(record: &[u8], neighbor: &[u8]) -> Vec<FieldFault> {
    let mut findings = Findings::default();
    if let (Ok(record), Ok(neighbor)) = (K::decode(record), K::decode(neighbor)) {
        record.check_beside(&neighbor, &mut findings);
    }
    findings.split().0
}
