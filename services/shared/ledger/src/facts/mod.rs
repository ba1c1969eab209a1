//! The kinds that any department may keep beside its own, because figures are computed with
//! them: parameters, targets, what peers have and what authorities claim, each with its paper.

mod external_claim;
mod parameter;
mod peer_fact;
mod target;

use proto::ledger::v1::Reason;

pub use proto::figure::v1::{ExternalClaim, Parameter, PeerFact, Target};

use crate::figures::exact;
use crate::kinds::Findings;
use crate::storage::Table;

/// The table of [`Parameter`].
pub const PARAMETER: Table = Table {
    name: "parameter",
    columns: "code text, name text, value text, division text, first_date text, last_date text, \
              document text",
    indexes: &[],
};

/// The table of [`PeerFact`].
pub const PEER_FACT: Table = Table {
    name: "peer_fact",
    columns: "figure text, peer text, division text, first_date text, last_date text, value text, \
              document text",
    indexes: &[],
};

/// The table of [`ExternalClaim`].
pub const EXTERNAL_CLAIM: Table = Table {
    name: "external_claim",
    columns: "code text, subject text, list text, place text, rank integer null, division text, \
              claim_date text, authority text, document text, statement text",
    indexes: &[],
};

/// The table of [`Target`].
pub const TARGET: Table = Table {
    name: "target",
    columns: "figure text, division text, first_date text, last_date text, value text, \
              sense integer, document text",
    indexes: &[],
};

/// Refuses a value that is not decimal digits.
fn check_decimal(value: &str, findings: &mut Findings) {
    if exact::parse(value).is_none() {
        findings.refuse(
            "value",
            Reason::ValueOutOfRange,
            format!("{value:?} is not a number in decimal digits"),
            format!("“{value}”不是十进制数"),
        );
    }
}

/// A day without its hyphens, for a key.
fn compact(day: &str) -> String {
    day.replace('-', "")
}
