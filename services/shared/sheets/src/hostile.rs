//! What an XLSX file must not be: larger unpacked than it says, computed, or bound to others.

use std::collections::HashSet;
use std::io::{Cursor, Read};

use proto::ledger::v1::Reason;
use zip::ZipArchive;

use crate::percents::{self, Percents};
use crate::verdict::Fault;

/// Parts of a file: a workbook of a county has some dozens.
const MOST_PARTS: usize = 1_000;
/// A sheet is read as a stream; all sheets of a file unpack to at most so much.
const MOST_OF_SHEETS: u64 = 1 << 30;
/// Everything else is held in memory: texts, styles.
const MOST_OF_OTHERS: u64 = 64 << 20;
/// What unpacks to more than this many times its size, and is not small, is a bomb.
const MOST_TIMES: u64 = 100;
/// What is small enough in any case.
const SMALL: u64 = 16 << 20;
/// Texts that cells share; each takes memory, be it empty.
const MOST_TEXTS: u64 = 2_000_000;
/// How far a tag is looked into, and what stands before it is kept.
const LONGEST: usize = 4_096;

/// A fault, and the sheet's part and cell that it stands in.
pub(crate) type Found = (Fault, Option<(u32, u32)>);

/// Unpacks every part once, within its bounds, and looks for what is not taken; returns the cells
/// that show percentages.
///
/// # Errors
/// What is not taken, and why.
pub(crate) fn check(bytes: &[u8]) -> Result<Percents, Found> {
    let broken = |cause: zip::result::ZipError| {
        at_all(
            Reason::MessageMalformed,
            format!("not an XLSX file: {cause}"),
            "不是 XLSX 文件或已损坏",
        )
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MOST_PARTS {
        let message = format!("the file has more than {MOST_PARTS} parts");
        return Err(at_all(Reason::MessageTooLarge, message, "文件内部件过多"));
    }
    let (mut of_sheets, mut of_others) = (0, 0);
    let styles = archive.by_name(percents::STYLES).ok();
    let styles = styles.map(|part| percents::styles(part.take(SMALL))).unwrap_or_default();
    let mut found = Percents::new();
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(broken)?;
        let name = part.name().map_err(broken)?.into_owned();
        let packed = part.compressed_size();
        refuse_by_name(&name)?;
        let is_sheet = name.contains("sheets/") && name.ends_with(".xml");
        let (so_far, most) = match is_sheet {
            true => (&mut of_sheets, MOST_OF_SHEETS),
            false => (&mut of_others, MOST_OF_OTHERS),
        };
        let bomb = packed.saturating_mul(MOST_TIMES).max(SMALL);
        let mut scan = Scan { styles: &styles, ..Scan::default() };
        *so_far += scan.read(part, (most - *so_far).min(bomb))?;
        if !scan.percents.is_empty() {
            found.insert(name, scan.percents);
        }
    }
    Ok(found)
}

fn links() -> Found {
    let message = "the file has links to other files, which are not taken";
    at_all(Reason::RecordInvalid, message, "含有指向其他文件的链接，请断开链接后另存")
}

fn refuse_by_name(name: &str) -> Result<(), Found> {
    if name.contains("externalLinks/") {
        return Err(links());
    }
    let (what, zh) = if name.contains("vbaProject") {
        ("macros", "含有宏，请另存为不带宏的 .xlsx")
    } else if name.contains("embeddings/") {
        ("embedded objects", "含有嵌入对象，请删除后另存")
    } else {
        return Ok(());
    };
    Err(at_all(Reason::RecordInvalid, format!("the file has {what}, which are not taken"), zh))
}

/// What has been seen of a part. Any part may be named as a sheet or as the shared texts.
#[derive(Default)]
struct Scan<'a> {
    /// Which styles show percentages; nothing where none does.
    styles: &'a [bool],
    /// The cells that show one.
    percents: HashSet<(u32, u32)>,
    /// Cells have begun: what computes is a formula from here on.
    has_cells: bool,
    texts: u64,
    /// How many texts the part says that there are; memory is set aside for as many.
    said: u64,
}

impl Scan<'_> {
    /// Reads a part to its end and counts it; names the first formula of a sheet.
    fn read(&mut self, mut part: impl Read, room: u64) -> Result<u64, Found> {
        let (mut total, mut kept, mut seen) = (0_u64, Vec::new(), 0);
        let mut buffer = vec![0; 1 << 16];
        loop {
            let count = part.read(&mut buffer).map_err(|cause| {
                let message = format!("a part of the file cannot be read: {cause}");
                at_all(Reason::MessageMalformed, message, "文件已损坏，无法解压")
            })?;
            total += count as u64;
            if total > room {
                let message = format!("the file unpacks to more than {room} bytes in one part");
                return Err(at_all(Reason::MessageTooLarge, message, "文件解压后过大，已拒绝"));
            }
            kept.extend_from_slice(&buffer[..count]);
            // A tag is looked at when what follows it is there too.
            let ready = if count == 0 { kept.len() } else { kept.len().saturating_sub(LONGEST) };
            for at in memchr::memchr_iter(b'<', &kept[seen..ready.max(seen)]) {
                self.tag(&kept, seen + at)?;
            }
            if count == 0 {
                return self.finish(total);
            }
            seen = ready.max(seen);
            // A cell's name and its formula stand close to each other.
            let gone = seen.saturating_sub(LONGEST);
            kept.drain(..gone);
            seen -= gone;
        }
    }

    fn tag(&mut self, piece: &[u8], at: usize) -> Result<(), Found> {
        let tag = &piece[at + 1..piece.len().min(at + LONGEST)];
        if !self.styles.is_empty() && tag.starts_with(b"c ") && percents::is_one(tag, self.styles) {
            return self.percent(tag);
        }
        // Most tags end something, or begin a cell or its value.
        if let [b'/', ..] | [b'c', b' ', ..] | [b'v', b'>', ..] = tag {
            return Ok(());
        }
        match local_name(tag) {
            b"sheetData" => self.has_cells = true,
            b"f" if self.has_cells => {
                let message = "the cell holds a formula; enter its value (paste as values)";
                let zh = "单元格是公式，请“选择性粘贴—数值”后再导入";
                let fault = Fault::new(Reason::RecordInvalid, message, zh);
                return Err((fault, cell_before(&piece[..at])));
            }
            // However the part is called that the link leads to.
            b"externalReference" => return Err(links()),
            b"si" => self.texts += 1,
            b"sst" => self.said = self.said.max(said_count(tag)),
            _ => {}
        }
        Ok(())
    }

    fn percent(&mut self, tag: &[u8]) -> Result<(), Found> {
        let end = memchr::memchr(b'>', tag).unwrap_or(tag.len());
        if let Some((row, column)) = cell_before(&tag[..end]) {
            self.percents.insert((row.saturating_sub(1), column));
        }
        if self.percents.len() <= percents::MOST {
            return Ok(());
        }
        let message = "too many cells show percentages; write them as numbers";
        Err(at_all(Reason::MessageTooLarge, message, "百分比单元格过多，请改为数值后再导入"))
    }

    fn finish(&self, total: u64) -> Result<u64, Found> {
        // The shortest text is `<si/>`.
        if self.texts > MOST_TEXTS || self.said > total / 5 {
            let count = self.texts.max(self.said);
            let message = format!("the file states {count} texts, more than it can hold");
            return Err(at_all(Reason::MessageTooLarge, message, "文件声明的文本数量过大，已拒绝"));
        }
        Ok(total)
    }
}

/// The name of a tag, without the prefix that may stand before it.
fn local_name(tag: &[u8]) -> &[u8] {
    // A name is short; what goes on longer is none.
    let tag = &tag[..tag.len().min(64)];
    let is_end = |byte: &u8| matches!(byte, b'>' | b'/') || byte.is_ascii_whitespace();
    let name = tag.iter().position(is_end).map(|end| &tag[..end]).unwrap_or_default();
    name.rsplit(|byte| *byte == b':').next().unwrap_or_default()
}

/// How many texts the tag of the shared texts says that there are; as many as can be where the
/// tag does not end soon.
fn said_count(tag: &[u8]) -> u64 {
    let Some(end) = memchr::memchr(b'>', tag) else { return u64::MAX };
    let Some(at) = memchr::memmem::find(&tag[..end], b"uniqueCount") else { return 0 };
    let digits = tag[at..end].iter().skip_while(|byte| !byte.is_ascii_digit());
    let digits = digits.take_while(|byte| byte.is_ascii_digit());
    digits.fold(0, |so_far: u64, digit| {
        so_far.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
    })
}

/// The cell whose tag was the last one to begin; none where it is not named as usual.
fn cell_before(piece: &[u8]) -> Option<(u32, u32)> {
    let before = String::from_utf8_lossy(piece).replace('\'', "\"");
    let name = before.rsplit(" r=\"").next()?.split('"').next()?.to_owned();
    let letters: String = name.chars().take_while(char::is_ascii_uppercase).collect();
    let row = name.get(letters.len()..)?.parse().ok()?;
    let value = |so_far: u32, letter: u8| so_far.saturating_mul(26) + u32::from(letter - b'A') + 1;
    Some((row, letters.bytes().fold(0, value).saturating_sub(1)))
}

fn at_all(reason: Reason, message: impl Into<String>, zh: &str) -> Found {
    (Fault::new(reason, message, zh), None)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(name: &str, content: &[u8]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file(name, SimpleFileOptions::default()).expect("begun");
        writer.write_all(content).expect("written");
        writer.finish().expect("ended").into_inner()
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_unpacked_whole() {
        let bomb = packed("xl/sharedStrings.xml", &vec![b' '; 40 << 20]);
        assert!(bomb.len() < 100_000);
        assert_eq!(check(&bomb).expect_err("refused").0.reason, "MESSAGE_TOO_LARGE");
    }

    #[test]
    fn a_formula_is_named_by_its_cell() {
        let sheet =
            br#"<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="AB1"><f>A1*2</f></c></row>"#;
        let (fault, cell) = check(&packed("xl/worksheets/sheet1.xml", sheet)).expect_err("refused");
        assert_eq!((fault.reason.as_str(), cell), ("RECORD_INVALID", Some((1, 27))));
    }

    #[test]
    fn a_formula_is_refused_however_it_is_written() {
        for cell in [
            "<c r='B2'><f>A1*2</f></c>",
            "<x:c r=\"B2\"><x:f>A1*2</x:f></x:c>",
            "<c r=\"B2\"><f\n t=\"shared\"/></c>",
        ] {
            // Wherever the sheet lies, and however far into its part.
            for (name, before) in [("xl/worksheets/sheet1.xml", 0), ("xl/x.xml", 200_000)] {
                let sheet = format!("{}<x:sheetData>{cell}", " ".repeat(before));
                let (fault, place) = check(&packed(name, sheet.as_bytes())).expect_err(cell);
                let found = (fault.reason.as_str(), place);
                assert_eq!(found, ("RECORD_INVALID", Some((2, 1))), "{cell} in {name}");
            }
        }
        let nameless = packed("xl/worksheets/sheet1.xml", b"<sheetData><c><f>A1*2</f></c>");
        assert_eq!(check(&nameless).expect_err("refused").1, None);
        let chart = packed("xl/charts/chart1.xml", b"<c:ser><c:f>Sheet1!$A$1</c:f></c:ser>");
        assert!(check(&chart).is_ok());
        let open = vec![b'<'; 1 << 20];
        assert!(check(&packed("xl/worksheets/sheet1.xml", &open)).is_ok());
    }

    #[test]
    fn more_texts_than_a_part_can_hold_are_not_made_room_for() {
        let said = |count: &str| {
            let texts = format!("<?xml?><sst count='1' uniqueCount='{count}'><si/><si/></sst>");
            check(&packed("xl/sharedStrings.xml", texts.as_bytes()))
        };
        assert!(said("2").is_ok() && said("").is_ok());
        for count in ["1000000000000", "99999999999999999999999999"] {
            assert_eq!(said(count).expect_err("refused").0.reason, "MESSAGE_TOO_LARGE");
        }
        let long = format!("<x:sst {}uniqueCount='9'>", " ".repeat(5_000));
        assert!(check(&packed("xl/sharedStrings.xml", long.as_bytes())).is_err());
    }

    #[test]
    fn many_parts_are_held_against_one_bound() {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for number in 0..5 {
            let name = format!("xl/part{number}.xml");
            writer.start_file(name, SimpleFileOptions::default()).expect("begun");
            writer.write_all(&vec![b' '; 15 << 20]).expect("written");
        }
        let file = writer.finish().expect("ended").into_inner();
        assert_eq!(check(&file).expect_err("refused").0.reason, "MESSAGE_TOO_LARGE");
    }

    #[test]
    fn links_macros_and_what_is_no_file_at_all_are_refused() {
        for name in ["xl/externalLinks/externalLink1.xml", "xl/vbaProject.bin"] {
            assert!(check(&packed(name, b"x")).is_err(), "{name}");
        }
        let book = b"<workbook><externalReferences><externalReference r:id=\"rId9\"/>";
        let (fault, _) = check(&packed("xl/workbook.xml", book)).expect_err("refused");
        assert!(fault.message.contains("links to other files"), "whatever its part is called");
        assert!(check(b"PK\x03\x04 and nothing more").is_err());
        assert!(check(&packed("xl/worksheets/sheet1.xml", b"<sheetData/>")).is_ok());
    }
}
