//! What an XLSX file must not be: larger unpacked than it says, computed, or bound to others.

use std::io::{Cursor, Read};

use proto::ledger::v1::Reason;
use zip::ZipArchive;

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

/// A fault, and the sheet's part and cell that it stands in.
pub(crate) type Found = (Fault, Option<(u32, u32)>);

/// Unpacks every part once, within its bounds, and looks for what is not taken.
///
/// # Errors
/// What is not taken, and why.
pub(crate) fn check(bytes: &[u8]) -> Result<(), Found> {
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
    let mut of_sheets = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(broken)?;
        let name = part.name().map_err(broken)?.into_owned();
        let packed = part.compressed_size();
        refuse_by_name(&name)?;
        let is_sheet = name.contains("sheets/") && name.ends_with(".xml");
        let room = if is_sheet { MOST_OF_SHEETS - of_sheets } else { MOST_OF_OTHERS };
        let bomb = packed.saturating_mul(MOST_TIMES).max(SMALL);
        let unpacked = scan(part, room.min(bomb), is_sheet)?;
        of_sheets += if is_sheet { unpacked } else { 0 };
    }
    Ok(())
}

fn refuse_by_name(name: &str) -> Result<(), Found> {
    let (what, zh) = if name.contains("externalLinks/") {
        ("links to other files", "含有指向其他文件的链接，请断开链接后另存")
    } else if name.contains("vbaProject") {
        ("macros", "含有宏，请另存为不带宏的 .xlsx")
    } else if name.contains("embeddings/") {
        ("embedded objects", "含有嵌入对象，请删除后另存")
    } else {
        return Ok(());
    };
    Err(at_all(Reason::RecordInvalid, format!("the file has {what}, which are not taken"), zh))
}

/// Reads a part to its end, counts it, and names the first formula of a sheet.
fn scan(mut part: impl Read, room: u64, is_sheet: bool) -> Result<u64, Found> {
    let (mut total, mut kept) = (0_u64, Vec::new());
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = part.read(&mut buffer).map_err(|cause| {
            let message = format!("a part of the file cannot be read: {cause}");
            at_all(Reason::MessageMalformed, message, "文件已损坏，无法解压")
        })?;
        if count == 0 {
            return Ok(total);
        }
        total += count as u64;
        if total > room {
            let message = format!("the file unpacks to more than {room} bytes in one part");
            return Err(at_all(Reason::MessageTooLarge, message, "文件解压后过大，已拒绝"));
        }
        if is_sheet {
            kept.extend_from_slice(&buffer[..count]);
            if let Some(at) = formula(&kept) {
                let cell = cell_before(&kept[..at]);
                let message = "the cell holds a formula; enter its value (paste as values)";
                let zh = "单元格是公式，请“选择性粘贴—数值”后再导入";
                return Err((Fault::new(Reason::RecordInvalid, message, zh), cell));
            }
            // A cell's name and its formula stand close to each other.
            kept.drain(..kept.len().saturating_sub(512));
        }
    }
}

/// Where the first formula begins in a piece of a sheet: `<f`, with or without a prefix.
fn formula(piece: &[u8]) -> Option<usize> {
    let begins = |at: &usize| {
        // A name is short; what goes on longer is none.
        let tag = &piece[at + 1..piece.len().min(at + 64)];
        let is_end = |byte: &u8| matches!(byte, b'>' | b'/') || byte.is_ascii_whitespace();
        let name = tag.iter().position(is_end).map(|end| &tag[..end]).unwrap_or_default();
        name.rsplit(|byte| *byte == b':').next() == Some(b"f".as_slice())
    };
    memchr::memchr_iter(b'<', piece).find(begins)
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
        for sheet in [
            "<c r='B2'><f>A1*2</f></c>",
            "<x:c r=\"B2\"><x:f>A1*2</x:f></x:c>",
            "<c r=\"B2\"><f\n t=\"shared\"/></c>",
        ] {
            let (fault, cell) =
                check(&packed("xl/worksheets/sheet1.xml", sheet.as_bytes())).expect_err(sheet);
            assert_eq!((fault.reason.as_str(), cell), ("RECORD_INVALID", Some((2, 1))), "{sheet}");
        }
        let nameless = packed("xl/worksheets/sheet1.xml", b"<c><f>A1*2</f></c>");
        assert_eq!(check(&nameless).expect_err("refused").1, None);
        let open = vec![b'<'; 1 << 20];
        assert!(check(&packed("xl/worksheets/sheet1.xml", &open)).is_ok());
    }

    #[test]
    fn links_macros_and_what_is_no_file_at_all_are_refused() {
        for name in ["xl/externalLinks/externalLink1.xml", "xl/vbaProject.bin"] {
            assert!(check(&packed(name, b"x")).is_err(), "{name}");
        }
        assert!(check(b"PK\x03\x04 and nothing more").is_err());
        assert!(check(&packed("xl/worksheets/sheet1.xml", b"<sheetData/>")).is_ok());
    }
}
