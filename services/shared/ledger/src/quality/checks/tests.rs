//! What rules find, on records of a kind that is at hand.

use super::*;
use crate::kinds::{KindInfo, Kinds};
use crate::quality::Rules;

struct Here;

fn rule(check: &str) -> Rule {
    let kinds = Kinds::new([KindInfo::of::<Here, crate::facts::PeerFact>()]);
    let text = format!(
        "rules:\n  - code: a.b\n    name: 甲\n    name_en: a\n    kind: peer_fact\n    \
         severity: warning\n    remedy: 改\n    remedy_en: mend\n    check: {check}\n"
    );
    Rules::load(&kinds, &text).expect("a rule").iter().next().cloned().expect("one")
}

fn seen(id: &str, values: &[Value]) -> Seen {
    Seen {
        id: id.to_owned(),
        values: values.to_vec(),
        other: String::new(),
        parts: (0, 0, 0),
        explanation: String::new(),
    }
}

fn ids(found: &[Finding]) -> Vec<&str> {
    found.iter().map(|finding| finding.id.as_str()).collect()
}

#[test]
fn a_swing_is_measured_against_the_record_before_it() {
    let rule = rule("{swing: {field: value, date: first_date, by: [peer], percent: 50}}");
    let one = |id: &str, value: i64, date: &str, peer: &str| {
        seen(id, &[Value::BigInt(Some(value)), date.into(), peer.into()])
    };
    let all = [
        one("d", 151, "2023-03", "x"),
        one("a", 100, "2023-01", "x"),
        one("b", 150, "2023-02", "x"),
        one("c", 49, "2023-02", "y"),
        one("e", 100, "2023-01", "y"),
    ];
    let found = rule.find(&all);
    assert_eq!(ids(&found), ["c"], "50 % is no swing of more than 50 %");
    assert!(found[0].message_zh.contains("51%"), "{}", found[0].message_zh);
}

#[test]
fn what_comes_after_nothing_swings_and_nothing_after_nothing_does_not() {
    let rule = rule("{swing: {field: value, date: first_date, by: [], percent: 50}}");
    let one =
        |id: &str, value: i64, date: &str| seen(id, &[Value::BigInt(Some(value)), date.into()]);
    let all = [one("a", 0, "2023-01"), one("b", 0, "2023-02"), one("c", 1, "2023-03")];
    let found = rule.find(&all);
    assert_eq!(ids(&found), ["c"]);
    assert!(found[0].message_zh.contains("2023-02 为 0"), "{}", found[0].message_zh);
    let falls = [one("a", 3, "2023-01"), one("b", 0, "2023-02")];
    assert_eq!(ids(&rule.find(&falls)), ["b"], "a fall to nothing is one of 100 %");
}

#[test]
fn a_swing_of_a_year_is_measured_against_the_same_month_and_no_other() {
    let check = "{swing: {field: value, date: first_date, by: [peer], against: year_before, \
                 percent: 50}}";
    let rule = rule(check);
    let one = |id: &str, value: i64, date: &str, peer: &str| {
        seen(id, &[Value::BigInt(Some(value)), date.into(), peer.into()])
    };
    let all = [
        one("a", 100, "2022-01-31", "x"),
        one("b", 900, "2022-02-28", "x"),
        one("c", 150, "2023-01-01", "x"),
        one("d", 100, "2023-02-01", "x"),
        one("e", 900, "2023-01-01", "y"),
        one("f", 151, "2024-12-31", "x"),
        one("g", 151, "2025-01-01", "x"),
    ];
    let found = rule.find(&all);
    assert_eq!(ids(&found), ["d"], "half as much again is no swing; a year without one is none");
    assert!(found[0].message.contains("900 of 2022-02-28"), "{}", found[0].message);
}

#[test]
fn records_that_are_alike_are_named_with_the_first_of_them() {
    let rule = rule("{alike: [peer, value]}");
    let one = |id: &str, peer: &str| seen(id, &[peer.into(), "1".into()]);
    let found = rule.find(&[one("a", "x"), one("b", "y"), one("c", "x")]);
    assert_eq!(ids(&found), ["c"]);
    assert!(found[0].message.ends_with("is alike in a: x, 1"), "{}", found[0].message);
}

#[test]
fn what_is_alike_is_told_by_the_labels_of_its_values() {
    let kinds = Kinds::new([KindInfo::of::<Here, crate::facts::Target>()]);
    let text = "rules:\n  - code: a.b\n    name: 甲\n    name_en: a\n    kind: target\n    \
                severity: warning\n    remedy: 改\n    remedy_en: mend\n    \
                check: {alike: [sense]}\n";
    let rules = Rules::load(&kinds, text).expect("a rule");
    let (_, sense) =
        kinds.get("xianzhi.figure.v1.Target").expect("kept").field("sense").expect("there");
    let (number, (name, label)) = sense.values.iter().flatten().nth(1).expect("a value");
    let one = |id: &str| seen(id, &[Value::BigInt(Some(*number))]);
    let found = rules.iter().next().expect("one").find(&[one("a"), one("b")]);
    assert!(found[0].message.ends_with(name), "{}", found[0].message);
    assert!(found[0].message_zh.ends_with(label), "{}", found[0].message_zh);
}

#[test]
fn what_is_missing_or_above_is_found_within_a_record() {
    let found = rule("{missing: value}").find(&[seen("a", &["".into()]), seen("b", &["1".into()])]);
    assert_eq!(ids(&found), ["a"]);
    let above = rule("{above: {field: first_date, limit: last_date}}");
    let one = |id: &str, from: &str, to: &str| seen(id, &[from.into(), to.into()]);
    let found = above.find(&[one("a", "2023-02-01", "2023-01-31"), one("b", "2023-02-01", "")]);
    assert_eq!(ids(&found), ["a"]);
}

#[test]
fn a_rule_about_what_is_not_there_is_refused_with_its_line() {
    let kinds = Kinds::new([KindInfo::of::<Here, crate::facts::PeerFact>()]);
    let text = "rules:\n  - code: a\n    name: 甲\n    name_en: a\n    kind: peer_fact\n    \
                severity: error\n    remedy: 改\n    remedy_en: mend\n    \
                check: {missing: nothing}\n";
    let fault = Rules::load(&kinds, text).expect_err("refused");
    assert_eq!((fault.line, fault.message.contains("nothing")), (2, true));
}

#[test]
fn what_only_a_run_can_judge_does_not_ask_on_entry() {
    let kinds = Kinds::new([KindInfo::of::<Here, crate::facts::PeerFact>()]);
    let load = |check: &str| {
        let text = format!(
            "rules:\n  - code: a\n    name: 甲\n    name_en: a\n    kind: peer_fact\n    \
             severity: error\n    remedy: 改\n    remedy_en: mend\n    on_entry: explain\n    \
             check: {check}\n"
        );
        Rules::load(&kinds, &text)
    };
    for check in ["{alike: [peer]}", "{outlier: {field: value, by: [], tenths: 35}}"] {
        let fault = load(check).expect_err(check);
        assert!(fault.message.contains("judged over all records"), "{fault}");
    }
    let rules = load("{missing: value}").expect("judged alone");
    assert_eq!(rules.asking("peer_fact").len(), 1);
    assert!(rules.asking("target").is_empty());
}

#[test]
fn parts_of_several_records_are_judged_where_all_are_known() {
    let kinds = Kinds::new([
        KindInfo::of::<Here, crate::facts::PeerFact>(),
        KindInfo::of::<Here, crate::facts::Target>(),
    ]);
    let load = |check: &str| {
        let text = format!(
            "rules:\n  - code: a\n    name: 甲\n    name_en: a\n    kind: target\n    \
             severity: error\n    remedy: 改\n    remedy_en: mend\n    check: {check}\n"
        );
        Rules::load(&kinds, &text)
    };
    let of = |by: &str| format!("{{total: {{field: sense, of: peer_fact, sum: value, by: {by}}}}}");
    assert!(load(&of("{}")).expect_err("nothing").message.contains("ties"));
    assert!(load(&of("{figure: nothing}")).is_err());
    let rules = load(&of("{figure: id}")).expect("a rule");
    let rule = rules.iter().next().expect("one");
    let total =
        |id: &str, parts: (i64, i64, i64)| Seen { parts, ..seen(id, &[Value::BigInt(Some(50))]) };
    let all = [
        total("sums", (2, 2, 50)),
        total("short", (2, 2, 49)),
        total("unknown", (2, 1, 49)),
        total("none", (0, 0, 0)),
    ];
    assert_eq!(ids(&rule.find(&all)), ["short"]);
}

#[test]
fn only_what_rules_give_is_recounted() {
    let kinds = Kinds::new([KindInfo::of::<Here, crate::facts::PeerFact>()]);
    let fault = |check: &str| {
        let text = format!(
            "rules:\n  - code: a\n    name: 甲\n    name_en: a\n    kind: peer_fact\n    \
             severity: warning\n    remedy: 改\n    remedy_en: mend\n    check: {check}\n"
        );
        Rules::load(&kinds, &text).map(drop).expect_err(check).message
    };
    let typed = fault("{recount: {fields: [figure], from: [peer]}}");
    assert!(typed.contains("no rule gives figure of peer_fact"), "{typed}");
    let nothing = fault("{recount: {fields: [figure], from: []}}");
    assert!(nothing.contains("or none to count them from"), "{nothing}");
}
