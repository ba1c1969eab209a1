//! What the operator of a project reports for a year; a later report of the year revises it.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE, parse_date};
use proto::industry::v1::{Project, ProjectYear};
use proto::ledger::v1::Reason;

use super::together::together;
use crate::Ours;

impl Kind<Ours> for ProjectYear {
    fn key(&self) -> String {
        format!("{}.{}", self.project_id, self.year.unwrap_or_default())
    }

    fn check(&self, findings: &mut Findings) {
        let year = self.year.unwrap_or_default();
        let reported = parse_date(&self.report_date).map_or(0, |day| i32::from(day.year()));
        if !(1949..=reported).contains(&year) {
            findings.refuse(
                "year",
                Reason::ValueOutOfRange,
                format!("{year} is not a year from 1949 to that of the report"),
                format!("年度 {year} 应在 1949 年与填报年份之间"),
            );
        }
        let output = ("output_quantity", self.output_quantity.is_some());
        together(findings, output, ("output_unit", !self.output_unit.is_empty()));
    }

    fn sample(n: u32) -> Self {
        Self {
            project_id: Project::sample(n).code,
            year: Some(2023),
            division: SAMPLE_PLACE.to_owned(),
            report_date: "2023-12-01".to_owned(),
            output_quantity: Some(18_000),
            output_unit: "套".to_owned(),
            output_fen: Some(900_000_000),
            forecast_net_profit_fen: Some(120_000_000),
            capacity_in_use: Some(15_000),
            paid_investment_fen: Some(4_000_000_000),
            job_count: Some(60),
            document: "示例企报〔2023〕1号".to_owned(),
            ..Self::default()
        }
    }
}
