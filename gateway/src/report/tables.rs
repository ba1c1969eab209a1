//! Tables of a document: all figures with those of last year, and the numbers of charts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use proto::figure::v1::{Aim, Figure, Light};
use proto::report::v1::{Chart, ChartKind, ChartSeries};
use serde::Serialize;

use super::directions::{change_in, change_in_brief};
use super::language::Language;
use super::render::Links;
use super::{Computed, Report};
use crate::web::charts::{level_names, shares};
use crate::web::labels;

/// A table with a head.
#[derive(Debug, Serialize)]
pub(crate) struct Table<'a> {
    /// Empty where the heading above it says enough.
    pub(crate) caption: Cow<'a, str>,
    pub(crate) columns: Vec<Column<'a>>,
    /// As many cells a row as there are columns.
    pub(crate) rows: Vec<Vec<Cell<'a>>>,
}

/// A column of a table.
#[derive(Debug, Serialize)]
pub(crate) struct Column<'a> {
    pub(crate) title: Cow<'a, str>,
    /// Whether its cells stand to the right.
    pub(crate) number: bool,
    /// Its share of the width, in thousandths.
    pub(crate) width: usize,
}

/// A cell of a table.
#[derive(Debug, Serialize)]
pub(crate) struct Cell<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) link: Option<String>,
}

impl<'a> Column<'a> {
    fn new(title: &'a str, number: bool, width: usize) -> Self {
        Self { title: title.into(), number, width }
    }
}

/// All figures of a report with those of last year.
pub(crate) fn figure_table<'a>(report: &'a Report, links: &Links) -> Table<'a> {
    let say = |zh, en| report.language.pick(zh, en);
    let columns = vec![
        Column::new(say("指标", "Figure"), false, 245),
        Column::new(say("本期", "This period"), true, 160),
        Column::new(say("上年同期", "A year before"), true, 130),
        Column::new(say("增减", "Change"), true, 145),
        Column::new(say("计入", "Counted"), true, 160),
        Column::new(say("责任单位", "Office"), false, 160),
    ];
    let rows = report.shown().map(|computed| row(computed, report.language, links));
    let caption = say("指标与上年同期", "Figures beside those of the year before").into();
    Table { caption, columns, rows: rows.collect() }
}

fn row<'a>(computed: &'a Computed, language: Language, links: &Links) -> Vec<Cell<'a>> {
    let Computed { department: _, figure } = computed;
    let link = links.figure(&figure.code);
    let missing = language.pick("缺", "missing");
    let why = language.prefer(&figure.missing_reason_zh, &figure.missing_reason);
    let value = match (&figure.value, why) {
        (Some(_), _) => Cell { text: told(figure, language), link: Some(link.clone()) },
        (None, "") => plain(missing.to_owned()),
        (None, why) => plain(language.bracketed(missing, why)),
    };
    let none = || "—".to_owned();
    let opening = (figure.opening, language.pick("出自期初名册", " from opening lists"));
    let pending = (figure.pending, language.pick("待核", " pending"));
    let notes = [opening, pending].into_iter().filter(|(count, _)| *count > 0);
    let notes: Vec<String> = notes.map(|(count, what)| format!("{count}{what}")).collect();
    let counted = match notes.is_empty() {
        true => figure.counted.to_string(),
        false => {
            let notes = notes.join(language.pick("，", ", "));
            language.bracketed(&figure.counted.to_string(), &notes)
        }
    };
    vec![
        Cell { text: language.prefer(&figure.name, &figure.name_en).into(), link: Some(link) },
        value,
        plain(language.last_year(figure).unwrap_or_else(none)),
        plain(change_in(figure, language).unwrap_or_else(none)),
        plain(counted),
        Cell { text: labels::office(&figure.owner, language).into(), link: None },
    ]
}

/// A figure as it prints itself; how much it covers, where that is less than it should.
fn told(figure: &Figure, language: Language) -> Cow<'_, str> {
    let text = language.prefer(&figure.text, &figure.text_en);
    match figure.coverage.as_ref().filter(|_| super::caveat(figure, language).is_some()) {
        None => text.into(),
        Some(part) => language.bracketed(text, &language.coverage(part)).into(),
    }
}

/// Figures beside last year and their targets, with the light that they have on the day.
pub(crate) fn aims_table<'a>(report: &'a Report, codes: &'a [String], links: &Links) -> Table<'a> {
    let language = report.language;
    let say = |zh, en| language.pick(zh, en);
    // Words stand in the first two columns in English, in the change as well in Chinese.
    let [name, value, last, change, target, light] = match language {
        Language::Chinese => [320, 128, 112, 187, 108, 145],
        Language::English => [280, 180, 122, 148, 115, 155],
    };
    let columns = vec![
        Column::new(say("指标", "Figure"), false, name),
        Column::new(say("本期", "This period"), true, value),
        Column::new(say("上年同期", "Last year"), true, last),
        Column::new(say("增减", "Change"), true, change),
        Column::new(say("目标", "Target"), true, target),
        Column::new(say("进度", "Light"), false, light),
    ];
    let figures = codes.iter().filter_map(|code| report.figures.get(code));
    let rows = figures.map(|Computed { department: _, figure }| aim_row(figure, language, links));
    Table { caption: "".into(), columns, rows: rows.collect() }
}

fn aim_row<'a>(figure: &'a Figure, language: Language, links: &Links) -> Vec<Cell<'a>> {
    let link = || Some(links.figure(&figure.code));
    let none = || plain("—".to_owned());
    let beside = |text: String| plain(language.beside(&text, figure));
    let value = match figure.value {
        Some(_) => Cell { text: told(figure, language), link: link() },
        None => plain(language.pick("缺", "missing").to_owned()),
    };
    let target = figure.target.as_ref();
    vec![
        Cell { text: language.prefer(&figure.name, &figure.name_en).into(), link: link() },
        value,
        language.last_year(figure).map_or_else(none, beside),
        change_in_brief(figure, language).map_or_else(none, plain),
        target.map_or_else(none, |target| beside(language.with_unit(&target.value, figure))),
        target.and_then(|target| light(target, language)).map_or_else(none, plain),
    ]
}

/// 绿灯, 黄灯 or 红灯, and how much of the target has been reached.
fn light(target: &Aim, language: Language) -> Option<String> {
    let light = match target.light() {
        Light::Unspecified => return None,
        Light::Green => language.pick("绿灯", "green"),
        Light::Yellow => language.pick("黄灯", "yellow"),
        Light::Red => language.pick("红灯", "red"),
    };
    Some(match &target.completion {
        Some(reached) => format!("{light} {reached}%"),
        None => light.to_owned(),
    })
}

/// The numbers of a chart: a row a point; of a calendar a row a month, with its days counted.
pub(crate) fn chart_table<'a>(chart: &'a Chart, language: Language) -> Table<'a> {
    let (head, mut rows) = match chart.kind() {
        ChartKind::AirCalendar => (language.pick("月份", "Month"), calendar_rows(chart, language)),
        kind => (point_title(kind, language), point_rows(chart)),
    };
    let shares = shares_of(chart);
    let count = (chart.series.len() + usize::from(shares.is_some())).max(1);
    let (first, each) = (260, 740 / count);
    let levels = level_names(&chart.series);
    let titles = (0..).zip(&chart.series).map(|(at, series)| match chart.kind() {
        ChartKind::Composition => language.pick("数值", "Value").into(),
        // What all levels are called stands above the table.
        ChartKind::AirCalendar => Cow::from(levels.get(at).unwrap_or(&series.name).clone()),
        _ => Cow::from(series.name.as_str()),
    });
    let mut columns = vec![Column::new(head, false, first)];
    columns.extend(titles.map(|title| Column { title, number: true, width: each }));
    if let Some(shares) = shares {
        columns.push(Column::new(language.pick("占比", "Share"), true, each));
        let cells = rows.iter_mut().zip(shares);
        cells.for_each(|(row, share)| row.push(plain(share)));
    }
    Table { caption: chart.caption.as_str().into(), columns, rows }
}

/// The shares of parts in their whole.
fn shares_of(chart: &Chart) -> Option<Vec<String>> {
    let parts = chart.series.first().filter(|_| chart.kind() == ChartKind::Composition)?;
    shares(&parts.values.iter().map(|value| value.value.as_deref()).collect::<Vec<_>>())
}

fn point_title(kind: ChartKind, language: Language) -> &'static str {
    match kind {
        ChartKind::Trend => language.pick("月份", "Month"),
        ChartKind::Townships => language.pick("地方", "Place"),
        _ => language.pick("项目", "Part"),
    }
}

fn point_rows(chart: &Chart) -> Vec<Vec<Cell<'_>>> {
    let row = |(at, point): (usize, &'_ proto::report::v1::ChartPoint)| {
        let values = chart.series.iter().map(move |series| series.values.get(at));
        let cells = values.map(|value| plain(value.map_or("—".to_owned(), |v| v.text.clone())));
        std::iter::once(plain(point.name.clone())).chain(cells).collect()
    };
    chart.points.iter().enumerate().map(row).collect()
}

/// A row for each month: on how many of its days each series has its mark.
fn calendar_rows(chart: &Chart, language: Language) -> Vec<Vec<Cell<'_>>> {
    let mut months: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, point) in chart.points.iter().enumerate() {
        months.entry(point.key.get(..7).unwrap_or_default()).or_default().push(at);
    }
    let marked = |series: &ChartSeries, days: &[usize]| {
        let has = |at: &&usize| series.values.get(**at).is_some_and(|v| v.value.is_some());
        days.iter().filter(has).count()
    };
    let unit = language.pick("天", "");
    let row = |(month, days): (&str, Vec<usize>)| {
        let cells = chart.series.iter().map(|s| plain(format!("{}{unit}", marked(s, &days))));
        let name = language.month(month);
        std::iter::once(plain(name)).chain(cells).collect()
    };
    months.into_iter().map(row).collect()
}

fn plain<'a>(text: String) -> Cell<'a> {
    Cell { text: text.into(), link: None }
}
