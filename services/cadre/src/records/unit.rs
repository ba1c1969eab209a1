//! A unit of the county, in the dated tree of units.

use std::collections::BTreeMap;

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE, parse_date};
use proto::cadre::v1::{Unit, UnitType};
use proto::ledger::v1::Reason;

use crate::Ours;

/// A day after all days on which a superior changed.
const FOREVER: &str = "9999-12-31";

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

    const ABOVE: Option<fn(&Self) -> Vec<String>> = Some(above);

    /// On no day a unit stands below itself, through however many others.
    fn check_above(&self, above: &BTreeMap<String, Self>, findings: &mut Findings) {
        let Some(day) = going_round(self, above) else { return };
        let superior = superior_on(self, day);
        let since = self.earlier_superiors.last().map_or("", |earlier| earlier.last_date.as_str());
        let field = if day > since { "superior_id" } else { "earlier_superiors" };
        let (until, until_zh) = match day {
            FOREVER => (String::new(), String::new()),
            day => (format!(" until {day}"), format!("（至 {day}）")),
        };
        findings.refuse(
            field,
            Reason::ReferenceUnknown,
            format!("unit {superior} stands below this one{until}; name one that does not"),
            format!("单位 {superior} 本身是其下级{until_zh}，请另填上级单位"),
        );
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

/// The units above a unit, now and in earlier times.
fn above(unit: &Unit) -> Vec<String> {
    let earlier = unit.earlier_superiors.iter().map(|earlier| &earlier.superior_id);
    let all = earlier.chain([&unit.superior_id]).filter(|id| !id.is_empty());
    all.cloned().collect()
}

/// The last day of a time in which a unit stands below itself. What is above what changes only
/// after days on which some superior of the units above ends.
fn going_round<'a>(unit: &'a Unit, above: &'a BTreeMap<String, Unit>) -> Option<&'a str> {
    let units = above.values().chain([unit]);
    let ends = units.flat_map(|unit| &unit.earlier_superiors).map(|one| one.last_date.as_str());
    ends.chain([FOREVER]).find(|day| {
        let mut at = superior_on(unit, day);
        // Others may go round among themselves; that ends after as many steps as there are.
        for _ in 0..=above.len() {
            match above.get(at) {
                Some(next) => at = superior_on(next, day),
                None => break,
            }
        }
        at == unit.code
    })
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

    #[test]
    fn units_that_go_round_on_some_day_are_refused() {
        let unit = |code: &str, earlier: &[(&str, &str)], superior_id: &str| Unit {
            code: code.to_owned(),
            superior_id: superior_id.to_owned(),
            earlier_superiors: earlier
                .iter()
                .map(|(superior_id, last_date)| EarlierSuperior {
                    superior_id: (*superior_id).to_owned(),
                    last_date: (*last_date).to_owned(),
                })
                .collect(),
            ..<Unit as Kind<Ours>>::sample(0)
        };
        let is_clean = |unit: &Unit, above: &[Unit]| {
            let above = above.iter().map(|unit| (unit.code.clone(), unit.clone())).collect();
            let mut findings = Findings::default();
            Kind::<Ours>::check_above(unit, &above, &mut findings);
            findings.is_clean()
        };
        let below_c = unit("A", &[], "C");
        let chain = [unit("C", &[], "B"), unit("B", &[], "D"), unit("D", &[], "")];
        assert!(is_clean(&below_c, &chain));
        let round = [unit("C", &[], "B"), unit("B", &[], "A")];
        assert!(!is_clean(&below_c, &round), "A below C below B below A");
        assert!(!is_clean(&below_c, &[unit("C", &[], "A")]), "below each other");
        // One was above the other until a day, the other is above the one since.
        let turned = [unit("C", &[("A", "2021-12-31")], "")];
        let since = unit("A", &[("", "2021-12-31")], "C");
        assert!(is_clean(&since, &turned));
        assert!(!is_clean(&unit("A", &[("", "2021-12-30")], "C"), &turned), "for one day");
        assert!(!is_clean(&below_c, &turned), "until 2021");
        // Others that go round among themselves are no fault of this one.
        assert!(is_clean(&below_c, &[unit("C", &[], "B"), unit("B", &[], "C")]));
    }
}
