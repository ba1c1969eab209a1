//! Templates of every kind there is, and the same files read again.

use std::sync::Arc;

use std::io::{Cursor, Read as _};

use sheets::{Choice, File, Kind, Plan, Register, template};

const DEPARTMENTS: [&str; 6] =
    ["industry", "ecology", "governance", "cadre", "reform", "livelihood"];

#[test]
fn the_template_of_every_department_is_read_as_the_kinds_that_it_has() {
    for department in DEPARTMENTS {
        let register = Register::of([department]);
        let kinds: Vec<Arc<Kind>> = register.sheets().cloned().collect();
        assert!(!kinds.is_empty(), "{department}");
        let book = template(&kinds, "421222").expect("a workbook");
        let file = File::new("模板.xlsx", book).expect("taken");
        let plan = Plan::of(vec![file], &register, &Choice::default());
        assert!(plan.faults.is_empty(), "{department}: {:?}", plan.faults);
        let due: Vec<_> = kinds.iter().map(|kind| &kind.name).collect();
        let read: Vec<_> = plan.parts.iter().map(|part| &part.kind.name).collect();
        assert_eq!(read, due, "the sheets of {department}, in the order in which they refer");
    }
}

#[test]
fn a_sheet_of_acts_is_known_by_its_name_by_its_columns_or_by_what_is_said() {
    let register = Register::of(["governance"]);
    let plan = |name: &str, text: &str, kind: Option<&str>| {
        let file = File::new(name, text.as_bytes().to_vec()).expect("taken");
        let choice = Choice { kind: kind.map(str::to_owned), ..Choice::default() };
        let plan = Plan::of(vec![file], &register, &choice);
        let parts = plan.parts.iter().map(|part| part.kind.label.clone()).collect::<Vec<_>>();
        let faults = plan.faults.iter().map(|one| one.fault.message_zh.clone()).collect::<Vec<_>>();
        (parts.join("、"), faults.join("、"))
    };
    let known = |label: &str| (label.to_owned(), String::new());
    let noted = "编号,办理日期,办理单位,理由,文书或依据\n";
    assert_eq!(plan("督办.csv", noted, Some("催办")), known("催办"));
    assert_eq!(plan("中止计时.csv", noted, None), known("中止计时"));
    assert_eq!(plan("中止计时.csv", noted, Some("CaseFile")), known("中止计时"));
    let accepted = "编号,受理日期\n";
    assert_eq!(plan("表.csv", accepted, None), known("受理"));
    assert_eq!(plan("表.csv", accepted, Some("AcceptCaseFile")), known("受理"));
    // An export of cases is read as what registers them; what acts give is known, and not taken.
    let cases = "编号,所在地,类型,事由,涉及人数,登记日期,阶段,办结日期\n";
    assert_eq!(plan("案件.csv", cases, None), known("登记案件"));
    let (none, why) = plan("表.csv", noted, None);
    assert!(none.is_empty() && why.contains("按模板命名工作表"), "{why}");
    let register = Register::of(["cadre"]);
    let text = "编号,组织单位,样本量,种子,抽取日期\n";
    let file = File::new("抽查样本.csv", text.as_bytes().to_vec()).expect("taken");
    let choice = Choice { kind: Some("Sample".to_owned()), ..Choice::default() };
    let plan = Plan::of(vec![file], &register, &choice);
    assert!(
        plan.faults.iter().any(|one| one.fault.message_zh.contains("抽取样本")),
        "{:?}",
        plan.faults
    );
}

#[test]
fn a_kind_that_is_referred_to_comes_before_those_that_refer_to_it() {
    let register = Register::of(["industry"]);
    let names: Vec<_> = register.iter().map(|kind| kind.table.as_str()).collect();
    let at = |name: &str| names.iter().position(|known| *known == name).expect("a kind");
    assert!(at("enterprise") < at("difficulty") && at("enterprise") < at("designation"));
}

#[test]
fn a_header_may_lie_below_a_title_and_over_two_rows() {
    let register = Register::of(["industry"]);
    let text =
        "全县企业名录,,,\n统一社会信用代码,登记信息,,行业代码\n,名称,所在地,\n91,甲,421222,3099\n";
    let file = File::new("名录.csv", text.as_bytes().to_vec()).expect("taken");
    let plan = Plan::of(vec![file], &register, &Choice::default());
    assert!(plan.faults.is_empty(), "{:?}", plan.faults);
    assert_eq!(plan.parts[0].kind.label, "企业");
}

#[test]
fn what_is_missing_or_unknown_is_named_by_its_cell() {
    let register = Register::of(["industry"]);
    let text = "统一社会信用代码,名称,所在地,经理\n";
    let file = File::new("企业.csv", text.as_bytes().to_vec()).expect("taken");
    let plan = Plan::of(vec![file], &register, &Choice::default());
    let places: Vec<_> = plan.faults.iter().map(|fault| fault.place()).collect();
    assert_eq!(places, ["企业.csv!D1", "企业.csv!第1行"]);
    assert!(plan.faults[1].fault.message_zh.contains("行业代码"));
}

fn part(book: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).expect("a workbook");
    let mut text = String::new();
    archive.by_name(name).expect(name).read_to_string(&mut text).expect("text");
    text
}

#[test]
fn a_template_has_heads_with_units_notes_and_lists() {
    let register = Register::of(["industry", "ecology"]);
    let kinds = ["TradeBulletin", "ForestSurvey"].map(|name| Arc::clone(register.named(name)[0]));
    let book = template(&kinds, "421222").expect("a workbook");
    let texts = part(&book, "xl/sharedStrings.xml");
    for head in ["统计期首日*", "人民币值（分）*", "核验意见", "填报说明", "示例，导入时跳过"]
    {
        assert!(texts.contains(&format!(">{head}<")), "{head}: {texts}");
    }
    let sheet = part(&book, "xl/worksheets/sheet2.xml");
    assert!(sheet.contains("<formula1>\"出口,进口\"</formula1>"), "{sheet}");
    // The places of the county are a list of codes with names; a village has another code.
    let places = sheet.split("<dataValidation ").find(|list| list.contains("421222106 石南镇"));
    let places = places.unwrap_or_else(|| panic!("{sheet}"));
    assert!(places.contains("421222 通城县,") && places.contains("errorStyle=\"information\""));
    let notes = part(&book, "xl/comments1.xml") + &part(&book, "xl/comments2.xml");
    assert!(
        notes.contains("可选：出口、进口") && notes.contains("行政区划｜土地面积（m²）｜"),
        "{notes}"
    );
    let words = notes.split(|letter: char| !letter.is_ascii_alphabetic());
    let english: Vec<_> = words.filter(|word| ["the", "of", "its", "and"].contains(word)).collect();
    assert!(english.is_empty(), "notes are Chinese: {english:?}");
}

#[test]
fn a_place_is_read_by_its_code_with_its_name_behind_it() {
    let register = Register::of(["industry"]);
    let text = "统一社会信用代码,名称,所在地,行业代码\n91,甲,421222106 石南镇,3099\n";
    let file = File::new("企业.csv", text.as_bytes().to_vec()).expect("taken");
    assert!(Plan::of(vec![file], &register, &Choice::default()).faults.is_empty());
    let form = [("division".to_owned(), "421222106 石南镇".to_owned())].into();
    let bytes = register.named("企业")[0].read(&form).expect("a record");
    assert!(bytes.ends_with(b"421222106"), "{bytes:?}");
}
