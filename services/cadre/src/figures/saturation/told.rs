//! Whether saturation is told of a part of a county, where few cadres stand behind it.

use std::collections::BTreeMap;

use chassis::Refusal;
use ledger::divisions::TOWNSHIP_DIGITS;
use ledger::figures::{CountyScope, withheld_among};
use ledger::kinds::parse_date;
use ledger::reader::Reader;

use super::Who;
use super::parameters::{PEOPLE, number_on};
use super::roster::roster;
use crate::rules::saturation::Days;

/// Of fewer cadres nothing is told without the county's say (`domain-standards.md` 9).
pub(crate) const LEAST: i64 = 3;

/// Whether the saturation of a place is told: of a county always; of a township where neither it
/// nor what is left of the county without it tells of one or two cadres; of less than a township
/// never. Where the county has turned named rankings on, of every place.
///
/// # Errors
/// When the database fails.
pub(crate) async fn is_told(reader: &Reader, scope: &CountyScope) -> Result<bool, Refusal> {
    let CountyScope { county, division, first_date, last_date, .. } = scope;
    if division == county || number_on(reader, scope, PEOPLE).await? == Some(1) {
        return Ok(true);
    }
    let days = parse_date(first_date).zip(parse_date(last_date));
    let (Some((first, last)), TOWNSHIP_DIGITS) = (days, division.len()) else { return Ok(false) };
    let whole = CountyScope { division: county.clone(), ..scope.clone() };
    let staff = roster(reader, &whole, &Who::All).await?;
    let mut cadres: BTreeMap<&str, i64> = BTreeMap::new();
    for one in staff.values() {
        for township in one.townships(Days::new(first, Some(last))) {
            *cadres.entry(township).or_default() += 1;
        }
    }
    let counts: Vec<i64> = cadres.values().copied().collect();
    let withheld = withheld_among(&counts, LEAST);
    let mut townships = (0..).zip(cadres.keys());
    Ok(!townships.any(|(at, township)| *township == division && withheld.contains(&at)))
}
