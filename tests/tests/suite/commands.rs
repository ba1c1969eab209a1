//! The command line: a template is filled in, imported, checked; somebody's form comes back filled.

use std::path::{Path, PathBuf};

use ::county::commands::{check, fill, import, template};
use ::ledger::kinds::Kind as _;
use calamine::{Reader as _, Xlsx};
use clap::{Args, Parser};
use proto::industry::v1::Enterprise;
use rust_xlsxwriter::Workbook;
use tests::{Database, each_database, start_county};

use crate::http::get;

/// What follows the name of a command.
#[derive(Parser)]
struct Line<A: Args> {
    #[command(flatten)]
    arguments: A,
}

pub fn line<A: Args>(words: &[&str]) -> A {
    let words = std::iter::once("xianzhi").chain(words.iter().copied());
    Line::<A>::try_parse_from(words).expect("a command line").arguments
}

/// How a command is told where the books are.
fn place(database: &Database) -> [String; 2] {
    match database {
        Database::Sqlite(folder) => ["--data".to_owned(), folder.path().display().to_string()],
        Database::Postgres(url) => ["--database".to_owned(), url.clone()],
    }
}

pub fn text(path: &Path) -> &str {
    path.to_str().expect("a path of letters")
}

/// Imports files by the command line.
pub async fn imported(database: &Database, files: &[&Path], more: &[&str]) -> anyhow::Result<()> {
    let place = place(database);
    let mut words = vec!["--actor", "li.recorder", "--county", "421222"];
    words.extend(place.iter().map(String::as_str));
    words.extend(more);
    words.extend(files.iter().map(|file| text(file)));
    import::run(&line::<import::Arguments>(&words)).await
}

/// What REST lists of the enterprises.
async fn enterprises(database: &Database) -> String {
    let county = start_county(database).await;
    let path = "/v1/counties/421222/industry/enterprises";
    let listed = get(county.http, path, &[]).await.body;
    county.stop().await;
    listed
}

/// Writes a file into a folder.
fn written(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("written");
    path
}

/// Two enterprises, the second with another division.
fn sheet(division: &str, titles: &str, rest: &str) -> String {
    let code = |n| Enterprise::sample(n).credit_code;
    format!(
        "统一社会信用代码,名称,所在地,行业代码{titles}\n{},示例甲,421222106,3099{rest}\n\
         {},示例乙,{division},3099{rest}\n",
        code(1),
        code(2)
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_is_written_read_back_and_its_rows_are_imported_and_checked() {
    each_database(async |database| {
        let folder = tempfile::tempdir().expect("a folder");
        let book = folder.path().join("模板.xlsx");
        let words = ["Enterprise", "--county", "421222", "-o", text(&book)];
        template::run(&line::<template::Arguments>(&words)).expect("a template");
        let nothing = ["Nothing", "--county", "421222", "-o", text(&book)];
        let refused = template::run(&line::<template::Arguments>(&nothing)).expect_err("unknown");
        assert!(refused.to_string().contains("Nothing"), "{refused}");
        // An empty template has its example row, and nothing to take.
        imported(database, &[&book], &["--dry-run"]).await.expect("it is read");

        let bad = written(folder.path(), "企业.csv", sheet("421222999", "", "").as_bytes());
        let remarks = folder.path().join("意见.xlsx");
        let refused = imported(database, &[&bad], &["--remarks", text(&remarks)]).await;
        let refused = refused.expect_err("a division that is none").to_string();
        assert!(refused.contains("1 rows are refused; nothing was written"), "{refused}");
        let sent = std::fs::read_to_string(&bad).expect("a file");
        let said = std::fs::read_to_string(folder.path().join("意见.csv")).expect("a CSV still");
        let cells = |text: &str| text.lines().nth(2).map(str::to_owned).expect("a row");
        assert!(cells(&said).starts_with(&format!("{},所在地 ", cells(&sent))), "{said}");
        assert!(!remarks.exists(), "a CSV is not called a workbook");
        // Of several files each comes back by itself, also when they are called the same.
        std::fs::create_dir(folder.path().join("另一")).expect("a folder");
        let other = sheet("421222998", "", "");
        let other = written(&folder.path().join("另一"), "企业.csv", other.as_bytes());
        let into = folder.path().join("意见");
        imported(database, &[&bad, &other], &["--remarks", text(&into)]).await.expect_err("both");
        for (name, division) in
            [("企业（核验意见）.csv", "421222999"), ("2-企业（核验意见）.csv", "421222998")]
        {
            let said = std::fs::read_to_string(into.join(name)).expect("one of them");
            assert!(said.contains(division) && said.contains(",所在地 "), "{said}");
        }
        assert!(!enterprises(database).await.contains("示例甲"));

        let dated = sheet("421222106", ",成立日期", ",2019-04-01");
        let good = written(folder.path(), "企业.csv", dated.as_bytes());
        imported(database, &[&good], &["--dry-run"]).await.expect("tried");
        assert!(!enterprises(database).await.contains("示例甲"), "a trial writes nothing");
        imported(database, &[&good], &[]).await.expect("taken");
        let brief = sheet("421222107", "", "");
        let brief = written(folder.path(), "企业.csv", brief.as_bytes());
        imported(database, &[&brief], &[]).await.expect("taken");
        let listed = enterprises(database).await;
        assert!(listed.contains("示例甲") && listed.contains("421222107"), "{listed}");
        assert_eq!(listed.matches("2019-04-01").count(), 2, "what has no column is kept: {listed}");
        let profile = "kind: Enterprise\ncolumns: {电话: \"\", 成立: establish_date}\n";
        let profile = written(folder.path(), "方案.yaml", profile.as_bytes());
        let refused = imported(database, &[&brief], &["--profile", text(&profile)]).await;
        refused.expect_err("the profile remembers a column that the file lacks");

        let place = place(database);
        let words: Vec<&str> = place.iter().map(String::as_str).chain(["421222"]).collect();
        check::run(&line::<check::Arguments>(&words)).await.expect("nothing is wrong");
        // A difficulty that was raised before its enterprise was founded is an error by a rule.
        let code = Enterprise::sample(1).credit_code;
        let raised = format!(
            "code,enterprise_id,division,title,raise_date\nD-1,{code},421222106,示例,2018-01-02\n"
        );
        let raised = written(folder.path(), "企业难题.csv", raised.as_bytes());
        imported(database, &[&raised], &[]).await.expect("taken");
        let wrong = check::run(&line::<check::Arguments>(&words)).await.expect_err("wrong");
        assert!(wrong.to_string().contains("1 records are wrong"), "{wrong}");
    })
    .await;
}

/// The roster of the statistics office, stated in full.
const ROSTER: &str = "kind: Designation
department: industry
columns: {企业代码: enterprise_id, 所在乡镇: division}
values: {scheme: SCHEME_ABOVE_SCALE, level: LEVEL_COUNTY, announce_date: 2023-01-01,
  first_date: 2023-01-01, document: 示例统名〔2023〕1号}
covers: {values: {scheme: SCHEME_ABOVE_SCALE, level: LEVEL_COUNTY}}
";

/// What REST says of the designations.
async fn designations(database: &Database) -> String {
    let county = start_county(database).await;
    let path = "/v1/counties/421222/industry/designations";
    let listed = get(county.http, path, &[]).await.body;
    county.stop().await;
    listed
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_is_remembered_by_name_and_what_has_vanished_is_withdrawn_if_told_to() {
    each_database(async |database| {
        let folder = tempfile::tempdir().expect("a folder");
        let enterprises = sheet("421222106", "", "");
        let enterprises = written(folder.path(), "企业.csv", enterprises.as_bytes());
        imported(database, &[&enterprises], &[]).await.expect("taken");
        let roster = |numbers: &[u32]| {
            let row = |n: &u32| format!("{},421222106\n", Enterprise::sample(*n).credit_code);
            let rows: String = numbers.iter().map(row).collect();
            written(folder.path(), "名录.csv", format!("企业代码,所在乡镇\n{rows}").as_bytes())
        };
        let profile = written(folder.path(), "方案.yaml", ROSTER.as_bytes());
        // The folder of profiles lies beside the books, or where the data of the county is.
        let data = match database {
            Database::Sqlite(_) => Vec::new(),
            Database::Postgres(_) => vec!["--data", text(folder.path())],
        };
        let with = |more: &[&'static str]| [data.clone(), more.to_vec()].concat();
        let by_file = [&["--profile", text(&profile), "--remember", "名录"][..], &data].concat();
        imported(database, &[&roster(&[1, 2])], &by_file).await.expect("taken, and remembered");
        let none = with(&["--profile", "另一个"]);
        let refused = imported(database, &[&roster(&[1])], &none).await.expect_err("no such name");
        assert!(refused.to_string().contains("名录"), "{refused}");
        let listed = with(&["--profile", "名录"]);
        imported(database, &[&roster(&[1])], &listed).await.expect("what has vanished is listed");
        assert!(!designations(database).await.contains("STATE_WITHDRAWN"));
        let told = with(&["--profile", "名录", "--vanished", "withdraw", "--reason", "退出名录"]);
        imported(database, &[&roster(&[1])], &told).await.expect("and withdrawn if told to");
        assert_eq!(designations(database).await.matches("STATE_WITHDRAWN").count(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opening_list_and_a_kind_that_all_departments_keep_come_by_the_command_line() {
    each_database(async |database| {
        let folder = tempfile::tempdir().expect("a folder");
        let enterprises = sheet("421222106", "", "");
        let enterprises = written(folder.path(), "企业.csv", enterprises.as_bytes());
        let opening = ["--opening", "示例名录〔2022〕1号", "--opening-date", "2022-12-31"];
        imported(database, &[&enterprises], &opening).await.expect("taken as a list");
        let county = start_county(database).await;
        let path = "/v1/counties/421222/industry/opening_lists";
        let listed = get(county.http, path, &[]).await.body;
        county.stop().await;
        assert!(listed.contains("示例名录〔2022〕1号"), "{listed}");

        let book = folder.path().join("零报告.xlsx");
        let words = ["零报告", "--county", "421222", "-o", text(&book)];
        template::run(&line::<template::Arguments>(&words)).expect("a kind that all keep");
        let words = ["industry", "--county", "421222", "-o", text(&book)];
        template::run(&line::<template::Arguments>(&words)).expect("a department's");
        let mut read = Xlsx::new(std::io::Cursor::new(std::fs::read(&book).expect("a file")));
        let names = read.as_mut().expect("a workbook").sheet_names();
        assert!(names.contains(&"零报告".to_owned()), "{names:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_comes_back_from_the_command_line_with_the_figures_in_it() {
    each_database(async |database| {
        let folder = tempfile::tempdir().expect("a folder");
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "{{division}} {{industry.above_scale.total}}").expect("written");
        let book = book.save_to_buffer().expect("a workbook");
        let form = written(folder.path(), "表.xlsx", &book);
        let output = folder.path().join("填好.xlsx");
        let place = place(database);
        let mut words = vec![text(&form), "421222", "2023", "-o", text(&output)];
        words.extend(place.iter().map(String::as_str));
        fill::run(&line::<fill::Arguments>(&words)).await.expect("filled");
        let file = std::fs::read(&output).expect("a file");
        assert!(file.starts_with(b"PK") && file != book, "it is another file than the form");
        let unknown = "<w:document xmlns:w=\"x\"/>";
        let form = written(folder.path(), "不是.docx", unknown.as_bytes());
        let mut words = vec![text(&form), "421222", "2023", "-o", text(&output)];
        words.extend(place.iter().map(String::as_str));
        fill::run(&line::<fill::Arguments>(&words)).await.expect_err("no package");
    })
    .await;
}
