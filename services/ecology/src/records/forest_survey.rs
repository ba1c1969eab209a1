//! An approved survey of the forest; its forest area follows the legal definition.

use ledger::divisions::Divisions;
use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ecology::v1::{ForestPart, ForestSurvey};
use proto::ledger::v1::Reason;

use crate::Ours;
use crate::rules::forest::Areas;

impl Kind<Ours> for ForestSurvey {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        let approved = ("approve_date", self.approve_date.as_str());
        findings.days_in_order(("reference_date", &self.reference_date), approved);
        if self.approve_date.is_empty() != self.document.is_empty() {
            findings.refuse(
                "document",
                Reason::FieldRequired,
                "an approval has a day and a document, or neither",
                "批准日期与批准文号应同时填写或同时不填",
            );
        }
        if self.forest_m2.unwrap_or(i64::MAX) > self.land_m2.unwrap_or_default() {
            findings.refuse(
                "land_m2",
                Reason::SumMismatch,
                "the classes of forest add up to more than the land",
                "各类森林面积之和超过土地面积",
            );
        }
        check_parts(self, findings);
    }

    fn derive(&mut self) {
        let areas = Areas {
            arbor_m2: self.arbor_m2.unwrap_or_default(),
            bamboo_m2: self.bamboo_m2.unwrap_or_default(),
            special_shrub_m2: self.special_shrub_m2.unwrap_or_default(),
            shelterbelt_m2: self.shelterbelt_m2.unwrap_or_default(),
            beside_m2: self.beside_m2.unwrap_or_default(),
        };
        self.forest_m2 = areas.forest_m2();
    }

    fn sample(n: u32) -> Self {
        let part = ForestPart {
            division: SAMPLE_PLACE.to_owned(),
            land_m2: 90_000_000,
            forest_m2: 48_000_000,
        };
        Self {
            code: format!("F-{n}"),
            name: format!("示例森林资源调查{n}"),
            division: SAMPLE_PLACE[..6].to_owned(),
            reference_date: "2022-12-31".to_owned(),
            approve_date: "2023-06-30".to_owned(),
            document: "示例林函〔2023〕6号".to_owned(),
            land_m2: Some(90_000_000),
            arbor_m2: Some(40_000_000),
            bamboo_m2: Some(6_000_000),
            special_shrub_m2: Some(1_000_000),
            shelterbelt_m2: Some(200_000),
            beside_m2: Some(800_000),
            parts: vec![part],
            ..Self::default()
        }
    }
}

/// Refuses parts that are no places of the survey, or do not add up to it.
fn check_parts(survey: &ForestSurvey, findings: &mut Findings) {
    if survey.parts.is_empty() {
        return;
    }
    let divisions = Divisions::standard();
    for part in &survey.parts {
        let place = &part.division;
        if !divisions.knows(place) || !place.starts_with(&survey.division) {
            findings.refuse(
                "parts",
                Reason::DivisionUnknown,
                format!("{place:?} is no place inside {}", survey.division),
                format!("“{place}”不是 {} 之内的区划", survey.division),
            );
        }
    }
    let land: i128 = survey.parts.iter().map(|part| i128::from(part.land_m2)).sum();
    let forest: i128 = survey.parts.iter().map(|part| i128::from(part.forest_m2)).sum();
    let whole = |area: Option<i64>| i128::from(area.unwrap_or_default());
    if (land, forest) != (whole(survey.land_m2), whole(survey.forest_m2)) {
        findings.refuse(
            "parts",
            Reason::SumMismatch,
            format!("the parts add up to {land} m² of land and {forest} m² of forest"),
            format!("分乡镇合计土地 {land} 平方米、森林 {forest} 平方米，与全域数不一致"),
        );
    }
}
