//! Templates of every kind there is, and the same files read again.

use std::sync::Arc;

use sheets::{Choice, File, Kind, Plan, Register, template};

const DEPARTMENTS: [&str; 6] =
    ["industry", "ecology", "governance", "cadre", "reform", "livelihood"];

#[test]
fn the_template_of_every_department_is_read_as_the_kinds_that_it_has() {
    for department in DEPARTMENTS {
        let register = Register::of([department]);
        let kinds: Vec<Arc<Kind>> = register.iter().cloned().collect();
        assert!(!kinds.is_empty(), "{department}");
        let book = template(&kinds, "421222").expect("a workbook");
        let file = File::new("模板.xlsx", book).expect("taken");
        let plan = Plan::of(vec![file], &register, &Choice::default());
        assert!(plan.faults.is_empty(), "{department}: {:?}", plan.faults);
        let due: Vec<_> = kinds.iter().filter(|k| !k.moved_by_acts).map(|k| &k.name).collect();
        let read: Vec<_> = plan.parts.iter().map(|part| &part.kind.name).collect();
        assert_eq!(read, due, "the sheets of {department}, in the order in which they refer");
    }
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
