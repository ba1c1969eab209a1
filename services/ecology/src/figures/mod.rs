//! The declarations, as data, one file a chapter.

/// The files of declarations: their names and texts.
pub const FILES: &[(&str, &str)] = &[
    ("services/ecology/src/figures/environment.yaml", include_str!("environment.yaml")),
    ("services/ecology/src/figures/designations.yaml", include_str!("designations.yaml")),
];
