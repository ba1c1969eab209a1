//! The report on paper: DOCX and PDF as other programs open them, and the same words everywhere.
//!
//! What is drawn stays in the folder `documents` of cargo's folder for tests, to be looked at.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use county::County;
use gateway::{Audience, Format, Language, View};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use self::page::{Page, plain, text_of};
use crate::desk::COUNTY;
use crate::filled::{CUTOFF, over_the_demo_once};

mod page;

/// The programs that open documents, and how each says that it is there.
const PROGRAMS: [(&str, &str); 6] = [
    ("fc-list", "--version"),
    ("soffice", "--version"),
    ("pdfinfo", "-v"),
    ("pdffonts", "-v"),
    ("pdftotext", "-v"),
    ("pdftoppm", "-v"),
];

/// What leaders read on one page.
const LEADERS: [(&str, Language); 4] = [
    ("2023", Language::Chinese),
    ("2023", Language::English),
    ("2023-H1", Language::Chinese),
    ("2023-Q3", Language::Chinese),
];

/// What stands above the table of all figures.
const TABLE_CAPTION: &str = "指标与上年同期";

/// Whether documents can be opened here. Where that is required, a missing program is a failure.
fn can_be_opened() -> bool {
    let missing = PROGRAMS.iter().find(|(name, ask)| Command::new(name).arg(ask).output().is_err());
    let Some((name, _)) = missing else { return true };
    let required = std::env::var_os("XIANZHI_REQUIRE_DOCUMENTS").is_some();
    assert!(!required, "{name} is not installed, and XIANZHI_REQUIRE_DOCUMENTS is set");
    eprintln!(
        "SKIPPED: {name} is not installed, so that nothing looks at DOCX and PDF; on Debian: \
         apt install libreoffice-writer-nogui poppler-utils fonts-noto-cjk"
    );
    false
}

/// What a program prints.
fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().expect(program);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {complaint}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents");
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// The report of the demo county in a format.
async fn report(county: &County, format: Format) -> Vec<u8> {
    let report = county.gateway.compile(COUNTY, "2023", Some(CUTOFF)).await.expect("a report");
    county.gateway.document(&report, format).await.expect("a document").to_vec()
}

/// The report of a period as leaders have it.
async fn leaders(county: &County, period: &str, language: Language, format: Format) -> Vec<u8> {
    let view = View { audience: Audience::Leaders, language };
    let cutoff = (period == "2023").then_some(CUTOFF);
    let report = county.gateway.compile_view(COUNTY, period, cutoff, view).await;
    county.gateway.document(&report.expect("a report"), format).await.expect("written").to_vec()
}

/// A PDF as other programs see it.
struct Pages {
    file: String,
    /// The lines of each page, without its number.
    lines: Vec<Vec<String>>,
}

impl Pages {
    fn open(file: &Path) -> Self {
        let file = file.to_str().expect("a name").to_owned();
        let text = output("pdftotext", &["-raw", &file, "-"]);
        let pages = text.trim_end_matches('\u{c}').split('\u{c}').enumerate();
        let lines = pages.map(|(at, page)| {
            let number = format!("—{}—", at + 1);
            let lines = page.lines().map(|line| line.replace(' ', ""));
            lines.filter(|line| !line.is_empty() && *line != number).collect()
        });
        Self { lines: lines.collect(), file }
    }

    /// The text without its footnotes, which paper has at the foot of a page, and without the
    /// words inside its drawings.
    fn words(&self, page: &Page, drawings: &[String]) -> String {
        let mut text = plain(&self.lines.concat().concat());
        for words in drawings {
            assert!(text.contains(words), "no drawing of {words} in {}", self.file);
            text = text.replacen(words, "", 1);
        }
        for (number, note) in (1..).zip(&page.notes) {
            let note = format!("{number}{note}");
            assert!(text.contains(&note), "no footnote {note} in {}", self.file);
            text = text.replacen(&note, "", 1);
        }
        page.without_heads(&text)
    }

    /// Every letter is in a font that is installed, to which programs fall back: none is a box.
    fn check_glyphs(&self) {
        let known = output("fc-list", &["--format", "%{charset} "]);
        let hex = |digits: &str| u32::from_str_radix(digits, 16).ok();
        let ranges = known.split_whitespace().filter_map(|range| {
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            Some(hex(first)?..=hex(last)?)
        });
        let ranges: Vec<_> = ranges.collect();
        // Spaces and hyphens at the ends of lines are laid out, not looked up.
        let text = plain(&self.lines.concat().concat());
        let letters: BTreeSet<char> = text.chars().collect();
        let has = |letter: char| ranges.iter().any(|range| range.contains(&u32::from(letter)));
        let lacking: String = letters.into_iter().filter(|letter| !has(*letter)).collect();
        assert!(lacking.is_empty(), "no font has {lacking:?} of {}", self.file);
    }

    /// All fonts are in the file; answers what they are.
    fn check_fonts(&self) -> String {
        self.check_glyphs();
        let fonts = output("pdffonts", &[&self.file]);
        let rows: Vec<_> = fonts.lines().skip(2).collect();
        assert!(!rows.is_empty(), "{fonts}");
        for row in rows {
            let embedded = row.split_whitespace().rev().nth(4);
            assert_eq!(embedded, Some("yes"), "{fonts}");
        }
        fonts
    }

    /// All fonts are in the file, and there is one with Chinese letters.
    fn check_chinese_fonts(&self) {
        let fonts = self.check_fonts();
        assert!(fonts.contains("CJK") || fonts.contains("Song"), "{fonts}");
    }

    /// A full page has 22 lines, a full line 28 characters (GB/T 9704-2012 §5.2.3). Tables have
    /// lines of their own, and so have footnotes.
    fn check_grid(&self, page: &Page) {
        let text = output("pdftotext", &["-layout", &self.file, "-"]);
        let text = text.split_once(TABLE_CAPTION).expect("the table").0;
        let lines = text.split('\u{c}').map(|page| {
            let lines = page.lines().map(|line| line.replace(' ', ""));
            let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('—'));
            lines.collect::<Vec<_>>()
        });
        let noted = |line: &String| {
            let line = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
            page.notes.iter().any(|note| note.contains(line))
        };
        let small = |line: &String| page.rows.contains(line) || noted(line);
        // A page with a chart has the lines of its drawing.
        let drawn = |lines: &Vec<String>| {
            let text = lines.concat();
            page.captions.iter().any(|caption| text.contains(caption))
        };
        let lines: Vec<_> = lines.filter(|lines| !drawn(lines)).collect();
        let even = lines.iter().filter(|lines| !lines.iter().any(small));
        // A bracket that hangs at the end of a line may be read as a line of its own.
        let most = even.map(Vec::len).max();
        assert!(most == Some(22) || most == Some(23), "{lines:?}");
        // Half a line may be digits, which are half as wide.
        let han = |line: &String| line.chars().all(|letter| !letter.is_ascii());
        let all = lines.concat();
        let whole = all.iter().filter(|line| han(line) && !noted(line));
        let full = whole.map(|line| line.chars().count()).max();
        assert!(full.is_some_and(|most| (27..=29).contains(&most)), "{lines:?}");
    }

    /// Numbers of pages stand to the right on odd pages and to the left on even ones (GB/T
    /// 9704-2012 §7.5).
    fn check_numbers(&self) {
        let text = output("pdftotext", &["-layout", &self.file, "-"]);
        for (at, page) in (1..).zip(text.trim_end_matches('\u{c}').split('\u{c}')) {
            let number = |line: &&str| line.replace(' ', "") == format!("—{at}—");
            let line = page.lines().rev().find(number).expect("the number of a page");
            let indent = line.chars().take_while(|letter| *letter == ' ').count();
            let widest = page.lines().map(|line| line.chars().count()).max().unwrap_or_default();
            assert_eq!(indent > widest / 3, at % 2 == 1, "page {at} of {}: {line:?}", self.file);
        }
    }

    /// As many pages as are drawn, each with ink in the type area and none beside it.
    fn check_drawing(&self) {
        self.check_numbers();
        let info = output("pdfinfo", &[&self.file]);
        let count = info.lines().find_map(|line| line.strip_prefix("Pages:")).expect("pages");
        assert_eq!(count.trim().parse(), Ok(self.lines.len()), "{info}");
        assert!(self.lines.len() > 5, "a county's report of {count} pages");
        assert!(info.contains("A4"), "{info}");
        let stem = self.file.trim_end_matches(".pdf");
        output("pdftoppm", &["-r", "60", "-png", &self.file, stem]);
        for page in 1..=self.lines.len() {
            let at = page.to_string();
            let arguments = ["-r", "50.8", "-gray", "-f", &at, "-l", &at, &self.file];
            let drawn = Command::new("pdftoppm").args(arguments).output();
            let drawn = drawn.expect("a drawing").stdout;
            check_ink(&drawn, page);
        }
    }
}

/// Looks at a page of two dots a millimetre: margins of 28 mm and 26 mm are white.
fn check_ink(drawing: &[u8], page: usize) {
    let head: Vec<_> = drawing.splitn(4, |byte| byte.is_ascii_whitespace()).collect();
    let [kind, width, _, rest] = head[..] else { panic!("no drawing of page {page}") };
    let width: usize = String::from_utf8_lossy(width).parse().expect("a width");
    // A page may be a hair wider than 210 mm.
    assert!(kind == b"P5" && (420..=421).contains(&width), "page {page} is {width} dots wide");
    let dots = &rest[rest.len() - rest.len() / width * width..];
    let dark = |from: usize, to: usize| {
        dots.chunks(width).flat_map(|row| &row[from..to]).filter(|dot| **dot < 128).count()
    };
    assert!(dark(56, 368) > 50, "page {page} is empty");
    assert_eq!((dark(0, 50), dark(374, width)), (0, 0), "page {page} has ink in its margins");
}

fn words_of_markdown(markdown: &str) -> String {
    let mut text = String::new();
    for line in markdown.lines() {
        let line = line.trim_start_matches(['#', '>', ' ']);
        // Footnotes stand apart on paper.
        if line.starts_with("| ---") || line.starts_with("[^") {
            continue;
        }
        let mut letters = line.chars();
        let (mut address, mut before) = (false, ' ');
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => text.extend(letters.next()),
                '(' if before == ']' => address = true,
                ')' if address => address = false,
                '[' | ']' | '|' | '^' => {}
                _ if address => {}
                letter => text.push(letter),
            }
            before = letter;
        }
    }
    plain(&text.replace("&lt;", "<").replace("&amp;", "&"))
}

/// Says where two texts part.
fn assert_same(one: &str, other: &str, what: &str) {
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let around =
        |text: &str| text.chars().skip(same.saturating_sub(20)).take(60).collect::<String>();
    assert!(one == other, "{what}:\n{}\n{}", around(one), around(other));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_rendering_says_the_same_and_paper_looks_as_the_standard_wants() {
    if !can_be_opened() {
        return;
    }
    over_the_demo_once(async |county| {
        let page = String::from_utf8(report(county, Format::Html).await).expect("UTF-8");
        let page = Page::read(&page);
        assert!(!page.notes.is_empty(), "the report has a footnote");
        let markdown = String::from_utf8(report(county, Format::Markdown).await).expect("UTF-8");
        let markdown = page.without_heads(&words_of_markdown(&markdown));
        assert_same(&markdown, &page.words, "Markdown and page");
        assert!(page.drawings.len() > 3, "the report has charts");
        let whole = report(county, Format::Docx).await;
        let bare =
            Pages::open(&docx_as_pdf("bare", &without_drawings(&whole, page.drawings.len())));
        assert_same(&bare.words(&page, &[]), &page.words, "DOCX and page");
        let docx = Pages::open(&docx_as_pdf("docx", &whole));
        docx.check_chinese_fonts();
        docx.check_drawing();
        docx.check_grid(&page);
        for (period, language) in LEADERS {
            let leaders = leaders(county, period, language, Format::Docx).await;
            let name = format!("leaders-{period}-{}", language.name());
            let lines = Pages::open(&docx_as_pdf(&name, &leaders)).lines;
            assert_eq!(lines.len(), 1, "what leaders read is one page: {name}: {lines:?}");
        }
        #[cfg(feature = "pdf")]
        check_pdf(county, &page).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn other_periods_and_english_are_set_alike() {
    if !can_be_opened() {
        return;
    }
    let views = [
        ("2023", Language::English),
        ("2023-H1", Language::Chinese),
        ("2023-H1", Language::English),
        ("2023-Q3", Language::Chinese),
    ];
    over_the_demo_once(async |county| {
        for (period, language) in views {
            let name = format!("{period}-{}", language.name());
            let view = View { language, ..View::default() };
            let report = county.gateway.compile_view(COUNTY, period, None, view).await;
            let report = report.expect("a report");
            let written = async |format| {
                county.gateway.document(&report, format).await.expect("a document").to_vec()
            };
            let page = String::from_utf8(written(Format::Html).await).expect("UTF-8");
            let page = Page::read(&page);
            let markdown = String::from_utf8(written(Format::Markdown).await).expect("UTF-8");
            let markdown = page.without_heads(&words_of_markdown(&markdown));
            assert_same(&markdown, &page.words, &format!("{name}: Markdown and page"));
            let docx = written(Format::Docx).await;
            let words = page.without_heads(&words_of_docx(&docx));
            assert_same(&words, &page.words, &format!("{name}: DOCX and page"));
            let docx = Pages::open(&docx_as_pdf(&name, &docx));
            docx.check_fonts();
            docx.check_drawing();
            #[cfg(feature = "pdf")]
            {
                let file = folder().join(format!("typst-{name}.pdf"));
                std::fs::write(&file, written(Format::Pdf).await).expect("written");
                let pdf = Pages::open(&file);
                let words = pdf.words(&page, &page.drawings);
                // Cells of several lines are read in an order of their own.
                let [words, of_page] = [&words, &page.words].map(|text| sorted(text));
                assert_same(&words, &of_page, &format!("{name}: PDF and page"));
                pdf.check_fonts();
                pdf.check_drawing();
            }
        }
    })
    .await;
}

/// The letters of a text, each as often as it stands there.
#[cfg(feature = "pdf")]
fn sorted(text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}

/// The words that a DOCX holds, with the numbers of its footnotes and without what these say.
fn words_of_docx(docx: &[u8]) -> String {
    let mut parts = ZipArchive::new(Cursor::new(docx)).expect("a package");
    let mut part = parts.by_name("word/document.xml").expect("a part");
    let mut text = String::new();
    part.read_to_string(&mut text).expect("text");
    let mut pieces = text.split("<w:footnoteReference ");
    let mut numbered = pieces.next().unwrap_or_default().to_owned();
    for (number, piece) in (1..).zip(pieces) {
        write!(numbered, "<w:t>{number}</w:t><w:noted {piece}").expect("a text");
    }
    let numbered = numbered.split_once("<w:body>").expect("a body").1.to_owned();
    text_of(&format!("<w:body>{numbered}"))
}

/// A DOCX without its drawings, of which there are as many as charts; the order of the words
/// inside them is up to the program that draws them.
fn without_drawings(docx: &[u8], charts: usize) -> Vec<u8> {
    let mut parts = ZipArchive::new(Cursor::new(docx)).expect("a package");
    let names: Vec<_> = parts.file_names().map(|name| name.expect("a name").into_owned()).collect();
    let drawn = names.iter().filter(|name| name.starts_with("word/charts/")).count();
    assert_eq!(drawn, charts, "a chart of the page is not drawn");
    let mut bare = ZipWriter::new(Cursor::new(Vec::new()));
    for name in &names {
        let mut part = parts.by_name(name).expect("a part");
        let mut text = String::new();
        part.read_to_string(&mut text).expect("text");
        let mut pieces = text.split("<w:drawing>");
        let mut kept = pieces.next().unwrap_or_default().to_owned();
        kept.extend(pieces.map(|piece| piece.split_once("</w:drawing>").expect("its end").1));
        bare.start_file(name.as_str(), SimpleFileOptions::default()).expect("a part");
        bare.write_all(kept.as_bytes()).expect("written");
    }
    bare.finish().expect("a package").into_inner()
}

/// Lets another program set a DOCX.
fn docx_as_pdf(name: &str, docx: &[u8]) -> PathBuf {
    let folder = folder();
    let file = folder.join(format!("{name}.docx"));
    std::fs::write(&file, docx).expect("written");
    let (folder, file) = (folder.to_str().expect("a name"), file.to_str().expect("a name"));
    // Programs that run side by side do not share a profile.
    let profile = format!("-env:UserInstallation=file://{folder}/profile-{name}");
    output("soffice", &[&profile, "--headless", "--convert-to", "pdf", "--outdir", folder, file]);
    Path::new(folder).join(format!("{name}.pdf"))
}

#[cfg(feature = "pdf")]
async fn check_pdf(county: &County, page: &Page) {
    let file = folder().join("typst.pdf");
    std::fs::write(&file, report(county, Format::Pdf).await).expect("written");
    let pdf = Pages::open(&file);
    assert_same(&pdf.words(page, &page.drawings), &page.words, "PDF and page");
    pdf.check_chinese_fonts();
    pdf.check_drawing();
    pdf.check_grid(page);
    for (period, language) in LEADERS {
        let file = folder().join(format!("typst-leaders-{period}-{}.pdf", language.name()));
        let leaders = leaders(county, period, language, Format::Pdf).await;
        std::fs::write(&file, leaders).expect("written");
        let lines = Pages::open(&file).lines;
        assert_eq!(lines.len(), 1, "what leaders read is one page: {lines:?}");
    }
}
