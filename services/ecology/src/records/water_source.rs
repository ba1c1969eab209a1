//! A source of drinking water and the class that it should keep.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ecology::v1::{SourceLevel, WaterBody, WaterClass, WaterSource};
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for WaterSource {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        if self.target_class() == WaterClass::Worse {
            findings.refuse(
                "target_class",
                Reason::ValueOutOfRange,
                "a target is one of the classes I to V",
                "目标类别须为Ⅰ至Ⅴ类",
            );
        }
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("S-{n}"),
            name: format!("示例水源地{n}"),
            level: SourceLevel::County.into(),
            body: WaterBody::Lake.into(),
            target_class: WaterClass::Iii.into(),
            division: SAMPLE_PLACE.to_owned(),
            first_date: "2015-01-01".to_owned(),
            ..Self::default()
        }
    }
}
