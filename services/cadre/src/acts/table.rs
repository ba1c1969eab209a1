//! Saturation as a table by unit and month.

use std::collections::{BTreeMap, BTreeSet};

use chassis::Refusal;
use ledger::Books;
use ledger::figures::CountyScope;
use proto::cadre::v1::{SaturationGrain, SaturationRow, SaturationTable};

use super::few::{Behind, note, together};
use super::named::are_all_named;
use super::read::span;
use crate::figures::saturation::{Cell, Who, cells, is_told};
use crate::rules::saturation::Saturation;

/// Adds up the cells of a place by unit, by month or by both. Unless the county has turned named
/// rankings on, units of one or two cadres are told together, and of a place with so few nothing.
///
/// # Errors
/// Where the calendar does not know the period.
pub(super) async fn saturation(
    books: &Books,
    scope: &CountyScope,
    (unit_id, cadre_id): (&str, &str),
    grain: SaturationGrain,
) -> Result<SaturationTable, Refusal> {
    let by_unit = matches!(grain, SaturationGrain::Unit | SaturationGrain::UnitAndMonth);
    let by_month = matches!(grain, SaturationGrain::Month | SaturationGrain::UnitAndMonth);
    let mut span = span(scope)?;
    if by_month {
        span = span.by_month();
    }
    let who = match cadre_id {
        "" => Who::All,
        cadre => Who::Some(vec![cadre.to_owned()]),
    };
    let found = cells(&books.reader, &span, &who).await?;
    let table = SaturationTable {
        position: scope.position,
        last_date: scope.last_date.clone(),
        ..SaturationTable::default()
    };
    let mut few = BTreeSet::new();
    if cadre_id.is_empty() && !are_all_named(books, scope).await? {
        match together(&behind(found.iter())) {
            Some(units) if !units.contains(unit_id) && is_told(&books.reader, scope).await? => {
                few = units;
            }
            _ => return Ok(SaturationTable { withheld: true, ..table }),
        }
    }
    let mut rows: BTreeMap<(String, String), Saturation> = BTreeMap::new();
    for Cell { unit, month, saturation, .. } in found.iter() {
        if !unit_id.is_empty() && unit != unit_id {
            continue;
        }
        let is_told = by_unit && !few.contains(unit);
        let unit = if is_told { unit.clone() } else { String::new() };
        let sum = rows.entry((unit, month.clone())).or_default();
        *sum = [*sum, *saturation].into_iter().sum();
    }
    let rows = rows.into_iter().map(|((unit, month), saturation)| {
        let (unit_note, unit_note_zh) =
            if by_unit && unit.is_empty() { note() } else { Default::default() };
        SaturationRow { unit_note, unit_note_zh, ..row(unit, month, saturation) }
    });
    Ok(SaturationTable { rows: rows.collect(), ..table })
}

/// The cadres of each unit, month by month.
fn behind<'a>(cells: impl Iterator<Item = &'a Cell>) -> Behind<'a> {
    let mut behind = Behind::default();
    cells.for_each(|cell| behind.add(&cell.unit, &cell.month, &cell.cadre));
    behind
}

fn row(unit_id: String, month: String, saturation: Saturation) -> SaturationRow {
    let Saturation { valid_halves, required_halves } = saturation;
    let percent = saturation.percent().map(|(above, below)| {
        let tenths = 10 * above / below;
        format!("{}.{}", tenths / 10, tenths % 10)
    });
    SaturationRow { unit_id, month, valid_halves, required_halves, percent, ..Default::default() }
}
