//! Withholds cells of a breakdown behind which too few stand.

use proto::figure::v1::{Cell, Figure};

/// Withholds every cell behind which there are some, but fewer than `least`; where that is one
/// cell only, the next smallest too, since it could be had by taking the rest from the whole.
pub(super) fn withhold(cells: &mut [Cell], least: i64) {
    let counted = |cell: &Cell| cell.figure.as_ref().map_or(0, |figure| figure.counted);
    let few = |cell: &Cell| (1..least).contains(&counted(cell));
    let mut chosen: Vec<usize> = (0..cells.len()).filter(|at| few(&cells[*at])).collect();
    if let [only] = chosen.as_slice() {
        let only = *only;
        let others = (0..cells.len()).filter(|at| *at != only && counted(&cells[*at]) > 0);
        chosen.extend(others.min_by_key(|at| counted(&cells[*at])));
    }
    for at in chosen {
        let cell = &mut cells[at];
        cell.withheld = true;
        let shown = cell.figure.take().unwrap_or_default();
        let Figure { code, name, name_en, unit, unit_en, owner, .. } = shown;
        cell.figure = Some(Figure {
            code,
            name,
            name_en,
            unit,
            unit_en,
            owner,
            missing_reason: format!("withheld: fewer than {least} stand behind it or beside it"),
            missing_reason_zh: format!("数量不足 {least}，为保护当事人不公布"),
            ..Figure::default()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(counts: &[i64]) -> Vec<Cell> {
        let figure =
            |counted| Figure { counted, value: Some(counted.to_string()), ..Figure::default() };
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
    fn two_small_cells_hide_each_other_and_large_ones_stay() {
        assert_eq!(withheld(&[1, 2, 9]), [0, 1]);
        assert_eq!(withheld(&[3, 4, 0]), Vec::<usize>::new());
    }
}
