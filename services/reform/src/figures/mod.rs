//! The declarations, as data, one file a chapter.

/// The files of declarations: their names and texts.
pub const FILES: &[(&str, &str)] = &[
    ("services/reform/src/figures/programmes.yaml", include_str!("programmes.yaml")),
    ("services/reform/src/figures/tasks.yaml", include_str!("tasks.yaml")),
    ("services/reform/src/figures/recognition.yaml", include_str!("recognition.yaml")),
    ("services/reform/src/figures/drive.yaml", include_str!("drive.yaml")),
    ("services/reform/src/figures/inspections.yaml", include_str!("inspections.yaml")),
];
