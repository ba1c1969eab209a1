//! The declarations, as data, one file a chapter.

/// The files of declarations: their names and texts.
pub const FILES: &[(&str, &str)] = &[
    ("services/governance/src/figures/order.yaml", include_str!("order.yaml")),
    ("services/governance/src/figures/disputes.yaml", include_str!("disputes.yaml")),
    ("services/governance/src/figures/petitions.yaml", include_str!("petitions.yaml")),
    ("services/governance/src/figures/discipline.yaml", include_str!("discipline.yaml")),
];
