//! A type of study session: which programme lists it is data.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::cadre::v1::StudyType;
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for StudyType {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        if !self.programme.is_empty() && self.document.is_empty() {
            findings.refuse(
                "document",
                Reason::FieldRequired,
                "a programme lists a type by a document",
                "列入项目的类型应填文号",
            );
        }
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("S-{n}"),
            name: format!("示例学习{n}"),
            programme: "示例学习项目".to_owned(),
            division: SAMPLE_PLACE[..6].to_owned(),
            first_date: "2021-01-01".to_owned(),
            document: "示例组发〔2021〕1号".to_owned(),
            ..Self::default()
        }
    }
}
