//! The records that are entered: cadres of a county who wrote a log on 250 days of every year.

use cadre::Ours;
use calendar::Calendar;
use jiff::civil::{Date, date};
use ledger::divisions::Divisions;
use ledger::kinds::Kind;
use prost_types::Any;
use proto::cadre::v1::{Cadre, Leave, LeaveType, Unit, UnitType, WorkLog};
use proto::ledger::v1::RecordRef;

/// The county.
pub const COUNTY: &str = "421222";
/// The years of the logs.
pub const YEARS: [i16; 5] = [2022, 2023, 2024, 2025, 2026];

/// Days with a log of a cadre in a year.
const DAYS: usize = 250;
const CADRES_OF_A_UNIT: usize = 40;
const TASKS: [&str; 8] = [
    "走访脱贫户并核对帮扶台账",
    "巡查河道并清理岸线垃圾",
    "入户宣传防返贫监测政策",
    "排查房屋和地质灾害隐患",
    "督促整改人居环境问题",
    "检查森林防火值守点",
    "核对医保参保名单",
    "走访企业了解用工需求",
];
const RESULTS: [&str; 4] = ["已完成", "问题已交办", "形成清单，持续跟进", "已答复来访群众"];

/// Units and the cadres in them.
pub struct Staff {
    pub units: Vec<Unit>,
    pub cadres: Vec<Cadre>,
}

impl Staff {
    /// So many cadres, spread over the townships of the county.
    pub fn of(count: usize) -> Self {
        let townships: Vec<&str> =
            Divisions::standard().townships(COUNTY).map(|(code, _)| code).collect();
        let unit = |(index, division): (usize, &&str)| Unit {
            code: format!("CS-{index:03}"),
            name: format!("测速单位{index}"),
            r#type: UnitType::Township.into(),
            division: (*division).to_owned(),
            first_date: "2019-03-01".to_owned(),
            ..Unit::default()
        };
        let units = townships.iter().cycle().take(count.div_ceil(CADRES_OF_A_UNIT));
        let units: Vec<Unit> = units.enumerate().map(unit).collect();
        let cadre = |(index, unit): (usize, &Unit)| Cadre {
            code: format!("CS{index:04}"),
            name: format!("测速干部{index}"),
            unit_id: unit.code.clone(),
            post: "一般干部".to_owned(),
            division: unit.division.clone(),
            first_date: "2020-01-02".to_owned(),
            ..Cadre::default()
        };
        let cadres = units.iter().cycle().take(count).enumerate().map(cadre).collect();
        Self { units, cadres }
    }

    /// Two leaves of every cadre in a year: one of days, one of half a day.
    pub fn leaves(&self, year: i16) -> Vec<Leave> {
        let working = working_days(year);
        let both = |(index, cadre): (usize, &Cadre)| {
            let leave = |first: Date, last: Date, half_day| Leave {
                cadre_id: cadre.code.clone(),
                r#type: LeaveType::Annual.into(),
                division: cadre.division.clone(),
                first_date: first.to_string(),
                last_date: last.to_string(),
                half_day,
                ..Leave::default()
            };
            let (first, last, half) = away(&working, index);
            [leave(first, last, false), leave(half, half, true)]
        };
        self.cadres.iter().enumerate().flat_map(both).collect()
    }

    /// The logs of a year, by day and then by cadre, as offices send them in.
    pub fn logs(&self, year: i16) -> Vec<WorkLog> {
        let working = working_days(year);
        let rest: Vec<Date> = Calendar::standard().rest_days(first(year), last(year)).collect();
        let mut logs = Vec::with_capacity(self.cadres.len() * DAYS);
        for (index, cadre) in self.cadres.iter().enumerate() {
            let (from, to, half) = away(&working, index);
            let there = working.iter().filter(|day| !(from..=to).contains(*day));
            for day in there.chain(rest.iter().skip(index % 7)).take(DAYS) {
                logs.push(log(cadre, *day, if *day == half { 240 } else { 480 }));
            }
        }
        logs.sort_by(|a, b| (&a.date, &a.cadre_id).cmp(&(&b.date, &b.cadre_id)));
        logs
    }
}

/// The first and the last day of a cadre's leave, and the day of half a leave.
fn away(working: &[Date], index: usize) -> (Date, Date, Date) {
    let at = |offset: usize| working[(index * 7 + offset) % (working.len() - 3)];
    let first = (index * 7) % (working.len() - 3);
    (working[first], working[first + 2], at(30))
}

fn first(year: i16) -> Date {
    date(year, 1, 1)
}

fn last(year: i16) -> Date {
    date(year, 12, 31)
}

fn working_days(year: i16) -> Vec<Date> {
    let days = std::iter::successors(Some(first(year)), |day| day.tomorrow().ok());
    let days = days.take_while(|day| *day <= last(year));
    days.filter(|day| Calendar::standard().is_working_day(*day) == Some(true)).collect()
}

fn log(cadre: &Cadre, day: Date, minutes: i32) -> WorkLog {
    // Texts differ from day to day and from cadre to cadre, without chance.
    let number = cadre.code.bytes().fold(day.day_of_year() as usize, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(usize::from(byte))
    });
    let place = format!("示例村{}", number % 12 + 1);
    WorkLog {
        cadre_id: cadre.code.clone(),
        unit_id: cadre.unit_id.clone(),
        division: cadre.division.clone(),
        date: day.to_string(),
        start_time: "08:30".to_owned(),
        minutes: Some(minutes),
        task: format!("{}{}次（{place}）", TASKS[number % TASKS.len()], number % 9 + 1),
        place,
        result: RESULTS[number % RESULTS.len()].to_owned(),
        submit_date: day.to_string(),
        ..WorkLog::default()
    }
}

/// A record as it travels in an import.
pub fn pack<D, K: Kind<D>>(record: &K) -> Any {
    Any { type_url: K::type_url(), value: record.encode_to_vec() }
}

/// The state of a record that an import left at a position.
pub fn reference<K: Kind<Ours>>(record: &K, position: i64) -> RecordRef {
    RecordRef { kind: K::full_name(), id: record.key(), etag: format!("\"{position}\"") }
}
