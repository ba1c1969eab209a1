//! An honor by its certificate; those who share it have one certificate.

use ledger::kinds::{Kind, SAMPLE_PLACE};
use proto::reform::v1::{Honor, Level};

use crate::Ours;

impl Kind<Ours> for Honor {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("honor-{n}"),
            certificate_no: format!("示例证〔2023〕{n}号"),
            title: format!("示例荣誉{n}"),
            level: Level::Provincial.into(),
            holder_id: SAMPLE_PLACE.to_owned(),
            holder_name: "石南镇".to_owned(),
            authority: "示例厅".to_owned(),
            award_date: "2023-06-01".to_owned(),
            document: "示例厅发〔2023〕6号".to_owned(),
            division: SAMPLE_PLACE.to_owned(),
            ..Self::default()
        }
    }
}
