//! What the demo county's personnel offices entered.

mod leave;
mod people;
mod unit;
mod work_log;

use jiff::civil::Date;
use proto::cadre::v1::WorkLog;
use proto::figure::v1::Parameter;

use super::Batch;
use super::calendar::{CUTOFF, month};
use super::places::COUNTY;
use super::random::Random;

pub use unit::township_unit;

/// The batches of the cadre service; the logs come month by month.
pub fn batches(seed: u64) -> Vec<Batch> {
    let (county_units, other_units) = unit::units();
    let units: Vec<_> = county_units.iter().chain(&other_units).cloned().collect();
    let cadres = people::cadres(&units);
    let leaves = leave::leaves(seed, &cadres);
    let mut batches = vec![
        Batch::of("参数", "parameters", &[threshold()]),
        Batch::of("县直单位", "county departments", &county_units),
        Batch::of("乡镇和事业单位", "townships and institutions", &other_units),
        Batch::of("干部", "cadres", &cadres),
        Batch::of("休假", "leaves", &leaves),
    ];
    let mut logs = work_log::work_logs(seed, &cadres, &leaves).into_iter().peekable();
    for last in month_ends() {
        let last_day = last.to_string();
        let of_month: Vec<WorkLog> =
            std::iter::from_fn(|| logs.next_if(|log| log.date <= last_day)).collect();
        let label_zh = format!("工作日志 {}年{}月", last.year(), last.month());
        let label_en = format!("work logs {}", last.strftime("%Y-%m"));
        batches.push(Batch::of(&label_zh, &label_en, &of_month));
    }
    batches
}

fn month_ends() -> impl Iterator<Item = Date> {
    [2022, 2023]
        .into_iter()
        .flat_map(|year| (1..=12).map(move |number| month(year, number).1))
        .take_while(|last| last.first_of_month() <= CUTOFF)
}

fn threshold() -> Parameter {
    Parameter {
        metadata: None,
        code: "worklog.saturation.threshold".to_owned(),
        name: "工作日志饱和度门槛".to_owned(),
        value: "90".to_owned(),
        division: COUNTY.to_owned(),
        first_date: "2022-01-01".to_owned(),
        last_date: String::new(),
        document: "示例组发〔2021〕18号".to_owned(),
    }
}
