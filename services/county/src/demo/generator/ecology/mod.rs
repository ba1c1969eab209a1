//! What the demo county's environment offices entered.

mod air;
mod designation;
mod farming;
mod finance;
mod forest;
mod patrol;
mod station;
mod water;

use super::Batch;
use super::calendar::CUTOFF;
use super::industry::enterprise;
use super::random::Random;

/// The batches of the ecology service.
pub fn batches(seed: u64) -> Vec<Batch> {
    let mut batches = of_air(seed);
    batches.extend(of_water(seed));
    batches.extend(of_farming(seed));
    batches.extend(of_titles(seed));
    batches
}

fn of_air(seed: u64) -> Vec<Batch> {
    let days = air::days_of_air(seed);
    vec![
        Batch::of("空气质量日报", "air days", &days),
        Batch::of("空气质量监测点位", "air stations", &station::stations()),
        Batch::of("监测点位日均值", "station days", &station::station_days(seed, &days)),
        Batch::of("待审点位日均值", "station days under review", &station::under_review(CUTOFF))
            .unverified(),
    ]
}

fn of_water(seed: u64) -> Vec<Batch> {
    let samples = water::samples(seed);
    vec![
        Batch::of("饮用水水源地", "water sources", &water::sources()),
        Batch::of("水质监测样品", "water samples", &samples),
        Batch::of("水源地月取水量", "water taken", &water::abstractions(seed, &samples)),
    ]
}

fn of_farming(seed: u64) -> Vec<Batch> {
    vec![
        Batch::of("受污染耕地地块", "polluted plots", &farming::plots(seed)),
        Batch::of("待核地块", "proposed plots", &farming::proposed_plots(seed)).unverified(),
        Batch::of("农业示范区", "demonstration zones", &farming::zones(seed)),
        Batch::of("地块化肥用量", "fertilizer of parcels", &farming::fertilizer(seed)),
        Batch::of("待审化肥用量", "fertilizer under review", &farming::unread_fertilizer())
            .unverified(),
        Batch::of("森林资源调查", "forest surveys", &forest::surveys(seed)),
        Batch::of("河长林长巡查", "patrols", &patrol::patrols(seed)),
        Batch::of("待审巡查", "patrols under review", &patrol::unread(seed)).unverified(),
    ]
}

fn of_titles(seed: u64) -> Vec<Batch> {
    let enterprises = enterprise::enterprises(seed);
    let titles = designation::designations(seed, &enterprises);
    vec![
        Batch::of("生态创建命名", "environmental titles", &titles),
        Batch::of("国家批次名单", "places of a batch", &finance::batch_places()),
        Batch::of("绿色贷款", "green loans", &finance::loans(&enterprises)),
        Batch::of("外部认定", "external claims", &finance::claims()),
        Batch::of("参数", "parameters", &finance::parameters()),
        Batch::of("目标", "targets", &finance::targets()),
    ]
}
