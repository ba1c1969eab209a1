//! What is told as a whole only, and cells of a table behind which too few stand.

use std::sync::Arc;

use proto::figure::v1::{Cell, Figure as Shown};

use super::compute::Engine;
use super::declaration::Records;
use super::register::Figure;
use super::scope::Scope;
use crate::divisions::COUNTY_DIGITS;

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

    /// A figure and those that it rests on; figures over figures rest on none of their kind.
    fn rests_on(&self, figure: &Arc<Figure>) -> Vec<Arc<Figure>> {
        let inputs = figure.inputs().into_iter().filter_map(|code| self.figures.get(code));
        std::iter::once(figure).chain(inputs).cloned().collect()
    }
}

/// How many records stand behind a cell.
fn counted(cell: &Cell) -> i64 {
    cell.figure.as_ref().map_or(0, |figure| figure.counted)
}

/// Whether nothing stands behind a cell.
pub(super) fn is_empty(cell: &Cell) -> bool {
    counted(cell) == 0
}

/// Withholds every cell behind which there are some, but fewer than `least`, and as many others,
/// the smallest first, as it takes that none of them can be had by taking the rest from the whole:
/// there are two at least, and any of them could hold `least`. Where all that hold something do
/// not do, those that are empty are withheld too.
pub(super) fn withhold(cells: &mut [Cell], least: i64) {
    let mut order: Vec<usize> = (0..cells.len()).filter(|at| !is_empty(&cells[*at])).collect();
    order.sort_by_key(|at| counted(&cells[*at]));
    let few = order.iter().filter(|at| counted(&cells[**at]) < least).count();
    if few == 0 {
        return;
    }
    let is_safe = |chosen: &[usize]| {
        let sum: i64 = chosen.iter().map(|at| counted(&cells[*at])).sum();
        chosen.len() > 1 && sum >= chosen.len() as i64 - 1 + least
    };
    let enough = (few..=order.len()).find(|count| is_safe(&order[..*count]));
    let chosen: Vec<usize> = match enough {
        Some(count) => order[..count].to_vec(),
        None => (0..cells.len()).collect(),
    };
    for at in chosen {
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

    fn cells(counts: &[i64]) -> Vec<Cell> {
        let figure =
            |counted| Shown { counted, value: Some(counted.to_string()), ..Shown::default() };
        counts.iter().map(|c| Cell { figure: Some(figure(*c)), ..Cell::default() }).collect()
    }

    fn withheld(counts: &[i64]) -> Vec<usize> {
        let mut cells = cells(counts);
        withhold(&mut cells, 3);
        let value = |cell: &Cell| cell.figure.as_ref().and_then(|figure| figure.value.clone());
        assert!(cells.iter().all(|cell| cell.withheld == value(cell).is_none()));
        (0..cells.len()).filter(|at| cells[*at].withheld).collect()
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
