//! Schools that are run together, from the day on which the paper says so.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::livelihood::v1::{Consortium, School};

use crate::Ours;

impl Kind<Ours> for Consortium {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(
            ("establish_date", &self.establish_date),
            ("dissolve_date", &self.dissolve_date),
        );
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("JLT-{n}"),
            name: format!("示例教联体{n}"),
            lead_school_id: <School as Kind<Ours>>::sample(0).code,
            division: SAMPLE_PLACE.to_owned(),
            establish_date: "2023-03-01".to_owned(),
            document: "示例教发〔2023〕6号".to_owned(),
            ..Self::default()
        }
    }
}

/// Refuses a day on which a consortium is not.
pub(super) fn within(field: &str, day: &str, consortium: &Consortium, findings: &mut Findings) {
    let Consortium { name, establish_date, dissolve_date, .. } = consortium;
    let is_over = !dissolve_date.is_empty() && day >= dissolve_date.as_str();
    if day < establish_date.as_str() || is_over {
        findings.refuse(
            field,
            Reason::DateOrder,
            format!("there is no consortium {name} on {day}"),
            format!("{day} 不在{name}的存续期内"),
        );
    }
}
