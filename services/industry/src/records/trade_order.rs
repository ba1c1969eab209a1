//! An order of foreign trade: intended, then negotiated, then realized; one amount, counted once.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::industry::v1::{Direction, Enterprise, OrderStage, TradeChannel, TradeOrder};
use proto::ledger::v1::Reason;

use super::together::together;
use crate::Ours;

impl Kind<Ours> for TradeOrder {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        let Self { intend_date, negotiate_date, realize_date, supervision_mode, .. } = self;
        let days = [
            ("intend_date", intend_date.as_str()),
            ("negotiate_date", negotiate_date.as_str()),
            ("realize_date", realize_date.as_str()),
        ];
        for (earlier, later) in [(0, 1), (1, 2), (0, 2)] {
            findings.days_in_order(days[earlier], days[later]);
        }
        if days.iter().all(|(_, day)| day.is_empty()) {
            findings.refuse(
                "intend_date",
                Reason::FieldRequired,
                "an order has the day of one stage at least",
                "订单至少应有一个阶段的日期",
            );
        }
        if self.amount_fen.is_none() && self.amount_usd_cent.is_none() {
            findings.refuse(
                "amount_fen",
                Reason::FieldRequired,
                "an order has an amount, in yuan or in dollars",
                "订单应有人民币或美元金额",
            );
        }
        let declared = ("declaration", !self.declaration.is_empty());
        together(findings, ("realize_date", !realize_date.is_empty()), declared);
        let is_mode = supervision_mode.len() == 4
            && supervision_mode.bytes().all(|byte| byte.is_ascii_digit());
        if !supervision_mode.is_empty() && !is_mode {
            findings.refuse(
                "supervision_mode",
                Reason::TextInvalid,
                format!("{supervision_mode:?} is not the four digits of a supervision mode"),
                format!("“{supervision_mode}”不是四位监管方式代码"),
            );
        }
    }

    fn derive(&mut self) {
        let days = [
            (&self.realize_date, OrderStage::Realized),
            (&self.negotiate_date, OrderStage::Negotiated),
            (&self.intend_date, OrderStage::Intended),
        ];
        let reached = days.into_iter().find(|(day, _)| !day.is_empty());
        self.stage = reached.map_or(OrderStage::Unspecified, |(_, stage)| stage).into();
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("O-{n}"),
            enterprise_id: Enterprise::sample(n).credit_code,
            division: SAMPLE_PLACE.to_owned(),
            channel: TradeChannel::CrossBorder.into(),
            direction: Direction::Export.into(),
            intend_date: "2023-05-16".to_owned(),
            amount_usd_cent: Some(120_000_000),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stage_is_the_furthest_that_has_a_day() {
        let stage = |negotiated: &str, realized: &str| {
            let mut order = <TradeOrder as Kind<Ours>>::sample(0);
            (order.negotiate_date, order.realize_date) =
                (negotiated.to_owned(), realized.to_owned());
            Kind::<Ours>::derive(&mut order);
            order.stage()
        };
        assert_eq!(stage("", ""), OrderStage::Intended);
        assert_eq!(stage("2023-06-01", ""), OrderStage::Negotiated);
        assert_eq!(stage("", "2023-07-01"), OrderStage::Realized);
    }
}
