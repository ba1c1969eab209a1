//! Saturation as a table by unit and month, and who has days without a log.

use std::collections::BTreeMap;

use chassis::Refusal;
use ledger::Books;
use ledger::figures::CountyScope;
use proto::cadre::v1::{MissingDays, MissingLogs, SaturationGrain, SaturationRow, SaturationTable};

use super::read::span;
use crate::figures::saturation::{Cell, Who, cells};
use crate::rules::saturation::Saturation;

/// Adds up the cells of a place by unit, by month or by both.
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
    let mut rows: BTreeMap<(String, String), Saturation> = BTreeMap::new();
    for Cell { unit, month, saturation, .. } in cells(&books.reader, &span, &who).await?.iter() {
        if !unit_id.is_empty() && unit != unit_id {
            continue;
        }
        let unit = if by_unit { unit.clone() } else { String::new() };
        let sum = rows.entry((unit, month.clone())).or_default();
        *sum = [*sum, *saturation].into_iter().sum();
    }
    let rows = rows.into_iter().map(|((unit, month), saturation)| row(unit, month, saturation));
    Ok(SaturationTable { rows: rows.collect(), position: scope.position })
}

fn row(unit_id: String, month: String, saturation: Saturation) -> SaturationRow {
    let Saturation { valid_halves, required_halves } = saturation;
    let percent = saturation.percent().map(|(above, below)| {
        let tenths = 10 * above / below;
        format!("{}.{}", tenths / 10, tenths % 10)
    });
    SaturationRow { unit_id, month, valid_halves, required_halves, percent }
}

/// Lists the cadres with half-days that have no log that counts, ordered by cadre and unit.
///
/// # Errors
/// Where the calendar does not know the period.
pub(super) async fn missing(
    books: &Books,
    scope: &CountyScope,
    unit_id: &str,
) -> Result<MissingLogs, Refusal> {
    let span = span(scope)?.with_unchecked();
    let cells = cells(&books.reader, &span, &Who::All).await?;
    let days = cells.iter().filter(|cell| unit_id.is_empty() || cell.unit == unit_id);
    let days = days.filter_map(|cell| {
        let Cell { cadre, unit, month: _, saturation, unchecked_halves } = cell;
        let open = saturation.required_halves - saturation.valid_halves;
        (open > 0).then(|| MissingDays {
            cadre_id: cadre.clone(),
            unit_id: unit.clone(),
            required_halves: saturation.required_halves,
            missing_halves: open - unchecked_halves,
            unchecked_halves: *unchecked_halves,
        })
    });
    Ok(MissingLogs { cadres: days.collect(), position: scope.position })
}
