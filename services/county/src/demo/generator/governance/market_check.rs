//! Checks on markets: the lighting of fresh food from December on, scales and notices all year.

use jiff::civil::{Date, date};
use proto::governance::v1::{MarketCheck, MarketTopic};

use super::super::calendar::{CUTOFF, after, working_days};
use super::super::places::TOWNSHIPS;
use super::Random;

/// The checks that are verified, and one that nobody has verified yet.
pub fn checks(seed: u64) -> (Vec<MarketCheck>, Vec<MarketCheck>) {
    let mut random = Random::new(seed, "market check");
    let mut checks = Vec::new();
    for year in [2022, 2023] {
        let days = working_days(date(year, 1, 4), date(year, 11, 30));
        for topic in [MarketTopic::Measures, MarketTopic::FoodNotices] {
            let count = checks.len() + 14;
            while checks.len() < count {
                let day = *random.pick(&days);
                checks.push(check(&mut random, topic, day));
            }
        }
    }
    // The rule on lighting holds from 1 December 2023 on.
    let days = working_days(date(2023, 12, 1), CUTOFF);
    for index in 0..12 {
        checks.push(check(&mut random, MarketTopic::Lighting, days[index % days.len()]));
    }
    checks.sort_by(|one, other| one.check_date.cmp(&other.check_date));
    let latest = check(&mut random, MarketTopic::Lighting, CUTOFF);
    checks.push(latest);
    for (check, number) in checks.iter_mut().zip(1..) {
        check.code = format!("SC{}-{number:03}", &check.check_date[..4]);
        check.proof = format!("示例检查记录{number}号");
    }
    let unverified = checks.split_off(checks.len() - 1);
    (checks, unverified)
}

fn check(random: &mut Random, topic: MarketTopic, day: Date) -> MarketCheck {
    let count = |number: i64| i32::try_from(number).unwrap_or(0);
    let premises = random.between(6, 24);
    let found = random.between(0, premises / 2);
    let put_right = if found > 0 { random.between(found - found / 3, found) } else { 0 };
    let township = &TOWNSHIPS[random.index(TOWNSHIPS.len())];
    let put_right_day = after(day, random.between(0, 2)).min(CUTOFF);
    MarketCheck {
        metadata: None,
        code: String::new(),
        topic: topic.into(),
        division: township.code.to_owned(),
        check_date: day.to_string(),
        premises_count: Some(count(premises)),
        found_count: Some(count(found)),
        put_right_count: Some(count(put_right)),
        put_right_date: if put_right > 0 { put_right_day.to_string() } else { String::new() },
        proof: String::new(),
    }
}
