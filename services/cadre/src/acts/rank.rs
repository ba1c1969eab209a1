//! Ranks units and cadres from the cells of saturation.

use std::collections::BTreeMap;

use chassis::{FieldFault, Refusal};
use ledger::Books;
use ledger::divisions::TOWNSHIP_DIGITS;
use ledger::figures::CountyScope;
use proto::cadre::v1::{CadreRanking, PeerGroup, RankedCadre, RankedUnit, Ranking, SaturationBand};
use proto::ledger::v1::Reason;

use super::few::is_few;
use super::named::are_all_named;
use super::read::{counted, in_force, span};
use crate::figures::saturation::{Cell, MINIMUM_DAYS, THRESHOLD, Who, cells, number_on};
use crate::rules::ranking::ranks;
use crate::rules::saturation::{self, Saturation};

/// The percentages that a band holds.
const BAND_PERCENT: i64 = 10;

/// Ranks the units that are in a peer group on the last day, ordered by rank and unit. A unit of one
/// or two cadres has no place and no number, unless the county has turned named rankings on.
///
/// # Errors
/// Where no unit is in the group, or the calendar does not know the period.
pub(super) async fn units(
    books: &Books,
    scope: &CountyScope,
    peer_group: &str,
) -> Result<Ranking, Refusal> {
    let groups: Vec<PeerGroup> = counted(books, &scope.county, scope.position).await?;
    let mut found: BTreeMap<String, Owed> = groups
        .into_iter()
        .filter(|one| one.name == peer_group)
        .filter(|one| in_force(&one.first_date, &one.last_date, &scope.last_date))
        .map(|one| (one.unit_id, Default::default()))
        .collect();
    if found.is_empty() {
        return Err(no_group(peer_group, &scope.last_date));
    }
    let span = span(scope)?.with_unchecked();
    for cell in cells(&books.reader, &span, &Who::All).await?.iter() {
        if let Some(owed) = found.get_mut(&cell.unit) {
            owed.add(cell);
        }
    }
    let minimum_days = minimum_days(books, scope).await?;
    let named = are_all_named(books, scope).await?;
    let (few, told) = found.into_iter().partition(|(_, owed)| !named && owed.is_of_few());
    let units = ranked(told, minimum_days).into_iter().chain(untold(few)).collect();
    Ok(Ranking {
        division: scope.division.clone(),
        peer_group: peer_group.to_owned(),
        first_date: scope.first_date.clone(),
        last_date: scope.last_date.clone(),
        position: Some(scope.position),
        minimum_days: i32::try_from(minimum_days).ok(),
        units,
        ..Ranking::default()
    })
}

/// What the cadres of a unit owe, or one of them.
#[derive(Default)]
struct Owed {
    saturation: Saturation,
    unchecked_halves: i64,
    cadres: i64,
}

impl Owed {
    fn add(&mut self, cell: &Cell) {
        self.saturation = [self.saturation, cell.saturation].into_iter().sum();
        self.unchecked_halves += cell.unchecked_halves;
        self.cadres += 1;
    }

    fn is_of_few(&self) -> bool {
        is_few(std::iter::once(self.cadres))
    }
}

/// Units by rank, those without one at the end.
fn ranked(found: BTreeMap<String, Owed>, minimum_days: i64) -> Vec<RankedUnit> {
    let saturations: Vec<Saturation> = found.values().map(|owed| owed.saturation).collect();
    let ranks = ranks(&saturations, minimum_days);
    let unit = |((unit_id, owed), rank): ((String, Owed), Option<i32>)| {
        let Saturation { valid_halves, required_halves } = owed.saturation;
        let unchecked_halves = owed.unchecked_halves;
        let withheld = false;
        RankedUnit { unit_id, rank, valid_halves, required_halves, unchecked_halves, withheld }
    };
    let mut units: Vec<RankedUnit> = found.into_iter().zip(ranks).map(unit).collect();
    units.sort_by_key(|unit| unit.rank.unwrap_or(i32::MAX));
    units
}

/// Units of which a number would tell of one or two cadres.
fn untold(few: BTreeMap<String, Owed>) -> impl Iterator<Item = RankedUnit> {
    few.into_keys().map(|unit_id| RankedUnit { unit_id, withheld: true, ..RankedUnit::default() })
}

/// The least required days of who is ranked, as in force on the last day.
pub(super) async fn minimum_days(books: &Books, scope: &CountyScope) -> Result<i64, Refusal> {
    let given = number_on(&books.reader, scope, MINIMUM_DAYS).await?;
    Ok(given.unwrap_or(saturation::MINIMUM_DAYS))
}

/// The percentage below which a cadre is flagged, as in force on the last day.
pub(super) async fn threshold(books: &Books, scope: &CountyScope) -> Result<i64, Refusal> {
    let given = number_on(&books.reader, scope, THRESHOLD).await?;
    Ok(given.unwrap_or(saturation::THRESHOLD_PERCENT))
}

/// Spreads the cadres of a place over bands, and ranks them where the county has turned that on.
/// Where it has not, the bands of a part of the county are withheld if they tell of one or two.
///
/// # Errors
/// Where the calendar does not know the period.
pub(super) async fn cadres(books: &Books, scope: &CountyScope) -> Result<CadreRanking, Refusal> {
    let span = span(scope)?.with_unchecked();
    let mut found: BTreeMap<String, Owed> = BTreeMap::new();
    for cell in cells(&books.reader, &span, &Who::All).await?.iter() {
        found.entry(cell.cadre.clone()).or_default().add(cell);
    }
    let minimum_days = minimum_days(books, scope).await?;
    let threshold = threshold(books, scope).await?;
    let named = are_all_named(books, scope).await?;
    let saturations: Vec<Saturation> = found.values().map(|owed| owed.saturation).collect();
    let ranks = ranks(&saturations, minimum_days);
    let mut ranking = CadreRanking {
        bands: bands(),
        position: scope.position,
        last_date: scope.last_date.clone(),
        unranked_count: ranks.iter().filter(|rank| rank.is_none()).count() as i64,
        ..CadreRanking::default()
    };
    for ((cadre_id, Owed { saturation, unchecked_halves, .. }), rank) in
        found.into_iter().zip(ranks)
    {
        let Some(rank) = rank else { continue };
        let Saturation { valid_halves, required_halves } = saturation;
        let band = 100 * valid_halves / required_halves.max(1) / BAND_PERCENT;
        if let Some(band) = usize::try_from(band).ok().and_then(|at| ranking.bands.get_mut(at)) {
            band.cadre_count += 1;
        }
        ranking.below_count += i64::from(saturation.below(threshold));
        if named {
            let cadre =
                RankedCadre { cadre_id, rank, valid_halves, required_halves, unchecked_halves };
            ranking.cadres.push(cadre);
        }
    }
    ranking.cadres.sort_by_key(|cadre| cadre.rank);
    if !named && scope.division != scope.county && tells_of_few(&ranking, &scope.division) {
        let (position, last_date) = (scope.position, scope.last_date.clone());
        return Ok(CadreRanking { position, last_date, withheld: true, ..CadreRanking::default() });
    }
    Ok(ranking)
}

/// Whether a distribution tells of one or two, or of less than a township, which taken from its
/// township could.
fn tells_of_few(ranking: &CadreRanking, division: &str) -> bool {
    let counts = ranking.bands.iter().map(|band| band.cadre_count);
    let counts = counts.chain([ranking.unranked_count, ranking.below_count]);
    division.len() > TOWNSHIP_DIGITS || is_few(counts)
}

/// Bands of ten percent; the last one holds what is full.
fn bands() -> Vec<SaturationBand> {
    let band = |from: i32| SaturationBand { from_percent: from, cadre_count: 0 };
    (0..=100).step_by(BAND_PERCENT as usize).map(band).collect()
}

fn no_group(peer_group: &str, day: &str) -> Refusal {
    Refusal::request(FieldFault::new(
        "peer_group",
        Reason::ReferenceUnknown,
        format!("no unit is in a peer group {peer_group:?} on {day}"),
        format!("{day} 没有单位属于可比分组“{peer_group}”"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_part_of_the_county_nobody_is_told_of_alone_or_with_one_other() {
        let spread = |counts: &[i64], below_count: i64| {
            let bands =
                counts.iter().map(|count| SaturationBand { from_percent: 90, cadre_count: *count });
            CadreRanking { bands: bands.collect(), below_count, ..CadreRanking::default() }
        };
        let township = "421222106";
        assert!(!tells_of_few(&spread(&[0, 3, 9], 0), township));
        assert!(!tells_of_few(&spread(&[], 0), township), "nobody is there");
        assert!(tells_of_few(&spread(&[0, 2, 9], 0), township));
        assert!(tells_of_few(&spread(&[0, 3, 9], 1), township));
        assert!(tells_of_few(&spread(&[0, 3, 9], 0), "421222106201"), "a village of it");
    }
}
