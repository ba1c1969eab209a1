//! Works at a school: what is built, from when until when.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::livelihood::v1::{School, SchoolProject, SchoolProjectType};

use crate::Ours;

impl Kind<Ours> for SchoolProject {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(
            ("start_date", &self.start_date),
            ("complete_date", &self.complete_date),
        );
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("XJ-{n}"),
            name: format!("示例学校建设项目{n}"),
            school_id: <School as Kind<Ours>>::sample(0).code,
            r#type: SchoolProjectType::NewBuild.into(),
            division: SAMPLE_PLACE.to_owned(),
            start_date: "2022-03-01".to_owned(),
            complete_date: "2023-08-20".to_owned(),
            document: "示例发改审〔2022〕8号".to_owned(),
            ..Self::default()
        }
    }
}
