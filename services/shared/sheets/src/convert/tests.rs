//! How cells become the values of fields.

use prost::Message as _;
use proto::industry::v1::{Designation, Difficulty};

use super::*;
use crate::Register;

fn read(name: &str, titles: &[&str], cells: &[Cell]) -> Result<Vec<u8>, Vec<Wrong>> {
    let register = Register::of(["industry"]);
    let kind = register.named(name)[0];
    let titles: Vec<_> = titles.iter().map(|title| (*title).to_owned()).collect();
    record(kind, &Header::read(kind, (1, &titles), &[], &std::sync::Arc::default()), cells)
}

fn text(text: &str) -> Cell {
    Cell::text(text)
}

#[test]
fn a_row_is_a_record() {
    let titles = ["编号", "提出日期", "涉及金额（万元）", "所在地", "是否现场解决"];
    let cells = [
        text("Ｄ－１"),
        text("２０２３年３月５日"),
        text("１，２３４.５"),
        Cell::Number(421_222_106.0),
        text("是"),
    ];
    let bytes = read("Difficulty", &titles, &cells).expect("a record");
    let record = Difficulty::decode(bytes.as_slice()).expect("a difficulty");
    assert_eq!((record.code.as_str(), record.raise_date.as_str()), ("D-1", "2023-03-05"));
    assert_eq!((record.claim_fen, record.division.as_str()), (Some(1_234_500_000), "421222106"));
    assert!(!record.resolved_on_site, "what an act gives is not taken from a sheet");
}

#[test]
fn every_wrong_cell_is_named_with_what_would_be_right() {
    let titles = ["名录", "级别", "公布日期", "批次"];
    let cells = [
        text("规上企业"),
        text("国家级"),
        Cell::Number(45_000.0),
        Cell::Number(1.2e17),
        text("多余"),
    ];
    let wrong = read("Designation", &titles, &cells).expect_err("refused");
    let places: Vec<_> =
        wrong.iter().map(|(place, _, fault)| (*place, fault.reason.as_str())).collect();
    assert_eq!(
        places,
        [(0, "ENUM_UNKNOWN"), (2, "DATE_INVALID"), (3, "TEXT_INVALID"), (4, "REQUEST_INVALID")]
    );
    assert!(wrong[0].2.message_zh.contains("规上工业企业"));
    let cells = [
        text("规上工业企业"),
        text("LEVEL_NATIONAL"),
        Cell::Moment("2023-01-02".into(), String::new()),
    ];
    let record = read("Designation", &titles, &cells).expect("a record");
    let record = Designation::decode(record.as_slice()).expect("a designation");
    assert_eq!((record.scheme, record.level, record.announce_date.as_str()), (1, 4, "2023-01-02"));
}

#[test]
fn a_percentage_is_counted_in_percent_or_refused() {
    let register = Register::of(["industry"]);
    let kind = register.iter().find(|kind| kind.fields.iter().any(|f| f.unit == "0.01%"));
    let kind = kind.expect("a kind with a rate");
    let rate = kind.fields.iter().find(|field| field.unit == "0.01%").expect("a rate");
    let number = |field: &Field, shown: &str| integer(field, &text(shown), Ratio::ONE);
    assert_eq!(number(rate, "5.25%"), Ok(525));
    assert!(number(rate, "5.255%").is_err(), "finer than what is kept");
    let money = register.named("Difficulty")[0];
    let money = money.fields.iter().find(|field| field.name == "claim_fen").expect("money");
    let refused = number(money, "85%").expect_err("no amount");
    assert!(refused.message_zh.contains("百分比") && refused.message_zh.contains("分"));
}

#[test]
fn a_formula_in_text_is_refused() {
    let cells = [text("=1+1"), text("2023-01-01")];
    let wrong = read("Difficulty", &["编号", "提出日期"], &cells).expect_err("refused");
    assert_eq!((wrong[0].0, wrong[0].2.reason.as_str()), (0, "TEXT_INVALID"));
}

#[test]
fn days_are_read_as_offices_write_them() {
    for written in ["2024-3-5", "2024/03/05", "2024.3.5", "2024年3月5日", "20240305"] {
        assert_eq!(day(written), "2024-03-05", "{written}");
    }
    assert_eq!(day("5/3/2024"), "5/3/2024");
}
