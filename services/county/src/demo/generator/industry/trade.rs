//! The customs authority's monthly statements for the county, in yuan and dollars.

use jiff::civil::{Date, date};
use proto::industry::v1::{Direction, TradeBulletin, TradeComparison, TradeFlow, Vintage};

use super::super::calendar::{after, month};
use super::super::places::COUNTY;
use super::Random;

/// What was traded from January to November, in fen: 12.50 and 14.00 亿元, 11.98 % more.
const ELEVEN_MONTHS_FEN: [(i16, i64); 2] = [(2022, 124_983_617_243), (2023, 139_958_240_917)];
/// What was traded in December 2022, in fen.
const DECEMBER_2022_FEN: i64 = 11_724_905_386;
/// How the months weigh in a year.
const MONTHS: [i64; 11] = [88, 71, 94, 96, 99, 103, 101, 98, 104, 97, 108];
/// Of a hundred yuan, those of exports.
const EXPORT_SHARE: i64 = 87;

/// Yuan for 10,000 dollars, month by month from January 2022.
const RATES: [i64; 23] = [
    63_680, 63_600, 63_420, 63_640, 66_090, 66_720, 67_110, 67_560, 68_820, 71_090, 71_960, 71_340,
    69_660, 67_690, 68_770, 68_780, 68_820, 70_060, 71_590, 71_300, 71_790, 71_820, 71_780,
];

/// Two statements a month, exports and imports.
pub fn bulletins(seed: u64) -> Vec<TradeBulletin> {
    let mut random = Random::new(seed, "trade");
    let mut bulletins = Vec::new();
    for (year, total) in ELEVEN_MONTHS_FEN {
        let mut months = random.split(total, &MONTHS);
        if year == 2022 {
            months.push(DECEMBER_2022_FEN);
        }
        for (number, total) in (1..).zip(months) {
            let share = random.split(total, &[EXPORT_SHARE, 100 - EXPORT_SHARE]);
            let release = release_date(&mut random, year, number);
            for (direction, value) in [Direction::Export, Direction::Import].into_iter().zip(share)
            {
                bulletins.push(bulletin(&mut random, (year, number), direction, value, release));
            }
        }
    }
    bulletins
}

/// From the 9th to the 18th of the next month; November 2023 came early, as a flash.
fn release_date(random: &mut Random, year: i16, number: i8) -> Date {
    if (year, number) == (2023, 11) {
        return date(2023, 12, 7);
    }
    after(month(year, number).1, random.between(9, 18))
}

fn bulletin(
    random: &mut Random,
    (year, number): (i16, i8),
    direction: Direction,
    value_fen: i64,
    release: Date,
) -> TradeBulletin {
    let (first, last) = month(year, number);
    let is_flash = (year, number) == (2023, 11);
    let rate = RATES[((year - 2022) * 12) as usize + number as usize - 1];
    // Declarations are converted one by one, so that a month is off its rate by a little.
    let rate = rate + random.between(-90, 90);
    TradeBulletin {
        metadata: None,
        first_date: first.to_string(),
        last_date: last.to_string(),
        direction: direction.into(),
        division: COUNTY.to_owned(),
        value_fen: Some(value_fen),
        value_usd_cent: Some(value_fen * 10_000 / rate),
        vintage: if is_flash { Vintage::Flash } else { Vintage::Final }.into(),
        release_date: release.to_string(),
        document: format!("示例关统〔{}〕第{number}号", release.year()),
    }
}

/// What customs stated early of a month that it stated finally since, off by a little.
pub fn flashes(bulletins: &[TradeBulletin]) -> Vec<TradeBulletin> {
    let (_, last) = month(2023, STATED_TWICE);
    let of_month = bulletins.iter().filter(|one| one.last_date == last.to_string());
    let flash = |bulletin: &TradeBulletin| TradeBulletin {
        value_fen: bulletin.value_fen.map(|value| value - value / 250),
        value_usd_cent: bulletin.value_usd_cent.map(|value| value - value / 250),
        vintage: Vintage::Flash.into(),
        release_date: after(last, 7).to_string(),
        document: format!("示例关统快〔2023〕第{STATED_TWICE}号"),
        ..bulletin.clone()
    };
    of_month.map(flash).collect()
}

/// A month that was entered as a flash first.
const STATED_TWICE: i8 = 10;
/// A month whose growth customs stated before it corrected the month.
const STATED_EARLY: i8 = 5;
/// By how much it was off, in hundredths of a percent.
const STATED_OFF: i32 = 30;

/// What customs states of growth since January, from the second year on, to one decimal.
pub fn comparisons(bulletins: &[TradeBulletin]) -> Vec<TradeComparison> {
    let flows = [
        (TradeFlow::Total, None),
        (TradeFlow::Export, Some(Direction::Export)),
        (TradeFlow::Import, Some(Direction::Import)),
    ];
    let months = 1..=11;
    let of =
        |number: i8| flows.map(|(flow, direction)| comparison(bulletins, number, flow, direction));
    months.flat_map(of).collect()
}

fn comparison(
    bulletins: &[TradeBulletin],
    number: i8,
    flow: TradeFlow,
    direction: Option<Direction>,
) -> TradeComparison {
    let (first, last) = (month(2023, 1).0.to_string(), month(2023, number).1.to_string());
    let sum = |year: &str, value: fn(&TradeBulletin) -> Option<i64>| -> i64 {
        let of_year = bulletins.iter().filter(|one| one.last_date.starts_with(year));
        let so_far = of_year.filter(|one| one.last_date[5..] <= last[5..]);
        let flowing = so_far.filter(|one| direction.is_none_or(|way| one.direction() == way));
        flowing.filter_map(value).sum()
    };
    let growth = |value: fn(&TradeBulletin) -> Option<i64>| {
        let (now, then) = (i128::from(sum("2023", value)), i128::from(sum("2022", value)));
        let per_mille = ((now - then) * 2_000 + then).div_euclid(2 * then.max(1));
        i32::try_from(per_mille * 10).unwrap_or_default()
    };
    let off = if number == STATED_EARLY { STATED_OFF } else { 0 };
    let latest = bulletins.iter().rfind(|one| one.last_date == last);
    let release = latest.map(|one| one.release_date.clone()).unwrap_or_default();
    TradeComparison {
        metadata: None,
        first_date: first,
        flow: flow.into(),
        division: COUNTY.to_owned(),
        growth_x100: Some(growth(|one| one.value_fen) + off),
        growth_usd_x100: Some(growth(|one| one.value_usd_cent)),
        vintage: latest.map_or(Vintage::Final, TradeBulletin::vintage).into(),
        document: format!("示例关统〔{}〕第{number}号", &release[..4]),
        release_date: release,
        last_date: last,
    }
}
