//! A sample of a water source; its class follows GB 3838-2002 by the worst of its items.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ecology::v1::{WaterBody, WaterClass, WaterSample, WaterSource};
use proto::ledger::v1::Reason;

use crate::Ours;
use crate::rules::water::{self, Body, Class, Sample};

impl Kind<Ours> for WaterSample {
    fn key(&self) -> String {
        format!("{}.{}", self.source_id, self.sample_date)
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
        if self.ph_x100.is_some_and(|ph| ph > 1_400) {
            findings.refuse(
                "ph_x100",
                Reason::ValueOutOfRange,
                "pH is at most 14.00",
                "pH值不超过14.00",
            );
        }
        if self.water_class() == WaterClass::Unspecified {
            findings.refuse(
                "ph_x100",
                Reason::FieldRequired,
                "a sample has at least one item of GB 3838-2002 measured",
                "样品至少要有一项 GB 3838-2002 基本项目的测值",
            );
        }
    }

    fn derive(&mut self) {
        let body = match self.body() {
            WaterBody::Lake => Body::Lake,
            WaterBody::River | WaterBody::Unspecified => Body::River,
        };
        let target = Class::ALL.get(usize::try_from(self.target_class - 1).unwrap_or(usize::MAX));
        let Some(target) = target.copied() else { return };
        let Some(found) = water::assess(body, target, &measured(self)) else { return };
        let place = Class::ALL.iter().position(|class| *class == found.class).unwrap_or_default();
        self.water_class = i32::try_from(place).unwrap_or_default() + 1;
        self.compliant = found.compliant;
        self.exceeding = water::exceeding_text(&found.exceeding);
    }

    fn sample(n: u32) -> Self {
        let (month, day) = (n / 28 % 12 + 1, n % 28 + 1);
        Self {
            source_id: WaterSource::sample(0).code,
            sample_date: format!("2023-{month:02}-{day:02}"),
            division: SAMPLE_PLACE.to_owned(),
            body: WaterBody::Lake.into(),
            target_class: WaterClass::Iii.into(),
            ph_x100: Some(752),
            do_ng_l: Some(7_800_000),
            permanganate_ng_l: Some(2_100_000),
            ammonia_ng_l: Some(120_000),
            phosphorus_ng_l: Some(20_000),
            ..Self::default()
        }
    }
}

/// What the rules look at.
fn measured(record: &WaterSample) -> Sample {
    let WaterSample {
        metadata: _,
        source_id: _,
        sample_date: _,
        division: _,
        body: _,
        target_class: _,
        ph_x100,
        do_ng_l,
        permanganate_ng_l,
        cod_ng_l,
        bod5_ng_l,
        ammonia_ng_l,
        phosphorus_ng_l,
        copper_ng_l,
        zinc_ng_l,
        fluoride_ng_l,
        selenium_ng_l,
        arsenic_ng_l,
        mercury_ng_l,
        cadmium_ng_l,
        chromium6_ng_l,
        lead_ng_l,
        cyanide_ng_l,
        phenol_ng_l,
        petroleum_ng_l,
        surfactant_ng_l,
        sulfide_ng_l,
        water_class: _,
        compliant: _,
        exceeding: _,
    } = *record;
    Sample {
        ph_x100,
        do_ng_l,
        permanganate_ng_l,
        cod_ng_l,
        bod5_ng_l,
        ammonia_ng_l,
        phosphorus_ng_l,
        copper_ng_l,
        zinc_ng_l,
        fluoride_ng_l,
        selenium_ng_l,
        arsenic_ng_l,
        mercury_ng_l,
        cadmium_ng_l,
        chromium6_ng_l,
        lead_ng_l,
        cyanide_ng_l,
        phenol_ng_l,
        petroleum_ng_l,
        surfactant_ng_l,
        sulfide_ng_l,
    }
}
