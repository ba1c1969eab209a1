//! Where a division stands among its peers, and how much of the whole it has: of every figure.

use std::collections::BTreeMap;
use std::sync::Arc;

use chassis::Refusal;
use proto::figure::v1::{Cell, Standing};

use super::compute::Engine;
use super::declaration::{Dimension, Measure};
use super::exact::{Exact, Rounding, decimal, round};
use super::peers::Peers;
use super::register::Figure;
use super::scope::Scope;
use super::value::Computed;
use crate::divisions::{COUNTY_DIGITS, Divisions, TOWNSHIP_DIGITS};

/// Why a division has no place, in English and in Chinese.
type Why = (String, String);

impl Engine {
    /// Where the division of a scope stands: a county among those of its city, a township among
    /// those of its county.
    ///
    /// # Errors
    /// A failure of the database.
    pub(super) async fn standing(
        &self,
        figure: &Arc<Figure>,
        scope: &Scope,
        own: &Computed,
    ) -> Result<Standing, Refusal> {
        if self.is_hidden(figure) {
            return Ok(absent(why("the figure is told as a whole only", "该指标只公布总数")));
        }
        if let Some(why) = not_compared(figure) {
            return Ok(absent(why));
        }
        match scope.division.len() {
            COUNTY_DIGITS => self.among_counties(figure, scope, own).await,
            TOWNSHIP_DIGITS => self.among_townships(figure, scope).await,
            _ => Ok(absent(why(
                "only a county and a township have peers",
                "只有县（市、区）和乡镇有同级可比",
            ))),
        }
    }

    async fn among_counties(
        &self,
        figure: &Arc<Figure>,
        scope: &Scope,
        own: &Computed,
    ) -> Result<Standing, Refusal> {
        let Some(value) = own.value else {
            return Ok(absent(own.missing.clone().unwrap_or_default()));
        };
        let mut read = scope.clone();
        for (peer, _) in Divisions::standard().neighbours(&scope.division) {
            if self.reader.head(peer).await?.is_some() {
                let asked = scope.positions.get(peer).copied().unwrap_or(0);
                let position = self.reader.position(peer, asked).await?;
                read.positions.insert(peer.to_owned(), position);
            }
        }
        let peers = self.peers(figure, &read).await?;
        let added = figure.declaration.adds_up_over.contains(&Dimension::Township);
        let mut standing = beside(value, peers, added);
        standing.positions = read.positions.into_iter().collect();
        Ok(standing)
    }

    /// The place comes from the table of the county, where small cells are withheld.
    async fn among_townships(
        &self,
        figure: &Arc<Figure>,
        scope: &Scope,
    ) -> Result<Standing, Refusal> {
        let county = scope.division.get(..COUNTY_DIGITS).unwrap_or_default().to_owned();
        if !figure.declaration.breaks_down_by.contains(&Dimension::Township) {
            return Ok(absent(why(
                "the figure is not broken down by township",
                "该指标不按乡镇分列",
            )));
        }
        if let Some(why) = self.untold_period(figure, scope).await? {
            return Ok(absent(why));
        }
        let whole = Scope { division: county, ..scope.clone() };
        let code = &figure.declaration.code;
        let table = Box::pin(self.break_down(&whole, code, Dimension::Township)).await?;
        let Some(own) = table.cells.iter().find(|cell| cell.key == scope.division) else {
            return Ok(absent(why("no record of this place counts", "本地没有计入的记录")));
        };
        let Some(rank) = own.rank else {
            let figure = own.figure.clone().unwrap_or_default();
            return Ok(absent((figure.missing_reason, figure.missing_reason_zh)));
        };
        let same = table.cells.iter().filter(|cell| cell.rank == Some(rank)).count();
        Ok(Standing {
            rank: Some(rank),
            rank_of: own.rank_of,
            tied_with: count(same) - 1,
            share: own.share.clone(),
            positions: whole.positions.into_iter().collect(),
            ..Standing::default()
        })
    }
}

/// Gives the townships of a table their places and their shares of the whole; what is withheld
/// has neither, and facts of no township have a share only.
pub(super) fn place(
    figure: &Figure,
    cells: &mut [Cell],
    values: &BTreeMap<String, Exact>,
    additive: bool,
) {
    let whole = additive.then(|| whole(values.values())).flatten();
    let is_town = |key: &str| key.len() == TOWNSHIP_DIGITS;
    let told: BTreeMap<String, Exact> = cells
        .iter()
        .filter(|cell| !cell.withheld)
        .filter_map(|cell| Some((cell.key.clone(), *values.get(&cell.key)?)))
        .collect();
    let towns: Vec<Exact> =
        told.iter().filter(|(key, _)| is_town(key)).map(|(_, value)| *value).collect();
    for cell in cells {
        let Some(value) = told.get(&cell.key) else { continue };
        cell.share = whole.map(|whole| percent(*value, whole));
        if is_town(&cell.key) && not_compared(figure).is_none() {
            cell.rank = Some(1 + count(towns.iter().filter(|other| *other > value).count()));
            cell.rank_of = count(towns.len());
        }
    }
}

/// The place of a value among those of peers, and its share of all of them.
fn beside(own: Exact, peers: Peers, added: bool) -> Standing {
    let peers = match peers {
        Ok(peers) => peers,
        Err(why) => return absent(why),
    };
    let whole = added.then(|| whole(peers.iter().chain([&own]))).flatten();
    Standing {
        rank: Some(1 + count(peers.iter().filter(|peer| **peer > own).count())),
        rank_of: 1 + count(peers.len()),
        tied_with: count(peers.iter().filter(|peer| **peer == own).count()),
        share: whole.map(|whole| percent(own, whole)),
        ..Standing::default()
    }
}

/// What places cannot be compared by.
fn not_compared(figure: &Figure) -> Option<Why> {
    match figure.declaration.measure {
        Measure::Rank(_) | Measure::Peers(_) => {
            Some(why("the figure is about peers itself", "该指标本身就是位次或同级数量"))
        }
        Measure::Parameter(_) | Measure::YearsSince(_) => {
            Some(why("the figure is given and not achieved", "该指标为给定值，不作比较"))
        }
        _ => None,
    }
}

/// The sum, if nothing of it is below zero and it is above.
fn whole<'a>(values: impl Iterator<Item = &'a Exact>) -> Option<Exact> {
    let zero = Exact::from_integer(0);
    let mut sum = zero;
    for value in values {
        if *value < zero {
            return None;
        }
        sum += value;
    }
    (sum > zero).then_some(sum)
}

fn percent(part: Exact, whole: Exact) -> String {
    let percent = part / whole * Exact::from_integer(100);
    decimal(round(percent, 1, Rounding::HalfUp), 1)
}

fn count(length: usize) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}

fn why(english: &str, chinese: &str) -> Why {
    (english.to_owned(), chinese.to_owned())
}

fn absent((missing_reason, missing_reason_zh): Why) -> Standing {
    Standing { missing_reason, missing_reason_zh, ..Standing::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(numbers: &[i128]) -> Vec<Exact> {
        numbers.iter().map(|number| Exact::from_integer(*number)).collect()
    }

    #[test]
    fn equal_values_share_a_place_and_the_next_one_is_skipped() {
        let at = |own: i128, peers: &[i128]| {
            let standing = beside(Exact::from_integer(own), Ok(numbers(peers)), true);
            (standing.rank, standing.rank_of, standing.tied_with, standing.share)
        };
        assert_eq!(at(5, &[9, 5, 1]), (Some(2), 4, 1, Some("25.0".to_owned())));
        assert_eq!(at(1, &[9, 5, 5]), (Some(4), 4, 0, Some("5.0".to_owned())));
        assert_eq!(at(0, &[0, 0]), (Some(1), 3, 2, None), "nothing has no parts");
    }

    #[test]
    fn a_peer_that_is_not_known_leaves_no_place() {
        let standing = beside(Exact::from_integer(5), Err(why("no value", "缺数")), true);
        assert_eq!((standing.rank, standing.share), (None, None));
        assert_eq!(standing.missing_reason_zh, "缺数");
    }

    #[test]
    fn what_does_not_add_up_or_falls_below_zero_has_no_share() {
        let one = Exact::from_integer(1);
        assert_eq!(beside(one, Ok(numbers(&[3])), false).share, None);
        assert_eq!(beside(one, Ok(numbers(&[-3])), true).share, None);
        assert_eq!(beside(one, Ok(numbers(&[2])), true).share.as_deref(), Some("33.3"));
    }
}
