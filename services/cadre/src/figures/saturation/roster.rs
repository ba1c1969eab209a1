//! The cadres of a place: their time in service, the unit of each day, leaves and swaps.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Calendar;
use chassis::Refusal;
use jiff::civil::Date;
use ledger::divisions::TOWNSHIP_DIGITS;
use ledger::figures::{CountyScope, counting};
use ledger::kinds::parse_date;
use ledger::reader::Reader;
use ledger::storage::Sql;

use super::Who;
use crate::rules::saturation::{Attendance, Days, Leave, Saturation, Swap};

/// One cadre, looked at from a place.
pub(super) struct Staff {
    /// The place of which the days are told.
    place: String,
    /// The days in service.
    pub(super) days: Days,
    /// Where no post says otherwise.
    registered: Seat,
    /// Where the posts are.
    stints: Vec<(Seat, Days)>,
    /// The leaves.
    pub(super) leaves: Vec<Leave>,
    /// The shift swaps that touch the period.
    pub(super) swaps: Vec<Swap>,
}

/// A unit, and where it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Seat {
    unit: String,
    division: String,
}

impl Seat {
    fn is_in(&self, place: &str) -> bool {
        self.division.starts_with(place)
    }
}

impl Staff {
    /// The unit where no post says otherwise; nothing where that is outside the place.
    pub(super) fn unit(&self) -> Option<&str> {
        self.registered.is_in(&self.place).then_some(&self.registered.unit)
    }

    /// The unit of a day; nothing on a day spent outside the place.
    pub(super) fn unit_on(&self, date: Date) -> Option<&str> {
        let seat = self.seat_on(date);
        seat.is_in(&self.place).then_some(&seat.unit)
    }

    fn seat_on(&self, date: Date) -> &Seat {
        let held = self.stints.iter().find(|(_, days)| days.contains(date));
        held.map_or(&self.registered, |(seat, _)| seat)
    }

    /// Whether all days of a period are of the same unit, in the place.
    pub(super) fn stays(&self, period: Days) -> bool {
        let meets = |days: Days| days.intersection(period).first <= days.intersection(period).last;
        let Some(unit) = self.unit() else { return false };
        let same = |seat: &Seat| seat.unit == unit && seat.is_in(&self.place);
        !self.stints.iter().any(|(seat, days)| !same(seat) && meets(*days))
    }

    /// The units of a period, each with the days spent there one after another.
    pub(super) fn segments(&self, period: Days) -> Vec<(&str, Days)> {
        let period = period.intersection(self.days);
        if let Some(unit) = self.unit().filter(|_| self.stays(period)) {
            return vec![(unit, period)];
        }
        let mut segments: Vec<(&str, Days)> = Vec::new();
        for date in period.iter() {
            let Some(unit) = self.unit_on(date) else { continue };
            match segments.last_mut() {
                Some((last, days))
                    if *last == unit && days.last.tomorrow().is_ok_and(|next| next == date) =>
                {
                    days.last = date;
                }
                _ => segments.push((unit, Days::new(date, Some(date)))),
            }
        }
        segments
    }

    /// The townships of a period; of those of the county's own offices, the county.
    pub(super) fn townships(&self, period: Days) -> BTreeSet<&str> {
        let period = period.intersection(self.days);
        let dates = match self.stints.is_empty() {
            true => Days::new(period.first, Some(period.first.min(period.last))),
            false => period,
        };
        let division = |date| self.seat_on(date).division.as_str();
        dates.iter().map(|date| township_of(division(date))).collect()
    }

    /// The half-days that ask for a log.
    pub(super) fn required(&self, calendar: &Calendar, days: Days) -> i64 {
        if self.leaves.is_empty() && self.swaps.is_empty() {
            return 2 * calendar.working_days(days.first, days.last).unwrap_or(0);
        }
        let none = BTreeSet::new();
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

fn township_of(division: &str) -> &str {
    division.get(..TOWNSHIP_DIGITS).unwrap_or(division)
}

/// The cadres of a place, by id: those registered there, and those with a post there.
pub(super) async fn roster(
    reader: &Reader,
    scope: &CountyScope,
    who: &Who,
) -> Result<BTreeMap<String, Staff>, Refusal> {
    type Row = (String, String, String, String, String);
    let mut staff = BTreeMap::new();
    let mut sql = Sql::new("SELECT c.id, c.unit_id, c.division, c.first_date, c.last_date ");
    sql.push("FROM cadre c WHERE c.county = ").bind(scope.county.as_str());
    if scope.division != scope.county {
        sql.push(" AND (");
        inside(&mut sql, "c", &scope.division);
        sql.push(" OR EXISTS (SELECT 1 FROM post p WHERE p.county = c.county");
        sql.push(" AND p.cadre_id = c.id AND ");
        inside(&mut sql, "p", &scope.division);
        sql.push(" AND ");
        counting(&mut sql, "p", scope.position);
        sql.push("))");
    }
    who.narrow(&mut sql, "c.id");
    sql.push(" AND ");
    counting(&mut sql, "c", scope.position);
    for (id, unit, division, first, last) in reader.tuples::<Row>(sql).await? {
        let Some(first) = parse_date(&first) else { continue };
        let days = Days::new(first, parse_date(&last));
        let (place, registered) = (scope.division.clone(), Seat { unit, division });
        let (stints, leaves, swaps) = (Vec::new(), Vec::new(), Vec::new());
        staff.insert(id, Staff { place, days, registered, stints, leaves, swaps });
    }
    add_stints(reader, scope, who, &mut staff).await?;
    add_leaves(reader, scope, who, &mut staff).await?;
    add_swaps(reader, scope, who, &mut staff).await?;
    Ok(staff)
}

/// Adds the condition that a row lies in a place.
fn inside(sql: &mut Sql, row: &str, place: &str) {
    sql.push(format!("{row}.division >= ")).bind(place);
    sql.push(format!(" AND {row}.division < ")).bind(ledger::divisions::after_prefix(place));
}

async fn add_stints(
    reader: &Reader,
    scope: &CountyScope,
    who: &Who,
    staff: &mut BTreeMap<String, Staff>,
) -> Result<(), Refusal> {
    type Row = (String, String, String, String, String);
    let mut sql = Sql::new("SELECT c.cadre_id, c.unit_id, c.division, c.first_date, c.last_date ");
    sql.push("FROM post c WHERE c.county = ").bind(scope.county.as_str());
    sql.push(" AND c.first_date <= ").bind(scope.last_date.as_str());
    sql.push(" AND (c.last_date = '' OR c.last_date >= ").bind(scope.first_date.as_str());
    sql.push(")");
    who.narrow(&mut sql, "c.cadre_id");
    sql.push(" AND ");
    counting(&mut sql, "c", scope.position);
    sql.push(" ORDER BY c.cadre_id, c.first_date DESC");
    for (cadre, unit, division, first, last) in reader.tuples::<Row>(sql).await? {
        if let (Some(staff), Some(first)) = (staff.get_mut(&cadre), parse_date(&first)) {
            staff.stints.push((Seat { unit, division }, Days::new(first, parse_date(&last))));
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
