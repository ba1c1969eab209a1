//! The declarations, as data, one file a chapter.

/// The files of declarations: their names and texts.
pub const FILES: &[(&str, &str)] =
    &[("services/reform/src/figures/programmes.yaml", include_str!("programmes.yaml"))];
