//! Every form over values as departments answer them.

use std::collections::BTreeMap;

use super::*;
use crate::report::directions::{Direction, direction};
use crate::report::tokens::samples::with_facts;

/// Nine enterprises, four last year.
fn sample() -> Figure {
    Figure {
        code: "industry.above_scale.new".to_owned(),
        value: Some("9".to_owned()),
        unit: "家".to_owned(),
        text: "9家".to_owned(),
        same_period_last_year: Some("4".to_owned()),
        growth: Some("125.0".to_owned()),
        since_date: "2021-03-01".to_owned(),
        last_covered_date: "2023-11-30".to_owned(),
        ..Figure::default()
    }
}

fn rate(value: &str, last: &str) -> Figure {
    Figure {
        code: "ecology.air.good_days_rate".to_owned(),
        value: Some(value.to_owned()),
        unit: "%".to_owned(),
        text: format!("{value}%"),
        same_period_last_year: Some(last.to_owned()),
        growth: Some("1.3".to_owned()),
        ..Figure::default()
    }
}

fn print(form: &str, figure: &Figure) -> Option<String> {
    let form = if form == "months" { Form::Months } else { Form::parse(form).expect("a form") };
    with_facts(&BTreeMap::new(), |facts| form.print(figure, facts))
}

fn printed(form: &str, figure: &Figure) -> String {
    print(form, figure).expect("a value")
}

#[test]
fn a_change_takes_its_word_from_the_sign_of_the_printed_growth() {
    let grown = |growth: &str| {
        let figure = Figure { growth: Some(growth.to_owned()), ..sample() };
        (printed("change", &figure), direction(&figure).expect("a direction"))
    };
    assert_eq!(grown("12.0"), ("增长12.0%".to_owned(), Direction::Up));
    assert_eq!(grown("-12.0"), ("下降12.0%".to_owned(), Direction::Down));
    assert_eq!(grown("0.0"), ("基本持平".to_owned(), Direction::Flat));
    assert_eq!(grown("-0.0"), ("基本持平".to_owned(), Direction::Flat));
}

#[test]
fn a_growth_figure_is_a_change_itself() {
    let grown = |value: &str| {
        let code = "industry.trade.growth".to_owned();
        printed("change", &Figure { code, ..rate(value, "8") })
    };
    assert_eq!(grown("12"), "增长12%");
    assert_eq!(grown("-3"), "下降3%");
    assert_eq!(grown("0"), "基本持平");
}

#[test]
fn a_rate_changes_by_points_only() {
    assert_eq!(print("change", &rate("94.7", "93.5")), None);
    assert_eq!(printed("pp", &rate("94.7", "93.5")), "提高1.2个百分点");
    assert_eq!(printed("diff", &rate("93.5", "94.7")), "下降1.2个百分点");
    assert_eq!(printed("pp", &rate("94.7", "94.70")), "持平");
    assert_eq!(direction(&rate("93.5", "94.7")), Some(Direction::Down));
    assert_eq!(print("pp", &sample()), None);
}

#[test]
fn a_difference_has_a_word_and_a_unit() {
    let than = |last: &str| {
        let same_period_last_year = Some(last.to_owned());
        printed("diff", &Figure { same_period_last_year, ..sample() })
    };
    assert_eq!(than("4"), "增加5家");
    assert_eq!(than("11"), "减少2家");
    assert_eq!(than("9"), "持平");
}

#[test]
fn full_is_said_at_exactly_one_hundred() {
    let full = |value: &str| printed("full:实现全覆盖:覆盖率为", &rate(value, "90"));
    assert_eq!(full("100"), "实现全覆盖");
    assert_eq!(full("100.0"), "实现全覆盖");
    assert_eq!(full("99.9"), "覆盖率为99.9%");
}

#[test]
fn a_reduction_takes_its_word_from_its_own_sign() {
    let cut = |value: &str, text: &str| {
        let text = text.to_owned();
        let cut = Figure { text, ..rate(value, "0") };
        (printed("shorter", &cut), printed("less", &cut))
    };
    let said = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(cut("66.67", "三分之二以上"), said("缩短三分之二以上", "减少三分之二以上"));
    assert_eq!(cut("-3.0", "-3.0%"), said("延长3.0%", "增加3.0%"));
    assert_eq!(cut("0.0", "0.0%"), said("与基期相同", "持平"));
}

#[test]
fn all_places_and_chinese_numerals_follow_the_value() {
    assert_eq!(printed("all", &rate("100.0", "90")), "全部");
    assert_eq!(printed("all", &rate("97.2", "90")), "有97.2%");
    let of = |value: &str, form: &str| {
        let (value, unit) = (Some(value.to_owned()), "个".to_owned());
        print(form, &Figure { value, unit, ..sample() })
    };
    assert_eq!(of("1", "place").as_deref(), Some("第一位"));
    assert_eq!(of("2", "place").as_deref(), Some("第二位"));
    assert_eq!(of("2", "zh").as_deref(), Some("两个"));
    assert_eq!(of("4", "zh").as_deref(), Some("四个"));
    assert_eq!(of("2.5", "zh"), None);
}

#[test]
fn an_ordinal_says_first_for_one() {
    let ordinal =
        |value: &str| printed("ordinal:场", &Figure { value: Some(value.to_owned()), ..sample() });
    assert_eq!(ordinal("1"), "首场");
    assert_eq!(ordinal("3"), "第3场");
}

#[test]
fn days_months_and_coverage_are_printed() {
    assert_eq!(printed("num", &sample()), "9");
    assert_eq!(printed("since", &sample()), "2021年3月1日");
    assert_eq!(printed("last_year", &sample()), "4家");
    assert_eq!(printed("months", &sample()), "1-11月");
    let unit = "天".to_owned();
    let coverage =
        proto::figure::v1::Coverage { covered: 352, due: 365, unit, ..Default::default() };
    let covered = Figure { coverage: Some(coverage), ..sample() };
    assert_eq!(printed("coverage", &covered), "应有365天、实有352天");
}

#[test]
fn what_is_missing_is_not_printed() {
    let nothing = Figure::default();
    for form in ["num", "change", "diff", "full:甲:乙", "ordinal:场", "since", "last_year"] {
        assert_eq!(print(form, &nothing), None, "{form}");
    }
    assert_eq!(print("coverage", &nothing), None);
    assert_eq!(print("months", &nothing), None);
    assert_eq!(direction(&nothing), None);
    assert!(Form::parse("shout").is_err());
}
