//! Charts: pictures of figures, planned by an outline and carried as the numbers that they show.

use std::collections::BTreeMap;

use jiff::civil::Date;
use proto::figure::v1::{Cell, Dimension, Figure};
use proto::report::v1::{Chart, ChartKind, ChartPoint, ChartSeries, ChartValue};
use serde::Deserialize;

use super::evidence::{Evidence, Question};
use super::language::Language;
use super::tokens::{Facts, Text};

/// What a picture looks like, as an outline names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// A figure by month, with the year before.
    Trend,
    /// A figure by township.
    Townships,
    /// Figures that are parts of a whole.
    Composition,
    /// Every day of the period; a figure for each level of the air, the best first.
    AirCalendar,
}

/// A chart of an outline.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    /// The figures: one for a trend and for townships.
    pub(crate) codes: Vec<String>,
    pub(crate) caption: Text,
}

impl Plan {
    /// What must be asked for the chart besides values.
    pub(crate) fn questions(&self) -> Vec<Question> {
        let code = || self.codes.first().cloned();
        let by = |by, last_year| code().map(|code| Question::Parts { code, by, last_year });
        let month = Dimension::Month;
        match self.kind {
            Kind::Trend => [by(month, false), by(month, true)].into_iter().flatten().collect(),
            Kind::Townships => by(Dimension::Township, false).into_iter().collect(),
            Kind::Composition => Vec::new(),
            Kind::AirCalendar => self.codes.iter().map(|code| Question::days(code)).collect(),
        }
    }

    /// The chart; nothing where it would show no number.
    pub(crate) fn draw(&self, facts: &Facts<'_>, evidence: &Evidence) -> Option<Chart> {
        let figure = facts.figures.get(self.codes.first()?)?;
        let (points, series) = match self.kind {
            Kind::Trend => trend(figure, facts.language, evidence)?,
            Kind::Townships => townships(figure, facts.language, evidence)?,
            Kind::Composition => composition(&self.codes, facts)?,
            Kind::AirCalendar => calendar(&self.codes, facts, evidence)?,
        };
        let caption = self.caption.print(facts)?.into_iter().map(|span| span.text).collect();
        let (id, kind) = (self.id.clone(), self.kind.on_the_wire().into());
        let unit = facts.language.prefer(&figure.unit, &figure.unit_en).to_owned();
        Some(Chart { id, kind, caption, unit, points, series })
    }
}

impl Kind {
    const fn on_the_wire(self) -> ChartKind {
        match self {
            Self::Trend => ChartKind::Trend,
            Self::Townships => ChartKind::Townships,
            Self::Composition => ChartKind::Composition,
            Self::AirCalendar => ChartKind::AirCalendar,
        }
    }

    /// How many figures a chart of this kind takes: at least, at most.
    pub(crate) const fn figures(self) -> (usize, usize) {
        match self {
            Self::Trend | Self::Townships => (1, 1),
            Self::Composition => (2, 12),
            Self::AirCalendar => (1, 8),
        }
    }
}

type Drawing = (Vec<ChartPoint>, Vec<ChartSeries>);

/// The months of the period; those of the year before stand beside them if any has a value.
fn trend(figure: &Figure, language: Language, evidence: &Evidence) -> Option<Drawing> {
    let now = evidence.parts(&figure.code, Dimension::Month, false)?;
    let then = evidence.parts(&figure.code, Dimension::Month, true).unwrap_or_default();
    let then: BTreeMap<_, _> =
        then.iter().filter_map(|cell| Some((cell.key.get(4..)?, cell))).collect();
    let told = |cell: &Cell| value(cell, language);
    let before = |cell: &Cell| Some(told(then.get(cell.key.get(4..)?)?));
    let before: Vec<_> = now.iter().map(|cell| before(cell).unwrap_or_else(none)).collect();
    let values: Vec<_> = now.iter().map(told).collect();
    if !values.iter().any(has_value) {
        return None;
    }
    let mut all = vec![series(language.pick("本期", "This period"), &figure.code, values)];
    if before.iter().any(has_value) {
        all.push(series(language.pick("上年同期", "A year before"), &figure.code, before));
    }
    Some((now.iter().map(|cell| point(cell, language)).collect(), all))
}

/// The townships; facts of none stand last, if there are any.
fn townships(figure: &Figure, language: Language, evidence: &Evidence) -> Option<Drawing> {
    let cells = evidence.parts(&figure.code, Dimension::Township, false)?;
    let shown: Vec<_> = cells.iter().filter(|cell| is_township(cell) || has_some(cell)).collect();
    let (inside, outside): (Vec<_>, Vec<_>) = shown.into_iter().partition(|cell| is_township(cell));
    let cells: Vec<_> = inside.into_iter().chain(outside).collect();
    let values: Vec<_> = cells.iter().map(|cell| value(cell, language)).collect();
    values.iter().any(has_value).then(|| {
        let points = cells.iter().map(|cell| point(cell, language)).collect();
        (points, vec![series(language.pick("本期", "This period"), &figure.code, values)])
    })
}

/// Figures side by side, by their names.
fn composition(codes: &[String], facts: &Facts<'_>) -> Option<Drawing> {
    let parts: Vec<_> = codes.iter().filter_map(|code| facts.figures.get(code)).collect();
    let values: Vec<_> = parts.iter().map(|figure| printed(figure, facts.language)).collect();
    let name = |figure: &Figure| facts.language.prefer(&figure.name, &figure.name_en).to_owned();
    let point = |figure: &&Figure| ChartPoint { key: figure.code.clone(), name: name(figure) };
    values.iter().any(has_value).then(|| {
        let whole = series(facts.language.pick("本期", "This period"), "", values);
        (parts.iter().map(point).collect(), vec![whole])
    })
}

/// Every day of the period; a figure has its mark on the days of the records that it counts.
fn calendar(codes: &[String], facts: &Facts<'_>, evidence: &Evidence) -> Option<Drawing> {
    let days: Vec<_> = days(facts.period.first, facts.period.last).collect();
    let mut all = Vec::new();
    for code in codes {
        let Some(figure) = facts.figures.get(code) else { continue };
        let marked = evidence.days(code)?;
        let name = facts.language.prefer(&figure.name, &figure.name_en);
        let mark = |day: &String| match marked.contains(day) {
            true => ChartValue { value: Some("1".to_owned()), text: name.to_owned() },
            false => none(),
        };
        all.push(series(name, code, days.iter().map(mark).collect()));
    }
    let name = |day: &String| day.get(5..).unwrap_or_default().to_owned();
    let points = days.iter().map(|day| ChartPoint { key: day.clone(), name: name(day) });
    all.iter().any(|series| series.values.iter().any(has_value)).then(|| {
        let points = points.collect();
        (points, all)
    })
}

fn days(first: Date, last: Date) -> impl Iterator<Item = String> {
    let days = first.series(jiff::Span::new().days(1));
    days.take_while(move |day| *day <= last).map(|day| day.to_string())
}

fn series(name: &str, code: &str, values: Vec<ChartValue>) -> ChartSeries {
    ChartSeries { name: name.to_owned(), code: code.to_owned(), values }
}

/// A month as 1月, a township by its name.
fn point(cell: &Cell, language: Language) -> ChartPoint {
    let name = match (cell.key.contains('-'), cell.name.is_empty()) {
        (true, _) => language.month(&cell.key),
        (false, false) => language.prefer(&cell.name, &cell.name_en).to_owned(),
        (false, true) => cell.key.clone(),
    };
    let name = match is_township(cell) {
        true => name,
        false => language.bracketed(&name, language.pick("不属任何乡镇", "in no township")),
    };
    ChartPoint { key: cell.key.clone(), name }
}

/// Whether a cell is a month or a township: facts of no township stand under their county.
fn is_township(cell: &Cell) -> bool {
    cell.key.contains('-') || cell.key.len() > 6
}

fn has_some(cell: &Cell) -> bool {
    cell.figure.as_ref().is_some_and(|figure| figure.counted > 0) || cell.withheld
}

fn value(cell: &Cell, language: Language) -> ChartValue {
    match (&cell.figure, cell.withheld) {
        (_, true) => {
            ChartValue { value: None, text: language.pick("不公布", "withheld").to_owned() }
        }
        (Some(figure), false) => printed(figure, language),
        (None, false) => none(),
    }
}

fn has_value(value: &ChartValue) -> bool {
    value.value.is_some()
}

fn printed(figure: &Figure, language: Language) -> ChartValue {
    match &figure.value {
        Some(value) => {
            let text = language.prefer(&figure.text, &figure.text_en).to_owned();
            ChartValue { value: Some(value.clone()), text }
        }
        None => none(),
    }
}

fn none() -> ChartValue {
    ChartValue { value: None, text: "—".to_owned() }
}

#[cfg(test)]
mod tests;
