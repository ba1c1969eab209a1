//! Which part of a period has not come: the township, the day, or the value of a field that tells
//! its parts.

use std::collections::{BTreeMap, BTreeSet};

use chassis::Refusal;
use jiff::civil::Date;
use proto::ledger::v1::DuePeriod;

use super::obligations::{Expects, Obligation};
use crate::kinds::parse_date;
use crate::reader::{Failure, Reader};
use crate::storage::{Sql, existing_at};

/// What came, by month.
type Came = BTreeMap<String, BTreeSet<String>>;

impl Obligation {
    /// The field whose values are the parts of a period; none where one record is all of it.
    fn part_field(&self) -> Option<&str> {
        match self.expects {
            Expects::Townships => Some("division"),
            Expects::Days => Some(&self.date),
            Expects::Records(_) => self.parts.as_deref(),
            Expects::One => None,
        }
    }

    /// The parts of a period: as the table has them, and as they are named.
    fn parts_of(&self, county: &str, (first, last): (Date, Date)) -> Vec<(String, String)> {
        let same = |part: String| (part.clone(), part);
        match self.expects {
            Expects::Townships => super::obligations::towns(county).map(same).collect(),
            Expects::Days => {
                let days = first.series(jiff::ToSpan::days(1)).take_while(|day| *day <= last);
                days.map(|day| same(day.to_string())).collect()
            }
            Expects::Records(_) => {
                let field = self.parts.as_deref().and_then(|parts| self.kind.field(parts));
                let values =
                    field.and_then(|(_, field)| field.values.as_ref()).into_iter().flatten();
                let known = values.filter(|(number, _)| **number != 0);
                known.map(|(number, (name, _))| (number.to_string(), name.clone())).collect()
            }
            Expects::One => Vec::new(),
        }
    }
}

/// Names what is missing of periods of which something came.
///
/// # Errors
/// When the database fails.
pub(super) async fn name(
    reader: &Reader,
    obligation: &Obligation,
    county: &str,
    periods: &mut [DuePeriod],
    position: i64,
) -> Result<(), Refusal> {
    let Some(field) = obligation.part_field() else { return Ok(()) };
    let lacks =
        |one: &&mut DuePeriod| one.received_count > 0 && one.received_count < one.expected_count;
    let mut partial: Vec<&mut DuePeriod> = periods.iter_mut().filter(lacks).collect();
    let (Some(begin), Some(end)) = (partial.first(), partial.last()) else { return Ok(()) };
    let days = (begin.first_date.clone(), end.last_date.clone());
    let came = came(reader, obligation, (county, field), days, position).await?;
    for period in &mut partial {
        let days = (parse_date(&period.first_date), parse_date(&period.last_date));
        let (Some(first), Some(last)) = days else { continue };
        let months = (&period.first_date[..7], &period.last_date[..7]);
        let inside =
            came.iter().filter(|(month, _)| (months.0..=months.1).contains(&month.as_str()));
        let there: BTreeSet<&str> =
            inside.flat_map(|(_, parts)| parts.iter().map(String::as_str)).collect();
        let parts = obligation.parts_of(county, (first, last)).into_iter();
        let missing = parts.filter(|(part, _)| !there.contains(part.as_str()));
        period.missing_parts = missing.map(|(_, name)| name).collect();
        field.clone_into(&mut period.part_field);
    }
    Ok(())
}

/// The values of a field among the records of a kind that stand, by the month of their day.
async fn came(
    reader: &Reader,
    obligation: &Obligation,
    (county, field): (&str, &str),
    (first, last): (String, String),
    position: i64,
) -> Result<Came, Refusal> {
    let (table, date) = (&obligation.kind.table, &obligation.date);
    let mut sql = Sql::new(format!("SELECT SUBSTR(r.\"{date}\", 1, 7) AS month, "));
    sql.push(format!("CAST(r.\"{field}\" AS text) AS part FROM \"{table}\" r WHERE r.county = "));
    sql.bind(county).push(" AND r.withdrawn = 0 AND ");
    existing_at(&mut sql, "r.", position);
    sql.push(format!(" AND r.\"{date}\" >= ")).bind(first);
    sql.push(format!(" AND r.\"{date}\" <= ")).bind(last);
    sql.push(" GROUP BY month, part");
    let mut came = Came::new();
    for row in reader.rows(sql).await? {
        let (month, part) = row.try_get_many_by_index().map_err(Failure::from)?;
        came.entry(month).or_default().insert(part);
    }
    Ok(came)
}
