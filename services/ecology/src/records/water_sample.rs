//! A sample of a water source; its class follows GB 3838-2002 by the worst of its items. A month
//! that was sampled several times is entered once, as the mean (`AssessWaterSample` gives it).

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ecology::v1::{WaterBody, WaterClass, WaterSample, WaterSource};
use proto::ledger::v1::Reason;

use crate::Ours;
use crate::rules::water::{self, Body, Class, Sample, Supplements};

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
        let Some((body, target)) = body_and_target(self) else { return };
        let Some(found) = water::assess(body, target, &measured(self)) else { return };
        let above = supplements(self).exceeding();
        let place = Class::ALL.iter().position(|class| *class == found.class).unwrap_or_default();
        self.water_class = i32::try_from(place).unwrap_or_default() + 1;
        self.compliant = found.compliant && above.is_empty();
        let texts = found.exceeding.iter().map(ToString::to_string);
        let above = above.iter().map(|(item, multiple)| format!("{}（{multiple}倍）", item.name()));
        self.exceeding = texts.chain(above).collect::<Vec<_>>().join("、");
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

/// The body of water and the class that it has to meet; nothing without a target.
pub(crate) fn body_and_target(record: &WaterSample) -> Option<(Body, Class)> {
    let body = match record.body() {
        WaterBody::Lake => Body::Lake,
        WaterBody::River | WaterBody::Unspecified => Body::River,
    };
    let place = usize::try_from(record.target_class - 1).ok()?;
    Class::ALL.get(place).map(|class| (body, *class))
}

/// What the rules look at of the supplementary items.
pub(crate) fn supplements(record: &WaterSample) -> Supplements {
    let WaterSample {
        sulfate_ng_l, chloride_ng_l, nitrate_ng_l, iron_ng_l, manganese_ng_l, ..
    } = *record;
    Supplements { sulfate_ng_l, chloride_ng_l, nitrate_ng_l, iron_ng_l, manganese_ng_l }
}

/// What the rules look at of the 21 items.
pub(crate) fn measured(record: &WaterSample) -> Sample {
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
        sulfate_ng_l: _,
        chloride_ng_l: _,
        nitrate_ng_l: _,
        iron_ng_l: _,
        manganese_ng_l: _,
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

/// Takes what was measured from the mean of several samples.
pub(crate) fn take_mean(record: &mut WaterSample, mean: Sample, more: Supplements) {
    let Sample {
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
    } = mean;
    let Supplements { sulfate_ng_l, chloride_ng_l, nitrate_ng_l, iron_ng_l, manganese_ng_l } = more;
    *record = WaterSample {
        metadata: None,
        source_id: std::mem::take(&mut record.source_id),
        sample_date: std::mem::take(&mut record.sample_date),
        division: std::mem::take(&mut record.division),
        body: record.body,
        target_class: record.target_class,
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
        sulfate_ng_l,
        chloride_ng_l,
        nitrate_ng_l,
        iron_ng_l,
        manganese_ng_l,
        ..WaterSample::default()
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_of_good_class_with_too_much_iron_does_not_comply() {
        let mut sample = <WaterSample as Kind<Ours>>::sample(0);
        sample.iron_ng_l = Some(450_000);
        sample.derive();
        assert_eq!((sample.water_class(), sample.compliant), (WaterClass::Ii, false));
        assert_eq!(sample.exceeding, "铁（0.50倍）");
        sample.iron_ng_l = Some(300_000);
        sample.derive();
        assert!(sample.compliant && sample.exceeding.is_empty());
    }
}
