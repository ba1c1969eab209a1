//! Tenders: all of 2023 online from end to end, three of 2022 not.

use jiff::civil::{Date, date};
use proto::industry::v1::Tender;

use super::super::calendar::working_days;
use super::super::places::TOWNSHIPS;
use super::Random;

/// What is put out to tender.
const MATTERS: [&str; 8] = [
    "农村公路改造",
    "学校设备采购",
    "污水管网施工",
    "高标准农田建设",
    "卫生院设备采购",
    "城区绿化养护",
    "信息化系统采购",
    "小型水库除险加固",
];

/// A year: its first and last day with a tender, how many there were, how many in part on paper,
/// how many with experts of another province, of another city, and with the award set apart.
struct Year {
    first: Date,
    last: Date,
    count: usize,
    on_paper: usize,
    across_provinces: usize,
    across_cities: usize,
    separate: usize,
}

const YEARS: [Year; 2] = [
    Year {
        first: date(2022, 1, 10),
        last: date(2022, 12, 20),
        count: 38,
        on_paper: 3,
        across_provinces: 0,
        across_cities: 2,
        separate: 1,
    },
    Year {
        first: date(2023, 1, 9),
        last: date(2023, 12, 6),
        count: 46,
        on_paper: 0,
        across_provinces: 5,
        across_cities: 4,
        separate: 7,
    },
];

/// The tenders, year by year in the order of their days.
pub fn tenders(seed: u64) -> Vec<Tender> {
    let mut random = Random::new(seed, "tender");
    YEARS.iter().flat_map(|year| year.tenders(&mut random)).collect()
}

/// A tender of December with a stage on paper, which nobody has verified yet.
pub fn unread() -> Vec<Tender> {
    let day = date(2023, 12, 5);
    vec![Tender { opened_online: false, ..tender("ZB-2023-901", day, MATTERS[0], 0) }]
}

impl Year {
    fn tenders(&self, random: &mut Random) -> Vec<Tender> {
        let days = working_days(self.first, self.last);
        let mut opened: Vec<Date> = (0..self.count).map(|_| *random.pick(&days)).collect();
        opened.sort();
        let mut turns: Vec<usize> = (0..self.count).collect();
        random.shuffle(&mut turns);
        let remote = self.across_provinces + self.across_cities;
        let made = opened.into_iter().zip(turns).enumerate();
        made.map(|(index, (day, turn))| {
            let code = format!("ZB-{}-{:03}", day.year(), index + 1);
            let township = random.index(TOWNSHIPS.len());
            let matter: &str = random.pick::<&str>(&MATTERS);
            let mut tender = tender(&code, day, matter, township);
            tender.award_fen = Some(random.between(40, 2_600) * 1_000_000);
            tender.opened_online = turn >= self.on_paper;
            let place = if turn < self.across_provinces { "3604" } else { "4201" };
            tender.remote_evaluation = turn < remote;
            tender.remote_place = if turn < remote { place.to_owned() } else { String::new() };
            tender.separate_award = (self.count - self.separate..self.count).contains(&turn);
            tender
        })
        .collect()
    }
}

fn tender(code: &str, day: Date, matter: &str, township: usize) -> Tender {
    let township = &TOWNSHIPS[township];
    Tender {
        code: code.to_owned(),
        title: format!("{}示例{matter}项目", township.name),
        division: township.code.to_owned(),
        open_date: day.to_string(),
        announced_online: true,
        bid_online: true,
        opened_online: true,
        evaluated_online: true,
        awarded_online: true,
        ..Tender::default()
    }
}
