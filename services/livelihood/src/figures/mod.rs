//! The declarations, as data, one file a chapter.

/// The files of declarations: their names and texts.
pub const FILES: &[(&str, &str)] =
    &[("services/livelihood/src/figures/education.yaml", include_str!("education.yaml"))];
