//! An inspection with the units that it owes a visit; a full one that missed a unit is not full.

use std::collections::BTreeSet;

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::reform::v1::{Inspection, InspectionType, InspectionUnit, Office};

use crate::Ours;

impl Kind<Ours> for Inspection {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("start_date", &self.start_date), ("end_date", &self.end_date));
        let units: BTreeSet<&str> = self.units.iter().map(|unit| unit.unit_id.as_str()).collect();
        if units.is_empty() || units.contains("") || units.len() < self.units.len() {
            findings.refuse(
                "units",
                Reason::FieldRequired,
                "an inspection names the units that it owes a visit, each of them once",
                "应列明督察对象，每个单位只列一次",
            );
        }
        for unit in self.units.iter().filter(|unit| !unit.visit_date.is_empty()) {
            check_visit(self, unit, findings);
        }
    }

    fn derive(&mut self) {
        let missed: Vec<&str> = self
            .units
            .iter()
            .filter(|unit| unit.visit_date.is_empty())
            .map(|unit| unit.unit_id.as_str())
            .collect();
        let count = |length: usize| i32::try_from(length).unwrap_or(i32::MAX);
        self.obliged_count = count(self.units.len());
        self.visited_count = count(self.units.len() - missed.len());
        self.complete = missed.is_empty() || self.r#type() != InspectionType::FullCoverage;
        self.missed = missed.join("、");
    }

    fn sample(n: u32) -> Self {
        let unit_id = <Office as Kind<Ours>>::sample(0).code;
        Self {
            code: format!("inspection-{n}"),
            r#type: InspectionType::Special.into(),
            name: format!("示例专项督察{n}"),
            division: SAMPLE_PLACE[..6].to_owned(),
            start_date: "2023-05-08".to_owned(),
            end_date: "2023-05-19".to_owned(),
            office_id: unit_id.clone(),
            document: "示例改办〔2023〕5号".to_owned(),
            units: vec![InspectionUnit { unit_id, visit_date: "2023-05-10".to_owned() }],
            ..Self::default()
        }
    }
}

fn check_visit(inspection: &Inspection, unit: &InspectionUnit, findings: &mut Findings) {
    let day = unit.visit_date.as_str();
    findings.check_date("units", day);
    findings.days_in_order(("start_date", &inspection.start_date), ("units", day));
    findings.days_in_order(("units", day), ("end_date", &inspection.end_date));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: InspectionType, visits: [&str; 2]) -> Inspection {
        let unit = |(number, day): (usize, &str)| InspectionUnit {
            unit_id: format!("office-{number}"),
            visit_date: day.to_owned(),
        };
        let units = visits.into_iter().enumerate().map(unit).collect();
        let mut inspection =
            Inspection { r#type: kind.into(), units, ..<Inspection as Kind<Ours>>::sample(0) };
        inspection.derive();
        inspection
    }

    #[test]
    fn a_full_inspection_that_missed_a_unit_is_not_complete() {
        use InspectionType::{FullCoverage, Special};
        let missed = of(FullCoverage, ["2023-05-10", ""]);
        let Inspection { obliged_count, visited_count, complete, .. } = missed;
        assert_eq!((obliged_count, visited_count, complete), (2, 1, false));
        assert_eq!(missed.missed, "office-1");
        assert!(of(FullCoverage, ["2023-05-10", "2023-05-11"]).complete);
        assert!(of(Special, ["2023-05-10", ""]).complete);
    }

    #[test]
    fn a_visit_lies_inside_its_inspection_and_a_unit_stands_once() {
        let clean = |inspection: &Inspection| {
            let mut findings = Findings::default();
            inspection.check(&mut findings);
            findings.is_clean()
        };
        assert!(clean(&of(InspectionType::Special, ["2023-05-10", ""])));
        assert!(!clean(&of(InspectionType::Special, ["2023-05-01", ""])));
        assert!(!clean(&of(InspectionType::Special, ["2023-06-01", ""])));
        let mut twice = of(InspectionType::Special, ["2023-05-10", ""]);
        twice.units[1].unit_id = "office-0".to_owned();
        assert!(!clean(&twice));
    }
}
