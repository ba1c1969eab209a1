//! `xianzhi report`: the same report from a running county and from its folder, and what is wrong
//! with an outline.

use std::net::SocketAddr;
use std::path::Path;

use ::county::commands::report::{self, Arguments};
use ::ledger::kinds::Kind as _;
use clap::Parser;
use proto::industry::v1::Enterprise;
use serde_json::json;
use tests::{Database, start_county};

use crate::http::{get, send};

/// What follows the name of the command.
#[derive(Parser)]
struct Line {
    #[command(flatten)]
    arguments: Arguments,
}

async fn run(words: &[&str]) -> anyhow::Result<()> {
    let words = std::iter::once("report").chain(words.iter().copied());
    report::run(&Line::try_parse_from(words)?.arguments).await
}

async fn enter(http: SocketAddr, name: &str) {
    let enterprise = json!({
        "credit_code": Enterprise::sample(1).credit_code, "name": name, "division": "421222106",
        "industry_code": "3099", "establish_date": "2019-04-01",
    });
    let headers = [("content-type", "application/json"), ("xianzhi-actor", "recorder")];
    let path = "/v1/counties/421222/industry/enterprises";
    let entered = send(http, "POST", path, &headers, &enterprise.to_string()).await;
    assert_eq!(entered.status, 201, "{}", entered.body);
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of letters")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_the_same_from_a_running_county_and_from_its_folder() {
    let database = Database::sqlite().expect("a folder");
    let Database::Sqlite(books) = &database else { panic!("embedded") };
    let folder = tempfile::tempdir().expect("a folder");
    let (served, kept) = (folder.path().join("served.md"), folder.path().join("kept.md"));
    let county = start_county(&database).await;
    enter(county.http, "示例磨料有限公司").await;
    let server = format!("http://{}", county.http);
    run(&["421222", "2023", "--server", &server, "-o", text(&served)]).await.expect("written");
    let path = "/v1/divisions/421222/reports/2023?format=md";
    let page = get(county.http, path, &[]).await.body;
    let refused = run(&["421222", "2023-13", "--server", &server]).await.expect_err("no period");
    assert!(format!("{refused:#}").contains("2023-13"), "{refused:#}");
    let docx = ["served", "kept"].map(|name| folder.path().join(format!("{name}.docx")));
    let words = ["421222", "2023", "--server", &server, "--format", "docx", "-o", text(&docx[0])];
    run(&words).await.expect("written");
    county.stop().await;
    run(&["421222", "2023", "--data", text(books.path()), "-o", text(&kept)])
        .await
        .expect("written");
    let read = |path: &Path| std::fs::read_to_string(path).expect("a report");
    assert_eq!(read(&served), page);
    assert_eq!(read(&served), read(&kept));
    run(&[
        "421222",
        "2023",
        "--data",
        text(books.path()),
        "--format",
        "docx",
        "-o",
        text(&docx[1]),
    ])
    .await
    .expect("written");
    let docx = docx.map(|file| std::fs::read(file).expect("a report"));
    assert!(docx[0].starts_with(b"PK") && docx[0] == docx[1], "the same report, the same bytes");
    let odd = folder.path().join("report.odd");
    let refused = run(&["421222", "2023", "--data", text(books.path()), "-o", text(&odd)]).await;
    assert!(format!("{:#}", refused.expect_err("no format")).contains("odd"));
    let empty = run(&["421222", "2023", "--data", text(folder.path())]).await;
    assert!(format!("{:#}", empty.expect_err("no county")).contains("holds no county"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outline_may_name_what_is_in_a_register() {
    let folder = tempfile::tempdir().expect("a folder");
    let outline = |name: &str, say: &str| {
        let file = folder.path().join(name);
        let text = format!(
            "schema: xianzhi.outline/1\ntitle: 报告\nchapters:\n  - id: one\n    title: 篇\n    \
             sections:\n      - {{id: one.a, title: 节, owner: 某局, text: [{{say: {say}}}]}}\n"
        );
        std::fs::write(&file, text).expect("a file");
        file
    };
    run(&["check"]).await.expect("what is shipped breaks no rule");
    let named = outline("named.yaml", "示例三合磨料有限公司投产");
    let typed = outline("typed.yaml", "示例三合磨料有限公司新增三家");
    let refused = run(&["check", text(&named)]).await.expect_err("a number");
    assert!(refused.to_string().contains("in 1 places"), "{refused}");
    let database = Database::sqlite().expect("a folder");
    let county = start_county(&database).await;
    enter(county.http, "示例三合磨料有限公司").await;
    let server = format!("http://{}", county.http);
    let knowing = ["--county", "421222", "--server", &server];
    run(&[&["check", text(&named)][..], &knowing].concat()).await.expect("a name");
    let refused = run(&[&["check", text(&typed)][..], &knowing].concat()).await;
    let refused = refused.expect_err("a name and a number").to_string();
    assert!(refused.contains("in 1 places"), "{refused}");
    county.stop().await;
}
