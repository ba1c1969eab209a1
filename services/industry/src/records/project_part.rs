//! A part of a project: a building, an installation or a work, with what it measures.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::industry::v1::{Project, ProjectPart};

use super::together::together;
use crate::Ours;

impl Kind<Ours> for ProjectPart {
    fn key(&self) -> String {
        format!("{}.{}", self.project_id, self.code)
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("plan_date", &self.plan_date), ("build_date", &self.build_date));
        let quantity = ("quantity", self.quantity.is_some());
        together(findings, quantity, ("quantity_unit", !self.quantity_unit.is_empty()));
    }

    fn sample(n: u32) -> Self {
        Self {
            project_id: Project::sample(n).code,
            code: "1".to_owned(),
            name: "示例厂房".to_owned(),
            r#type: "标准厂房".to_owned(),
            division: SAMPLE_PLACE.to_owned(),
            quantity: Some(2),
            quantity_unit: "栋".to_owned(),
            floor_m2: Some(4_800),
            tier_count: Some(3),
            plan_date: "2023-01-10".to_owned(),
            build_date: "2023-11-20".to_owned(),
            ..Self::default()
        }
    }
}
