//! An office: it answers for kinds of records, figures or tasks, under one name at a time.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::reform::v1::{Office, OfficeSystem};

use crate::Ours;

impl Kind<Ours> for Office {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
        let mut names: Vec<&str> = self.synonyms.iter().map(String::as_str).collect();
        names.push(&self.name);
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        if names.len() < count || names.iter().any(|name| name.trim().is_empty()) {
            findings.refuse(
                "synonyms",
                Reason::TextInvalid,
                "synonyms are names, and none of them stands twice",
                "别称不得为空，也不得重复",
            );
        }
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("office-{n}"),
            name: format!("示例局{n}"),
            synonyms: vec![format!("示例办{n}")],
            system: OfficeSystem::Government.into(),
            division: SAMPLE_PLACE[..6].to_owned(),
            first_date: "2019-03-01".to_owned(),
            inspected: true,
            document: "示例办发〔2019〕1号".to_owned(),
            ..Self::default()
        }
    }
}
