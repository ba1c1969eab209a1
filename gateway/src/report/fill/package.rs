//! A form as the package that it is: parts with text are filled in, all others copied as they are.

use std::io::{Cursor, Read as _, Write as _};

use chassis::Refusal;
use proto::ledger::v1::Reason;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::{Form, Values, parts, sources};

/// Parts of a form.
const MOST_PARTS: usize = 1_000;
/// What the parts with text unpack to, together.
const MOST_BYTES: u64 = 64 << 20;

const WORKBOOK: &str = "xl/workbook.xml";
const DOCUMENT: &str = "word/document.xml";

/// The parts of a form whose text matters.
pub(super) struct Package {
    pub(super) form: Form,
    /// Name and text of what is filled in or added to.
    pub(super) texts: Vec<(String, String)>,
}

impl Package {
    /// The text of a part.
    pub(super) fn text(&mut self, name: &str) -> Option<&mut String> {
        self.texts.iter_mut().find(|(known, _)| known == name).map(|(_, text)| text)
    }
}

/// Fills a form in and writes it anew.
///
/// # Errors
/// What is no form, or too large.
pub(super) fn fill(bytes: &[u8], values: &mut Values<'_>) -> Result<(Form, Vec<u8>), Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|cause| malformed(&cause))?;
    let mut package = read(&mut archive)?;
    parts::fill(&mut package, values).map_err(|cause| malformed(&cause))?;
    sources::add(&mut package, values)?;
    let form = package.form;
    Ok((form, write(&mut archive, package).map_err(|cause| Refusal::internal(&cause))?))
}

fn read(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Package, Refusal> {
    if archive.len() > MOST_PARTS {
        return Err(too_large());
    }
    let (mut form, mut texts, mut room) = (None, Vec::new(), MOST_BYTES);
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|cause| malformed(&cause))?;
        let name = part.name().map_err(|cause| malformed(&cause))?.into_owned();
        match name.as_str() {
            WORKBOOK => form = Some(Form::Xlsx),
            DOCUMENT => form = Some(Form::Docx),
            _ => {}
        }
        if name.contains("vbaProject") {
            let message = "the form has macros; save it without them";
            let zh = "表格含有宏，请另存为不带宏的文件";
            return Err(Refusal::new(Reason::MediaTypeUnknown, message, zh));
        }
        if !is_text(&name) {
            continue;
        }
        let mut text = String::new();
        let count = part.take(room + 1).read_to_string(&mut text);
        let count = count.map_err(|cause| malformed(&cause))? as u64;
        room = room.checked_sub(count).ok_or_else(too_large)?;
        texts.push((name, text));
    }
    let form = form.ok_or_else(|| malformed(&"it holds neither a workbook nor a document"))?;
    Ok(Package { form, texts })
}

/// Whether text of a form stands in a part, or what names its parts.
fn is_text(name: &str) -> bool {
    let of_sheets = name.starts_with("xl/worksheets/") && !name.contains("/_rels/");
    let of_pages = name.starts_with("word/header") || name.starts_with("word/footer");
    name.ends_with(".xml") && (of_sheets || of_pages)
        || [
            WORKBOOK,
            DOCUMENT,
            "xl/sharedStrings.xml",
            "xl/_rels/workbook.xml.rels",
            "[Content_Types].xml",
        ]
        .contains(&name)
}

/// All parts in their order, then those that are new.
fn write(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    mut package: Package,
) -> Result<Vec<u8>, zip::result::ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at)?;
        let name = part.name()?.into_owned();
        match package.texts.iter().position(|(known, _)| *known == name) {
            None => writer.raw_copy_file(part)?,
            Some(at) => {
                let (name, text) = package.texts.remove(at);
                writer.start_file(name, options)?;
                writer.write_all(text.as_bytes())?;
            }
        }
    }
    for (name, text) in package.texts {
        writer.start_file(name, options)?;
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}

pub(super) fn malformed(cause: &dyn std::fmt::Display) -> Refusal {
    Refusal::new(
        Reason::MessageMalformed,
        format!("the form is no .xlsx or .docx that can be read: {cause}"),
        "不是可识别的 .xlsx 或 .docx 表格",
    )
}

fn too_large() -> Refusal {
    Refusal::new(
        Reason::MessageTooLarge,
        format!("the form unpacks to more than {} MiB", MOST_BYTES >> 20),
        format!("表格解压后超过 {} MiB", MOST_BYTES >> 20),
    )
}
