//! An opening list: a register as it stood when the books were opened, handed in as a whole.
//!
//! Its records are the revisions that the entries from its first to its last position wrote, so
//! that what rests on a list can be told at any position from the ledger alone.

use proto::ledger::v1::OpeningList;
use sha2::{Digest, Sha256};

use crate::kinds::{Kind, SAMPLE_PLACE};

impl<D> Kind<D> for OpeningList {
    fn key(&self) -> String {
        let document: String = Sha256::digest(&self.document)[..6].iter().map(hex).collect();
        format!("{}.{}.{document}", self.kind, self.open_date.replace('-', ""))
    }

    fn sample(n: u32) -> Self {
        Self {
            kind: "sample".to_owned(),
            division: SAMPLE_PLACE[..6].to_owned(),
            open_date: format!("{}-12-31", 1960 + n),
            document: format!("示例名录〔{}〕1号", 1961 + n),
            record_count: 1,
            first_position: 1,
            last_position: 1,
            list_hash: Sha256::digest(b"").iter().map(hex).collect(),
            ..Self::default()
        }
    }
}

/// A byte as two hexadecimal digits.
pub(crate) fn hex(byte: &u8) -> String {
    format!("{byte:02x}")
}
