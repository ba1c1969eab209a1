//! Checks a record beside the state that it takes the place of: a flash does not follow the final.

use chassis::FieldFault;

use super::{Findings, Kind, KindInfo};

impl KindInfo {
    /// Whether records of the kind are checked beside the state before.
    pub(crate) fn follows(&self) -> bool {
        self.succession.is_some()
    }

    /// What is wrong with a record beside the state before it.
    pub(crate) fn check_succession(&self, record: &[u8], before: &[u8]) -> Vec<FieldFault> {
        self.succession.map(|check| check(record, before)).unwrap_or_default()
    }
}

/// Checks a record and the state before it, as bytes.
pub(super) fn check<D, K: Kind<D>>(record: &[u8], before: &[u8]) -> Vec<FieldFault> {
    let mut findings = Findings::default();
    if let (Ok(record), Ok(before)) = (K::decode(record), K::decode(before)) {
        record.check_succession(&before, &mut findings);
    }
    findings.split().0
}
