//! A center where residents bring their disputes, on one of three levels.

use ledger::divisions::{COUNTY_DIGITS, TOWNSHIP_DIGITS, VILLAGE_DIGITS};
use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::governance::v1::{Center, CenterLevel};
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for Center {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
        check_level(self, findings);
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("Z-{n}"),
            name: format!("示例综治中心{n}"),
            level: CenterLevel::Village.into(),
            division: format!("{SAMPLE_PLACE}{:03}", 200 + n % 800),
            first_date: "2021-04-01".to_owned(),
            ..Self::default()
        }
    }
}

/// Refuses a center on a level that is not that of its place's code.
fn check_level(center: &Center, findings: &mut Findings) {
    let (digits, zh) = match center.level() {
        CenterLevel::County => (COUNTY_DIGITS, "县级"),
        CenterLevel::Township => (TOWNSHIP_DIGITS, "乡镇级"),
        CenterLevel::Village => (VILLAGE_DIGITS, "村级"),
        CenterLevel::Unspecified => return,
    };
    let given = center.division.len();
    if given != digits {
        findings.refuse(
            "division",
            Reason::DivisionUnknown,
            format!("a center of this level has a code of {digits} digits, not {given}"),
            format!("{zh}综治中心的所在地代码应为 {digits} 位，现为 {given} 位"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_its_place_is_of_its_level() {
        let is_refused = |level: CenterLevel, division: &str| {
            let division = division.to_owned();
            let sample = <Center as Kind<Ours>>::sample(0);
            let center = Center { level: level.into(), division, ..sample };
            let mut findings = Findings::default();
            Kind::<Ours>::check(&center, &mut findings);
            !findings.is_clean()
        };
        let codes = ["421222", "421222106", "421222106200"];
        let levels = [CenterLevel::County, CenterLevel::Township, CenterLevel::Village];
        for (of, level) in levels.into_iter().enumerate() {
            for (at, code) in codes.iter().enumerate() {
                assert_eq!(is_refused(level, code), of != at, "{level:?} {code}");
            }
        }
    }
}
