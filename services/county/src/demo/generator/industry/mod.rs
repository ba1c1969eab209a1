//! What the demo county's industry offices entered.

mod cluster;
mod designation;
mod difficulty;
mod engagement;
pub(super) mod enterprise;
mod exhibition;
mod facts;
mod feature;
mod finance;
mod order;
mod project;
mod tender;
mod trade;

use proto::industry::v1::Enterprise;

use super::random::Random;
use super::{Batch, ResolutionPlan};

/// The batches of the industry service.
pub fn batches(seed: u64) -> Vec<Batch> {
    let enterprises = enterprise::enterprises(seed);
    let mut batches = of_enterprises(seed, &enterprises);
    batches.extend(of_trade(seed, &enterprises));
    batches.extend(of_environment(seed, &enterprises));
    batches.extend(of_features());
    batches.extend(of_finance(seed, &enterprises));
    batches
}

/// What was entered before a batch of the industry service took its place: a month as a flash.
pub fn flashes(seed: u64) -> Vec<Batch> {
    let flashes = trade::flashes(&trade::bulletins(seed));
    vec![Batch::of("外贸快讯", "trade flashes", &flashes)]
}

fn of_enterprises(seed: u64, enterprises: &[Enterprise]) -> Vec<Batch> {
    let mut roster = designation::designations(seed, enterprises);
    let titles = roster.split_off(enterprise::OPENING.len());
    let (difficulties, _) = difficulty::difficulties(seed, enterprises);
    vec![
        Batch::of("产业集群", "clusters", &cluster::clusters()),
        Batch::of("企业", "enterprises", enterprises),
        Batch::of("期初规上名册", "the above-scale roster at the opening", &roster)
            .opening("示例统名〔2022〕12号", "2022-12-31"),
        Batch::of("认定与名录", "titles and rosters", &titles),
        Batch::of("企业难题", "difficulties", &difficulties),
        Batch::of("政企活动", "engagements", &engagement::engagements(seed)),
    ]
}

fn of_trade(seed: u64, enterprises: &[Enterprise]) -> Vec<Batch> {
    let bulletins = trade::bulletins(seed);
    let comparisons = trade::comparisons(&bulletins);
    vec![
        Batch::of("外贸月报", "trade bulletins", &bulletins),
        Batch::of("海关公布的同比", "growth as customs states it", &comparisons),
        Batch::of("外贸订单", "trade orders", &order::orders(seed, enterprises)),
        Batch::of("待审订单", "orders under review", &order::unread(seed, enterprises))
            .unverified(),
        Batch::of("展会届次", "exhibitions", &exhibition::exhibitions()),
        Batch::of("参展", "exhibits", &exhibition::exhibits(seed, enterprises)),
        Batch::of("待审参展", "exhibits under review", &exhibition::unread(enterprises))
            .unverified(),
    ]
}

fn of_environment(seed: u64, enterprises: &[Enterprise]) -> Vec<Batch> {
    vec![
        Batch::of("招标项目", "tenders", &tender::tenders(seed)),
        Batch::of("待审招标项目", "tenders under review", &tender::unread()).unverified(),
        Batch::of("项目", "projects", &project::projects(seed, enterprises)),
        Batch::of("待审项目", "projects under review", &project::unread(seed, enterprises))
            .unverified(),
    ]
}

fn of_features() -> Vec<Batch> {
    vec![
        Batch::of("专题项目", "projects of the features", &feature::projects()),
        Batch::of("项目组成", "parts of projects", &feature::parts()),
        Batch::of("待审项目组成", "parts under review", &feature::unread_parts()).unverified(),
        Batch::of("项目途经地", "places of projects", &feature::places()),
        Batch::of("项目年度报告", "years of projects", &feature::years()),
        Batch::of("参数", "parameters", &feature::parameters()),
    ]
}

fn of_finance(seed: u64, enterprises: &[Enterprise]) -> Vec<Batch> {
    vec![
        Batch::of("风险分担方案", "guarantee schemes", &finance::schemes()),
        Batch::of("政银担贷款", "guaranteed loans", &finance::loans(seed, enterprises)),
        Batch::of("待审贷款", "loans under review", &finance::unread(seed, enterprises))
            .unverified(),
        Batch::of("上市进程", "steps to the exchange", &finance::steps(enterprises)),
        Batch::of("外部认定", "external claims", &finance::claims(enterprises)),
        Batch::of("同类县数据", "peers", &facts::peers()),
        Batch::of("目标", "targets", &facts::targets()),
    ]
}

/// How the difficulties among the batches are resolved.
pub fn resolutions(seed: u64) -> Vec<ResolutionPlan> {
    difficulty::difficulties(seed, &enterprise::enterprises(seed)).1
}
