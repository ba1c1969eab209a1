//! Schools that are run together, from the day on which the paper says so.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::livelihood::v1::{Consortium, School};

use crate::Ours;

impl Kind<Ours> for Consortium {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(
            ("establish_date", &self.establish_date),
            ("dissolve_date", &self.dissolve_date),
        );
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("JLT-{n}"),
            name: format!("示例教联体{n}"),
            lead_school_id: <School as Kind<Ours>>::sample(0).code,
            division: SAMPLE_PLACE.to_owned(),
            establish_date: "2023-03-01".to_owned(),
            document: "示例教发〔2023〕6号".to_owned(),
            ..Self::default()
        }
    }
}
