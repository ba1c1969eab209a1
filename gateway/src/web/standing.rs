//! Where a division stands among its peers, as a figure's page and JSON show it.

use std::collections::BTreeMap;

use proto::figure::v1::Standing;
use serde::Serialize;

use crate::report::render::views::said;

/// A division among its peers: a county in its city, a township in its county.
#[derive(Debug, Serialize)]
pub(crate) struct StandingView<'a> {
    rank: Option<i32>,
    rank_of: i32,
    tied_with: i32,
    /// Of all peers together, in percent.
    share: Option<&'a str>,
    missing_reason: Option<&'a str>,
    missing_reason_zh: Option<&'a str>,
    /// By county, where peers with a ledger were read.
    positions: BTreeMap<&'a str, String>,
}

impl<'a> StandingView<'a> {
    pub(crate) fn new(standing: &'a Standing) -> Self {
        let Standing { rank, rank_of, tied_with, share, missing_reason, .. } = standing;
        let Standing { missing_reason_zh, positions, .. } = standing;
        let positions = positions.iter().map(|(county, at)| (county.as_str(), at.to_string()));
        Self {
            rank: *rank,
            rank_of: *rank_of,
            tied_with: *tied_with,
            share: share.as_deref(),
            missing_reason: said(missing_reason),
            missing_reason_zh: said(missing_reason_zh),
            positions: positions.collect(),
        }
    }
}
