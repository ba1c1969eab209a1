//! A paper that meetings deal with; dealt with twice, it is still one.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::reform::v1::{Document, DocumentType, Office};

use crate::Ours;

impl Kind<Ours> for Document {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        if self.number.is_empty() != self.issue_date.is_empty() {
            findings.refuse(
                "issue_date",
                Reason::FieldRequired,
                "a paper that was issued has a number and a day, a draft has neither",
                "已印发的文件应同时填写文号与印发日期，草案都不填",
            );
        }
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("document-{n}"),
            title: format!("示例改革方案{n}"),
            r#type: DocumentType::Reform.into(),
            number: "示例改发〔2023〕2号".to_owned(),
            issuer_id: <Office as Kind<Ours>>::sample(0).code,
            issue_date: "2023-03-02".to_owned(),
            division: SAMPLE_PLACE[..6].to_owned(),
            ..Self::default()
        }
    }
}
