//! The signed return of an item of public health: how much had been done up to a day.

use ledger::kinds::{Findings, Kind, Pointed, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::livelihood::v1::{ServiceReturn, ServiceTarget};

use crate::Ours;

impl Kind<Ours> for ServiceReturn {
    fn key(&self) -> String {
        format!("{}.{}", self.target_id, self.return_date)
    }

    const LOOKS_AT: &'static [&'static str] = &["target_id"];

    fn check_pointed(&self, pointed: &Pointed, findings: &mut Findings) {
        let Some(target) = pointed.get::<ServiceTarget>("target_id") else { return };
        let ServiceTarget { item, first_date, last_date, .. } = &target;
        if self.return_date < *first_date || self.return_date > *last_date {
            findings.refuse(
                "return_date",
                Reason::DateOrder,
                format!("{item} runs from {first_date} to {last_date}"),
                format!("“{item}”的任务期为 {first_date} 至 {last_date}"),
            );
        }
    }

    fn sample(n: u32) -> Self {
        Self {
            target_id: ServiceTarget::sample(n).code,
            division: SAMPLE_PLACE[..6].to_owned(),
            return_date: "2023-06-30".to_owned(),
            done: Some(6_480),
            signer: "示例签发人".to_owned(),
            document: "示例卫报〔2023〕6号".to_owned(),
            ..Self::default()
        }
    }
}
