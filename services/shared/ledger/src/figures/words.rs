//! The formula of a figure in words, written from its declaration.

use sea_orm::Value;

use super::companion::Companion;
use super::declaration::{Area, Measure};
use super::placement::Placement;
use super::register::{Figure, Part, Selection, Test, Tests};
use crate::kinds::{Field, KindInfo};

/// The formula of a figure, in Chinese and in English.
pub(super) fn formula(figure: &Figure) -> (String, String) {
    let declaration = &figure.declaration;
    if let Some(code) = &figure.code {
        let (zh, en) = code.words();
        return (zh.to_owned(), en.to_owned());
    }
    let divided = declaration.divided_by.filter(|divisor| *divisor != 1);
    let divided = divided.map(|divisor| format!(" ÷ {divisor}")).unwrap_or_default();
    let (zh, en) = match (&declaration.measure, &figure.selection) {
        (Measure::Growth(code), _) => (
            format!("（{code} 本期 ÷ {code} 上年同期 − 1）× 100"),
            format!("({code} ÷ {code} of the same period of last year − 1) × 100"),
        ),
        (Measure::YearBefore(code), _) => {
            (format!("{code} 的上年全年值"), format!("{code} of the whole year before"))
        }
        (Measure::Quotient(quotient), _) => {
            let (of, to, times) = (&quotient.of, &quotient.to, quotient.times);
            (format!("{of} ÷ {to} × {times}"), format!("{of} ÷ {to} × {times}"))
        }
        (Measure::Reduction(reduction), _) => {
            let of = &reduction.of;
            (
                format!("（{of} 基期 − {of} 本期）÷ {of} 基期 × 100"),
                format!("({of} of the base year − {of}) ÷ {of} of the base year × 100"),
            )
        }
        (Measure::Rank(code), _) => (
            format!("1 + 同市 {code} 高于本县的县（市、区）数；同期数据不全时缺数"),
            format!("1 + counties of the city with more {code}; missing unless all are known"),
        ),
        (Measure::Peers(peers), _) => (
            format!("同市 {} 不少于 {} 的县（市、区）数", peers.of, peers.at_least),
            format!("counties of the city with at least {} of {}", peers.at_least, peers.of),
        ),
        (Measure::Collected(step), _) => step.words(),
        (Measure::YearsSince(code), _) => (
            format!("截止日所在年份 − 参数“{code}”所在年份"),
            format!("year of the last day − year of parameter {code}"),
        ),
        (Measure::Parameter(code), _) => (
            format!("参数“{code}”在截止日的有效值"),
            format!("the value of parameter {code} in force on the last day"),
        ),
        (_, Some(selection)) => over_records(figure, selection),
        (_, None) => (String::new(), String::new()),
    };
    (format!("{zh}{divided}"), format!("{en}{divided}"))
}

fn over_records(figure: &Figure, selection: &Selection) -> (String, String) {
    let kind = &selection.kind;
    let sum = |parts: &[Part], zh: bool| {
        let texts: Vec<_> = parts.iter().map(|part| term(kind, part, zh)).collect();
        texts.join(" + ")
    };
    let times = match &figure.declaration.measure {
        Measure::Ratio(ratio) if ratio.times != 1 => format!(" × {}", ratio.times),
        _ => String::new(),
    };
    let line = |zh: bool| {
        if figure.below.is_empty() {
            sum(&figure.above, zh)
        } else {
            format!("（{}）÷（{}）{times}", sum(&figure.above, zh), sum(&figure.below, zh))
        }
    };
    let (placed_zh, placed_en) = placement(&selection.placement);
    let (tests_zh, tests_en) = (asked(selection, true), asked(selection, false));
    let (beside_zh, beside_en) = (beside(selection, true), beside(selection, false));
    let first = selection.first.as_ref();
    let latest = selection.latest.as_ref();
    let first_zh = first.map_or("", |_| "，且此前没有同一对象的同类记录");
    let first_en = first.map_or("", |_| ", the first of its kind");
    let latest_zh = latest.map_or("", |_| "，同一对象取最近一条");
    let latest_en = latest.map_or("", |_| ", the latest of its kind");
    let also = |text: &str, gap: &str| {
        if text.is_empty() { String::new() } else { format!("{gap}{text}") }
    };
    (
        format!(
            "{}；范围：已审核的“{}”，{placed_zh}{}{beside_zh}{first_zh}{latest_zh}",
            line(true),
            kind.label,
            also(&tests_zh, "，")
        ),
        format!(
            "{}; of verified {} {placed_en}{}{beside_en}{first_en}{latest_en}",
            line(false),
            english(&kind.collection),
            also(&tests_en, ", ")
        ),
    )
}

/// What the records must be: all of some tests, and one of several groups of others.
fn asked(selection: &Selection, zh: bool) -> String {
    let Selection { kind, any, .. } = selection;
    let all = tests(kind, &selection.tests, zh);
    let (gap, or, open, close) =
        if zh { ("，", "；或", "（", "）") } else { (", ", "; or ", "(", ")") };
    let any: Vec<String> = any.iter().map(|group| tests(kind, group, zh)).collect();
    let any = match any.as_slice() {
        [] => String::new(),
        groups => format!("{open}{}{close}", groups.join(or)),
    };
    [all, any].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(gap)
}

fn beside(selection: &Selection, zh: bool) -> String {
    let texts = selection.beside.iter().map(|companion| {
        let Companion { wanted, kind, tests: asked, when, interval, .. } = companion;
        let when = match (when.is_empty(), zh) {
            (true, true) => "且".to_owned(),
            (true, false) => String::new(),
            (false, true) => format!("{}的，还须", tests(&selection.kind, when, zh)),
            (false, false) => format!(" where {},", tests(&selection.kind, when, zh)),
        };
        let day = interval.as_ref().map(|interval| interval.on.as_ref());
        let tests = if asked.is_empty() { String::new() } else { tests(kind, asked, zh) };
        if zh {
            let day = day.map_or(String::new(), |on| match on {
                Some(day) => format!("在“{}”当日有效", day.label),
                None => "在截止日有效".to_owned(),
            });
            let said = [tests, day].into_iter().filter(|text| !text.is_empty());
            let said = said.collect::<Vec<_>>().join("，");
            let said = if said.is_empty() { said } else { format!("（{said}）") };
            format!("，{when}{}对应的“{}”{said}", if *wanted { "有" } else { "没有" }, kind.label)
        } else {
            let day = day.map_or(String::new(), |on| match on {
                Some(day) => format!("in force on {day}"),
                None => "in force on the last day".to_owned(),
            });
            let said = [tests, day].into_iter().filter(|text| !text.is_empty());
            let said = said.collect::<Vec<_>>().join(", ");
            let said = if said.is_empty() { said } else { format!(" ({said})") };
            format!(
                ",{when} {} {} beside it{said}",
                if *wanted { "with" } else { "without" },
                english(&kind.collection)
            )
        }
    });
    texts.collect()
}

fn term(kind: &KindInfo, part: &Part, zh: bool) -> String {
    let text = match (part, zh) {
        (Part { sum: Some(field), .. }, true) => format!("“{}”之和", label(kind, field)),
        (Part { sum: Some(field), .. }, false) => format!("sum of {}", english(field)),
        (Part { distinct: Some(field), .. }, true) => format!("不同“{}”的个数", label(kind, field)),
        (Part { distinct: Some(field), .. }, false) => {
            format!("number of different {}", english(field))
        }
        (Part { days: Some([from, to]), .. }, true) => {
            format!("“{}”至“{}”的天数之和", label(kind, from), label(kind, to))
        }
        (Part { days: Some([from, to]), .. }, false) => {
            format!("days from {} to {}", english(from), english(to))
        }
        (_, true) => "记录条数".to_owned(),
        (_, false) => "number of records".to_owned(),
    };
    match (part.tests.is_empty(), zh) {
        (true, _) => text,
        (false, true) => format!("{text}（{}）", tests(kind, &part.tests, true)),
        (false, false) => format!("{text} ({})", tests(kind, &part.tests, false)),
    }
}

fn placement(placement: &Placement) -> (String, String) {
    match placement {
        Placement::Within(day) => {
            (format!("“{}”在期内", day.label), format!("with {day} in the period"))
        }
        Placement::Until(day) => {
            (format!("“{}”不晚于截止日", day.label), format!("with {day} up to the last day"))
        }
        Placement::InForce { from, to, .. } => (
            format!("截止日在“{}”与“{}”之间", from.label, to.label),
            format!("in force on the last day ({from} to {to})"),
        ),
        Placement::Since { day, parameter } => (
            format!("“{}”自参数“{parameter}”起至截止日", day.label),
            format!("with {day} since parameter {parameter}"),
        ),
    }
}

fn tests(kind: &KindInfo, tests: &Tests, zh: bool) -> String {
    let texts: Vec<_> = tests
        .iter()
        .map(|(path, test)| match &path.via {
            Some((pointer, pointed)) => {
                let asked = one_test(pointed, &path.field, test, zh);
                match zh {
                    true => format!("所属{}的{asked}", pointed.label),
                    false => format!("of {} {asked}", english(pointer)),
                }
            }
            None => one_test(kind, &path.field, test, zh),
        })
        .collect();
    texts.join(if zh { "，" } else { ", " })
}

fn one_test(kind: &KindInfo, field: &str, test: &Test, zh: bool) -> String {
    let name = if zh { format!("“{}”", label(kind, field)) } else { english(field) };
    match test {
        Test::OneOf(values) => {
            let values: Vec<_> = values.iter().map(|value| said(kind, field, value, zh)).collect();
            let (is, gap) = if zh { ("为", "、") } else { (" is ", " or ") };
            format!("{name}{is}{}", values.join(gap))
        }
        Test::AtLeast(bound) => format!("{name} ≥ {bound}"),
        Test::AtMost(bound) => format!("{name} ≤ {bound}"),
        Test::Filled(true) => format!("{name}{}", if zh { "已填" } else { " is filled" }),
        Test::Filled(false) => format!("{name}{}", if zh { "为空" } else { " is empty" }),
        Test::IsFirstDay => {
            format!("{name}{}", if zh { "为期初" } else { " is the first day" })
        }
        Test::ByCutoff(true) | Test::By(_, true) => {
            format!("{name}{}", if zh { "不晚于截止日" } else { " is up to the last day" })
        }
        Test::ByCutoff(false) | Test::By(_, false) => {
            format!(
                "{name}{}",
                if zh { "为空或晚于截止日" } else { " is empty or after the last day" }
            )
        }
        Test::InPeriod => format!("{name}{}", if zh { "在期内" } else { " is in the period" }),
        Test::BeforePeriod(true) => {
            format!("{name}{}", if zh { "早于期初" } else { " is before the period" })
        }
        Test::BeforePeriod(false) => {
            format!(
                "{name}{}",
                if zh { "为空或不早于期初" } else { " is empty or not before the period" }
            )
        }
        Test::AtMostField(other) if zh => format!("{name} ≤ “{}”", label(kind, other)),
        Test::AtMostField(other) => format!("{name} ≤ {}", english(other)),
        Test::AtLeastField(other) if zh => format!("{name} ≥ “{}”", label(kind, other)),
        Test::AtLeastField(other) => format!("{name} ≥ {}", english(other)),
        Test::IsParameter(code) if zh => format!("{name}为参数“{code}”所指"),
        Test::IsParameter(code) => format!("{name} is what parameter {code} names"),
        Test::Inside(area) => match (area, zh) {
            (Area::City, true) => format!("{name}在本市范围内"),
            (Area::City, false) => format!("{name} lies in the city"),
            (Area::Province, true) => format!("{name}在本省范围内"),
            (Area::Province, false) => format!("{name} lies in the province"),
        },
    }
}

fn said(kind: &KindInfo, field: &str, value: &Value, zh: bool) -> String {
    let info = kind.field(field).map(|(_, info)| info);
    match value {
        Value::BigInt(Some(number)) => {
            let named = info.and_then(|info| info.values.as_ref()?.get(number));
            match named {
                Some((_, label)) if zh => format!("“{label}”"),
                Some((name, _)) => value_name(info, name),
                None if info.is_some_and(|info| info.boolean) => match (*number != 0, zh) {
                    (true, true) => "是",
                    (false, true) => "否",
                    (true, false) => "true",
                    (false, false) => "false",
                }
                .to_owned(),
                None => number.to_string(),
            }
        }
        Value::String(Some(text)) => format!("“{text}”"),
        _ => String::new(),
    }
}

/// A name of the contract as words.
fn english(name: &str) -> String {
    name.replace('_', " ")
}

/// The name of a value as words, without what all values of its kind begin with.
fn value_name(info: Option<&Field>, name: &str) -> String {
    let values = info.and_then(|info| info.values.as_ref());
    let names = || values.into_iter().flat_map(|values| values.values().map(|(name, _)| name));
    let shared = |prefix: &&str| names().all(|name| name.starts_with(*prefix));
    let mut ends = name.match_indices('_').map(|(at, _)| &name[..=at]);
    let prefix = ends.rfind(shared).unwrap_or_default();
    english(&name[prefix.len()..]).to_lowercase()
}

fn label<'a>(kind: &'a KindInfo, field: &'a str) -> &'a str {
    kind.field(field).map_or(field, |(_, info)| info.label.as_str())
}
