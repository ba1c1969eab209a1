//! DOCX: the document for Word and its like, in the layout of GB/T 9704-2012.
//!
//! The grid gives 22 lines a page; 28 characters a line come of characters set 0.25 pt closer, which
//! every program does alike, while not all read the grid's `charSpace`.
//!
//! Fonts are named, none is shipped: where the licensed ones are missing, the reader's program
//! takes the alternatives of the font table.

mod drawings;

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use std::sync::LazyLock;

use chassis::Refusal;
use minijinja::Environment;
use serde::Serialize;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use drawings::Drawing;

use super::templates;
use crate::report::Report;
use crate::report::document::{Document, Note};
use crate::report::language::Language;

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    templates::read(&[
        ("document.xml", include_str!("docx/document.xml")),
        ("part.xml", include_str!("docx/part.xml")),
        ("table.xml", include_str!("docx/table.xml")),
        ("drawing.xml", include_str!("docx/drawing.xml")),
        ("chart.xml", include_str!("docx/chart.xml")),
        ("content_types.xml", include_str!("docx/content_types.xml")),
        ("document_rels.xml", include_str!("docx/document_rels.xml")),
        ("core.xml", include_str!("docx/core.xml")),
        ("footnotes.xml", include_str!("docx/footnotes.xml")),
    ])
});

/// The width of the type area, 156 mm, in twentieths of a point.
const TEXT_WIDTH: usize = 8844;

/// The parts of the package that are the same in every document.
const FIXED_PARTS: [(&str, &str); 5] = [
    ("_rels/.rels", include_str!("docx/package_rels.xml")),
    ("word/settings.xml", include_str!("docx/settings.xml")),
    ("word/fontTable.xml", include_str!("docx/font_table.xml")),
    ("word/footer1.xml", include_str!("docx/footer_odd.xml")),
    ("word/footer2.xml", include_str!("docx/footer_even.xml")),
];

/// Those that are written for each, and their templates.
const WRITTEN_PARTS: [(&str, &str); 4] = [
    ("word/_rels/document.xml.rels", "document_rels.xml"),
    ("docProps/core.xml", "core.xml"),
    ("word/document.xml", "document.xml"),
    ("word/footnotes.xml", "footnotes.xml"),
];

/// The styles of a report that has as many pages as it needs.
const STYLES: &str = include_str!("docx/styles.xml");

/// The styles of a single page, which is to be taken in at one glance: 10.5 pt and 9 pt, set close.
fn closer(styles: &str, language: Language) -> String {
    // Lines as high as they are said to be: a font that is higher than the grid takes two of it.
    let pitch = language.pick("300", "270");
    let unsnapped = "<w:autoSpaceDN w:val=\"0\"/>";
    let lines = format!(
        "{unsnapped}<w:snapToGrid w:val=\"0\"/>\
         <w:spacing w:line=\"{pitch}\" w:lineRule=\"exact\"/>"
    );
    let pairs = [
        (unsnapped, lines.as_str()),
        ("<w:sz w:val=\"21\"/>", "<w:sz w:val=\"18\"/>"),
        ("<w:sz w:val=\"32\"/>", "<w:sz w:val=\"21\"/>"),
        ("<w:sz w:val=\"44\"/>", "<w:sz w:val=\"32\"/>"),
        ("w:before=\"240\" w:line=\"280\"", "w:before=\"60\" w:line=\"240\""),
        ("w:line=\"280\"", "w:line=\"210\""),
        ("w:firstLine=\"632\"", "w:firstLine=\"420\""),
    ];
    pairs.iter().fold(styles.to_owned(), |styles, (from, to)| styles.replace(from, to))
}

/// The styles with Roman letters of their own: those of a Chinese font are wide.
fn in_roman(styles: &str) -> String {
    const ROMAN: &str = "Times New Roman";
    let mut pieces = styles.split("w:ascii=\"");
    let mut roman = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let font = piece.split('"').next().unwrap_or_default();
        let piece = piece.replacen(font, ROMAN, 1);
        let piece =
            piece.replacen(&format!("w:hAnsi=\"{font}\""), &format!("w:hAnsi=\"{ROMAN}\""), 1);
        roman.push_str("w:ascii=\"");
        roman.push_str(&piece);
    }
    roman
}

#[derive(Serialize)]
struct Context<'a> {
    document: &'a Document<'a>,
    /// By the id of a chart.
    drawings: &'a BTreeMap<&'a str, Drawing<'a>>,
    notes: Vec<Note<'a>>,
    /// The cutoff: the only day that the document knows, so that its bytes stay the same.
    day: String,
    /// As RFC 5646 names it.
    language: &'static str,
    text_width: usize,
}

#[derive(Serialize)]
struct ChartPart<'a> {
    drawing: &'a Drawing<'a>,
    language: &'static str,
}

/// The report.
///
/// # Errors
/// `INTERNAL`, as when a template has a fault.
pub(crate) fn report(report: &Report) -> Result<Vec<u8>, Refusal> {
    let document = &Document::new(report);
    let drawings = &drawings::of(report, document);
    let language = report.language.pick("zh-CN", "en-US");
    let context = Context {
        document,
        drawings,
        notes: document.notes(),
        day: report.period.last.to_string(),
        language,
        text_width: TEXT_WIDTH,
    };
    let render = |name: &str| templates::render(&TEMPLATES, name, &context);
    let mut parts = vec![("[Content_Types].xml".to_owned(), render("content_types.xml")?)];
    parts.extend(FIXED_PARTS.map(|(name, text)| (name.to_owned(), text.to_owned())));
    let styles = match report.language {
        Language::Chinese => STYLES.to_owned(),
        Language::English => in_roman(STYLES),
    };
    let styles = if document.compact { closer(&styles, report.language) } else { styles };
    parts.push(("word/styles.xml".to_owned(), styles));
    for (name, template) in WRITTEN_PARTS {
        parts.push((name.to_owned(), render(template)?));
    }
    for drawing in drawings.values() {
        let name = format!("word/charts/chart{}.xml", drawing.number);
        let part = ChartPart { drawing, language };
        parts.push((name, templates::render(&TEMPLATES, "chart.xml", &part)?));
    }
    package(&parts).map_err(|cause| Refusal::internal(&cause))
}

/// The parts as one file; every part carries the same day, whenever it is written.
fn package(parts: &[(String, String)]) -> Result<Vec<u8>, zip::result::ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        package.start_file(name.as_str(), options)?;
        package.write_all(text.as_bytes())?;
    }
    Ok(package.finish()?.into_inner())
}
