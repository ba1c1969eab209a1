//! A figure of every township or month.

use chassis::Refusal;
use proto::figure::v1::{BreakDownFigureResponse, Cell, Dimension, Figure};
use serde::Serialize;

use super::charts::{Bar, bars, month};
use super::figure::{head, positions_of};
use super::negotiate::Language;
use super::page::{Shell, page};
use crate::figures::Asked;
use crate::periods::Period;
use crate::report::decimal::Decimal;
use crate::report::render::Links;
use crate::report::render::html::Head;
use crate::report::render::json::text;
use crate::report::render::views::{FigureView, ScopeView};

#[derive(Serialize)]
struct BreakdownView<'a> {
    code: &'a str,
    by: &'static str,
    additive: bool,
    cells: Vec<CellView<'a>>,
    scope: ScopeView,
}

#[derive(Serialize)]
struct CellView<'a> {
    key: &'a str,
    name: &'a str,
    name_en: &'a str,
    figure: Option<FigureView<'a>>,
    withheld: bool,
    /// Of the whole in percent.
    share: Option<&'a str>,
    rank: Option<i32>,
    rank_of: i32,
}

/// The figure of every township or month.
pub(crate) fn json(asked: &Asked, by: Dimension, answer: &BreakDownFigureResponse) -> String {
    let scope = answer.scope.clone().unwrap_or_default();
    let positions = positions_of(&scope);
    let view = |figure| FigureView::new(figure, asked.department(), &positions);
    let cells = answer.cells.iter().map(|cell| {
        let Cell { key, name, name_en, figure, withheld, share, rank, rank_of } = cell;
        let (figure, share) = (figure.as_ref().map(view), share.as_deref());
        let (withheld, rank, rank_of) = (*withheld, *rank, *rank_of);
        CellView { key, name, name_en, figure, withheld, share, rank, rank_of }
    });
    text(&BreakdownView {
        code: &asked.code,
        by: if by == Dimension::Month { "month" } else { "township" },
        additive: answer.additive,
        cells: cells.collect(),
        scope: ScopeView::from(&scope),
    })
}

/// The parts as a table.
#[derive(Serialize)]
pub(crate) struct BreakdownTable {
    /// The number of the dimension on the wire.
    id: i32,
    title: &'static str,
    column: &'static str,
    additive: bool,
    /// Whether a part is printed otherwise than it is, so that what is printed may not add up.
    rounded: bool,
    /// Whether the year before stands beside the months.
    has_before: bool,
    /// Whether any part has a place, or a share of the whole.
    ranked: bool,
    shared: bool,
    cells: Vec<CellRow>,
}

#[derive(Serialize)]
struct CellRow {
    name: String,
    link: Option<String>,
    text: String,
    before: Option<String>,
    counted: i64,
    bar: Option<Bar>,
    share: String,
    rank: String,
}

impl BreakdownTable {
    pub(crate) fn new(
        asked: &Asked,
        by: Dimension,
        (answer, before): (&BreakDownFigureResponse, &[Cell]),
        language: Language,
    ) -> Self {
        let (title, column) = match by {
            Dimension::Month => (language.pick("分月", "By month"), language.pick("月份", "Month")),
            _ => (language.pick("分乡镇", "By township"), language.pick("地方", "Place")),
        };
        let values: Vec<_> =
            answer.cells.iter().map(|cell| cell.figure.as_ref()?.value.as_deref()).collect();
        let row = |(cell, bar): (&Cell, Option<Bar>)| {
            let figure = cell.figure.clone().unwrap_or_default();
            let name = match by {
                Dimension::Month => month(&cell.key, language),
                _ if cell.name.is_empty() => cell.key.clone(),
                _ => language.prefer(&cell.name, &cell.name_en).to_owned(),
            };
            // Facts of no township stand under the code of the county.
            let rest = by == Dimension::Township && cell.key == asked.place.code;
            let rest = rest.then(|| language.pick("（不属任何乡镇）", " (in no township)"));
            let name = format!("{name}{}", rest.unwrap_or_default());
            let text = match (&figure.value, cell.withheld) {
                (Some(_), _) => language.prefer(&figure.text, &figure.text_en).to_owned(),
                (None, true) => language.pick("不公布", "withheld").to_owned(),
                (None, false) => String::new(),
            };
            let link = cell_link(asked, by, &cell.key, language).filter(|_| !cell.withheld);
            let before = before_of(cell, before, language).filter(|_| by == Dimension::Month);
            let share = cell.share.as_deref().map(|share| format!("{share}%")).unwrap_or_default();
            let rank = cell.rank.map(|rank| format!("{rank}/{}", cell.rank_of)).unwrap_or_default();
            CellRow { name, link, text, before, counted: figure.counted, bar, share, rank }
        };
        let cells: Vec<CellRow> = answer.cells.iter().zip(bars(&values)).map(row).collect();
        let has_before = by == Dimension::Month && !before.is_empty();
        let ranked = cells.iter().any(|cell| !cell.rank.is_empty());
        let shared = cells.iter().any(|cell| !cell.share.is_empty());
        let (id, additive) = (by.into(), answer.additive);
        let rounded = answer.cells.iter().filter_map(|cell| cell.figure.as_ref()).any(is_rounded);
        Self { id, title, column, additive, rounded, has_before, ranked, shared, cells }
    }
}

/// Whether a figure is printed otherwise than it is.
fn is_rounded(figure: &Figure) -> bool {
    let number = |digits: &Option<String>| digits.as_deref().and_then(Decimal::parse);
    match (number(&figure.value), number(&figure.exact)) {
        (Some(printed), Some(exact)) => !printed.equals(exact),
        _ => false,
    }
}

#[derive(Serialize)]
struct BreakdownPage<'a> {
    head: Head<'a>,
    name: String,
    figure_link: String,
    breakdown: BreakdownTable,
}

/// The figure of every township or month as a page.
pub(crate) fn html(
    asked: &Asked,
    by: Dimension,
    answer: &BreakDownFigureResponse,
    (language, shell): (Language, &Shell),
) -> Result<String, Refusal> {
    let links = asked.links().speaking(language);
    let scope = answer.scope.clone().unwrap_or_default();
    let view = BreakdownPage {
        head: head(asked, &links, &scope),
        name: asked.name_in(language),
        figure_link: links.figure(&asked.code),
        breakdown: BreakdownTable::new(asked, by, (answer, &[]), language),
    };
    page("breakdown.html", shell, &view)
}

/// What the same month of the year before had.
fn before_of(cell: &Cell, before: &[Cell], language: Language) -> Option<String> {
    let month = cell.key.get(4..)?;
    let then = before.iter().find(|then| then.key.get(4..) == Some(month))?;
    let figure = then.figure.as_ref().filter(|figure| figure.value.is_some())?;
    Some(language.prefer(&figure.text, &figure.text_en).to_owned())
}

/// The figure of the township or month itself.
fn cell_link(asked: &Asked, by: Dimension, key: &str, language: Language) -> Option<String> {
    let (place, period) = (&asked.place.code, &asked.period);
    match by {
        Dimension::Month => {
            let cutoff = period.last.to_string();
            let month = Period::parse(key, Some(&cutoff)).ok()?;
            Some(Links::new(place, &month).speaking(language).figure(&asked.code))
        }
        // The county's own row holds facts of no township; it has no page of its own.
        _ if key.starts_with(place.as_str()) && key != place => {
            Some(Links::new(key, period).speaking(language).figure(&asked.code))
        }
        _ => None,
    }
}
