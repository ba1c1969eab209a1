//! Every kind of chart over parts and records as departments answer them.

use super::super::evidence::Listed;
use super::super::tables::chart_table;
use super::super::tokens::samples::with_evidence;
use super::*;

fn figure(code: &str, name: &str, value: Option<&str>) -> Figure {
    let text = format!("{}家", value.unwrap_or_default());
    let (code, name, value) = (code.to_owned(), name.to_owned(), value.map(ToOwned::to_owned));
    Figure { code, name, value, text, unit: "家".to_owned(), counted: 1, ..Figure::default() }
}

fn cell(key: &str, name: &str, value: &str) -> Cell {
    let figure = Some(figure("a.b", "甲", Some(value)));
    Cell { key: key.to_owned(), name: name.to_owned(), figure, ..Cell::default() }
}

fn plan(kind: Kind, codes: &[&str]) -> Plan {
    let codes = codes.iter().map(|code| (*code).to_owned()).collect();
    let caption = Text::parse("{year}年的图").expect("a caption");
    Plan { id: "one.a.chart-1".to_owned(), kind, codes, caption }
}

fn draw(plan: &Plan, evidence: &Evidence) -> Option<Chart> {
    let known = [figure("a.b", "甲", Some("3")), figure("a.c", "乙", Some("5"))];
    let missing = figure("a.d", "丙", None);
    let figures = known.into_iter().chain([missing]).map(|f| (f.code.clone(), f)).collect();
    with_evidence(&figures, evidence, Language::Chinese, |facts| plan.draw(facts, evidence))
}

fn parts(of: &[(Dimension, bool, Vec<Cell>)]) -> Evidence {
    let one = |(by, last_year, cells): &(Dimension, bool, Vec<Cell>)| {
        let (by, last_year, code) = (*by, *last_year, "a.b".to_owned());
        (Question::Parts { code, by, last_year }, cells.clone())
    };
    Evidence { parts: of.iter().map(one).collect(), ..Evidence::default() }
}

fn texts(chart: &Chart) -> Vec<Vec<String>> {
    let table = chart_table(chart, Language::Chinese);
    let rows = table.rows.iter();
    rows.map(|row| row.iter().map(|cell| cell.text.to_string()).collect()).collect()
}

#[test]
fn a_trend_stands_beside_the_same_months_of_the_year_before() {
    let now = vec![cell("2023-01", "2023-01", "3"), cell("2023-02", "2023-02", "4")];
    let then = vec![cell("2022-02", "", "1"), cell("2022-01", "", "2")];
    let plan = plan(Kind::Trend, &["a.b"]);
    let month = Dimension::Month;
    let chart = draw(&plan, &parts(&[(month, false, now.clone()), (month, true, then)]));
    let chart = chart.expect("a chart");
    assert_eq!((chart.caption.as_str(), chart.unit.as_str()), ("2023年的图", "家"));
    assert_eq!(texts(&chart), [["1月", "3家", "2家"], ["2月", "4家", "1家"]]);
    let alone = draw(&plan, &parts(&[(month, false, now)])).expect("a chart");
    assert_eq!(alone.series.len(), 1, "without a year before there is one series");
    assert_eq!(draw(&plan, &Evidence::default()), None);
}

#[test]
fn facts_of_no_township_stand_last_and_a_withheld_cell_tells_nothing() {
    let mut hidden = cell("421222101", "麦市镇", "1");
    hidden.withheld = true;
    let cells = vec![cell("421222", "通城县", "2"), cell("421222100", "隽水镇", "3"), hidden];
    let township = Dimension::Township;
    let evidence = parts(&[(township, false, cells)]);
    let chart = draw(&plan(Kind::Townships, &["a.b"]), &evidence).expect("a chart");
    let expected = [["隽水镇", "3家"], ["麦市镇", "不公布"], ["通城县（不属任何乡镇）", "2家"]];
    assert_eq!(texts(&chart), expected);
    assert_eq!(chart.series[0].values[1].value, None);
}

#[test]
fn a_composition_has_a_point_for_each_figure() {
    let plan = plan(Kind::Composition, &["a.b", "a.c", "a.d", "a.gone"]);
    let chart = draw(&plan, &Evidence::default()).expect("a chart");
    assert_eq!(texts(&chart), [["甲", "3家", "37.5%"], ["乙", "5家", "62.5%"], ["丙", "—", "—"]]);
    assert_eq!(chart.points[1].key, "a.c");
}

#[test]
fn a_calendar_marks_each_day_and_its_table_counts_them_by_month() {
    let listed = |days: &[&str], cut| {
        let record = |day: &&str| BTreeMap::from([("date".to_owned(), (*day).to_owned())]);
        Listed { records: days.iter().map(record).collect(), cut }
    };
    let records = |cut| {
        BTreeMap::from([
            (Question::days("a.b"), listed(&["2023-01-01", "2023-02-28"], cut)),
            (Question::days("a.c"), listed(&["2023-01-02"], false)),
        ])
    };
    let plan = plan(Kind::AirCalendar, &["a.b", "a.c"]);
    let evidence = Evidence { records: records(false), ..Evidence::default() };
    let chart = draw(&plan, &evidence).expect("a chart");
    assert_eq!(chart.points.len(), 334, "the days up to the cutoff at the end of November");
    assert_eq!(chart.series[0].values[58].value.as_deref(), Some("1"), "the 28th of February");
    assert_eq!(texts(&chart)[..2], [["1月", "1天", "1天"], ["2月", "1天", "0天"]]);
    let evidence = Evidence { records: records(true), ..Evidence::default() };
    assert_eq!(draw(&plan, &evidence), None, "half a calendar would lie");
}
