//! An external claim: a place on a list beyond the county that an authority states.

use proto::figure::v1::ExternalClaim;
use proto::ledger::v1::Reason;

use crate::divisions::Divisions;
use crate::kinds::{Findings, Kind, SAMPLE_PLACE};

impl<D> Kind<D> for ExternalClaim {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        if self.rank.is_some_and(|rank| rank < 1) {
            findings.refuse(
                "rank",
                Reason::ValueOutOfRange,
                "a place on a list is 1 or more",
                "位次从 1 起",
            );
        }
        let place = &self.place;
        if Divisions::standard().name(place).is_none() || !self.division.starts_with(place) {
            findings.refuse(
                "place",
                Reason::DivisionUnknown,
                format!("{place:?} is not the code of a place that contains the county"),
                format!("“{place}”不是包含本县的区划代码"),
            );
        }
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("C-{n}"),
            subject: format!("示例主体{n}"),
            list: "sample".to_owned(),
            place: "42".to_owned(),
            rank: Some(1),
            division: SAMPLE_PLACE[..6].to_owned(),
            claim_date: "2023-05-01".to_owned(),
            authority: "示例机关".to_owned(),
            document: "示例认〔2023〕1号".to_owned(),
            statement: "示例主体为全省首家".to_owned(),
            ..Self::default()
        }
    }
}
