//! The report on paper: DOCX and PDF as other programs open them, and the same words everywhere.
//!
//! What is drawn stays in the folder `documents` of cargo's folder for tests, to be looked at.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use county::County;
use gateway::Format;

use crate::desk::COUNTY;
use crate::filled::{CUTOFF, over_the_demo};

/// The programs that open documents, and how each says that it is there.
const PROGRAMS: [(&str, &str); 5] = [
    ("soffice", "--version"),
    ("pdfinfo", "-v"),
    ("pdffonts", "-v"),
    ("pdftotext", "-v"),
    ("pdftoppm", "-v"),
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

    /// The text without its footnotes, which paper has at the foot of a page.
    fn words(&self, page: &Page) -> String {
        let mut text = plain(&self.lines.concat().concat());
        for (number, note) in (1..).zip(&page.notes) {
            let note = format!("{number}{note}");
            assert!(text.contains(&note), "no footnote {note} in {}", self.file);
            text = text.replacen(&note, "", 1);
        }
        page.without_heads(&text)
    }

    /// All fonts are in the file, and there is one with Chinese letters.
    fn check_fonts(&self) {
        let fonts = output("pdffonts", &[&self.file]);
        let rows: Vec<_> = fonts.lines().skip(2).collect();
        assert!(!rows.is_empty(), "{fonts}");
        for row in rows {
            let embedded = row.split_whitespace().rev().nth(4);
            assert_eq!(embedded, Some("yes"), "{fonts}");
        }
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
        let small = |line: &String| {
            page.rows.contains(line) || page.notes.iter().any(|note| line.ends_with(note))
        };
        let lines: Vec<_> = lines.filter(|lines| !lines.iter().any(small)).collect();
        // A bracket that hangs at the end of a line may be read as a line of its own.
        let most = lines.iter().map(Vec::len).max();
        assert!(most == Some(22) || most == Some(23), "{lines:?}");
        // Half a line may be digits, which are half as wide.
        let han = |line: &String| line.chars().all(|letter| !letter.is_ascii());
        let all = lines.concat();
        let full = all.iter().filter(|line| han(line)).map(|line| line.chars().count()).max();
        assert!(full.is_some_and(|most| (27..=29).contains(&most)), "{lines:?}");
    }

    /// As many pages as are drawn, each with ink in the type area and none beside it.
    fn check_drawing(&self) {
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

/// A text without what only lays it out.
fn plain(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// The report as a page, which the other renderings are held against.
struct Page {
    words: String,
    /// The heads of its tables, the longest first: on paper every page of a table repeats them.
    heads: Vec<String>,
    /// The rows of its tables.
    rows: Vec<String>,
    /// Its footnotes, in order.
    notes: Vec<String>,
}

impl Page {
    fn read(html: &str) -> Self {
        let article = html.split_once("<article").expect("an article").1;
        let article = article.split_once("</article>").expect("its end").0;
        let (before, rest) = article.split_once("<nav").expect("a table of contents");
        let article = format!("<article{before}{}", rest.split_once("</nav>").expect("its end").1);
        // A drawing has no number that its table has not.
        let article = without(&article, "<svg", "</svg>");
        let mut heads: Vec<_> = all(&article, "<thead", "</thead>");
        heads.sort_by_key(|head| std::cmp::Reverse(head.len()));
        heads.dedup();
        let rows = all(&article, "<tr", "</tr>");
        let notes = all(&article, "<li id=\"note-", "</li>").into_iter();
        let notes = notes.map(|note| note.trim_end_matches('↩').to_owned()).collect();
        let words = text_of(&without(&article, "<ol class=\"notes\"", "</ol>"));
        let page = Self { words: String::new(), heads, rows, notes };
        Self { words: page.without_heads(&words), ..page }
    }

    fn without_heads(&self, text: &str) -> String {
        self.heads.iter().fold(text.to_owned(), |text, head| text.replace(head, ""))
    }
}

/// Markup without its parts from one tag to another.
fn without(markup: &str, from: &str, to: &str) -> String {
    let mut parts = markup.split(from);
    let mut left = parts.next().unwrap_or_default().to_owned();
    left.extend(parts.filter_map(|part| Some(part.split_once(to)?.1)));
    left
}

/// The texts of the parts from one tag to another.
fn all(markup: &str, from: &str, to: &str) -> Vec<String> {
    let parts = markup.split(from).skip(1).filter_map(|part| Some(part.split_once(to)?.0));
    parts.map(|part| text_of(&format!("<{part}"))).collect()
}

fn text_of(markup: &str) -> String {
    let text: String = markup.split('<').filter_map(|part| Some(part.split_once('>')?.1)).collect();
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    plain(&text.replace("&#39;", "'").replace("&amp;", "&"))
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
        let mut address = false;
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => text.extend(letters.next()),
                '(' => address = true,
                ')' => address = false,
                '[' | ']' | '|' | '^' => {}
                _ if address => {}
                letter => text.push(letter),
            }
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
    let done = AtomicBool::new(false);
    over_the_demo(async |county| {
        // The other database has the same report.
        if done.swap(true, Ordering::SeqCst) {
            return;
        }
        let page = String::from_utf8(report(county, Format::Html).await).expect("UTF-8");
        let page = Page::read(&page);
        assert!(!page.notes.is_empty(), "the report has a footnote");
        let markdown = String::from_utf8(report(county, Format::Markdown).await).expect("UTF-8");
        let markdown = page.without_heads(&words_of_markdown(&markdown));
        assert_same(&markdown, &page.words, "Markdown and page");
        let docx = Pages::open(&docx_as_pdf(&report(county, Format::Docx).await));
        assert_same(&docx.words(&page), &page.words, "DOCX and page");
        docx.check_fonts();
        docx.check_drawing();
        docx.check_grid(&page);
        #[cfg(feature = "pdf")]
        check_pdf(county, &page).await;
    })
    .await;
}

/// Lets another program set a DOCX.
fn docx_as_pdf(docx: &[u8]) -> PathBuf {
    let folder = folder();
    let file = folder.join("docx.docx");
    std::fs::write(&file, docx).expect("written");
    let (folder, file) = (folder.to_str().expect("a name"), file.to_str().expect("a name"));
    let profile = format!("-env:UserInstallation=file://{folder}/profile");
    output("soffice", &[&profile, "--headless", "--convert-to", "pdf", "--outdir", folder, file]);
    Path::new(folder).join("docx.pdf")
}

#[cfg(feature = "pdf")]
async fn check_pdf(county: &County, page: &Page) {
    let file = folder().join("typst.pdf");
    std::fs::write(&file, report(county, Format::Pdf).await).expect("written");
    let pdf = Pages::open(&file);
    assert_same(&pdf.words(page), &page.words, "PDF and page");
    pdf.check_fonts();
    pdf.check_drawing();
    pdf.check_grid(page);
}
