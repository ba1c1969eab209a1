//! Templates of acts: the example of each is understood, and a workbook comes in by every door.

use std::io::{Cursor, Read as _, Write as _};
use std::sync::Arc;

use ::sheets::{Register, template};
use tests::{each_database, start_county};

use crate::acted_sheets::{backlog, planned, remarks, take_as};
use crate::commands::{imported, line, text};
use crate::desk::{COUNTY, RECORDER, at_desk};
use crate::desk_pages::Visitor;
use crate::http::{get, send};

/// A template whose example is to be taken: nothing marks it as one any more.
fn unmarked(template: &[u8]) -> Vec<u8> {
    let mut read = zip::ZipArchive::new(Cursor::new(template)).expect("a workbook");
    let mut written = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..read.len() {
        let mut part = read.by_index(at).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("bytes");
        if name == "xl/sharedStrings.xml" {
            let text = String::from_utf8(bytes).expect("text");
            assert!(text.contains("示例，导入时跳过"));
            bytes = text.replace("示例，导入时跳过", "照此填写").into_bytes();
        }
        let plain = zip::write::SimpleFileOptions::default();
        written.start_file(name, plain).expect("a part");
        written.write_all(&bytes).expect("bytes");
    }
    written.finish().expect("a workbook").into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_example_of_every_act_is_a_row_that_its_department_understands() {
    // What the books lack, and never what the row is.
    let lacking = ["RECORD_NOT_FOUND", "REFERENCE_UNKNOWN", "SUM_MISMATCH", "NOT_RESPONSIBLE"];
    for department in [&governance::DEPARTMENT, &::reform::DEPARTMENT, &cadre::DEPARTMENT] {
        at_desk(department, async |desk| {
            let register = Register::of([department.name]);
            for act in register.sheets().filter(|kind| kind.act.is_some()) {
                let book = template(&[Arc::clone(act)], COUNTY).expect("a template");
                let tried =
                    take_as(desk, RECORDER, &planned(department, book.clone()), (true, true)).await;
                assert_eq!((tried.rows, tried.examples), (0, 1), "{}", act.name);
                let plan = planned(department, unmarked(&book));
                let tried = take_as(desk, RECORDER, &plan, (true, true)).await;
                assert_eq!((tried.rows, tried.examples), (1, 0), "{}", act.name);
                let found = remarks(&tried);
                let good = found.iter().all(|(_, why)| lacking.contains(&why.as_str()));
                assert!(good && tried.created + tried.refused == 1, "{}: {found:?}", act.name);
            }
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backlog_comes_in_by_the_command_line_and_a_program_finds_it_there() {
    each_database(async |database| {
        let folder = tempfile::tempdir().expect("a folder");
        let book = folder.path().join("模板.xlsx");
        let written = |name: &str| {
            let words = [name, "--county", COUNTY, "-o", text(&book)];
            county::commands::template::run(&line(&words)).map_err(|cause| cause.to_string())
        };
        for name in ["CaseFile", "受理", "ConcludeCaseFile", "governance"] {
            written(name).expect(name);
        }
        let refused = written("Sample").expect_err("it is computed");
        assert!(refused.contains("DrawSample") && refused.contains("抽取样本"), "{refused}");
        let cases = folder.path().join("积案.xlsx");
        std::fs::write(&cases, backlog("2023-04-06")).expect("written");
        imported(database, &[&cases], &["--dry-run"]).await.expect("tried");
        for _ in 0..2 {
            imported(database, &[&cases], &[]).await.expect("taken");
        }
        std::fs::write(&cases, backlog("2023-04-03")).expect("written");
        let refused = imported(database, &[&cases], &[]).await.expect_err("one row is another");
        assert!(refused.to_string().contains("1 rows are refused"), "{refused}");

        let county = start_county(database).await;
        let here = format!("/v1/counties/{COUNTY}");
        let path = format!("{here}/governance/case_files/AJ-1");
        let case = get(county.http, &path, &[]).await.body;
        assert!(case.contains("CASE_STAGE_CONCLUDED"), "{case}");
        let path = format!("{here}/imports?name=%E5%8F%97%E7%90%86.csv&dry_run=true");
        let headers = [("xianzhi-actor", "wang.other"), ("content-type", "text/csv")];
        let rows = "编号,受理日期\nAJ-1,2023-04-04\nAJ-2,2023-04-05\n";
        let told = send(county.http, "POST", &path, &headers, rows).await.body;
        let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
        assert_eq!((&told["unchanged"], &told["refused"]), (&1.into(), &1.into()), "{told}");
        assert_eq!(told["remarks"][0]["reason"], "TRANSITION_NOT_ALLOWED", "{told}");
        let visitor = Visitor::enter(county.http, "li.recorder").await;
        let acts = format!("/desk/{COUNTY}/acts/governance/case_files");
        let page = visitor.get(&acts).await.body;
        let link = format!("/desk/{COUNTY}/templates/governance/case_file");
        assert!(page.contains(&link) && page.contains("每种动作一张"), "{page}");
        let page = visitor.get(&format!("{acts}?id=AJ-1")).await.body;
        assert!(!page.contains(&link), "of one record its acts are done one by one");
        county.stop().await;
    })
    .await;
}
