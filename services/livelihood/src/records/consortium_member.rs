//! A school is a member of a consortium from a day on.

use ledger::kinds::{Findings, Kind, Pointed, SAMPLE_PLACE};
use proto::livelihood::v1::{Consortium, ConsortiumMember, School};

use super::consortium::within;
use crate::Ours;

impl Kind<Ours> for ConsortiumMember {
    fn key(&self) -> String {
        format!("{}.{}.{}", self.consortium_id, self.school_id, self.join_date)
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("join_date", &self.join_date), ("leave_date", &self.leave_date));
    }

    const LOOKS_AT: &'static [&'static str] = &["consortium_id"];

    fn check_pointed(&self, pointed: &Pointed, findings: &mut Findings) {
        let Some(consortium) = pointed.get::<Consortium>("consortium_id") else { return };
        within("join_date", &self.join_date, &consortium, findings);
    }

    fn sample(n: u32) -> Self {
        Self {
            consortium_id: <Consortium as Kind<Ours>>::sample(0).code,
            school_id: School::sample(n).code,
            division: SAMPLE_PLACE.to_owned(),
            join_date: "2023-03-01".to_owned(),
            document: "示例教发〔2023〕6号".to_owned(),
            ..Self::default()
        }
    }
}
