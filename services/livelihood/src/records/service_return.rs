//! The signed return of an item of public health: how much had been done up to a day.

use ledger::kinds::{Kind, SAMPLE_PLACE};
use proto::livelihood::v1::{ServiceReturn, ServiceTarget};

use crate::Ours;

impl Kind<Ours> for ServiceReturn {
    fn key(&self) -> String {
        format!("{}.{}", self.target_id, self.return_date)
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
