//! What is told as a whole only, and cells of a table behind which too few stand.

use std::sync::Arc;

use chassis::{FieldFault, Refusal};
use proto::figure::v1::{Cell, Figure as Shown};
use proto::ledger::v1::Reason;

use super::compute::Engine;
use super::declaration::{Dimension, Records};
use super::period::whole_year;
use super::register::Figure;
use super::scope::Scope;
use crate::divisions::COUNTY_DIGITS;
use crate::kinds::day_of;

impl Engine {
    /// Whether the records of a figure, or of one that it rests on, are listed to nobody.
    pub(super) fn is_hidden(&self, figure: &Arc<Figure>) -> bool {
        self.rests_on(figure).iter().any(|one| one.declaration.records == Records::Hidden)
    }

    /// How many have to stand behind a cell, by the figure or those that it rests on.
    pub(super) fn least_cell(&self, figure: &Arc<Figure>) -> Option<i64> {
        self.rests_on(figure).iter().filter_map(|one| one.declaration.least_cell).max()
    }

    /// Whether a part of a county could give away what is told as a whole only, or a cell that
    /// is withheld in a table.
    pub(super) fn is_withheld(&self, figure: &Arc<Figure>, scope: &Scope) -> bool {
        let is_part = scope.division.len() > COUNTY_DIGITS;
        is_part && (self.is_hidden(figure) || self.least_cell(figure).is_some())
    }

    /// Why a table of townships that has small cells is not told of a period; nothing where it is.
    /// It is told of one whole year that is over only: two tables that end on different days, or
    /// begin so, or are of a year that goes on, could be subtracted to a cell of the days between.
    ///
    /// What is entered, verified or corrected after the year is over differs between two positions
    /// all the same: there a cell of five becomes one of six, and the position names the entry.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn untold_period(
        &self,
        figure: &Arc<Figure>,
        scope: &Scope,
    ) -> Result<Option<(String, String)>, Refusal> {
        if self.least_cell(figure).is_none() {
            return Ok(None);
        }
        let Scope { first_date, last_date, .. } = scope;
        let year = first_date.get(..4).and_then(whole_year);
        let is_whole = year.is_some_and(|(first, last)| (&first, &last) == (first_date, last_date));
        let code = &figure.declaration.code;
        if !is_whole {
            return Ok(Some((
                format!("{code} is told by township for one whole year, 1 January to 31 December"),
                format!(
                    "指标 {code} 按乡镇分列只公布整年（1月1日至12月31日），其他时段只公布全县合计"
                ),
            )));
        }
        for (county, position) in &scope.positions {
            let entries = self.reader.entries(county, [*position].into_iter()).await?;
            if entries.iter().any(|entry| day_of(entry.at).to_string() <= *last_date) {
                return Ok(Some((
                    format!("{code} is told by township once the year is over, after {last_date}"),
                    format!("指标 {code} 按乡镇分列须待年度终了（{last_date} 之后）方可公布"),
                )));
            }
        }
        Ok(None)
    }

    /// Withholds the small cells of a table, and what would tell of them. Months are not withheld
    /// one by one, since each can be asked for alone: with a small one no table is told.
    ///
    /// # Errors
    /// `BREAKDOWN_UNKNOWN` for months of which one is small.
    pub(super) fn withhold_small(
        &self,
        figure: &Arc<Figure>,
        by: Dimension,
        cells: &mut Vec<Cell>,
    ) -> Result<(), Refusal> {
        let Some(least) = self.least_cell(figure) else { return Ok(()) };
        let is_small = |cell: &Cell| (1..least).contains(&counted(cell));
        match by {
            Dimension::Month if cells.iter().any(is_small) => {
                let code = &figure.declaration.code;
                return Err(untold((
                    format!("of {code} a month rests on fewer than {least}; ask for the total"),
                    format!("指标 {code} 有月份不足 {least} 件，不按月分列，只公布合计"),
                )));
            }
            Dimension::Month => {}
            Dimension::Township => {
                let county = |cell: &Cell| cell.key.get(..COUNTY_DIGITS).map(str::to_owned);
                let counties = cells.chunk_by_mut(|one, other| county(one) == county(other));
                counties.for_each(|cells| withhold(cells, least));
                cells.retain(|cell| cell.withheld || !is_empty(cell));
            }
        }
        // What was left out of a cell, or waits for it, may be one or two as well.
        for figure in cells.iter_mut().filter_map(|cell| cell.figure.as_mut()) {
            figure.excluded.clear();
            figure.pending = 0;
        }
        Ok(())
    }

    /// A figure and those that it rests on; figures over figures rest on none of their kind.
    fn rests_on(&self, figure: &Arc<Figure>) -> Vec<Arc<Figure>> {
        let inputs = figure.inputs().into_iter().filter_map(|code| self.figures.get(code));
        std::iter::once(figure).chain(inputs).cloned().collect()
    }
}

/// Refuses a table that is not told, for a reason in English and in Chinese.
pub(super) fn untold((message, zh): (String, String)) -> Refusal {
    Refusal::request(FieldFault::new("by", Reason::BreakdownUnknown, message, zh))
}

/// How many records stand behind a cell.
fn counted(cell: &Cell) -> i64 {
    cell.figure.as_ref().map_or(0, |figure| figure.counted)
}

/// Whether nothing stands behind a cell.
fn is_empty(cell: &Cell) -> bool {
    counted(cell) == 0
}

/// Which of the parts of a whole are withheld, by how much stands behind each: all behind which
/// there is some, but less than `least`, and as many others, the smallest first, as it takes that
/// none of them can be had by taking the rest from the whole: there are two at least, and any of
/// them could hold `least`. Where all that hold something do not do, the empty ones are too.
pub fn withheld_among(counts: &[i64], least: i64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..counts.len()).filter(|at| counts[*at] > 0).collect();
    order.sort_by_key(|at| counts[*at]);
    let few = order.iter().filter(|at| counts[**at] < least).count();
    if few == 0 {
        return Vec::new();
    }
    let is_safe = |chosen: &[usize]| {
        let sum: i64 = chosen.iter().map(|at| counts[*at]).sum();
        chosen.len() > 1 && sum >= chosen.len() as i64 - 1 + least
    };
    match (few..=order.len()).find(|count| is_safe(&order[..*count])) {
        Some(count) => order[..count].to_vec(),
        None => (0..counts.len()).collect(),
    }
}

/// Withholds the small cells of one county, whose total is told, and what would tell of them.
fn withhold(cells: &mut [Cell], least: i64) {
    let counts: Vec<i64> = cells.iter().map(counted).collect();
    for at in withheld_among(&counts, least) {
        let cell = &mut cells[at];
        cell.withheld = true;
        let shown = cell.figure.take().unwrap_or_default();
        let Shown { code, name, name_en, unit, unit_en, owner, .. } = shown;
        cell.figure = Some(Shown {
            code,
            name,
            name_en,
            unit,
            unit_en,
            owner,
            missing_reason: format!("withheld: fewer than {least} stand behind it or beside it"),
            missing_reason_zh: format!("数量不足 {least}，为保护当事人不公布"),
            ..Shown::default()
        });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn withheld(counts: &[i64]) -> Vec<usize> {
        let mut withheld = withheld_among(counts, 3);
        withheld.sort_unstable();
        withheld
    }

    #[test]
    fn a_withheld_cell_says_why_and_nothing_else() {
        let figure = |counted| Some(Shown { counted, ..Shown::default() });
        let mut cells =
            [5, 2, 9, 4].map(|counted| Cell { figure: figure(counted), ..Cell::default() });
        withhold(&mut cells, 3);
        let told = cells.map(|cell| (cell.withheld, counted(&cell)));
        assert_eq!(told, [(false, 5), (true, 0), (false, 9), (true, 0)]);
    }

    #[test]
    fn one_small_cell_takes_the_next_smallest_with_it() {
        assert_eq!(withheld(&[5, 2, 9, 4]), [1, 3]);
        assert_eq!(withheld(&[5, 2, 0, 9]), [0, 1]);
    }

    #[test]
    fn small_cells_whose_sum_says_what_they_are_take_another_one_with_them() {
        assert_eq!(withheld(&[1, 1, 9]), [0, 1, 2], "two cells of 2 are one each");
        assert_eq!(withheld(&[2, 2, 9]), [0, 1]);
        assert_eq!(withheld(&[3, 4, 0]), Vec::<usize>::new());
    }

    #[test]
    fn where_too_little_is_there_the_empty_cells_are_withheld_too() {
        assert_eq!(withheld(&[1, 1, 0, 0]), [0, 1, 2, 3]);
        assert_eq!(withheld(&[2, 0]), [0, 1]);
    }

    proptest! {
        #[test]
        fn no_withheld_cell_follows_from_the_whole(
            counts in prop::collection::vec(0_i64..9, 2..12),
        ) {
            let hidden = withheld(&counts);
            let is_told = |at: usize| !hidden.contains(&at) && (1..3).contains(&counts[at]);
            prop_assert_eq!((0..counts.len()).find(|at| is_told(*at)), None);
            if hidden.is_empty() {
                return Ok(());
            }
            // What is known of the hidden cells: their sum, and that each holds one at least
            // unless all are hidden, when some may be empty. Each could hold `least` all the same,
            // or as much as there is, and less.
            let lowest = i64::from(hidden.len() < counts.len());
            let sum: i64 = hidden.iter().map(|at| counts[*at]).sum();
            let highest = sum - lowest * (hidden.len() as i64 - 1);
            prop_assert!(hidden.len() > 1 && highest > lowest);
            prop_assert!(lowest == 0 || highest >= 3);
        }
    }
}
