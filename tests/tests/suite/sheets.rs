//! Spreadsheets into the books: tried, taken, taken again, changed, refused by the cell.

use std::sync::Arc;

use ::ledger::kinds::Kind as _;
use ::sheets::{Choice, File, Mode, Plan, Profile, Register, Verdict, import};
use prost::Message as _;
use proto::industry::v1::{Designation, Enterprise, TradeBulletin};
use proto::ledger::v1::State;
use tonic::metadata::MetadataMap;

use crate::desk::{COUNTY, Desk, RECORDER, Stored, at_desk};

fn plan(text: &str) -> Arc<Plan> {
    let register = Register::of(["industry"]);
    let file = File::new("企业.csv", text.as_bytes().to_vec()).expect("a file");
    Arc::new(Plan::of(vec![file], &register, &Choice::default()))
}

/// A sheet of enterprises with these names.
fn enterprises(names: &[&str]) -> String {
    let mut text = "统一社会信用代码*,名称*,所在地*,行业代码*,成立日期\n".to_owned();
    for (n, name) in (0_u32..).zip(names) {
        let code = Enterprise::sample(n).credit_code;
        text.push_str(&format!("{code},{name},421222106,3099,2019年4月1日\n"));
    }
    text
}

async fn take(desk: &Desk, plan: &Arc<Plan>, validate_only: bool, partial: bool) -> Verdict {
    let mut metadata = MetadataMap::new();
    metadata.insert(chassis::ACTOR_HEADER, RECORDER.parse().expect("a name"));
    let county = COUNTY.to_owned();
    let mode = Mode { county, validate_only, partial, metadata, ..Mode::default() };
    let taken = import(desk.channel.clone(), "industry", Arc::clone(plan), &mode, |_| {});
    taken.await.expect("an answer")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_tried_taken_and_taken_again() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let first = plan(&enterprises(&["示例甲", "示例乙", "示例丙"]));
        let tried = take(desk, &first, true, true).await;
        assert!(tried.is_clean(), "{:?}", tried.remarks);
        assert_eq!((tried.rows, tried.created, tried.unchanged), (3, 3, 0));
        let taken = take(desk, &first, false, false).await;
        assert_eq!((taken.created, taken.unchanged), (3, 0), "the trial wrote nothing");
        let again = take(desk, &first, false, false).await;
        assert_eq!((again.created, again.revised, again.unchanged), (0, 0, 3));
        let changed = plan(&enterprises(&["示例甲", "示例乙改名", "示例丙", "示例丁"]));
        let changed = take(desk, &changed, false, false).await;
        assert_eq!((changed.created, changed.revised, changed.unchanged), (1, 1, 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_cell_is_named_and_keeps_all_rows_out_unless_the_good_ones_are_wished_for() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let mut text = enterprises(&["示例甲", "示例乙"]);
        text.push_str("示例错码,示例丙,421222106,3099,\n");
        text.push_str(&format!("{},,421222106,3099,\n", Enterprise::sample(8).credit_code));
        text.push_str(&format!(
            "{},示例戊,421222106,3099,昨天\n",
            Enterprise::sample(9).credit_code
        ));
        let plan = plan(&text);
        let tried = take(desk, &plan, true, true).await;
        let named = |remark: &::sheets::Remark| (remark.place(), remark.fault.reason.clone());
        let named: Vec<_> = tried.remarks.iter().map(named).collect();
        let due = [
            ("企业.csv!A4", "CREDIT_CODE_SHAPE"),
            ("企业.csv!B5", "FIELD_REQUIRED"),
            ("企业.csv!E6", "DATE_INVALID"),
        ];
        for (place, reason) in due {
            assert!(named.contains(&(place.to_owned(), reason.to_owned())), "{named:?}");
        }
        assert_eq!((tried.created, tried.refused), (2, 3));
        let refused = take(desk, &plan, false, false).await;
        assert_eq!((refused.created, refused.refused), (0, 3), "all or nothing");
        let partial = take(desk, &plan, false, true).await;
        assert_eq!((partial.created, partial.refused), (2, 3));

        // The remarked sheet is the same sheet: mended, it is taken as it is.
        let file = remarked(&plan, &tried);
        let choice = Choice::default();
        let again = Plan::of(vec![file], &Register::of(["industry"]), &choice);
        assert!(again.faults.is_empty(), "{:?}", again.faults);
        let again = take(desk, &Arc::new(again), true, true).await;
        assert_eq!((again.rows, again.unchanged, again.refused), (5, 2, 3));
    })
    .await;
}

/// What the statistics office's own export looks like: the roster, stated in full.
const ROSTER: &str = "kind: Designation
department: industry
columns: {企业代码: enterprise_id, 所在乡镇: division, 批次名: batch}
values:
  scheme: SCHEME_ABOVE_SCALE
  level: LEVEL_COUNTY
  announce_date: 2023-01-01
  first_date: 2023-01-01
  document: 示例统名〔2023〕1号
covers:
  values: {scheme: SCHEME_ABOVE_SCALE, level: LEVEL_COUNTY}
";

/// The file of a plan with the remarks of its trial, as it is sent again.
fn remarked(plan: &Plan, tried: &Verdict) -> File {
    let sent = ::sheets::remarked(plan, tried, 0).expect("written").expect("a file");
    File::new(&sent.name, sent.bytes).expect("taken")
}

fn roster(rows: &[(u32, &str)]) -> Arc<Plan> {
    let mut text = "企业代码,所在乡镇,批次名\n".to_owned();
    for (n, batch) in rows {
        text.push_str(&format!("{},421222106,{batch}\n", Enterprise::sample(*n).credit_code));
    }
    let file = File::new("导出.csv", text.into_bytes()).expect("a file");
    let choice = Choice::of(Profile::parse(ROSTER).expect("a profile"));
    let plan = Plan::of(vec![file], &Register::of(["industry"]), &choice);
    assert!(plan.faults.is_empty(), "{:?}", plan.faults);
    Arc::new(plan)
}

async fn take_and(desk: &Desk, plan: &Arc<Plan>, validate_only: bool, reason: &str) -> Verdict {
    let mut metadata = MetadataMap::new();
    metadata.insert(chassis::ACTOR_HEADER, RECORDER.parse().expect("a name"));
    let (county, withdraw_reason) = (COUNTY.to_owned(), reason.to_owned());
    let mode = Mode { county, validate_only, withdraw_reason, metadata, ..Mode::default() };
    let taken = import(desk.channel.clone(), "industry", Arc::clone(plan), &mode, |_| {});
    taken.await.expect("an answer")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_file_of_a_profile_shows_what_is_new_changed_and_vanished() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        take(desk, &plan(&enterprises(&["甲", "乙", "丙", "丁"])), false, false).await;
        let first = take_and(desk, &roster(&[(0, "一"), (1, "一"), (2, "一")]), false, "").await;
        assert_eq!((first.created, first.vanished), (3, 0), "{:?}", first.remarks);
        assert!(first.changes.iter().all(|change| change.created));
        // A record that the file does not speak of is none of its business.
        let kind = desk.kind("Designation");
        let other = Designation { first_date: "2022-05-01".to_owned(), ..Designation::sample(3) };
        desk.create(&kind, other.encode_to_vec()).await.expect("taken");

        let next = roster(&[(0, "一"), (1, "二"), (3, "二")]);
        let tried = take_and(desk, &next, true, "").await;
        let counts = (tried.created, tried.revised, tried.unchanged, tried.vanished);
        assert_eq!(counts, (1, 1, 1, 1));
        let changed: Vec<_> = tried.changes.iter().filter(|change| !change.created).collect();
        let [field] = changed[0].fields.as_slice() else { panic!("one field changes") };
        let told = (field.label.as_str(), field.before.as_str(), field.after.as_str());
        assert_eq!((changed[0].row, told), (3, ("批次", "一", "二")));
        let gone = &tried.vanished_records[0];
        assert!(gone.id.contains(&Enterprise::sample(2).credit_code), "{gone:?}");
        let file = remarked(&next, &tried);
        let choice = Choice::of(Profile::parse(ROSTER).expect("a profile"));
        let again = Plan::of(vec![file], &Register::of(["industry"]), &choice);
        assert_eq!((again.parts.len(), again.faults.len()), (1, 0), "{:?}", again.faults);

        // Nothing goes without being told to.
        let listed = take_and(desk, &next, false, "").await;
        assert_eq!((listed.vanished, listed.withdrawn), (1, 0));
        let stays: Stored = desk.get(&kind, &gone.id, 0).await.expect("there");
        assert_eq!(stays.metadata().state(), State::Recorded);
        let told = take_and(desk, &next, false, "已退出名录").await;
        assert_eq!((told.unchanged, told.vanished, told.withdrawn), (3, 1, 1));
        let gone: Stored = desk.get(&kind, &gone.id, 0).await.expect("there");
        assert_eq!(gone.metadata().state(), State::Withdrawn);
        assert_eq!(take_and(desk, &next, true, "").await.vanished, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_that_is_absent_keeps_what_stands_and_an_empty_cell_clears_it() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let first = plan(&enterprises(&["示例甲", "示例乙"]));
        assert!(!first.parts[0].kept().contains(&"成立日期"));
        take(desk, &first, false, false).await;
        let kind = desk.kind("Enterprise");
        let code = |n: u32| Enterprise::sample(n).credit_code;
        let founded = async |n: u32| {
            let one: Enterprise = desk.get(&kind, &code(n), 0).await.expect("there");
            (one.name, one.establish_date)
        };
        let named = |name: &str, date: &str| (name.to_owned(), date.to_owned());
        let rows = |title: &str, end: &str| {
            let row = |n: u32, name: &str| format!("{},{name},421222106,3099{end}\n", code(n));
            let rows = [row(0, "示例甲改名"), row(1, "示例乙")].concat();
            plan(&format!("统一社会信用代码,名称,所在地,行业代码{title}\n{rows}"))
        };
        let without = rows("", "");
        assert!(without.parts[0].kept().contains(&"成立日期"), "the dry run tells what is kept");
        let tried = take(desk, &without, true, true).await;
        assert_eq!((tried.revised, tried.unchanged), (1, 1), "{:?}", tried.remarks);
        take(desk, &without, false, false).await;
        assert_eq!(founded(0).await, named("示例甲改名", "2019-04-01"));
        assert_eq!(founded(1).await, named("示例乙", "2019-04-01"));
        let emptied = take(desk, &rows(",成立日期", ","), false, false).await;
        assert_eq!(emptied.revised, 2);
        assert_eq!(founded(0).await, named("示例甲改名", ""));
    })
    .await;
}

#[test]
fn a_column_that_a_profile_remembers_and_the_file_lacks_is_named() {
    let lacks = |profile: &str, text: &str| {
        let file = File::new("导出.csv", text.as_bytes().to_vec()).expect("a file");
        let choice = Choice::of(Profile::parse(profile).expect("a profile"));
        Plan::of(vec![file], &Register::of(["industry"]), &choice).faults
    };
    let faults = lacks(ROSTER, "企业代码,所在乡镇\n91,421222106\n");
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0].fault.reason, "FIELD_REQUIRED");
    assert!(faults[0].fault.message_zh.contains("批次名"), "{}", faults[0].fault.message_zh);
    assert!(!faults[0].fault.message_zh.contains("企业代码"));
    let covered = format!("{ROSTER}  months_of: last_date\n");
    let faults = lacks(&covered, "企业代码,所在乡镇,批次名\n91,421222106,一\n");
    assert!(faults[0].fault.message_zh.contains("last_date"), "{faults:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_explains_itself_and_a_unit_above_the_heads_holds_for_all() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let sheet = |why: &str| {
            let text = format!(
                "全县外贸月报,,,,,,,,,\n,,,,,,,,,单位：万元、万美元\n统计期首日,统计期末日,进出口,\
                 所在地,人民币值,美元值,数据版本,发布日期,文号,填报说明\n\
                 2023-01-01,2023-01-31,出口,421222,1,0.2,正式,2023-01-31,示例1,\n\
                 2023-02-01,2023-02-28,出口,421222,5,1,正式,2023-02-28,示例2,{why}\n\
                 2023-03-01,2023-03-31,出口,421222,5,1,正式,2023-03-31,示例3,照常\n"
            );
            let file = File::new("外贸月报.csv", text.into_bytes()).expect("a file");
            let plan = Plan::of(vec![file], &Register::of(["industry"]), &Choice::default());
            assert!(plan.faults.is_empty(), "{:?}", plan.faults);
            Arc::new(plan)
        };
        let bare = sheet("");
        let tried = take(desk, &bare, true, true).await;
        let asked: Vec<_> =
            tried.remarks.iter().map(|one| (one.row, one.fault.reason.as_str())).collect();
        assert_eq!(asked, [(5, "EXPLANATION_REQUIRED")], "{:?}", tried.remarks);
        // The sheet with the remarks says the unit in its heads, and is read the same.
        let file = remarked(&bare, &tried);
        let again = Plan::of(vec![file], &Register::of(["industry"]), &Choice::default());
        assert!(again.faults.is_empty(), "{:?}", again.faults);
        let again = take(desk, &Arc::new(again), true, true).await;
        assert_eq!((again.created, again.refused), (2, 1), "{:?}", again.remarks);

        let taken = take(desk, &sheet("示例企业集中报关"), false, false).await;
        assert_eq!(taken.created, 3, "{:?}", taken.remarks);
        let position = desk.opened.books.reader.position(COUNTY, 0).await.expect("a position");
        let entries = desk.opened.books.reader.entries(COUNTY, 1..=position).await;
        let said: Vec<_> = entries.expect("entries").into_iter().map(|one| one.reason).collect();
        assert_eq!(said, ["", "示例企业集中报关", "照常"], "a row's own stays though none asks");
        let kind = desk.kind("TradeBulletin");
        let one: TradeBulletin = desk.get(&kind, "2023-02.export", 0).await.expect("there");
        assert_eq!((one.value_fen, one.value_usd_cent), (Some(5_000_000), Some(1_000_000)));
    })
    .await;
}
