//! Orders of foreign trade as enterprises report them, at the stage that each has reached.

use jiff::civil::{Date, date};
use proto::industry::v1::{Direction, Enterprise, TradeChannel, TradeOrder};

use super::super::calendar::{after, working_days};
use super::Random;

/// Orders of one kind: how many of how many enterprises, and what they make up together.
struct Lot {
    year: i16,
    channel: TradeChannel,
    direction: Direction,
    reached: Reached,
    count: usize,
    enterprises: usize,
    total: i64,
}

/// How far the orders of a lot have come.
#[derive(Clone, Copy, PartialEq)]
enum Reached {
    /// In dollars and cents.
    Intent,
    /// In yuan and fen.
    Negotiation,
    /// In yuan and fen.
    Delivery,
}

use Reached::{Delivery, Intent, Negotiation};
use TradeChannel::{CrossBorder, Exhibition, General};

const LOTS: [Lot; 12] = [
    Lot { count: 19, enterprises: 14, ..lot(2022, CrossBorder, Intent, 2_184_350_000) },
    Lot { count: 31, enterprises: 23, ..lot(2023, CrossBorder, Intent, 3_436_580_000) },
    // Of other channels: no cross-border e-commerce.
    Lot { count: 4, enterprises: 4, ..lot(2023, Exhibition, Intent, 610_000_000) },
    Lot { count: 9, enterprises: 6, ..lot(2022, CrossBorder, Negotiation, 2_867_400_000) },
    Lot { count: 14, enterprises: 9, ..lot(2023, CrossBorder, Negotiation, 4_263_180_000) },
    Lot { count: 3, enterprises: 3, ..lot(2023, General, Negotiation, 1_950_000_000) },
    // Delivered exports have left the stage of negotiation.
    Lot { count: 4, enterprises: 4, ..lot(2023, CrossBorder, Delivery, 880_000_000) },
    Lot { count: 6, enterprises: 5, ..imports(2022, CrossBorder, Delivery, 318_200_000) },
    Lot { count: 9, enterprises: 6, ..imports(2023, CrossBorder, Delivery, 562_430_000) },
    // Imports that are only spoken of, or come another way.
    Lot { count: 2, enterprises: 2, ..imports(2023, CrossBorder, Negotiation, 140_000_000) },
    Lot { count: 3, enterprises: 2, ..imports(2023, General, Delivery, 900_000_000) },
    Lot { count: 2, enterprises: 2, ..imports(2022, General, Delivery, 700_000_000) },
];

/// Supervision modes of customs for cross-border e-commerce in retail and wholesale.
const MODES: [&str; 4] = ["9610", "9710", "1210", "1239"];

/// The orders, lot by lot.
pub fn orders(seed: u64, enterprises: &[Enterprise]) -> Vec<TradeOrder> {
    let mut random = Random::new(seed, "order");
    let mut orders = Vec::new();
    for (number, lot) in LOTS.iter().enumerate() {
        let shares: Vec<i64> = (0..lot.count).map(|_| random.between(40, 160)).collect();
        for (index, amount) in random.split(lot.total, &shares).into_iter().enumerate() {
            let enterprise = &enterprises[(7 * number + 3 * (index % lot.enterprises)) % 121];
            let code = format!("DD-{}-{:02}{:02}", lot.year, number + 1, index + 1);
            orders.push(lot.order(&mut random, code, enterprise, amount));
        }
    }
    orders
}

/// Intents of December that nobody has verified yet.
pub fn unread(seed: u64, enterprises: &[Enterprise]) -> Vec<TradeOrder> {
    let mut random = Random::new(seed, "order unread");
    let lot = lot(2023, CrossBorder, Intent, 0);
    let order = |index: usize| {
        let code = format!("DD-2023-99{:02}", index + 1);
        lot.order(&mut random, code, &enterprises[90 + index], 260_000_000)
    };
    (0..2).map(order).collect()
}

const fn lot(year: i16, channel: TradeChannel, reached: Reached, total: i64) -> Lot {
    let direction = Direction::Export;
    Lot { year, channel, direction, reached, count: 1, enterprises: 1, total }
}

const fn imports(year: i16, channel: TradeChannel, reached: Reached, total: i64) -> Lot {
    Lot { direction: Direction::Import, ..lot(year, channel, reached, total) }
}

impl Lot {
    fn order(
        &self,
        random: &mut Random,
        code: String,
        enterprise: &Enterprise,
        amount: i64,
    ) -> TradeOrder {
        let days = working_days(date(self.year, 3, 1), date(self.year, 11, 30));
        let day = *random.pick(&days);
        let mut order = TradeOrder {
            enterprise_id: enterprise.credit_code.clone(),
            division: enterprise.division.clone(),
            channel: self.channel.into(),
            direction: self.direction.into(),
            ..TradeOrder::default()
        };
        let earlier = |days: i64| -> Date { after(day, -days) };
        match self.reached {
            Intent => {
                order.intend_date = day.to_string();
                order.amount_usd_cent = Some(amount);
            }
            Negotiation => {
                order.intend_date = earlier(random.between(10, 50)).to_string();
                order.negotiate_date = day.to_string();
                order.amount_fen = Some(amount);
            }
            Delivery => {
                order.negotiate_date = earlier(random.between(10, 50)).to_string();
                order.realize_date = day.to_string();
                order.amount_fen = Some(amount);
                order.declaration = format!("示例报关{}", &code[3..]);
            }
        }
        if self.channel == CrossBorder && self.reached == Delivery {
            order.supervision_mode = (*random.pick(&MODES)).to_owned();
        }
        TradeOrder { code, ..order }
    }
}
