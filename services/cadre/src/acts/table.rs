//! Saturation as a table by unit and month.

use std::collections::BTreeMap;

use chassis::Refusal;
use ledger::Books;
use ledger::figures::CountyScope;
use proto::cadre::v1::{SaturationGrain, SaturationRow, SaturationTable};

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
