//! The breakpoints of HJ 633 and the individual index between them.

use super::{Pollutant, Standard};

/// The indices that the breakpoints stand for; a concentration of 0 stands for 0.
const INDICES: [i32; 7] = [50, 100, 150, 200, 300, 400, 500];

/// The breakpoints of HJ 633-2012 table 1 and HJ 633-2026 table 3, in µg/m³ and for carbon monoxide
/// in tenths of mg/m³.
///
/// Ozone stops at index 300. Above 800 µg/m³ the 2012 edition reports the index of the hourly
/// maximum instead, which is not recorded here; the 2026 edition counts 300, and so do we for both.
fn breakpoints(standard: Standard, pollutant: Pollutant) -> &'static [i32] {
    match (pollutant, standard) {
        (Pollutant::So2, _) => &[50, 150, 475, 800, 1600, 2100, 2620],
        (Pollutant::No2, _) => &[40, 80, 180, 280, 565, 750, 940],
        (Pollutant::Pm10, Standard::Hj633Of2012) => &[50, 150, 250, 350, 420, 500, 600],
        (Pollutant::Pm10, Standard::Hj633Of2026) => &[50, 120, 250, 350, 420, 500, 600],
        (Pollutant::Pm25, Standard::Hj633Of2012) => &[35, 75, 115, 150, 250, 350, 500],
        (Pollutant::Pm25, Standard::Hj633Of2026) => &[35, 60, 115, 150, 250, 350, 500],
        (Pollutant::Co, _) => &[20, 40, 140, 240, 360, 480, 600],
        (Pollutant::O3, _) => &[100, 160, 215, 265, 800],
    }
}

/// The individual index of a concentration in µg/m³, for carbon monoxide in tenths of mg/m³,
/// interpolated exactly and rounded up (HJ 633-2012 §6.2, HJ 633-2026 §4.2.6).
///
/// Beyond the last breakpoint it stays at the last index, 500 and for ozone 300. A concentration
/// below zero has none.
pub fn iaqi(standard: Standard, pollutant: Pollutant, concentration: i32) -> Option<i32> {
    if concentration < 0 {
        return None;
    }
    let (mut low, mut index_low) = (0, 0);
    for (&high, index_high) in breakpoints(standard, pollutant).iter().zip(INDICES) {
        if concentration <= high {
            let rise = (index_high - index_low) * (concentration - low);
            return Some(index_low + divide_up(rise, high - low));
        }
        (low, index_low) = (high, index_high);
    }
    Some(index_low)
}

/// A quotient of an amount from 0 up and a positive divisor, rounded up to a whole number.
fn divide_up(amount: i32, divisor: i32) -> i32 {
    (amount + divisor - 1) / divisor
}
