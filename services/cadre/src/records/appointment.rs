//! A role that a cadre was appointed to beside the post.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::cadre::v1::{Appointment, AppointmentRole, Cadre};

use super::compact;
use crate::Ours;

impl Kind<Ours> for Appointment {
    fn key(&self) -> String {
        format!("{}.{}.{}", self.cadre_id, self.role, compact(&self.appoint_date))
    }

    fn check(&self, findings: &mut Findings) {
        let appointed = ("appoint_date", self.appoint_date.as_str());
        findings.days_in_order(appointed, ("last_date", &self.last_date));
    }

    fn sample(n: u32) -> Self {
        Self {
            cadre_id: Cadre::sample(n).code,
            role: AppointmentRole::PartySchoolTeacher.into(),
            division: SAMPLE_PLACE[..6].to_owned(),
            appoint_date: "2023-03-15".to_owned(),
            document: format!("示例校发〔2023〕{n}号"),
            ..Self::default()
        }
    }
}
