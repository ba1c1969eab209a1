//! A plot of polluted farmland in a season; what it counts as follows the accounting method.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE, parse_date};
use proto::ecology::v1::{FarmlandMeasure, FarmlandPlot, PollutionGrade, ProduceResult};
use proto::ledger::v1::Reason;

use super::season::{check_year, fill_days};
use crate::Ours;
use crate::rules::farmland::{self, Grade, Measure, Plot};
use crate::rules::season;

impl Kind<Ours> for FarmlandPlot {
    fn key(&self) -> String {
        format!("{}.{}", self.code, self.season_year.unwrap_or_default())
    }

    fn check(&self, findings: &mut Findings) {
        check_year(self.season_year, findings);
        findings.days_in_order(
            ("measure_first_date", &self.measure_first_date),
            ("measure_last_date", &self.measure_last_date),
        );
        let has_measure = self.measure() != FarmlandMeasure::Unspecified;
        if has_measure == self.measure_first_date.is_empty() {
            findings.refuse(
                "measure_first_date",
                Reason::FieldRequired,
                "a measure has the day it began, and only a measure has one",
                "填写措施的应填措施开始日期，未采取措施的不填",
            );
        }
        let is_tested = self.produce_result() != ProduceResult::Unspecified;
        if is_tested == self.sample_date.is_empty() {
            findings.refuse(
                "sample_date",
                Reason::FieldRequired,
                "a result has the day of its sample, and only a result has one",
                "填写检测结果的应填采样日期，未检测的不填",
            );
        }
    }

    fn derive(&mut self) {
        (self.season_first_date, self.season_last_date) = fill_days(self.season_year);
        self.accounting_part = part(self).map_or(0, |part| part as i32);
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("P-{n}"),
            season_year: Some(2023),
            division: format!("{SAMPLE_PLACE}{:03}", 200 + n % 100),
            area_mu_x100: Some(1_250),
            grade: PollutionGrade::Moderate.into(),
            measure: FarmlandMeasure::SafeUse.into(),
            measure_first_date: "2023-03-01".to_owned(),
            sample_date: "2023-07-20".to_owned(),
            produce_result: ProduceResult::Passed.into(),
            ..Self::default()
        }
    }
}

fn part(plot: &FarmlandPlot) -> Option<farmland::Part> {
    let grade = match plot.grade() {
        PollutionGrade::Slight => Grade::Slight,
        PollutionGrade::Moderate => Grade::Moderate,
        PollutionGrade::Heavy => Grade::Heavy,
        PollutionGrade::Unspecified => return None,
    };
    let measure = match plot.measure() {
        FarmlandMeasure::Unspecified => None,
        FarmlandMeasure::PriorityProtection => Some(Measure::Protection),
        FarmlandMeasure::SafeUse | FarmlandMeasure::Remediation => Some(Measure::SafeUse),
        FarmlandMeasure::CropChange
        | FarmlandMeasure::NoGrowZone
        | FarmlandMeasure::ReturnToNature
        | FarmlandMeasure::Fallow => Some(Measure::StrictControl),
    };
    let has_passed = plot.produce_result() == ProduceResult::Passed;
    let passing_sample = parse_date(&plot.sample_date).filter(|_| has_passed);
    farmland::part(&Plot { grade, measure, passing_sample }, season::days(plot.season_year?)?)
}

#[cfg(test)]
mod tests {
    use proto::ecology::v1::AccountingPart;

    use super::*;

    #[test]
    fn the_parts_of_the_rule_are_those_of_the_contract() {
        let mut plot = <FarmlandPlot as Kind<Ours>>::sample(0);
        plot.derive();
        assert_eq!(plot.accounting_part(), AccountingPart::C);
        assert_eq!(plot.season_last_date, "2023-12-31");
        plot.produce_result = ProduceResult::Failed.into();
        plot.derive();
        assert_eq!(plot.accounting_part(), AccountingPart::Unspecified);
        plot.grade = PollutionGrade::Heavy.into();
        plot.measure = FarmlandMeasure::Fallow.into();
        plot.derive();
        assert_eq!(plot.accounting_part(), AccountingPart::D);
        plot.grade = PollutionGrade::Slight.into();
        plot.measure = FarmlandMeasure::PriorityProtection.into();
        plot.derive();
        assert_eq!(plot.accounting_part(), AccountingPart::B);
    }
}
