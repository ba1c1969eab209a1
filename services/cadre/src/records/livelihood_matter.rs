//! A matter of daily life that was taken up for residents.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::cadre::v1::{LivelihoodMatter, ResearchTopic};

use crate::Ours;

impl Kind<Ours> for LivelihoodMatter {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        let raised = ("raise_date", self.raise_date.as_str());
        findings.days_in_order(raised, ("resolve_date", &self.resolve_date));
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("M-{n}"),
            topic_id: ResearchTopic::sample(0).code,
            title: format!("示例实事{n}"),
            division: SAMPLE_PLACE.to_owned(),
            raise_date: "2023-04-03".to_owned(),
            resolve_date: "2023-06-30".to_owned(),
            beneficiary_count: Some(25),
            ..Self::default()
        }
    }
}
