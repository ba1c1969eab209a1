//! One figure as JSON and pages show it: what it is, what it means, what it was computed for.

use std::collections::BTreeMap;

use proto::figure::v1::{Aim, Better, Coverage, Figure, FigureDescription, Scope};
use serde::Serialize;

use crate::departments::Positions;

/// A figure, complete: what is absent is null.
#[derive(Debug, Serialize)]
pub(crate) struct FigureView<'a> {
    code: &'a str,
    name: &'a str,
    name_en: &'a str,
    value: Option<&'a str>,
    exact: Option<&'a str>,
    unit: &'a str,
    unit_en: &'a str,
    text: &'a str,
    text_en: &'a str,
    counted: i64,
    excluded: BTreeMap<&'a str, i64>,
    pending: i64,
    opening: i64,
    coverage: Option<CoverageView<'a>>,
    target: Option<TargetView<'a>>,
    same_period_last_year: Option<&'a str>,
    same_period_last_year_text: Option<&'a str>,
    same_period_last_year_text_en: Option<&'a str>,
    growth: Option<&'a str>,
    numerator: Option<&'a str>,
    denominator: Option<&'a str>,
    missing_reason: Option<&'a str>,
    missing_reason_zh: Option<&'a str>,
    since_date: Option<&'a str>,
    last_covered_date: Option<&'a str>,
    better: Option<&'static str>,
    owner: &'a str,
    department: &'a str,
    positions: BTreeMap<&'a str, String>,
}

#[derive(Debug, Serialize)]
struct CoverageView<'a> {
    covered: i64,
    due: i64,
    unit: &'a str,
    unit_en: &'a str,
    limit_percent: Option<i64>,
}

impl<'a> FigureView<'a> {
    /// A figure that a department computed at positions.
    pub(crate) fn new(figure: &'a Figure, department: &'a str, positions: &'a Positions) -> Self {
        Self {
            code: &figure.code,
            name: &figure.name,
            name_en: &figure.name_en,
            value: figure.value.as_deref(),
            exact: figure.exact.as_deref(),
            unit: &figure.unit,
            unit_en: &figure.unit_en,
            text: &figure.text,
            text_en: &figure.text_en,
            counted: figure.counted,
            excluded: figure.excluded.iter().map(|(why, count)| (why.as_str(), *count)).collect(),
            pending: figure.pending,
            opening: figure.opening,
            coverage: figure.coverage.as_ref().map(CoverageView::new),
            target: figure.target.as_ref().map(TargetView::new),
            same_period_last_year: figure.same_period_last_year.as_deref(),
            same_period_last_year_text: said(&figure.same_period_last_year_text),
            same_period_last_year_text_en: said(&figure.same_period_last_year_text_en),
            growth: figure.growth.as_deref(),
            numerator: figure.numerator.as_deref(),
            denominator: figure.denominator.as_deref(),
            missing_reason: said(&figure.missing_reason),
            missing_reason_zh: said(&figure.missing_reason_zh),
            since_date: said(&figure.since_date),
            last_covered_date: said(&figure.last_covered_date),
            better: better(figure),
            owner: &figure.owner,
            department,
            positions: positions_view(positions),
        }
    }
}

/// Which way a figure should move, in one word.
fn better(figure: &Figure) -> Option<&'static str> {
    match figure.better() {
        Better::More => Some("more"),
        Better::Less => Some("less"),
        Better::Unspecified => None,
    }
}

impl<'a> CoverageView<'a> {
    fn new(coverage: &'a Coverage) -> Self {
        let Coverage { covered, due, unit, unit_en, limit_percent } = coverage;
        let limit_percent = Some(*limit_percent).filter(|limit| *limit > 0);
        Self { covered: *covered, due: *due, unit, unit_en, limit_percent }
    }
}

/// A figure beside its target.
#[derive(Debug, Serialize)]
pub(crate) struct TargetView<'a> {
    value: &'a str,
    sense: &'static str,
    first_date: &'a str,
    last_date: &'a str,
    document: &'a str,
    completion: Option<&'a str>,
    gap: Option<&'a str>,
    light: &'static str,
}

impl<'a> TargetView<'a> {
    fn new(aim: &'a Aim) -> Self {
        let Aim { value, first_date, last_date, document, completion, gap, .. } = aim;
        let (sense, light) = (aim.sense().as_str_name(), aim.light().as_str_name());
        let (completion, gap) = (completion.as_deref(), gap.as_deref());
        Self { value, sense, first_date, last_date, document, completion, gap, light }
    }
}

/// What a figure means.
#[derive(Debug, Serialize)]
pub(crate) struct DescriptionView<'a> {
    code: &'a str,
    name: &'a str,
    name_en: &'a str,
    unit: &'a str,
    unit_en: &'a str,
    owner: &'a str,
    formula: &'a str,
    formula_en: &'a str,
    standard: &'a str,
    standard_en: &'a str,
    evidence_class: &'a str,
    kinds: &'a [String],
    inputs: &'a [String],
    additive_over_places: bool,
    additive_over_months: bool,
}

impl<'a> DescriptionView<'a> {
    pub(crate) fn new(described: &'a FigureDescription) -> Self {
        Self {
            code: &described.code,
            name: &described.name,
            name_en: &described.name_en,
            unit: &described.unit,
            unit_en: &described.unit_en,
            owner: &described.owner,
            formula: &described.formula,
            formula_en: &described.formula_en,
            standard: &described.standard,
            standard_en: &described.standard_en,
            evidence_class: described.evidence_class().as_str_name(),
            kinds: &described.kinds,
            inputs: &described.inputs,
            additive_over_places: described.additive_over_places,
            additive_over_months: described.additive_over_months,
        }
    }
}

/// What an answer was computed for.
#[derive(Debug, Serialize)]
pub(crate) struct ScopeView {
    division: String,
    first_date: String,
    last_date: String,
    positions: BTreeMap<String, String>,
}

impl From<&Scope> for ScopeView {
    fn from(scope: &Scope) -> Self {
        let Scope { division, first_date, last_date, positions } = scope.clone();
        let positions = positions.into_iter().map(|(c, p)| (c, p.to_string())).collect();
        Self { division, first_date, last_date, positions }
    }
}

/// By county, positions as JSON has them.
pub(crate) fn positions_view(positions: &Positions) -> BTreeMap<&str, String> {
    positions.iter().map(|(county, at)| (county.as_str(), at.to_string())).collect()
}

/// A text, unless it is empty.
pub(crate) fn said(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}
