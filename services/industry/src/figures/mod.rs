//! The declarations, as data, one file a chapter.

/// The files of declarations: their names and texts.
pub const FILES: &[(&str, &str)] =
    &[("services/industry/src/figures/economy.yaml", include_str!("economy.yaml"))];
