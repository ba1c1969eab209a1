//! The cadres of a place: their time in service, the unit of each day, leaves and swaps.

use std::collections::BTreeMap;

use calendar::Calendar;
use chassis::Refusal;
use jiff::civil::Date;
use ledger::figures::{CountyScope, counting};
use ledger::kinds::parse_date;
use ledger::reader::Reader;
use ledger::storage::Sql;

use super::Who;
use crate::rules::saturation::{Attendance, Days, Leave, Saturation, Swap};

/// One cadre.
pub(super) struct Staff {
    /// The days in service.
    pub(super) days: Days,
    /// The unit where no post says otherwise.
    pub(super) unit: String,
    /// The units of the posts.
    stints: Vec<(String, Days)>,
    /// The leaves.
    pub(super) leaves: Vec<Leave>,
    /// The shift swaps that touch the period.
    pub(super) swaps: Vec<Swap>,
}

impl Staff {
    /// The unit of a day.
    pub(super) fn unit_on(&self, date: Date) -> &str {
        let held = self.stints.iter().find(|(_, days)| days.contains(date));
        held.map_or(&self.unit, |(unit, _)| unit)
    }

    /// Whether all days of a period are of the same unit.
    pub(super) fn stays(&self, period: Days) -> bool {
        let meets = |days: Days| days.intersection(period).first <= days.intersection(period).last;
        let mut others = self.stints.iter().filter(|(unit, _)| *unit != self.unit);
        !others.any(|(_, days)| meets(*days))
    }

    /// The units of a period, each with the days spent there one after another.
    pub(super) fn segments(&self, period: Days) -> Vec<(&str, Days)> {
        let period = period.intersection(self.days);
        if self.stays(period) {
            return vec![(&self.unit, period)];
        }
        let mut segments: Vec<(&str, Days)> = Vec::new();
        for date in period.iter() {
            let unit = self.unit_on(date);
            match segments.last_mut() {
                Some((last, days)) if *last == unit => days.last = date,
                _ => segments.push((unit, Days::new(date, Some(date)))),
            }
        }
        segments
    }

    /// The half-days that ask for a log.
    pub(super) fn required(&self, calendar: &Calendar, days: Days) -> i64 {
        if self.leaves.is_empty() && self.swaps.is_empty() {
            return 2 * calendar.working_days(days.first, days.last).unwrap_or(0);
        }
        let none = std::collections::BTreeSet::new();
        let Self { leaves, swaps, .. } = self;
        let attendance = Attendance { employed: self.days, leaves, swaps, logged: &none };
        Saturation::of(calendar, days, &attendance).map_or(0, |halves| halves.required_halves)
    }

    /// What a log of one day is worth: nothing out of service and on a day swapped off, less where
    /// leave was taken.
    pub(super) fn worth(&self, calendar: &Calendar, date: Date) -> i64 {
        self.required(calendar, Days::new(date, Some(date)).intersection(self.days))
    }
}

/// The cadres of the division, by id.
pub(super) async fn roster(
    reader: &Reader,
    scope: &CountyScope,
    who: &Who,
) -> Result<BTreeMap<String, Staff>, Refusal> {
    let mut staff = BTreeMap::new();
    let mut sql = Sql::new("SELECT c.id, c.first_date, c.last_date FROM cadre c WHERE ");
    of_place(&mut sql, scope, who);
    for (id, first, last) in reader.days(sql).await? {
        let Some(first) = parse_date(&first) else { continue };
        let days = Days::new(first, parse_date(&last));
        let (unit, stints, leaves, swaps) = (String::new(), Vec::new(), Vec::new(), Vec::new());
        staff.insert(id, Staff { days, unit, stints, leaves, swaps });
    }
    let mut sql = Sql::new("SELECT c.id, c.unit_id, '' FROM cadre c WHERE ");
    of_place(&mut sql, scope, who);
    for (id, unit, _) in reader.days(sql).await? {
        if let Some(staff) = staff.get_mut(&id) {
            staff.unit = unit;
        }
    }
    add_stints(reader, scope, who, &mut staff).await?;
    add_leaves(reader, scope, who, &mut staff).await?;
    add_swaps(reader, scope, who, &mut staff).await?;
    Ok(staff)
}

fn of_place(sql: &mut Sql, scope: &CountyScope, who: &Who) {
    sql.push("c.county = ").bind(scope.county.as_str());
    sql.push(" AND c.division >= ").bind(scope.division.as_str());
    sql.push(" AND c.division < ").bind(ledger::divisions::after_prefix(&scope.division));
    who.narrow(sql, "c.id");
    sql.push(" AND ");
    counting(sql, "c", scope.position);
}

async fn add_stints(
    reader: &Reader,
    scope: &CountyScope,
    who: &Who,
    staff: &mut BTreeMap<String, Staff>,
) -> Result<(), Refusal> {
    // Cadre and unit travel in one text; ids have no blanks.
    let mut sql = Sql::new("SELECT c.cadre_id || ' ' || c.unit_id, c.first_date, c.last_date ");
    sql.push("FROM post c WHERE c.county = ").bind(scope.county.as_str());
    sql.push(" AND c.first_date <= ").bind(scope.last_date.as_str());
    sql.push(" AND (c.last_date = '' OR c.last_date >= ").bind(scope.first_date.as_str());
    sql.push(")");
    who.narrow(&mut sql, "c.cadre_id");
    sql.push(" AND ");
    counting(&mut sql, "c", scope.position);
    sql.push(" ORDER BY c.cadre_id, c.first_date DESC");
    for (pair, first, last) in reader.days(sql).await? {
        let Some((cadre, unit)) = pair.split_once(' ') else { continue };
        if let (Some(staff), Some(first)) = (staff.get_mut(cadre), parse_date(&first)) {
            staff.stints.push((unit.to_owned(), Days::new(first, parse_date(&last))));
        }
    }
    Ok(())
}

async fn add_leaves(
    reader: &Reader,
    scope: &CountyScope,
    who: &Who,
    staff: &mut BTreeMap<String, Staff>,
) -> Result<(), Refusal> {
    for is_half in [false, true] {
        let mut sql =
            Sql::new("SELECT c.cadre_id, c.first_date, c.last_date FROM leave c WHERE c.county = ");
        sql.bind(scope.county.as_str()).push(" AND c.half_day = ").bind(i64::from(is_half));
        sql.push(" AND c.first_date <= ").bind(scope.last_date.as_str());
        sql.push(" AND c.last_date >= ").bind(scope.first_date.as_str());
        who.narrow(&mut sql, "c.cadre_id");
        sql.push(" AND ");
        counting(&mut sql, "c", scope.position);
        for (cadre, first, last) in reader.days(sql).await? {
            if let (Some(staff), Some(first)) = (staff.get_mut(&cadre), parse_date(&first)) {
                let days = Days::new(first, parse_date(&last));
                staff.leaves.push(Leave { days, is_half });
            }
        }
    }
    Ok(())
}

async fn add_swaps(
    reader: &Reader,
    scope: &CountyScope,
    who: &Who,
    staff: &mut BTreeMap<String, Staff>,
) -> Result<(), Refusal> {
    let mut sql = Sql::new("SELECT c.cadre_id, c.off_date, c.work_date FROM shift_swap c WHERE ");
    sql.push("c.county = ").bind(scope.county.as_str());
    for (column, before) in [("off_date", " AND ("), ("work_date", " OR ")] {
        sql.push(format!("{before}c.{column} >= ")).bind(scope.first_date.as_str());
        sql.push(format!(" AND c.{column} <= ")).bind(scope.last_date.as_str());
    }
    sql.push(")");
    who.narrow(&mut sql, "c.cadre_id");
    sql.push(" AND ");
    counting(&mut sql, "c", scope.position);
    for (cadre, off, work) in reader.days(sql).await? {
        if let (Some(staff), Some(off), Some(work)) =
            (staff.get_mut(&cadre), parse_date(&off), parse_date(&work))
        {
            staff.swaps.push(Swap { off, work });
        }
    }
    Ok(())
}
