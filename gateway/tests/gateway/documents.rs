//! The report as files: DOCX, XLSX, PDF, and the schema of its JSON.

use std::io::{Cursor, Read as _};

use serde_json::{Value, json};

use crate::REPORT;
use crate::world::{Answer, World};

async fn file(world: &World, format: &str) -> Answer {
    let answer = world.get(&format!("{REPORT}?format={format}")).await;
    assert_eq!(answer.status, 200, "{format}: {}", answer.text());
    answer
}

/// A part of a package.
pub fn part(package: &[u8], name: &str) -> String {
    let mut parts = zip::ZipArchive::new(Cursor::new(package)).expect("a package");
    let mut text = String::new();
    let mut part = parts.by_name(name).unwrap_or_else(|_| panic!("no {name}"));
    part.read_to_string(&mut text).expect("text");
    text
}

/// The text between the tags of a document, without what only parts lines.
pub fn words(markup: &str) -> String {
    let mut inside = false;
    let text = markup.chars().filter(|letter| match letter {
        '<' => {
            inside = true;
            false
        }
        '>' => {
            inside = false;
            false
        }
        letter => !inside && !letter.is_whitespace(),
    });
    text.collect::<String>().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[tokio::test]
async fn files_have_their_types_and_names() {
    let world = World::start().await;
    let docx = file(&world, "docx").await;
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    assert_eq!(docx.header("content-type"), word);
    let name = docx.header("content-disposition");
    assert!(name.starts_with("attachment; filename=\"421222-2023.docx\"; filename*=UTF-8''%E9"));
    let asked = world.call("GET", REPORT, &[("accept", word)]).await;
    assert_eq!(asked.body, docx.body);
    let tag = docx.header("etag");
    let path = format!("{REPORT}?format=docx");
    let again = world.call("GET", &path, &[("if-none-match", tag)]).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    assert_eq!(file(&world, "xlsx").await.header("content-type"), sheet);
}

#[tokio::test]
async fn the_same_report_is_the_same_bytes() {
    let formats = ["json", "html", "md", "docx", "xlsx"];
    let formats = formats.iter().chain(cfg!(feature = "pdf").then_some(&"pdf"));
    let (one, other) = (World::start().await, World::start().await);
    for format in formats {
        let (first, second) = (file(&one, format).await, file(&other, format).await);
        assert!(!first.body.is_empty());
        assert!(first.body == second.body, "{format} differs");
    }
}

#[tokio::test]
async fn a_docx_has_the_layout_of_the_standard_and_the_words_of_the_page() {
    let world = World::start().await;
    let docx = file(&world, "docx").await.body;
    let document = part(&docx, "word/document.xml");
    assert!(document.contains("w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\""));
    assert!(document.contains("<w:docGrid w:type=\"lines\" w:linePitch=\"579\"/>"));
    assert!(part(&docx, "word/settings.xml").contains("<w:evenAndOddHeaders/>"));
    assert!(part(&docx, "word/footer1.xml").contains("PageNumberOdd"));
    assert!(part(&docx, "word/footer2.xml").contains("PageNumberEven"));
    for level in 1..=4 {
        assert!(part(&docx, "word/styles.xml").contains(&format!("w:styleId=\"Heading{level}\"")));
    }
    let html = file(&world, "html").await.text();
    let article = html.split_once("<article").expect("an article").1;
    let article = format!("<{}", article.split_once("</article>").expect("its end").0);
    let (before, toc) = article.split_once("<nav").expect("a table of contents");
    let page = format!("{before}{}", toc.split_once("</nav>").expect("its end").1);
    let page = without_pictures(&page);
    assert_eq!(words(&document), words(&page));
    assert!(words(&page).contains("新增规上<工业>企业数9家"));
}

#[tokio::test]
async fn a_chart_of_a_docx_is_a_part_with_its_own_numbers_and_words_for_who_does_not_see_it() {
    let world = World::start().await;
    let docx = file(&world, "docx").await.body;
    let document = part(&docx, "word/document.xml");
    let told =
        "<wp:docPr id=\"1\" name=\"Chart 1\" descr=\"期末在库规上工业企业的乡镇分布（家）\"/>";
    assert!(document.contains(told), "{document}");
    assert!(document.contains("<c:chart r:id=\"chart1\"/>"));
    let rels = part(&docx, "word/_rels/document.xml.rels");
    assert!(rels.contains("Target=\"charts/chart1.xml\""), "{rels}");
    assert!(part(&docx, "[Content_Types].xml").contains("/word/charts/chart1.xml"));
    let chart = part(&docx, "word/charts/chart1.xml");
    assert!(chart.contains("<c:v>五里镇</c:v>") && chart.contains("<c:v>8</c:v>"), "{chart}");
    assert!(!chart.contains("externalData") && chart.contains("typeface=\"宋体\""));
    let leaders = world.get(&format!("{REPORT}?format=docx&audience=leaders")).await.body;
    assert!(!part(&leaders, "word/document.xml").contains("<w:drawing>"));
}

#[tokio::test]
async fn an_english_workbook_is_english() {
    let world = World::start().await;
    let xlsx = world.get(&format!("{REPORT}?format=xlsx&lang=en")).await.body;
    let sheets = part(&xlsx, "xl/workbook.xml");
    for name in ["Figures", "By township", "By month", "Charts", "Notes"] {
        assert!(sheets.contains(&format!("name=\"{name}\"")), "{sheets}");
    }
    let texts = part(&xlsx, "xl/sharedStrings.xml");
    for title in ["A year before", "outside the period", "Why it is missing", "no samples"] {
        assert!(texts.contains(title), "{title}: {texts}");
    }
    assert!(!texts.contains("本期") && !texts.contains("没有水源地样品"), "{texts}");
}

/// A picture says again what the table below it says.
fn without_pictures(page: &str) -> String {
    let pieces = page.split("<svg").enumerate();
    let after = |(at, piece): (usize, &'_ str)| match at {
        0 => piece.to_owned(),
        _ => piece.split_once("</svg>").expect("its end").1.to_owned(),
    };
    pieces.map(after).collect()
}

#[tokio::test]
async fn a_workbook_holds_numbers_and_every_part_of_every_figure() {
    let world = World::start().await;
    let xlsx = file(&world, "xlsx").await.body;
    let figures = part(&xlsx, "xl/worksheets/sheet1.xml");
    // 本期 of the first figure by code, 94.7: a number with its own format.
    let cell = figures.split_once("<c r=\"C2\"").expect("a cell").1;
    let cell = cell.split_once("</c>").expect("its end").0;
    assert!(cell.ends_with("><v>94.7</v>") && !cell.contains("t=\"s\""), "{cell}");
    assert!(part(&xlsx, "xl/styles.xml").contains("#,##0.0"));
    let places = part(&xlsx, "xl/worksheets/sheet2.xml");
    assert!(places.contains("<v>8</v>"), "{places}");
    let texts = part(&xlsx, "xl/sharedStrings.xml");
    for text in ["五里镇", "台账位置：生态（421222@77）", "水源地达标率"] {
        assert!(texts.contains(text), "{text}: {texts}");
    }
}

#[tokio::test]
async fn json_is_as_its_schema_says() {
    let world = World::start().await;
    let schema = world.json("/schemas/report.json").await;
    let schema = jsonschema::draft202012::new(&schema).expect("a schema");
    let report = world.json(REPORT).await;
    let faults = |report: &Value| -> Vec<String> {
        schema.iter_errors(report).map(|fault| fault.to_string()).collect()
    };
    assert_eq!(faults(&report), Vec::<String>::new());
    let mut wrong = report.clone();
    wrong["figures"][0]["value"] = json!(94.7);
    assert_eq!(faults(&wrong).len(), 1, "{:?}", faults(&wrong));
    let mut wrong = report;
    wrong["surprise"] = json!(1);
    assert_eq!(faults(&wrong).len(), 1, "{:?}", faults(&wrong));
}

#[cfg(not(feature = "pdf"))]
#[tokio::test]
async fn without_its_feature_a_pdf_is_refused_with_what_to_do() {
    let world = World::start().await;
    let refused = world.get(&format!("{REPORT}?format=pdf&lang=en")).await;
    assert_eq!(refused.status, 501);
    assert_eq!(refused.json()["reason"], "FORMAT_NOT_BUILT");
    let detail = refused.json()["detail"].as_str().expect("a text").to_owned();
    assert!(detail.contains("--features pdf") && detail.contains("docx"), "{detail}");
}
