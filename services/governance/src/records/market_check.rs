//! A round of checks on a market: premises checked, what was found, what was put right.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::governance::v1::{MarketCheck, MarketTopic};
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for MarketCheck {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        let (found, put_right) = (self.found_count.unwrap_or(0), self.put_right_count);
        if put_right.is_some_and(|count| count > found) {
            findings.refuse(
                "put_right_count",
                Reason::SumMismatch,
                format!("{found} were found, and no more than that can be put right"),
                format!("发现 {found} 处，整改数不能更多"),
            );
        }
        let is_dated = !self.put_right_date.is_empty();
        if put_right.is_some_and(|count| count > 0) != is_dated {
            findings.refuse(
                "put_right_date",
                Reason::FieldRequired,
                "what was put right has a day, and nothing else has",
                "有整改数才有、且必须有核实日期",
            );
        }
        findings.days_in_order(
            ("check_date", &self.check_date),
            ("put_right_date", &self.put_right_date),
        );
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("M-{n}"),
            topic: MarketTopic::Lighting.into(),
            division: SAMPLE_PLACE.to_owned(),
            check_date: "2023-12-04".to_owned(),
            premises_count: Some(12),
            found_count: Some(5),
            put_right_count: Some(4),
            put_right_date: "2023-12-06".to_owned(),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use ledger::kinds::KindInfo;

    use super::*;

    #[test]
    fn no_more_is_put_right_than_was_found_and_each_on_a_day() {
        let kind = KindInfo::of::<Ours, MarketCheck>();
        let accepts = |put_right: Option<i32>, day: &str| {
            let check = MarketCheck {
                put_right_count: put_right,
                put_right_date: day.to_owned(),
                ..<MarketCheck as Kind<Ours>>::sample(0)
            };
            kind.accept(&prost::Message::encode_to_vec(&check)).is_ok()
        };
        assert!(accepts(Some(5), "2023-12-06") && accepts(Some(0), "") && accepts(None, ""));
        assert!(!accepts(Some(6), "2023-12-06"));
        assert!(!accepts(Some(4), "") && !accepts(None, "2023-12-06"));
        assert!(!accepts(Some(4), "2023-12-03"));
    }
}
