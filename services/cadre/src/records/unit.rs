//! A unit of the county, in the dated tree of units.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
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
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
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
