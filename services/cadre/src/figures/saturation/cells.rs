//! Saturation cell by cell: cadre, unit of the day and, where asked for, month.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use calendar::Calendar;
use chassis::Refusal;
use jiff::civil::Date;
use ledger::figures::CountyScope;
use ledger::kinds::parse_date;
use ledger::reader::Reader;
use ledger::storage::Sql;

use super::logged::{Counted, Logged, by_cadre};
use super::roster::{Staff, roster};
use crate::rules::saturation::{Days, Saturation};

/// More cadres than these are read by the period, not one by one.
pub(super) const FEW: usize = 400;

/// Whose logs are read.
pub(crate) enum Who {
    /// Everybody's in the place.
    All,
    /// Those of some cadres.
    Some(Vec<String>),
}

impl Who {
    /// Adds the condition that a column names one of them.
    pub(super) fn narrow(&self, sql: &mut Sql, column: &str) {
        if let Self::Some(cadres) = self
            && cadres.len() <= FEW
        {
            sql.push(format!(" AND {column} IN "));
            sql.bind_all(cadres.iter().map(String::as_str));
        }
    }

    fn holds(&self, cadre: &str) -> bool {
        match self {
            Self::All => true,
            Self::Some(cadres) => cadres.iter().any(|one| one == cadre),
        }
    }
}

/// A span of time that the calendar knows, in a place, at a position.
pub(crate) struct Span<'a> {
    pub(super) scope: &'a CountyScope,
    pub(super) period: Days,
    pub(super) by_month: bool,
    /// Whether days that nobody has checked yet are looked for.
    pub(super) with_unchecked: bool,
}

impl<'a> Span<'a> {
    /// The span of a scope; nothing where a year's notice is not in the calendar.
    pub(crate) fn of(scope: &'a CountyScope) -> Option<Self> {
        let (first, last) = (parse_date(&scope.first_date)?, parse_date(&scope.last_date)?);
        Calendar::standard().working_days(first, last)?;
        let period = Days::new(first, Some(last));
        Some(Self { scope, period, by_month: false, with_unchecked: false })
    }

    /// The same, told apart by month.
    pub(crate) fn by_month(self) -> Self {
        Self { by_month: true, ..self }
    }

    /// The same, with the days that nobody has checked yet.
    pub(crate) fn with_unchecked(self) -> Self {
        Self { with_unchecked: true, ..self }
    }

    pub(super) fn rest_days(&self) -> impl Iterator<Item = Date> {
        Calendar::standard().rest_days(self.period.first, self.period.last)
    }

    /// A day's month, as cells are told apart by.
    fn month(&self, date: Date) -> String {
        if self.by_month { date.strftime("%Y-%m").to_string() } else { String::new() }
    }

    /// The parts of some days that lie in one month each.
    fn months(&self, days: Days) -> Vec<Days> {
        if !self.by_month {
            return vec![days];
        }
        let mut parts = Vec::new();
        let mut first = days.first;
        while first <= days.last {
            let last = first.last_of_month().min(days.last);
            parts.push(Days::new(first, Some(last)));
            match last.tomorrow() {
                Ok(next) => first = next,
                Err(_) => break,
            }
        }
        parts
    }
}

/// What one cadre owes and has in one unit and, where asked for, one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// The cadre.
    pub(crate) cadre: String,
    /// The unit of the days.
    pub(crate) unit: String,
    /// The month, or nothing.
    pub(crate) month: String,
    /// The half-days.
    pub(crate) saturation: Saturation,
    /// Required half-days whose logs nobody has checked yet, where that was asked for.
    pub(crate) unchecked_halves: i64,
}

type Key = (String, String, String);

/// Cells by cadre, unit and month; those of one cadre are put in and taken out together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cells(BTreeMap<Arc<str>, Arc<[Cell]>>);

impl Cells {
    fn of(cells: Vec<Cell>) -> Self {
        let by_cadre = cells.chunk_by(|one, other| one.cadre == other.cadre);
        Self(by_cadre.map(|own| (Arc::from(own[0].cadre.as_str()), Arc::from(own))).collect())
    }

    /// The cells, ordered by cadre, unit and month.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Cell> {
        self.0.values().flat_map(|own| own.iter())
    }

    /// The same with other cells of some cadres, who may have none.
    pub(super) fn replaced(&self, cadres: &BTreeSet<String>, by: Self) -> Self {
        let mut cells = self.clone();
        cadres.iter().for_each(|cadre| drop(cells.0.remove(cadre.as_str())));
        cells.0.extend(by.0);
        cells
    }
}

/// Computes the cells of a place.
///
/// # Errors
/// When the database fails.
pub(super) async fn anew(reader: &Reader, span: &Span<'_>, who: &Who) -> Result<Cells, Refusal> {
    let mut staff = roster(reader, span.scope, who).await?;
    staff.retain(|cadre, _| who.holds(cadre));
    let logged = Logged::new(reader, span, who).await?;
    let mut table = Table { span, calendar: Calendar::standard(), cells: BTreeMap::new() };
    for (cadre, staff) in &staff {
        table.require(cadre, staff);
    }
    let counted = logged.days().await?;
    let mut unverified: BTreeSet<String> =
        (counted.iter().filter(|one| one.has_unverified)).map(|one| one.cadre.clone()).collect();
    // Of the logs of days of rest nothing was counted; those of a swap may wait all the same.
    let swapped = staff.iter().filter(|(_, staff)| !staff.swaps.is_empty());
    unverified.extend(swapped.map(|(cadre, _)| cadre.clone()));
    for Counted { cadre, month, days, .. } in counted.into_iter().filter(|one| one.days > 0) {
        if let Some(unit) = staff.get(&cadre).and_then(Staff::unit) {
            table.cell(&cadre, unit, month).0.valid_halves += 2 * days;
        }
    }
    let failed = by_cadre(logged.failed().await?);
    for (cadre, dates) in closer(&logged, span, &staff, &failed).await? {
        let Some(staff) = staff.get(&cadre) else { continue };
        for date in dates {
            let has_failed = failed.get(&cadre).is_some_and(|failed| failed.contains(&date));
            table.correct(&cadre, staff, date, has_failed);
        }
    }
    if span.with_unchecked && !unverified.is_empty() {
        let who = Who::Some(unverified.into_iter().collect());
        for (cadre, date) in logged.unchecked(&who).await? {
            if let Some(staff) = staff.get(&cadre) {
                table.wait(&cadre, staff, date);
            }
        }
    }
    Ok(Cells::of(table.into_cells()))
}

/// The logged days that do not simply count two halves for the cadre's own unit.
async fn closer(
    logged: &Logged<'_>,
    span: &Span<'_>,
    staff: &BTreeMap<String, Staff>,
    failed: &BTreeMap<String, BTreeSet<Date>>,
) -> Result<BTreeMap<String, BTreeSet<Date>>, Refusal> {
    let mut found = by_cadre(logged.on_leave().await?);
    let partly =
        |staff: &Staff| staff.days.first > span.period.first || staff.days.last < span.period.last;
    let changed: Vec<&str> = staff
        .iter()
        .filter(|(_, staff)| partly(staff) || !staff.stays(span.period) || !staff.swaps.is_empty())
        .map(|(cadre, _)| cadre.as_str())
        .collect();
    for (cadre, date) in logged.of(&changed).await? {
        found.entry(cadre).or_default().insert(date);
    }
    for (cadre, dates) in failed {
        found.entry(cadre.clone()).or_default().extend(dates);
    }
    Ok(found)
}

/// The cells in the making.
struct Table<'a> {
    span: &'a Span<'a>,
    calendar: &'static Calendar,
    cells: BTreeMap<Key, (Saturation, i64)>,
}

impl Table<'_> {
    fn cell(&mut self, cadre: &str, unit: &str, month: String) -> &mut (Saturation, i64) {
        self.cells.entry((cadre.to_owned(), unit.to_owned(), month)).or_default()
    }

    fn require(&mut self, cadre: &str, staff: &Staff) {
        for (unit, days) in staff.segments(self.span.period) {
            for days in self.span.months(days) {
                let required = staff.required(self.calendar, days);
                let month = self.span.month(days.first);
                self.cell(cadre, unit, month).0.required_halves += required;
            }
        }
    }

    /// Takes back what a day was counted as, and counts what it is worth where it belongs.
    fn correct(&mut self, cadre: &str, staff: &Staff, date: Date, has_failed: bool) {
        let month = self.span.month(date);
        // Nothing was counted on days of rest.
        if let Some(unit) = staff.unit()
            && self.calendar.is_working_day(date) == Some(true)
        {
            self.cell(cadre, unit, month.clone()).0.valid_halves -= 2;
        }
        let worth = if has_failed { 0 } else { staff.worth(self.calendar, date) };
        if let Some(unit) = staff.unit_on(date).filter(|_| worth > 0) {
            self.cell(cadre, unit, month).0.valid_halves += worth;
        }
    }

    fn wait(&mut self, cadre: &str, staff: &Staff, date: Date) {
        let Some(unit) = staff.unit_on(date) else { return };
        let worth = staff.worth(self.calendar, date);
        let month = self.span.month(date);
        self.cell(cadre, unit, month).1 += worth;
    }

    fn into_cells(self) -> Vec<Cell> {
        let cells = self.cells.into_iter();
        let cells = cells.filter(|(_, (saturation, _))| *saturation != Saturation::default());
        cells
            .map(|((cadre, unit, month), (saturation, unchecked_halves))| Cell {
                cadre,
                unit,
                month,
                saturation,
                unchecked_halves,
            })
            .collect()
    }
}
