//! An office's text for a section of the report; the numbers in it are tokens of figures.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::reform::v1::{Material, Office};

use crate::Ours;
use crate::rules::material;

impl Kind<Ours> for Material {
    fn key(&self) -> String {
        let last = self.last_date.replace('-', "");
        format!("{}.{}.{last}", self.section, self.office_id)
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
        findings.days_in_order(("first_date", &self.first_date), ("sign_date", &self.sign_date));
        if self.paragraphs.is_empty() {
            findings.refuse(
                "paragraphs",
                Reason::FieldRequired,
                "a material has at least one paragraph",
                "正文至少一段",
            );
        }
        for paragraph in &self.paragraphs {
            match material::check(paragraph) {
                Ok(()) => {}
                Err(fault @ material::Fault::FreeNumber(_)) => {
                    let (message, zh) = fault.words();
                    findings.ask("paragraphs", Reason::TextInvalid, message, zh);
                }
                Err(fault) => {
                    let (message, zh) = fault.words();
                    findings.refuse("paragraphs", Reason::TextInvalid, message, zh);
                }
            }
        }
    }

    fn sample(n: u32) -> Self {
        Self {
            office_id: <Office as Kind<Ours>>::sample(n).code,
            section: "drive.inspection".to_owned(),
            first_date: "2023-01-01".to_owned(),
            last_date: "2023-12-31".to_owned(),
            division: SAMPLE_PLACE[..6].to_owned(),
            paragraphs: vec![
                "督察共发现问题{reform.inspection.issues_found}，已逐项交办。".to_owned(),
            ],
            signer: "示例局局长".to_owned(),
            sign_date: "2023-11-20".to_owned(),
            ..Self::default()
        }
    }
}
