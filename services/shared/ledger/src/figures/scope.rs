//! What figures are computed for: a place and a period, at positions.

use std::collections::BTreeMap;

use chassis::Refusal;
use proto::figure::v1 as wire;

use super::CountyScope;
use super::compute::Engine;
use super::period::{last_year, last_year_end, year_before};
use crate::reader::{check_day, check_division};

/// What figures are computed for, with a position for every county inside.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scope {
    /// The division.
    pub division: String,
    /// The first day of the period.
    pub first_date: String,
    /// The last day whose facts are counted.
    pub last_date: String,
    /// By county.
    pub positions: BTreeMap<String, i64>,
}

impl Scope {
    /// The scope as callers see it, with the positions used.
    pub fn to_wire(&self) -> wire::Scope {
        let Self { division, first_date, last_date, positions } = self.clone();
        let positions = positions.into_iter().collect();
        wire::Scope { division, first_date, last_date, positions }
    }

    /// The same days a year before, up to `last` if that is earlier than the last day.
    pub(super) fn last_year(&self, last: Option<&str>) -> Self {
        Self {
            first_date: last_year(&self.first_date),
            last_date: last_year_end(last.unwrap_or(&self.last_date)),
            ..self.clone()
        }
    }

    /// The whole year before.
    pub(super) fn year_before(&self) -> Self {
        let (first_date, last_date) = year_before(&self.last_date);
        Self { first_date, last_date, ..self.clone() }
    }

    /// The part of the scope that lies in each county.
    pub(super) fn counties(&self) -> impl Iterator<Item = CountyScope> {
        self.positions.iter().map(|(county, position)| {
            let inside = self.division.starts_with(county.as_str());
            CountyScope {
                county: county.clone(),
                division: if inside { self.division.clone() } else { county.clone() },
                first_date: self.first_date.clone(),
                last_date: self.last_date.clone(),
                position: *position,
            }
        })
    }
}

impl Engine {
    /// Checks a scope and gives every county inside its position.
    ///
    /// # Errors
    /// `REQUEST_INVALID` for a day or a division that is none; `POSITION_AHEAD`.
    pub async fn scope(&self, asked: Option<&wire::Scope>) -> Result<Scope, Refusal> {
        let empty = wire::Scope::default();
        let wire::Scope { division, first_date, last_date, positions } = asked.unwrap_or(&empty);
        check_day("scope.first_date", first_date)?;
        check_day("scope.last_date", last_date)?;
        check_division("scope.division", division)?;
        let mut resolved = BTreeMap::new();
        for county in self.reader.counties(division).await? {
            let asked = positions.get(&county).copied().unwrap_or(0);
            let position = self.reader.position(&county, asked).await?;
            resolved.insert(county, position);
        }
        Ok(Scope {
            division: division.clone(),
            first_date: first_date.clone(),
            last_date: last_date.clone(),
            positions: resolved,
        })
    }
}
