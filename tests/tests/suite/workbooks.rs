//! Workbooks as other programs open them: the report's, and the records behind a figure.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Range, Reader as _, Xlsx};
use serde_json::Value;

use crate::filled::over_the_demo_once;
use crate::http::{get, get_bytes};

/// The sheets of a workbook by their names.
fn sheets(book: &[u8]) -> BTreeMap<String, Range<Data>> {
    let mut book = Xlsx::new(Cursor::new(book)).expect("a workbook");
    let names = book.sheet_names();
    let sheets = names.into_iter().map(|name| {
        let formulas = book.worksheet_formula(&name).expect("a sheet");
        assert_eq!(formulas.used_cells().count(), 0, "{name} computes");
        let range = book.worksheet_range(&name).expect("a sheet");
        (name, range)
    });
    sheets.collect()
}

/// The columns of a sheet by their titles.
fn columns(sheet: &Range<Data>) -> BTreeMap<String, usize> {
    let head = sheet.rows().next().expect("a head");
    (0..).zip(head).map(|(at, title)| (title.to_string(), at)).collect()
}

/// The digits of a cell that must hold a number, or nothing.
fn digits(cell: &Data) -> Option<f64> {
    match cell {
        Data::Empty => None,
        Data::Float(number) => Some(*number),
        other => panic!("{other:?} is no number"),
    }
}

fn number(figure: &Value, key: &str) -> Option<f64> {
    figure[key].as_str().map(|text| text.parse().expect(text))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_workbook_of_the_report_has_every_figure_as_a_number() {
    over_the_demo_once(async |running| {
        let path = "/v1/divisions/421222/reports/2023?as_of=2023-12-08";
        let json: Value =
            serde_json::from_str(&get(running.http, path, &[]).await.body).expect("JSON");
        let figures = json["figures"].as_array().expect("figures");
        let (status, book) = get_bytes(running.http, &format!("{path}&format=xlsx")).await;
        assert_eq!(status, 200);
        let sheets = sheets(&book);
        for name in ["指标", "分乡镇", "分月", "图表", "说明"] {
            assert!(sheets[name].height() > 1, "{name} is empty");
        }
        let sheet = &sheets["指标"];
        let columns = columns(sheet);
        let rows: BTreeMap<_, _> = sheet.rows().skip(1).map(|r| (r[0].to_string(), r)).collect();
        assert_eq!(rows.len(), figures.len());
        for figure in figures {
            let code = figure["code"].as_str().expect("a code");
            let cell = |title: &str| digits(&rows[code][columns[title]]);
            assert_eq!(cell("本期"), number(figure, "value"), "{code}");
            assert_eq!(cell("上年同期"), number(figure, "same_period_last_year"), "{code}");
            assert_eq!(cell("计入记录"), figure["counted"].as_f64(), "{code}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_records_behind_a_figure_are_a_workbook_and_a_text() {
    over_the_demo_once(async |running| {
        let figure = "/v1/divisions/421222/figures/industry.above_scale.total?year=2023";
        let told = get(running.http, figure, &[]).await.body;
        let told: Value = serde_json::from_str(&told).expect("JSON");
        let counted = told["figure"]["counted"].as_u64().expect("a count");
        let records = "/v1/divisions/421222/figures/industry.above_scale.total/records?year=2023";
        let (status, book) = get_bytes(running.http, &format!("{records}&format=xlsx")).await;
        assert_eq!(status, 200);
        let sheets = sheets(&book);
        let lines: usize = sheets.values().map(|sheet| sheet.height() - 1).sum();
        assert_eq!(lines as u64, counted, "a row for every record that counts");
        let text = get(running.http, &format!("{records}&format=csv"), &[]).await.body;
        let mut text = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.strip_prefix('\u{feff}').expect("a mark of UTF-8").as_bytes());
        assert_eq!(text.records().count() as u64, counted);
        let sheet = sheets.values().next().expect("a sheet");
        let columns = columns(sheet);
        let revision = columns["修订"];
        let numbers = sheet.rows().skip(1).filter_map(|row| digits(&row[revision])).count();
        assert_eq!(numbers as u64, counted, "numbers are numbers");
    })
    .await;
}
