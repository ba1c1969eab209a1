//! A project: filed, signed, landed, in production, each day with the paper that says so.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::industry::v1::{Project, ProjectType};

use super::together::together;
use crate::Ours;

impl Kind<Ours> for Project {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        let filled = |text: &str| !text.is_empty();
        let Self { sign_date, land_date, production_date, .. } = self;
        let signed = ("sign_date", sign_date.as_str());
        let landed = ("land_date", land_date.as_str());
        findings.days_in_order(signed, landed);
        findings.days_in_order(landed, ("production_date", production_date));
        let papers = [
            (signed, ("sign_document", self.sign_document.as_str())),
            (landed, ("land_document", self.land_document.as_str())),
        ];
        for ((day, date), (paper, document)) in papers {
            together(findings, (day, filled(date)), (paper, filled(document)));
        }
        let capacity = ("planned_capacity", self.planned_capacity.is_some());
        together(findings, capacity, ("capacity_unit", filled(&self.capacity_unit)));
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("P-{n}"),
            name: format!("示例项目{n}"),
            r#type: ProjectType::Manufacturing.into(),
            division: SAMPLE_PLACE.to_owned(),
            owner: format!("示例建设单位{n}"),
            approve_date: "2023-01-10".to_owned(),
            approve_document: format!("示例备案〔2023〕{n}号"),
            sign_date: "2023-02-01".to_owned(),
            sign_document: format!("示例合同〔2023〕{n}号"),
            land_date: "2023-03-20".to_owned(),
            land_document: format!("示例施许〔2023〕{n}号"),
            planned_investment_fen: Some(5_000_000_000),
            planned_capacity: Some(20_000),
            capacity_unit: "套".to_owned(),
            ..Self::default()
        }
    }
}
