//! Works on one water body, accepted on a day.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::livelihood::v1::{RiverWork, RiverWorkType};

use crate::Ours;

impl Kind<Ours> for RiverWork {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings
            .days_in_order(("start_date", &self.start_date), ("accept_date", &self.accept_date));
        if self.accept_date.is_empty() != self.document.is_empty() {
            findings.refuse(
                "document",
                Reason::FieldRequired,
                "an acceptance has its day and its paper, or neither",
                "验收日期与验收文号应同时填写或同时不填",
            );
        }
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("HD-{n}"),
            name: format!("示例内河清淤{n}"),
            r#type: RiverWorkType::ChannelDredging.into(),
            water_body_id: "ST-1".to_owned(),
            water_body_name: "示例内河一号".to_owned(),
            division: SAMPLE_PLACE.to_owned(),
            start_date: "2023-02-15".to_owned(),
            accept_date: "2023-07-20".to_owned(),
            document: "示例验〔2023〕4号".to_owned(),
            ..Self::default()
        }
    }
}
