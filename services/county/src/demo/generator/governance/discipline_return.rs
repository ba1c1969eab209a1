//! The discipline office's monthly sums.

use proto::governance::v1::DisciplineReturn;

use super::super::calendar::month;
use super::super::places::COUNTY;

/// Cases pending when 2022 began.
const PENDING: i32 = 21;

/// Accepted, concluded and days of trial in a month, from January 2022. Of 2022: 240 concluded in
/// 3,600 days. Of 2023: 258 concluded in 1,548 days, of 17 pending and 252 accepted.
const MONTHS: [(i32, i32, i32); 23] = [
    (14, 16, 275),
    (16, 15, 251),
    (21, 22, 357),
    (21, 20, 318),
    (20, 21, 331),
    (22, 22, 334),
    (21, 20, 297),
    (20, 21, 319),
    (22, 22, 303),
    (18, 19, 269),
    (21, 21, 270),
    (20, 21, 276),
    (18, 19, 170),
    (21, 20, 161),
    (26, 26, 180),
    (25, 24, 169),
    (24, 25, 151),
    (24, 25, 148),
    (23, 23, 139),
    (24, 25, 124),
    (24, 24, 121),
    (21, 22, 87),
    (22, 25, 98),
];

/// A return for each closed month; what one leaves pending the next one begins with.
pub fn returns() -> Vec<DisciplineReturn> {
    let mut pending = PENDING;
    (0..)
        .zip(MONTHS)
        .map(|(index, (accepted, concluded, trial_days))| {
            let (first, last) = month(2022 + index / 12, (index % 12) as i8 + 1);
            let pending_start = pending;
            pending += accepted - concluded;
            DisciplineReturn {
                metadata: None,
                first_date: first.to_string(),
                last_date: last.to_string(),
                division: COUNTY.to_owned(),
                pending_start_count: Some(pending_start),
                accepted_count: Some(accepted),
                concluded_count: Some(concluded),
                pending_end_count: Some(pending),
                trial_days: Some(trial_days),
                signer: "示例签发人".to_owned(),
                months: 0,
            }
        })
        .collect()
}
