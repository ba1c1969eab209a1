//! A township that a project stands in, or that it passes through on its way.

use ledger::divisions::TOWNSHIP_DIGITS;
use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::industry::v1::{Project, ProjectPlace, ProjectPlaceRole};
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for ProjectPlace {
    fn key(&self) -> String {
        let role = self.role().as_str_name().trim_start_matches("PROJECT_PLACE_ROLE_");
        format!("{}.{}.{}", self.project_id, role.to_lowercase(), self.division)
    }

    fn check(&self, findings: &mut Findings) {
        let place = &self.division;
        if place.len() != TOWNSHIP_DIGITS {
            findings.refuse(
                "division",
                Reason::DivisionUnknown,
                format!("{place} is not the nine digits of a township"),
                format!("“{place}”不是九位的乡镇代码"),
            );
        }
    }

    fn sample(n: u32) -> Self {
        Self {
            project_id: Project::sample(n).code,
            division: SAMPLE_PLACE.to_owned(),
            role: ProjectPlaceRole::Route.into(),
            sequence: Some(1),
            first_date: "2023-01-10".to_owned(),
            document: "示例水规〔2023〕1号".to_owned(),
            ..Self::default()
        }
    }
}
