//! Judges samples of water that are not stored.

use chassis::{FieldFault, Refusal};
use ledger::kinds::Kind;
use proto::ecology::v1::water_sample_service_server::WaterSampleService;
use proto::ecology::v1::{
    AssessWaterSampleRequest, AssessWaterSamplesRequest, WaterItem, WaterSample,
    WaterSampleAssessment,
};
use proto::ledger::v1::Reason;
use tonic::{Request, Response, Status, Streaming};

use super::{Answers, judged};
use crate::Ours;
use crate::records::{body_and_target, measured, supplements, take_mean};
use crate::rules::water::{self, Class};

/// The acts on samples of water.
pub(super) struct WaterSamples;

#[tonic::async_trait]
impl WaterSampleService for WaterSamples {
    async fn assess_water_sample(
        &self,
        request: Request<AssessWaterSampleRequest>,
    ) -> Result<Response<WaterSampleAssessment>, Status> {
        let AssessWaterSampleRequest { water_sample, samples } = request.into_inner();
        Ok(Response::new(assess(water_sample.unwrap_or_default(), &samples)?))
    }

    type AssessWaterSamplesStream = Answers<WaterSampleAssessment>;

    async fn assess_water_samples(
        &self,
        request: Request<Streaming<AssessWaterSamplesRequest>>,
    ) -> Result<Response<Self::AssessWaterSamplesStream>, Status> {
        let answers = judged(request.into_inner(), |request: AssessWaterSamplesRequest| {
            assess(request.water_sample.unwrap_or_default(), &request.samples)
        });
        Ok(Response::new(answers))
    }
}

/// Judges a sample; with several samples of the month, their mean.
fn assess(
    mut water_sample: WaterSample,
    samples: &[WaterSample],
) -> Result<WaterSampleAssessment, Refusal> {
    if !samples.is_empty() {
        let items: Vec<_> = samples.iter().map(measured).collect();
        let more: Vec<_> = samples.iter().map(supplements).collect();
        take_mean(&mut water_sample, water::mean(&items), water::mean_supplements(&more));
    }
    let target = body_and_target(&water_sample).filter(|(_, target)| *target != Class::Worse);
    let Some((body, target)) = target else {
        return Err(Refusal::request(FieldFault::new(
            "water_sample.target_class",
            Reason::FieldRequired,
            "a sample is judged against a target, one of the classes I to V",
            "评价水样须给出目标类别（Ⅰ至Ⅴ类）",
        )));
    };
    Kind::<Ours>::derive(&mut water_sample);
    let values = measured(&water_sample);
    let items = water::assess_items(body, target, &values);
    let items = items.map(|item| WaterItem {
        item: item.item.name().to_owned(),
        value: item.value,
        class_name: item.class.name().to_owned(),
        exceeding: item.class > target,
        multiple: item.multiple.map(|multiple| multiple.to_string()).unwrap_or_default(),
    });
    let supplements = supplements(&water_sample);
    let more = supplements.measured().map(|(item, value)| WaterItem {
        item: item.name().to_owned(),
        value,
        class_name: String::new(),
        exceeding: item.multiple(value).is_some(),
        multiple: item.multiple(value).map(|multiple| multiple.to_string()).unwrap_or_default(),
    });
    let items = items.chain(more).collect();
    Ok(WaterSampleAssessment { water_sample: Some(water_sample), items })
}

#[cfg(test)]
mod tests {
    use proto::ecology::v1::WaterClass;

    use super::*;

    #[test]
    fn a_sample_is_judged_item_by_item() {
        let mut sample = <WaterSample as Kind<Ours>>::sample(0);
        (sample.phosphorus_ng_l, sample.iron_ng_l) = (Some(75_000), Some(200_000));
        let judged = assess(sample, &[]).expect("the sample can be judged");
        let sample = judged.water_sample.expect("the sample comes back");
        assert_eq!((sample.water_class(), sample.compliant), (WaterClass::Iv, false));
        assert_eq!(sample.exceeding, "总磷（0.50倍）");
        assert_eq!(judged.items.len(), 6);
        let phosphorus = judged.items.iter().find(|item| item.item == "总磷");
        let phosphorus =
            phosphorus.map(|item| (item.exceeding, &*item.multiple, &*item.class_name));
        assert_eq!(phosphorus, Some((true, "0.50", "Ⅳ类")));
    }

    #[test]
    fn several_samples_of_a_month_are_judged_by_their_mean() {
        let of = |ammonia| WaterSample {
            ammonia_ng_l: Some(ammonia),
            ..<WaterSample as Kind<Ours>>::sample(0)
        };
        let judged = assess(of(9_000_000), &[of(1_200_000), of(600_000)]).expect("judged");
        let sample = judged.water_sample.expect("the sample comes back");
        assert_eq!((sample.ammonia_ng_l, sample.compliant), (Some(900_000), true));
    }

    #[test]
    fn a_sample_without_a_target_is_refused() {
        assert!(assess(WaterSample::default(), &[]).is_err());
    }
}
