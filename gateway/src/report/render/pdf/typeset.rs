//! Sets the document with typst: a template, the report as data, the fonts of this machine.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chassis::Refusal;
use serde::Serialize;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::fonts::{FONTS, Fonts};
use super::pictures::{self, Drawing};
use crate::report::Report;
use crate::report::document::Document;

static LIBRARY: LazyLock<LazyHash<Library>> =
    LazyLock::new(|| LazyHash::new(Library::builder().build()));

/// How many reports later what typst remembers is forgotten.
const REMEMBERED: usize = 4;

#[derive(Serialize)]
struct Data<'a> {
    document: Document<'a>,
    /// By the id of a chart.
    drawings: BTreeMap<&'a str, Drawing>,
    fonts: Fonts,
    /// Year, month and day of the cutoff: the only day that the document knows.
    day: (i16, i8, i8),
    /// For hyphens and screen readers: zh or en.
    language: &'static str,
}

/// The report as PDF/A-2a and PDF/UA-1: all fonts embedded, no glyph missing, tagged for screen
/// readers.
///
/// # Errors
/// `FONT_MISSING` when no font has Chinese letters; `INTERNAL`, as when a letter is in no font.
pub(crate) fn report(report: &Report) -> Result<Vec<u8>, Refusal> {
    let fonts = Fonts::choose(FONTS.book())?;
    let last = report.period.last;
    let day = (last.year(), last.month(), last.day());
    let document = Document::new(report);
    // A single page is to be taken in at one glance.
    let drawings = if document.compact { BTreeMap::new() } else { pictures::of(report) };
    let language = report.language.name();
    let data = Data { document, drawings, fonts, day, language };
    let paper = Paper::new(&data)?;
    let document = typst::compile::<PagedDocument>(&paper).output.map_err(failed)?;
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|cause| Refusal::internal(&cause.message()))?;
    let pdf = typst_pdf::pdf(&document, &PdfOptions { standards, ..PdfOptions::default() });
    typst::comemo::evict(REMEMBERED);
    pdf.map_err(failed)
}

fn failed(causes: impl IntoIterator<Item = SourceDiagnostic>) -> Refusal {
    let causes: Vec<_> = causes.into_iter().map(|cause| cause.message.to_string()).collect();
    Refusal::internal(&causes.join("; "))
}

/// What typst can see: the template and the data, no file of this machine but its fonts.
struct Paper {
    template: Source,
    data: Bytes,
    data_file: FileId,
}

impl Paper {
    fn new(data: &Data<'_>) -> Result<Self, Refusal> {
        let data = serde_json::to_vec(data).map_err(|cause| Refusal::internal(&cause))?;
        let template = Source::new(file("/report.typ")?, include_str!("report.typ").to_owned());
        Ok(Self { template, data: Bytes::new(data), data_file: file("/report.json")? })
    }
}

fn file(path: &str) -> Result<FileId, Refusal> {
    let path = VirtualPath::new(path);
    let path = path.map_err(|_| Refusal::internal(&"a path of the template is wrong"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Paper {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        FONTS.book()
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        match id == self.template.id() {
            true => Ok(self.template.clone()),
            false => Err(FileError::AccessDenied),
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id == self.data_file {
            true => Ok(self.data.clone()),
            false => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.font(index)
    }

    /// The same report at the same positions is the same on every day.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
