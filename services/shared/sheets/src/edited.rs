//! The workbook that was sent, with the remarks of a trial in it: its sheets, the numbers of its
//! rows, the formats of its cells and all else stay as they are.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Cursor, Write};

use bytes::Bytes;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::added::{Aside, add_sheets, text_cell};
use crate::edits::{Edits, height};
use crate::package::{self, attribute, column_of};
use crate::percents::STYLES;
use crate::styles;
use crate::verdict::cell_name;

/// How wide the column of remarks is.
const WIDTH: u32 = 60;

/// What keeps a workbook from being edited; it is written anew then.
pub(crate) type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Writes the remarks into the sheets of a workbook, by their names, and adds others.
///
/// # Errors
/// When the workbook is not built as usual.
pub(crate) fn edited(
    bytes: &Bytes,
    edits: &BTreeMap<String, Edits>,
    aside: &[Aside],
) -> Result<Vec<u8>, Cause> {
    let mut archive = ZipArchive::new(Cursor::new(bytes.clone()))?;
    let parts = package::sheets(&mut archive);
    let mut of_parts = BTreeMap::new();
    for (sheet, edits) in edits {
        of_parts.insert(parts.get(sheet).ok_or("a sheet has no part")?.clone(), edits);
    }
    let red = package::part(&mut archive, STYLES).and_then(|xml| styles::with_red(&xml));
    let mut texts = BTreeMap::new();
    if let Some((styles, _)) = &red {
        texts.insert(STYLES.to_owned(), styles.clone());
    }
    let said = red.as_ref().map(|(_, count)| styles::said(*count));
    add_sheets(&mut archive, aside, &mut texts, said)?;
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let name = archive.by_index_raw(at)?.name()?.into_owned();
        if let Some(text) = texts.remove(&name) {
            writer.start_file(name, options)?;
            writer.write_all(text.as_bytes())?;
        } else if let Some(edits) = of_parts.get(&name) {
            writer.start_file(name, options)?;
            let part = BufReader::new(archive.by_index(at)?);
            Sheet::new(edits, red.as_ref().map(|(_, count)| *count)).write(part, &mut writer)?;
        } else {
            writer.raw_copy_file(archive.by_index_raw(at)?)?;
        }
    }
    for (name, text) in texts {
        writer.start_file(name, options)?;
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}

/// A sheet on its way through.
struct Sheet<'a> {
    edits: &'a Edits,
    /// How many styles there are, each of which has its like in red behind them.
    styles: Option<u32>,
    /// What still has to be written into the present row.
    due: BTreeMap<u32, Due<'a>>,
    row: u32,
    column: u32,
    /// The style of the last cell before that holds something.
    style: Option<u32>,
    prefix: String,
    has_widths: bool,
    /// The last column whose width is said, from 1.
    widest: u32,
}

enum Due<'a> {
    Text(&'a str),
    Mark,
}

impl<'a> Sheet<'a> {
    fn new(edits: &'a Edits, styles: Option<u32>) -> Self {
        let (due, prefix) = (BTreeMap::new(), String::new());
        let (row, column, style) = (0, 0, None);
        Self { edits, styles, due, row, column, style, prefix, has_widths: false, widest: 0 }
    }

    fn write(mut self, part: impl BufRead, out: &mut impl Write) -> Result<(), Cause> {
        let mut reader = Reader::from_reader(part);
        let mut writer = Writer::new(out);
        let mut buffer = Vec::new();
        loop {
            let event = reader.read_event_into(&mut buffer)?;
            match &event {
                Event::Eof => return Ok(()),
                Event::Start(tag) | Event::Empty(tag) => {
                    let empty = matches!(event, Event::Empty(_));
                    let taken = self.tag(tag, empty, &mut writer)?;
                    if !taken {
                        writer.write_event(event)?;
                    } else if !empty && self.drops(tag) {
                        let end = tag.to_end().into_owned();
                        reader.read_to_end_into(end.name(), &mut Vec::new())?;
                    }
                }
                Event::End(tag) => {
                    match tag.local_name().as_ref() {
                        "row" => self.flush(u32::MAX, &mut writer)?,
                        "cols" if self.widest <= self.edits.column => self.width(&mut writer)?,
                        _ => {}
                    }
                    writer.write_event(event)?;
                }
                _ => writer.write_event(event)?,
            }
            buffer.clear();
        }
    }

    /// Whether a tag, with all inside it, is left out: what the sheet measures, and old remarks.
    fn drops(&self, tag: &BytesStart<'_>) -> bool {
        match tag.local_name().as_ref() {
            "dimension" => true,
            "c" => self.column == self.edits.column && self.edits.rows.contains_key(&self.row),
            _ => false,
        }
    }

    /// Writes what stands in the place of a tag; says whether something does.
    fn tag(
        &mut self,
        tag: &BytesStart<'_>,
        empty: bool,
        writer: &mut Writer<impl Write>,
    ) -> Result<bool, Cause> {
        match tag.local_name().as_ref() {
            "worksheet" => {
                let name = tag.name().as_ref().to_owned();
                name.strip_suffix("worksheet").unwrap_or_default().clone_into(&mut self.prefix);
            }
            "cols" => self.has_widths = true,
            "col" => {
                let last = attribute(tag, "max").and_then(|last| last.parse().ok());
                self.widest = self.widest.max(last.unwrap_or(u32::MAX));
                return if empty { self.widen(tag, writer) } else { Ok(false) };
            }
            "sheetData" if !self.has_widths => {
                let prefix = self.prefix.clone();
                raw(writer, &format!("<{prefix}cols>"))?;
                self.width(writer)?;
                raw(writer, &format!("</{prefix}cols>"))?;
            }
            "row" => return self.begin(tag, empty, writer).map(|()| true),
            "c" => return self.cell(tag, empty, writer),
            _ => return Ok(self.drops(tag)),
        }
        Ok(false)
    }

    fn begin(
        &mut self,
        tag: &BytesStart<'_>,
        empty: bool,
        writer: &mut Writer<impl Write>,
    ) -> Result<(), Cause> {
        let number = attribute(tag, "r").and_then(|number| number.parse().ok());
        (self.row, self.column) = (number.unwrap_or(self.row + 1), u32::MAX);
        self.style = None;
        if let Some(edit) = self.edits.rows.get(&self.row) {
            self.due = edit.wrong.iter().map(|column| (*column, Due::Mark)).collect();
            if !edit.text.is_empty() {
                self.due.insert(self.edits.column, Due::Text(&edit.text));
            }
        }
        // What a row says of its own width is no longer so.
        let mut tag = styles::without(tag, "spans");
        let own = attribute(&tag, "ht").and_then(|own| own.parse::<f64>().ok());
        let text = self.edits.rows.get(&self.row).map_or("", |edit| &edit.text);
        if let Some(high) =
            height(text, WIDTH).filter(|high| own.is_none_or(|own| own < f64::from(*high)))
        {
            tag = styles::with(&styles::with(&tag, "ht", &high.to_string()), "customHeight", "1");
        }
        if !empty || self.due.is_empty() {
            let event = if empty { Event::Empty(tag) } else { Event::Start(tag) };
            return Ok(writer.write_event(event)?);
        }
        let end = tag.to_end().into_owned();
        writer.write_event(Event::Start(tag))?;
        self.flush(u32::MAX, writer)?;
        Ok(writer.write_event(Event::End(end))?)
    }

    fn cell(
        &mut self,
        tag: &BytesStart<'_>,
        empty: bool,
        writer: &mut Writer<impl Write>,
    ) -> Result<bool, Cause> {
        let named = attribute(tag, "r").and_then(|name| column_of(&name));
        self.column = named.unwrap_or(self.column.wrapping_add(1));
        let style = attribute(tag, "s").and_then(|style| style.parse::<u32>().ok());
        if self.column == self.edits.column {
            self.style = style;
        }
        self.flush(self.column, writer)?;
        // Below a head that is merged over two rows there is a cell of the same row with nothing.
        if !empty {
            self.style = style;
        }
        if self.drops(tag) {
            return Ok(true);
        }
        let marked = matches!(self.due.remove(&self.column), Some(Due::Mark));
        let Some(count) = self.styles.filter(|_| marked) else { return Ok(false) };
        let red = styles::with(tag, "s", &(style.unwrap_or(0) + count).to_string());
        writer.write_event(if empty { Event::Empty(red) } else { Event::Start(red) })?;
        Ok(true)
    }

    /// Writes what is due before a column.
    fn flush(&mut self, before: u32, writer: &mut Writer<impl Write>) -> Result<(), Cause> {
        while let Some(entry) = self.due.first_entry().filter(|entry| *entry.key() < before) {
            let (column, due) = entry.remove_entry();
            let (name, prefix) = (cell_name(self.row, column), &self.prefix);
            match (due, self.styles) {
                (Due::Text(text), _) => {
                    raw(writer, &text_cell(prefix, &name, text, self.style_of(text)))?;
                }
                (Due::Mark, Some(count)) => {
                    raw(writer, &format!("<{prefix}c r=\"{name}\" s=\"{count}\"/>"))?;
                }
                (Due::Mark, None) => {}
            }
        }
        // The old remark of the row is left out when its cell comes.
        if let Some(Due::Text(text)) = self.due.get(&before)
            && before == self.edits.column
        {
            let (name, style) = (cell_name(self.row, before), self.style_of(text));
            raw(writer, &text_cell(&self.prefix, &name, text, style))?;
            self.due.remove(&before);
        }
        Ok(())
    }

    /// The style of what is said: a head that is one line has that of the heads.
    fn style_of(&self, text: &str) -> Option<u32> {
        match self.row == self.edits.head && height(text, WIDTH).is_none() {
            true => self.style,
            false => self.styles.map(styles::said),
        }
    }

    /// Widens the column of earlier remarks, where it is narrow; says whether something stands in
    /// the place of what said its width.
    fn widen(&self, tag: &BytesStart<'_>, writer: &mut Writer<impl Write>) -> Result<bool, Cause> {
        let of = |name| attribute(tag, name).and_then(|text| text.parse::<f64>().ok());
        let own = Some(f64::from(self.edits.column + 1));
        let narrow = of("width").is_none_or(|width| width < f64::from(WIDTH));
        if !narrow || of("min") != own || of("max") != own {
            return Ok(false);
        }
        let tag = styles::with(tag, "width", &WIDTH.to_string());
        writer.write_event(Event::Empty(styles::with(&tag, "customWidth", "1")))?;
        Ok(true)
    }

    /// The width of the column of remarks.
    fn width(&self, writer: &mut Writer<impl Write>) -> Result<(), Cause> {
        let (prefix, at) = (&self.prefix, self.edits.column + 1);
        let width = format!("<{prefix}col min=\"{at}\" max=\"{at}\" width=\"{WIDTH}\"");
        raw(writer, &format!("{width} customWidth=\"1\"/>"))
    }
}

fn raw(writer: &mut Writer<impl Write>, xml: &str) -> Result<(), Cause> {
    Ok(writer.get_mut().write_all(xml.as_bytes())?)
}
