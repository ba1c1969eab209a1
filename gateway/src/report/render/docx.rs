//! DOCX: the document for Word and its like, in the layout of GB/T 9704-2012.
//!
//! The grid gives 22 lines a page; 28 characters a line come of characters set 0.25 pt closer, which
//! every program does alike, while not all read the grid's `charSpace`.
//!
//! Fonts are named, none is shipped: where the licensed ones are missing, the reader's program
//! takes the alternatives of the font table.

use std::io::{Cursor, Write as _};
use std::sync::LazyLock;

use chassis::Refusal;
use minijinja::Environment;
use serde::Serialize;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::templates;
use crate::report::Report;
use crate::report::document::{Document, Note};

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    templates::read(&[
        ("document.xml", include_str!("docx/document.xml")),
        ("part.xml", include_str!("docx/part.xml")),
        ("table.xml", include_str!("docx/table.xml")),
        ("core.xml", include_str!("docx/core.xml")),
        ("footnotes.xml", include_str!("docx/footnotes.xml")),
    ])
});

/// The width of the type area, 156 mm, in twentieths of a point.
const TEXT_WIDTH: usize = 8844;

/// The parts of the package that are the same in every document.
const FIXED_PARTS: [(&str, &str); 7] = [
    ("[Content_Types].xml", include_str!("docx/content_types.xml")),
    ("_rels/.rels", include_str!("docx/package_rels.xml")),
    ("word/_rels/document.xml.rels", include_str!("docx/document_rels.xml")),
    ("word/settings.xml", include_str!("docx/settings.xml")),
    ("word/fontTable.xml", include_str!("docx/font_table.xml")),
    ("word/footer1.xml", include_str!("docx/footer_odd.xml")),
    ("word/footer2.xml", include_str!("docx/footer_even.xml")),
];

/// The styles of a report that has as many pages as it needs.
const STYLES: &str = include_str!("docx/styles.xml");

/// The styles of a single page, which is to be taken in at one glance: 10.5 pt and 9 pt, set close.
fn closer(styles: &str) -> String {
    let pairs = [
        ("<w:sz w:val=\"21\"/>", "<w:sz w:val=\"18\"/>"),
        ("<w:sz w:val=\"32\"/>", "<w:sz w:val=\"21\"/>"),
        ("w:line=\"280\"", "w:line=\"210\""),
        ("w:firstLine=\"632\"", "w:firstLine=\"420\""),
    ];
    pairs.iter().fold(styles.to_owned(), |styles, (from, to)| styles.replace(from, to))
}

#[derive(Serialize)]
struct Context<'a> {
    document: &'a Document<'a>,
    notes: Vec<Note<'a>>,
    /// The cutoff: the only day that the document knows, so that its bytes stay the same.
    day: String,
    /// As RFC 5646 names it.
    language: &'static str,
    text_width: usize,
}

/// The report.
///
/// # Errors
/// `INTERNAL`, as when a template has a fault.
pub(crate) fn report(report: &Report) -> Result<Vec<u8>, Refusal> {
    let document = &Document::new(report);
    let context = Context {
        document,
        notes: document.notes(),
        day: report.period.last.to_string(),
        language: report.language.pick("zh-CN", "en-US"),
        text_width: TEXT_WIDTH,
    };
    let render = |name: &str| templates::render(&TEMPLATES, name, &context);
    let (core, text) = (render("core.xml")?, render("document.xml")?);
    let close = document.compact.then(|| closer(STYLES));
    let styles = ("word/styles.xml", close.as_deref().unwrap_or(STYLES));
    let parts = FIXED_PARTS.into_iter().chain([styles]);
    let notes = render("footnotes.xml")?;
    let written = [
        ("docProps/core.xml", core.as_str()),
        ("word/document.xml", text.as_str()),
        ("word/footnotes.xml", notes.as_str()),
    ];
    package(parts.chain(written)).map_err(|cause| Refusal::internal(&cause))
}

/// The parts as one file; every part carries the same day, whenever it is written.
fn package<'a>(
    parts: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<Vec<u8>, zip::result::ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        package.start_file(name, options)?;
        package.write_all(text.as_bytes())?;
    }
    Ok(package.finish()?.into_inner())
}
