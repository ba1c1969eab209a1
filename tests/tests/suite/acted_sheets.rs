//! Acts on sheets: a backlog as one workbook, again, in part, and refused by the cell.

use std::sync::Arc;

use ::ledger::Department;
use ::sheets::{Choice, File, Mode, Plan, Register, Verdict, import, remarked};
use proto::cadre::v1::{LogCheck, WorkLog};
use proto::governance::v1::{CaseFile, CaseStage};
use proto::ledger::v1::State;
use proto::reform::v1::{Finding, FindingStage, Milestone};
use rust_xlsxwriter::Workbook;
use tonic::metadata::MetadataMap;

use crate::desk::{COUNTY, Desk, RECORDER, at_desk};
use crate::reform::open;
use crate::work_logs::{log_of, record, staff};

/// A sheet: its name, and its rows from the heads on.
pub type Sheet<'a> = (&'a str, Vec<Vec<&'a str>>);

/// A workbook of texts.
pub fn book(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).expect("a name");
        for (at, row) in (0_u32..).zip(rows) {
            for (column, cell) in (0_u16..).zip(row) {
                sheet.write_string(at, column, *cell).expect("a cell");
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

pub fn planned(department: &Department, book: Vec<u8>) -> Arc<Plan> {
    let file = File::new("积案.xlsx", book).expect("a file");
    let register = Register::of([department.name]);
    let plan = Plan::of(vec![file], &register, &Choice::default());
    assert!(plan.faults.is_empty(), "{:?}", plan.faults);
    Arc::new(plan)
}

pub async fn take_as(
    desk: &Desk,
    actor: &str,
    plan: &Arc<Plan>,
    (dry, partial): (bool, bool),
) -> Verdict {
    let mut metadata = MetadataMap::new();
    metadata.insert(chassis::ACTOR_HEADER, actor.parse().expect("a name"));
    let (county, validate_only) = (COUNTY.to_owned(), dry);
    let mode = Mode { county, validate_only, partial, metadata, ..Mode::default() };
    let department = plan.departments().remove(0);
    let taken = import(desk.channel.clone(), &department, Arc::clone(plan), &mode, |_| {});
    taken.await.expect("an answer")
}

async fn take(desk: &Desk, plan: &Arc<Plan>) -> Verdict {
    take_as(desk, RECORDER, plan, (false, false)).await
}

fn counts(verdict: &Verdict) -> (i64, i64, i64, i64) {
    (verdict.created, verdict.revised, verdict.unchanged, verdict.refused)
}

pub fn remarks(verdict: &Verdict) -> Vec<(String, String)> {
    verdict.remarks.iter().map(|one| (one.place(), one.fault.reason.clone())).collect()
}

/// Two cases with their course, a sheet an act.
pub fn backlog(handled: &'static str) -> Vec<u8> {
    let codes = ["案-1", "案-2"].map(|code| code.replace("案", "AJ"));
    let [one, two] = [codes[0].as_str(), codes[1].as_str()];
    let rows = |head: &[&'static str], rest: &[&'static str]| {
        let row = |code: &str| {
            let code: &'static str = if code == "AJ-1" { "AJ-1" } else { "AJ-2" };
            [&[code], rest].concat()
        };
        vec![head.to_vec(), row(one), row(two)]
    };
    let noted = ["编号*", "办理日期*", "办理单位", "理由", "文书或依据"];
    let mut handling =
        rows(&["编号", "办理日期", "办理单位", "办理方式"], &["2023/4/6", "U-1", "人民调解"]);
    handling[2][1] = handled;
    book(&[
        (
            "登记案件",
            rows(
                &["编号", "所在地", "类型", "事由", "涉及人数（人）", "登记日期"],
                &["421222106", "邻里纠纷", "宅基地界址争议", "2", "2023-04-03"],
            ),
        ),
        ("受理", rows(&["编号", "受理日期"], &["2023年4月4日"])),
        ("交办", rows(&["编号", "承办单位", "交办日期"], &["U-1", "2023-04-04"])),
        ("签收", rows(&noted, &["2023-04-05", "U-1", "", ""])),
        ("办理", handling),
        (
            "办结",
            rows(
                &["编号", "办理结果", "办结日期", "办结依据", "办理单位"],
                &["化解成功", "2023-04-20", "示例调解书", "U-1"],
            ),
        ),
    ])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backlog_is_one_workbook_that_is_tried_taken_and_taken_again() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let plan = planned(&governance::DEPARTMENT, backlog("2023-04-06"));
        let tried = take_as(desk, RECORDER, &plan, (true, true)).await;
        assert_eq!((tried.rows, counts(&tried)), (12, (2, 10, 0, 0)), "{:?}", tried.remarks);
        let taken = take(desk, &plan).await;
        assert_eq!(counts(&taken), (2, 10, 0, 0), "{:?}", taken.remarks);
        let case: CaseFile = desk.get(&desk.kind("CaseFile"), "AJ-2", 0).await.expect("a case");
        assert_eq!((case.stage(), &*case.handler_id), (CaseStage::Concluded, "U-1"));
        assert_eq!(case.events.len(), 6);
        assert_eq!((&*case.events[1].date, &*case.events[5].proof), ("2023-04-04", "示例调解书"));
        assert_eq!(counts(&take(desk, &plan).await), (0, 0, 12, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_cell_keeps_the_whole_backlog_out_or_in_part_what_follows_it() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        // Handled a day before it was signed for, which the table does not know.
        let plan = planned(&governance::DEPARTMENT, backlog("2023-04-03"));
        let tried = take_as(desk, RECORDER, &plan, (true, true)).await;
        let due = [
            ("受理", "EARLIER_ACT_REFUSED"),
            ("交办", "EARLIER_ACT_REFUSED"),
            ("签收", "EARLIER_ACT_REFUSED"),
            ("办理", "TRANSITION_NOT_ALLOWED"),
            ("办结", "EARLIER_ACT_REFUSED"),
        ];
        let due = due.map(|(sheet, why)| (format!("积案.xlsx!{sheet}!第3行"), why.to_owned()));
        assert_eq!(remarks(&tried), due);
        assert_eq!(counts(&take(desk, &plan).await), (0, 0, 0, 5), "all or nothing");
        // The same workbook with the remarks in it, mended or not, is read again.
        let told = remarked(&plan, &tried, 0).expect("written").expect("a workbook");
        let again = planned(&governance::DEPARTMENT, told.bytes);
        assert_eq!(again.parts.len(), 6);
        let partial = take_as(desk, RECORDER, &again, (false, true)).await;
        assert_eq!(counts(&partial), (2, 5, 0, 5), "{:?}", partial.remarks);
        let mended = take(desk, &planned(&governance::DEPARTMENT, backlog("2023-04-06"))).await;
        assert_eq!(counts(&mended), (0, 5, 7, 0), "{:?}", mended.remarks);
        // What is no date at all is refused at its own cell.
        let head = ["编号", "所在地", "类型", "事由", "涉及人数（人）", "登记日期"];
        let row = ["AJ-3", "421222106", "邻里纠纷", "界址", "2", "2023-04-03"];
        let wrong = book(&[
            ("登记案件", vec![head.to_vec(), row.to_vec()]),
            ("受理", vec![vec!["编号", "受理日期"], vec!["AJ-3", "昨天"]]),
        ]);
        let plan = planned(&governance::DEPARTMENT, wrong);
        let tried = take_as(desk, RECORDER, &plan, (true, true)).await;
        let found = remarks(&tried);
        assert_eq!(found, [("积案.xlsx!受理!B2".to_owned(), "DATE_INVALID".to_owned())]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn findings_come_with_what_became_of_them_and_tasks_with_their_milestones() {
    at_desk(&::reform::DEPARTMENT, async |desk| {
        open(desk).await;
        let registered = vec![
            vec!["编号", "督察", "整改单位", "所在地", "发现日期", "问题", "整改期限"],
            vec!["F-1", "inspection-0", "office-0", "421222", "2023-05-12", "制度未出台", "2023-06-30"],
        ];
        let sheets = |extended: &'static str| {
            book(&[
                ("登记问题", registered.clone()),
                (
                    "报告整改",
                    vec![
                        vec!["编号", "整改日期", "整改情况", "佐证材料"],
                        vec!["F-1", "2023-06-20", "已印发", "示例1"],
                        vec!["F-1", "2023-07-20", "已修订", "示例2"],
                    ],
                ),
                (
                    "销号",
                    vec![
                        vec!["编号", "复核日期", "复核单位", "复核意见"],
                        vec!["F-1", "2023-07-25", "office-1", "通过"],
                    ],
                ),
                (
                    "退回重改",
                    vec![
                        vec!["编号", "复核日期", "复核单位", "复核意见", "整改期限"],
                        vec!["F-1", "2023-06-25", "office-1", "未落实", "2023-07-10"],
                    ],
                ),
                (
                    "延长整改期限",
                    vec![
                        vec!["编号", "整改期限", "延期理由", "延期日期"],
                        vec!["F-1", "2023-07-31", "须先听证", extended],
                    ],
                ),
                (
                    "编排节点",
                    vec![
                        vec!["改革任务", "节点"],
                        vec![
                            "task-0",
                            "1｜印发方案｜40｜2023-03-01｜2023-04-28｜421222\n2｜试点｜60｜2023-03-01｜2023-11-30｜421222",
                        ],
                    ],
                ),
                (
                    "完成节点",
                    vec![
                        vec!["记录号", "完成日期", "佐证材料"],
                        vec!["task-0.01", "2023-04-20", "示例文"],
                    ],
                ),
            ])
        };
        // Without its day nobody knows among which acts the extension stands.
        let tried = take_as(desk, RECORDER, &planned(&::reform::DEPARTMENT, sheets("")), (true, true)).await;
        let undated = remarks(&tried).into_iter().find(|(_, why)| why == "FIELD_REQUIRED");
        let (place, _) = undated.unwrap_or_else(|| panic!("{:?}", tried.remarks));
        assert!(place.contains("延长整改期限") && place.ends_with("D2"), "{place}");
        let plan = planned(&::reform::DEPARTMENT, sheets("2023-07-05"));
        let taken = take(desk, &plan).await;
        assert_eq!(counts(&taken), (2, 6, 0, 0), "{:?}", taken.remarks);
        let finding: Finding = desk.get(&desk.kind("Finding"), "F-1", 0).await.expect("it");
        assert_eq!((finding.stage(), finding.recheck_count), (FindingStage::StruckOff, 2));
        assert_eq!((&*finding.deadline_date, &*finding.strike_date), ("2023-07-31", "2023-07-25"));
        let milestone: Milestone =
            desk.get(&desk.kind("Milestone"), "task-0.01", 0).await.expect("it");
        assert_eq!((&*milestone.title, &*milestone.done_date), ("印发方案", "2023-04-20"));
        assert_eq!(counts(&take(desk, &plan).await), (0, 0, 8, 0));
        // A plan is taken whole: one milestone outside of the county keeps all of them out.
        let task = "1｜甲｜40｜2023-03-01｜2023-04-28｜421222\n2｜乙｜60｜2023-03-01｜2023-11-30｜110101";
        let head = ["改革任务", "节点"];
        let mut rows = vec![head.to_vec(), vec!["task-0", task]];
        rows.push(vec!["task-9", "1｜甲｜99｜2023-03-01｜2023-04-28｜421222"]);
        let plan = planned(&::reform::DEPARTMENT, book(&[("编排节点", rows)]));
        let tried = take_as(desk, RECORDER, &plan, (false, true)).await;
        assert_eq!(counts(&tried), (0, 0, 0, 2), "{:?}", tried.remarks);
        let found = remarks(&tried);
        assert!(found[1].0.ends_with("B3") && found[1].1 == "SUM_MISMATCH", "{found:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn logs_are_checked_by_a_sheet_of_their_superior_and_of_nobody_else() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let logs: Vec<_> = ["2023-02-20", "2023-02-21"]
            .iter()
            .map(|day| record(desk, &log_of("moved", "B", day)))
            .collect();
        desk.import(crate::desk::options(), logs).await.expect("answered");
        let ids = ["moved.2023-02-20.0830", "moved.2023-02-21.0830"];
        let verdicts = format!("{}｜合格\n{}｜不合格｜空泛", ids[0], ids[1]);
        let rows = vec![vec!["核查日期", "各篇结论"], vec!["2023-02-22", verdicts.as_str()]];
        let plan = planned(&cadre::DEPARTMENT, book(&[("核查日志", rows)]));
        let other = take_as(desk, "acc.chief", &plan, (true, true)).await;
        assert_eq!(remarks(&other)[0].1, "NOT_RESPONSIBLE", "{:?}", other.remarks);
        let taken = take_as(desk, "acc.head", &plan, (false, false)).await;
        assert_eq!((taken.rows, taken.refused), (1, 0), "{:?}", taken.remarks);
        let log: WorkLog = desk.get(&desk.kind("WorkLog"), ids[0], 0).await.expect("a log");
        assert_eq!(log.metadata.expect("known").state(), State::Verified);
        let log: WorkLog = desk.get(&desk.kind("WorkLog"), ids[1], 0).await.expect("a log");
        assert_eq!(log.metadata.expect("known").state(), State::Returned);
        let id = format!("{}.superior", ids[1]);
        let check: LogCheck = desk.get(&desk.kind("LogCheck"), &id, 0).await.expect("a check");
        assert_eq!((&*check.checker_id, &*check.ground), ("head", "空泛"));
        let again = take_as(desk, "acc.head", &plan, (false, false)).await;
        assert_eq!(counts(&again), (0, 0, 1, 0), "{:?}", again.remarks);
    })
    .await;
}
