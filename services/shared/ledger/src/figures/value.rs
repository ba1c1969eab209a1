//! The value of a figure from its tally, and the figure as callers see it.

use proto::figure::v1 as wire;

use super::declaration::{Class, Declaration, Due, Measure};
use super::exact::{Exact, parse, shortest};
use super::period::{closed_months, days_between, months_between};
use super::placement::Placement;
use super::register::Figure;
use super::scope::Scope;
use super::tally::Tally;
use crate::kinds::parse_date;

/// A figure with its value.
#[derive(Clone, Debug)]
pub struct Computed {
    /// The exact value, or none.
    pub value: Option<Exact>,
    /// Why there is none, in English and Chinese.
    pub missing: Option<(String, String)>,
    pub(super) tally: Tally,
    /// What should be there, where the figure knows.
    pub(super) due: Option<i64>,
    /// The sums above and below the line, where there is a line.
    pub(super) line: Option<(Exact, Exact)>,
}

impl Computed {
    pub(super) fn none() -> Self {
        let (tally, missing) = (Tally::default(), Some(no_records()));
        Self { value: None, missing, tally, due: None, line: None }
    }
}

/// The year of the last day less the year of the day that a parameter holds.
fn years_since(tally: &Tally, scope: &Scope) -> Option<Exact> {
    let origin = parse_date(tally.parameter.as_deref()?)?;
    let last = parse_date(&scope.last_date)?;
    Some(Exact::from_integer(i128::from(last.year()) - i128::from(origin.year())))
}

fn several() -> (String, String) {
    ("several counties have a value of their own".to_owned(), "各县数值不同，不能合并".to_owned())
}

fn none_counted() -> (String, String) {
    (
        "no record of this scope counts for it".to_owned(),
        "本范围内没有可计的记录（或所依据的参数尚未登记）".to_owned(),
    )
}

fn no_records() -> (String, String) {
    ("there are no records of this kind".to_owned(), "没有这类记录".to_owned())
}

fn owes_nothing() -> (String, String) {
    (
        "returns are owed by whole counties".to_owned(),
        "报表由全县汇总上报，此处不单独应报".to_owned(),
    )
}

/// The value of a figure over records.
pub(super) fn value_of(
    figure: &Figure,
    tally: Tally,
    scope: &Scope,
    each: Option<Option<Exact>>,
) -> Computed {
    let declaration = &figure.declaration;
    let divisor = Exact::from_integer(i128::from(declaration.divided_by.unwrap_or(1)));
    let scale = figure.code.as_ref().map_or(1, |code| code.scale());
    let (above, below) = (Exact::new(tally.above, scale), Exact::new(tally.below, scale));
    let nothing = ("there is nothing to divide by".to_owned(), "分母为零，不能计算".to_owned());
    let no_start = (
        "the first day of the programme is not recorded".to_owned(),
        "项目起始日尚未登记".to_owned(),
    );
    let since = figure.selection.as_ref().map(|selection| &selection.placement);
    let startless = matches!(since, Some(Placement::Since { .. })) && tally.since.is_none();
    let mut line = None;
    let value = match &declaration.measure {
        Measure::Collected(_) if scope.positions.is_empty() => Err(no_records()),
        Measure::Collected(_) if !scope.counties().any(|own| own.division == own.county) => {
            Err(owes_nothing())
        }
        Measure::Collected(_) => Ok(above / divisor),
        _ if tally.total == 0 => Err(no_records()),
        _ if startless => Err(no_start),
        _ if rests_on_few(figure, &tally) => Err(few_cases()),
        Measure::Parameter(_) => tally.parameter.as_deref().and_then(parse).ok_or_else(no_records),
        Measure::YearsSince(_) => years_since(&tally, scope).ok_or_else(no_records),
        Measure::Value(_) if tally.counted > 1 => Err(several()),
        Measure::Code(_) if figure.stands_alone() && scope.positions.len() > 1 => Err(several()),
        // Of what is the latest, or is named by a parameter, none is not zero.
        _ if tally.counted == 0 && figure.needs_one() => Err(none_counted()),
        Measure::Code(_) if tally.below == 0 => {
            Err(figure.code.as_ref().and_then(|code| code.missing()).unwrap_or(nothing))
        }
        Measure::Ratio(_) if tally.below == 0 => Err(nothing),
        Measure::Ratio(ratio) => {
            line = Some((above, below));
            Ok(above / below * Exact::from_integer(i128::from(ratio.times)) / divisor)
        }
        Measure::Code(_) => {
            line = Some((above, below));
            Ok(above / below * Exact::from_integer(100) / divisor)
        }
        _ => Ok(above / divisor),
    };
    let due = figure.coverage.as_ref().map(|coverage| {
        let once = match coverage.due {
            Due::Days => days_between(&scope.first_date, &scope.last_date),
            Due::Months => months_between(&scope.first_date, &scope.last_date).len() as i64,
            Due::ClosedMonths => closed_months(&scope.first_date, &scope.last_date),
        };
        let times = each.map_or(1, |each| each.map_or(0, |each| each.to_integer() as i64));
        once * times
    });
    let (value, missing) = match value {
        Ok(value) => (Some(value), None),
        Err(why) => (None, Some(why)),
    };
    Computed { value, missing, tally, due, line }
}

/// Whether a value of signed sums rests on fewer than may be told: there the value itself is the
/// cell, since its period is all that is ever returned, and so is each return of the period.
fn rests_on_few(figure: &Figure, tally: &Tally) -> bool {
    let Declaration { class: Class::Return, least_cell: Some(least), .. } = figure.declaration
    else {
        return false;
    };
    let basis = if tally.below == 0 { tally.above } else { tally.below };
    tally.few > 0 || (1..i128::from(least)).contains(&basis)
}

fn few_cases() -> (String, String) {
    (
        "withheld: too few cases stand behind it, or behind a return of the period; a quarter that \
         is returned as one is told"
            .to_owned(),
        "案件数量过少（或期内某期报表数量过少），为保护当事人不公布；按季度合并报送后可公布"
            .to_owned(),
    )
}

/// A figure that is told of parts of a county in a table only, where small ones can be withheld.
pub(super) fn not_alone(figure: &Figure) -> Computed {
    let code = &figure.declaration.code;
    let missing = (
        format!("{code} of a part of a county is answered as a breakdown of the county only"),
        "县以下只在全县分列表中公布".to_owned(),
    );
    Computed { missing: Some(missing), ..Computed::none() }
}

pub(super) fn growth(now: Exact, then: Exact) -> Option<Exact> {
    let zero = Exact::from_integer(0);
    (then > zero).then(|| (now / then - Exact::from_integer(1)) * Exact::from_integer(100))
}

pub(super) fn grown(now: Computed, then: &Computed) -> Computed {
    let base_missing = (
        "the same period of last year has no value above zero".to_owned(),
        "上年同期缺数或不大于零，不能计算增速".to_owned(),
    );
    let (value, missing) = match (now.value, then.value) {
        (None, _) => (None, now.missing.clone()),
        (Some(now), Some(then)) => match growth(now, then) {
            Some(growth) => (Some(growth), None),
            None => (None, Some(base_missing)),
        },
        (Some(_), None) => (None, Some(base_missing)),
    };
    let line = now.value.zip(then.value);
    Computed { value, missing, line, due: None, tally: now.tally }
}

/// How much has come down since a base, in percent of the base.
pub(super) fn reduced(now: Computed, base: &Computed, least: i64) -> Computed {
    let few = || {
        (
            format!("fewer than {least} records in this year or in the base year"),
            format!("本年或基期不足 {least} 条记录，不能比较"),
        )
    };
    let zero = Exact::from_integer(0);
    let enough = now.tally.counted >= least && base.tally.counted >= least;
    let (value, missing) = match (now.value, base.value) {
        (Some(now), Some(base)) if enough && base > zero => {
            (Some((base - now) / base * Exact::from_integer(100)), None)
        }
        (None, _) => (None, now.missing.clone()),
        (_, None) => (None, base.missing.clone()),
        _ => (None, Some(few())),
    };
    let line = now.value.zip(base.value);
    Computed { value, missing, line, due: None, tally: now.tally }
}

/// The place among peers: one, and how many of them have more.
pub(super) fn ranked(own: Computed, peers: Result<Vec<Exact>, (String, String)>) -> Computed {
    over_peers(own, peers, |own, peers| 1 + peers.iter().filter(|peer| **peer > own).count())
}

/// How many counties have so much, the own one included.
pub(super) fn reaching(
    own: Computed,
    peers: Result<Vec<Exact>, (String, String)>,
    least: i64,
) -> Computed {
    let least = Exact::from_integer(i128::from(least));
    over_peers(own, peers, |own, peers| {
        peers.iter().chain([&own]).filter(|value| **value >= least).count()
    })
}

fn over_peers(
    own: Computed,
    peers: Result<Vec<Exact>, (String, String)>,
    count: impl Fn(Exact, &[Exact]) -> usize,
) -> Computed {
    let (value, missing) = match (own.value, peers) {
        (None, _) => (None, own.missing.clone()),
        (_, Err(why)) => (None, Some(why)),
        (Some(own), Ok(peers)) => {
            (i128::try_from(count(own, &peers)).ok().map(Exact::from_integer), None)
        }
    };
    Computed { value, missing, line: None, due: None, tally: own.tally }
}

pub(super) fn divided(of: Computed, to: &Computed, times: i64) -> Computed {
    let nothing = ("there is nothing to divide by".to_owned(), "分母为零，不能计算".to_owned());
    let times = Exact::from_integer(i128::from(times));
    let (value, missing) = match (of.value, to.value) {
        (Some(above), Some(below)) if below != Exact::from_integer(0) => {
            (Some(above / below * times), None)
        }
        (Some(_), Some(_)) => (None, Some(nothing)),
        _ => (None, of.missing.clone().or_else(|| to.missing.clone())),
    };
    let line = of.value.zip(to.value);
    Computed { value, missing, line, due: None, tally: of.tally }
}

/// A figure as callers see it.
pub(super) fn present(figure: &Figure, computed: &Computed) -> wire::Figure {
    let declaration = &figure.declaration;
    let Computed { value, missing, tally, due, line } = computed;
    let printed =
        value.map(|v| declaration.print.print(v, &declaration.unit, &declaration.unit_en));
    let in_period = tally.in_period;
    let not_qualifying = in_period - tally.withdrawn - tally.unverified - tally.counted;
    let excluded = [
        ("unverified", tally.unverified),
        ("outside_period", tally.total - in_period),
        ("not_qualifying", not_qualifying),
        ("withdrawn", tally.withdrawn),
    ];
    let (unit, unit_en) = match figure.coverage.as_ref().map(|coverage| coverage.due) {
        Some(Due::Months | Due::ClosedMonths) => ("份", "returns"),
        _ => ("天", "days"),
    };
    let limit = figure.coverage.as_ref().and_then(|coverage| coverage.limit);
    let (missing_en, missing_zh) = missing.clone().unwrap_or_default();
    wire::Figure {
        code: declaration.code.clone(),
        name: declaration.name.clone(),
        unit: declaration.unit.clone(),
        value: printed.as_ref().map(|printed| printed.value.clone()),
        exact: value.map(shortest),
        text: printed.as_ref().map(|printed| printed.text.clone()).unwrap_or_default(),
        counted: tally.counted,
        excluded: excluded.into_iter().map(|(why, count)| (why.to_owned(), count)).collect(),
        pending: tally.pending,
        opening: tally.opening,
        coverage: due.map(|due| wire::Coverage {
            covered: tally.covered,
            due,
            unit: unit.to_owned(),
            unit_en: unit_en.to_owned(),
            limit_percent: limit.unwrap_or(0),
        }),
        target: None,
        same_period_last_year: None,
        same_period_last_year_text: String::new(),
        same_period_last_year_text_en: String::new(),
        same_period_last_year_exact: String::new(),
        growth: None,
        numerator: line.map(|(above, _)| shortest(above)),
        denominator: line.map(|(_, below)| shortest(below)),
        missing_reason: missing_en,
        missing_reason_zh: missing_zh,
        owner: declaration.owner.clone(),
        better: declaration.better.map(wire::Better::from).unwrap_or_default().into(),
        name_en: declaration.name_en.clone(),
        unit_en: declaration.unit_en.clone(),
        text_en: printed.map(|printed| printed.text_en).unwrap_or_default(),
        since_date: tally.since.clone().unwrap_or_default(),
        last_covered_date: tally.last_day.clone().unwrap_or_default(),
    }
}
