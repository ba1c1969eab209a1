//! A finding of an inspection; it is moved by its acts only, by the table of `rules::finding_flow`.

use ledger::kinds::{Findings, Kind, Pointed, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::reform::v1::{Finding, FindingStage, Inspection, Office};

use super::day_after;
use crate::Ours;

impl Kind<Ours> for Finding {
    const LOOKS_AT: &'static [&'static str] = &["inspection_id", "merged_into"];

    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        let found = ("find_date", self.find_date.as_str());
        for later in [
            ("deadline_date", self.deadline_date.as_str()),
            ("rectify_date", &self.rectify_date),
            ("merge_date", &self.merge_date),
        ] {
            findings.days_in_order(found, later);
        }
        // A finding that went back to its unit is rectified again after the re-check.
        if self.stage() == FindingStage::StruckOff {
            let rectified = ("rectify_date", self.rectify_date.as_str());
            findings.days_in_order(rectified, ("recheck_date", &self.recheck_date));
        }
        if self.merged_into == self.code {
            findings.refuse(
                "merged_into",
                Reason::ReferenceUnknown,
                "a finding is merged into another one",
                "问题不能并入自身",
            );
        }
    }

    fn check_pointed(&self, pointed: &Pointed, findings: &mut Findings) {
        let inspection: Inspection = pointed.get("inspection_id").unwrap_or_default();
        let started = ("inspection_id", inspection.start_date.as_str());
        findings.days_in_order(started, ("find_date", &self.find_date));
        if inspection.units.iter().all(|unit| unit.unit_id != self.unit_id) {
            findings.refuse(
                "unit_id",
                Reason::ReferenceUnknown,
                format!("{} is none of the units that the inspection names", self.unit_id),
                format!("“{}”不在督察对象之内", self.unit_id),
            );
        }
        let Some(stays) = pointed.get::<Self>("merged_into") else { return };
        if stays.stage() == FindingStage::Merged {
            findings.refuse(
                "merged_into",
                Reason::TransitionNotAllowed,
                format!("finding {} was itself merged into {}", stays.code, stays.merged_into),
                format!("问题“{}”已并入“{}”，不能再并入其中", stays.code, stays.merged_into),
            );
        }
    }

    fn derive(&mut self) {
        self.overdue_date = day_after(&self.deadline_date);
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("finding-{n}"),
            inspection_id: <Inspection as Kind<Ours>>::sample(0).code,
            unit_id: <Office as Kind<Ours>>::sample(0).code,
            division: SAMPLE_PLACE[..6].to_owned(),
            find_date: "2023-05-12".to_owned(),
            issue: "配套制度未按期出台".to_owned(),
            deadline_date: "2023-06-30".to_owned(),
            stage: FindingStage::Open.into(),
            ..Self::default()
        }
    }
}
