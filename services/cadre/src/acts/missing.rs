//! Who has days without a log: by name to those whose business it is, else how many in a unit.

use std::collections::BTreeMap;

use chassis::Refusal;
use ledger::Books;
use ledger::figures::CountyScope;
use proto::cadre::v1::{MissingDays, MissingLogs};

use super::few::{Behind, note, together};
use super::named::{are_all_named, known};
use super::read::span;
use crate::figures::saturation::{Cell, Who, cells};

/// Lists the half-days that have no log that counts, by cadre and unit where a cadre is named to
/// the caller.
///
/// # Errors
/// Where the calendar does not know the period.
pub(super) async fn list(
    books: &Books,
    scope: &CountyScope,
    unit_id: &str,
    actor: &str,
) -> Result<MissingLogs, Refusal> {
    let span = span(scope)?.with_unchecked();
    let cells = cells(&books.reader, &span, &Who::All).await?;
    let days = cells.iter().filter(|cell| unit_id.is_empty() || cell.unit == unit_id);
    let days: Vec<MissingDays> = days.filter_map(days_of).collect();
    let (position, last_date) = (scope.position, scope.last_date.clone());
    if are_all_named(books, scope).await? {
        return Ok(MissingLogs { cadres: days, position, withheld: false, last_date });
    }
    let known = known(books, scope, actor).await?;
    let (mut cadres, others): (Vec<_>, Vec<_>) =
        days.into_iter().partition(|one| known.contains(&one.cadre_id));
    let (units, withheld) = unnamed(others);
    cadres.extend(units);
    Ok(MissingLogs { cadres, position, withheld, last_date })
}

fn days_of(cell: &Cell) -> Option<MissingDays> {
    let Cell { cadre, unit, month: _, saturation, unchecked_halves } = cell;
    let open = saturation.required_halves - saturation.valid_halves;
    (open > 0).then(|| MissingDays {
        cadre_id: cadre.clone(),
        unit_id: unit.clone(),
        required_halves: saturation.required_halves,
        missing_halves: open - unchecked_halves,
        unchecked_halves: *unchecked_halves,
        cadre_count: 1,
        ..MissingDays::default()
    })
}

/// Cadres who are not named, by unit; those of units with few of them together. Whether some are
/// left out, being few in all.
fn unnamed(days: Vec<MissingDays>) -> (Vec<MissingDays>, bool) {
    let mut behind = Behind::default();
    days.iter().for_each(|one| behind.add(&one.unit_id, "", &one.cadre_id));
    let Some(few) = together(&behind) else { return (Vec::new(), true) };
    let (few, others): (Vec<_>, Vec<_>) =
        days.into_iter().partition(|one| few.contains(&one.unit_id));
    let mut told: BTreeMap<String, MissingDays> = BTreeMap::new();
    for one in others {
        let unit_id = one.unit_id.clone();
        let sum = told.entry(unit_id.clone()).or_default();
        *sum = MissingDays { unit_id, ..added(sum, &one) };
    }
    let all =
        |few: &[MissingDays]| few.iter().fold(MissingDays::default(), |sum, one| added(&sum, one));
    let (unit_note, unit_note_zh) = note();
    let few = (!few.is_empty()).then(|| MissingDays { unit_note, unit_note_zh, ..all(&few) });
    (told.into_values().chain(few).collect(), false)
}

fn added(one: &MissingDays, other: &MissingDays) -> MissingDays {
    MissingDays {
        required_halves: one.required_halves + other.required_halves,
        missing_halves: one.missing_halves + other.missing_halves,
        unchecked_halves: one.unchecked_halves + other.unchecked_halves,
        cadre_count: one.cadre_count + other.cadre_count,
        ..MissingDays::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(units: &[&str]) -> Vec<MissingDays> {
        let one = |(n, unit): (usize, &&str)| MissingDays {
            cadre_id: format!("c{n}"),
            unit_id: (*unit).to_owned(),
            missing_halves: 2,
            cadre_count: 1,
            ..MissingDays::default()
        };
        units.iter().enumerate().map(one).collect()
    }

    #[test]
    fn nobody_is_told_of_alone_or_with_one_other() {
        let of = |units: &[&str]| {
            let (told, withheld) = unnamed(days(units));
            assert!(told.iter().all(|one| one.cadre_id.is_empty()));
            let told = told.into_iter();
            (told.map(|one| (one.unit_id, one.cadre_count)).collect::<Vec<_>>(), withheld)
        };
        let row = |unit: &str, count: i64| (unit.to_owned(), count);
        assert_eq!(of(&["A", "A", "A", "B", "B", "C"]), (vec![row("A", 3), row("", 3)], false));
        assert_eq!(
            of(&["A", "A", "A", "A", "B", "D", "D", "D"]),
            (vec![row("A", 4), row("", 4)], false)
        );
        assert_eq!(of(&["A", "B"]), (vec![], true));
        assert_eq!(of(&[]), (vec![], false));
    }
}
