//! A source of drinking water and the class that it should keep.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ecology::v1::{ProtectionZone, SourceLevel, WaterBody, WaterClass, WaterSource};
use proto::ledger::v1::Reason;

use crate::Ours;
use crate::rules::water::{Class, Zone};

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
        let zone = match self.zone() {
            ProtectionZone::Unspecified => None,
            ProtectionZone::First => Some(Zone::First),
            ProtectionZone::Second => Some(Zone::Second),
            ProtectionZone::Quasi => Some(Zone::Quasi),
        };
        let place = usize::try_from(self.target_class - 1).unwrap_or(usize::MAX);
        let target = Class::ALL.get(place).copied();
        if let (Some(zone), Some(target)) = (zone, target)
            && !zone.allows(target)
        {
            let due = zone.target().map_or("", Class::name);
            findings.refuse(
                "target_class",
                Reason::ValueOutOfRange,
                format!("the zone asks for {due} or better (GB 3838-2002 §3)"),
                format!("该级保护区目标类别须为{due}或更优（GB 3838-2002 第3条）"),
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
