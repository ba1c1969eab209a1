//! A place in a batch of a national scheme, from the notice that lists the whole batch.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ecology::v1::{BatchPlace, Scheme};
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for BatchPlace {
    fn key(&self) -> String {
        format!("{}.{}", self.batch, self.place_code)
    }

    fn check(&self, findings: &mut Findings) {
        // Places of other provinces stand in a list too, and the register does not have them.
        let code = &self.place_code;
        if !matches!(code.len(), 2 | 4 | 6) || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            findings.refuse(
                "place_code",
                Reason::DivisionUnknown,
                format!("{code:?} is not two, four or six digits of GB/T 2260"),
                format!("“{code}”不是两位、四位或六位行政区划代码"),
            );
        }
    }

    fn sample(n: u32) -> Self {
        Self {
            scheme: Scheme::EcoCounty.into(),
            batch: "eco-county.sample".to_owned(),
            batch_name: "示例批".to_owned(),
            place_code: format!("42{:04}", 1_000 + n),
            place_name: format!("示例县{n}"),
            city_name: "示例市".to_owned(),
            province_name: "湖北省".to_owned(),
            division: SAMPLE_PLACE[..6].to_owned(),
            announce_date: "2022-11-19".to_owned(),
            document: "示例公告".to_owned(),
            ..Self::default()
        }
    }
}
