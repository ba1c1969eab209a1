//! A unit of the county, in the dated tree of units.

use ledger::kinds::{Findings, Kind, Pointed, SAMPLE_PLACE, parse_date};
use proto::cadre::v1::{Unit, UnitType};
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for Unit {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        if self.superior_id == self.code {
            findings.refuse(
                "superior_id",
                Reason::ReferenceUnknown,
                "a unit is not its own superior",
                "单位不能是自身的上级",
            );
        }
        check_earlier(self, findings);
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
    }

    const LOOKS_AT: &'static [&'static str] = &["superior_id"];

    fn check_pointed(&self, pointed: &Pointed, findings: &mut Findings) {
        let above = pointed.get::<Self>("superior_id");
        if above.is_some_and(|above| above.superior_id == self.code) {
            findings.refuse(
                "superior_id",
                Reason::ReferenceUnknown,
                format!("unit {} stands below this one", self.superior_id),
                format!("单位 {} 本身是其下级", self.superior_id),
            );
        }
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("U-{n}"),
            name: format!("示例单位{n}"),
            r#type: UnitType::CountyDepartment.into(),
            division: SAMPLE_PLACE[..6].to_owned(),
            first_date: "2019-01-01".to_owned(),
            ..Self::default()
        }
    }
}

/// Refuses earlier superiors that are not in order, or the unit itself.
fn check_earlier(unit: &Unit, findings: &mut Findings) {
    let mut before = unit.first_date.as_str();
    for earlier in &unit.earlier_superiors {
        let day = earlier.last_date.as_str();
        if parse_date(day).is_none() || day <= before {
            findings.refuse(
                "earlier_superiors",
                Reason::DateOrder,
                format!("{day:?} is no day after {before}"),
                format!("“{day}”不是 {before} 之后的日期"),
            );
        }
        if earlier.superior_id == unit.code {
            findings.refuse(
                "earlier_superiors",
                Reason::ReferenceUnknown,
                "a unit is not its own superior",
                "单位不能是自身的上级",
            );
        }
        before = day;
    }
}

/// The unit above a unit on a day; empty where none is.
pub(crate) fn superior_on<'a>(unit: &'a Unit, day: &str) -> &'a str {
    let mut earlier = unit.earlier_superiors.iter();
    let held = earlier.find(|earlier| day <= earlier.last_date.as_str());
    held.map_or(&unit.superior_id, |earlier| &earlier.superior_id)
}

#[cfg(test)]
mod tests {
    use proto::cadre::v1::EarlierSuperior;

    use super::*;

    #[test]
    fn a_unit_has_the_superior_of_the_day() {
        let earlier = |superior_id: &str, last_date: &str| EarlierSuperior {
            superior_id: superior_id.to_owned(),
            last_date: last_date.to_owned(),
        };
        let mut unit = Unit {
            superior_id: "C".to_owned(),
            earlier_superiors: vec![earlier("A", "2021-12-31"), earlier("", "2022-06-30")],
            ..<Unit as Kind<Ours>>::sample(0)
        };
        for (day, superior) in [("2021-12-31", "A"), ("2022-01-01", ""), ("2022-07-01", "C")] {
            assert_eq!(superior_on(&unit, day), superior, "{day}");
        }
        let is_clean = |unit: &Unit| {
            let mut findings = Findings::default();
            Kind::<Ours>::check(unit, &mut findings);
            findings.is_clean()
        };
        assert!(is_clean(&unit));
        unit.earlier_superiors.swap(0, 1);
        assert!(!is_clean(&unit));
    }
}
