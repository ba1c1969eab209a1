//! A change in the number of places of a school.

use ledger::kinds::{Findings, Kind, Pointed, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::livelihood::v1::{PlaceChange, School, SchoolProject};

use super::amounts::changes;
use crate::Ours;

impl Kind<Ours> for PlaceChange {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        changes("delta_places", self.delta_places, findings);
    }

    const LOOKS_AT: &'static [&'static str] = &["project_id"];

    fn check_pointed(&self, pointed: &Pointed, findings: &mut Findings) {
        let Some(project) = pointed.get::<SchoolProject>("project_id") else { return };
        if project.school_id != self.school_id {
            findings.refuse(
                "project_id",
                Reason::ReferenceUnknown,
                format!("{} is a project of another school", project.name),
                format!("“{}”是另一所学校的工程", project.name),
            );
        }
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("XW-{n}"),
            school_id: <School as Kind<Ours>>::sample(0).code,
            division: SAMPLE_PLACE.to_owned(),
            effective_date: "2023-09-01".to_owned(),
            delta_places: Some(540),
            document: "示例教函〔2023〕21号".to_owned(),
            ..Self::default()
        }
    }
}
