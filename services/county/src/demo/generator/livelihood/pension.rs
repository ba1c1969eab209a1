//! The pensions that were due in each month and township, and those paid through institutions.

use proto::livelihood::v1::PensionMonth;

use super::super::calendar::month;
use super::super::places::TOWNSHIPS;
use super::Random;

/// Persons with a pension, and how they spread over the townships.
const PERSONS: i64 = 72_400;
const WEIGHTS: [i64; 11] = [23, 12, 9, 8, 8, 11, 7, 8, 9, 6, 6];
/// The months that are over at the cutoff.
const MONTHS: [(i16, i8); 2] = [(2022, 12), (2023, 11)];
/// What a pension comes to in a month of each year, in 分.
const PENSION_FEN: [i64; 2] = [15_200, 16_100];

/// The returns; in 2022 a few pensions were still handed out in cash.
pub fn months(seed: u64) -> Vec<PensionMonth> {
    let mut random = Random::new(seed, "pension");
    let persons = random.split(PERSONS, &WEIGHTS);
    let mut returns = Vec::new();
    for ((year, months), pension_fen) in MONTHS.into_iter().zip(PENSION_FEN) {
        for number in 1..=months {
            let (first, last) = month(year, number);
            for (township, persons) in TOWNSHIPS.iter().zip(&persons) {
                let due = persons + random.between(-20, 20);
                let in_cash = if year == 2022 { random.between(4, 18) } else { 0 };
                let paid = due - in_cash;
                returns.push(PensionMonth {
                    metadata: None,
                    division: township.code.to_owned(),
                    first_date: first.to_string(),
                    last_date: last.to_string(),
                    due_count: i32::try_from(due).ok(),
                    paid_count: i32::try_from(paid).ok(),
                    due_fen: Some(due * pension_fen),
                    paid_fen: Some(paid * pension_fen),
                    signer: "示例签发人".to_owned(),
                    document: format!("示例人社报〔{year}〕{number}号"),
                });
            }
        }
    }
    returns
}
