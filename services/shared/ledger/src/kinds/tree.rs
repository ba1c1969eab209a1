//! Kinds whose records hang below others of their own: what stands above a record.

use std::collections::BTreeMap;

use chassis::FieldFault;

use super::{Findings, Kind, KindInfo};

/// Says what is wrong with a record below all that stand above it, by their ids, as bytes.
type Check = fn(&[u8], &BTreeMap<String, Vec<u8>>) -> Vec<FieldFault>;

/// How the records of a kind hang together, as bytes.
pub(super) struct Tree {
    above: fn(&[u8]) -> Vec<String>,
    check: Check,
}

impl Tree {
    /// The tree of a kind; nothing where its records hang below none.
    pub(super) fn of<D, K: Kind<D>>() -> Option<Self> {
        K::ABOVE.map(|_| Self { above: above::<D, K>, check: check::<D, K> })
    }
}

impl KindInfo {
    /// Whether records of the kind hang below others of it.
    pub(crate) fn is_tree(&self) -> bool {
        self.tree.is_some()
    }

    /// The ids of the records that a record hangs below.
    pub(crate) fn above(&self, record: &[u8]) -> Vec<String> {
        self.tree.as_ref().map(|tree| (tree.above)(record)).unwrap_or_default()
    }

    /// What is wrong with a record below all that stand above it, by their ids.
    pub(crate) fn check_above(
        &self,
        record: &[u8],
        above: &BTreeMap<String, Vec<u8>>,
    ) -> Vec<FieldFault> {
        self.tree.as_ref().map(|tree| (tree.check)(record, above)).unwrap_or_default()
    }
}

fn above<D, K: Kind<D>>(record: &[u8]) -> Vec<String> {
    let above = K::ABOVE.zip(K::decode(record).ok());
    above.map(|(above, record)| above(&record)).unwrap_or_default()
}

fn check<D, K: Kind<D>>(record: &[u8], above: &BTreeMap<String, Vec<u8>>) -> Vec<FieldFault> {
    let mut findings = Findings::default();
    if let Ok(record) = K::decode(record) {
        let above = above.iter();
        let above = above
            .filter_map(|(id, content)| Some((id.clone(), K::decode(content.as_slice()).ok()?)));
        record.check_above(&above.collect(), &mut findings);
    }
    findings.split().0
}
