//! Exhibitions, orders, what customs states, and the other counties of the city.

use std::collections::BTreeMap;

use proto::figure::v1::PeerFact;
use proto::industry::v1::{
    Direction, Exhibit, Exhibition, ExhibitionTier, TradeBulletin, TradeChannel, TradeComparison,
    TradeFlow, TradeOrder,
};

use super::super::super::{Batch, SEED, industry};
use super::super::{distinct, records, unverified};

/// Asserts every figure of this chapter.
pub fn assert_figures(batches: &[Batch]) {
    assert_exhibitions(batches);
    assert_canton_fair(batches);
    assert_orders(batches);
    assert_stated_growth(batches);
    assert_peers(batches);
}

#[test]
fn opening_up_has_its_figures_of_2023() {
    assert_figures(&industry::batches(SEED));
}

#[test]
fn what_must_not_count_is_there_too() {
    let batches = industry::batches(SEED);
    assert_eq!(unverified::<Exhibit>(&batches).len(), 2);
    assert_eq!(unverified::<TradeOrder>(&batches).len(), 2);
    let provincial = in_year(&batches, "2023", |one| one.tier() == ExhibitionTier::Provincial);
    assert!(!provincial.is_empty());
    let alone =
        in_year(&batches, "2023", |_| true).into_iter().filter(|one| one.guided_by.is_empty());
    assert_eq!(alone.count(), 2);
}

/// The exhibits at editions that opened in a year.
fn in_year(batches: &[Batch], year: &str, fits: impl Fn(&Exhibition) -> bool) -> Vec<Exhibit> {
    let editions: Vec<Exhibition> = records(batches);
    let opened: BTreeMap<String, Exhibition> = editions
        .into_iter()
        .filter(|one| one.first_date.starts_with(year) && fits(one))
        .map(|one| (one.code.clone(), one))
        .collect();
    let exhibits: Vec<Exhibit> = records(batches);
    exhibits.into_iter().filter(|one| opened.contains_key(&one.exhibition_id)).collect()
}

fn assert_exhibitions(batches: &[Batch]) {
    let important = |one: &Exhibition| {
        [ExhibitionTier::National, ExhibitionTier::International].contains(&one.tier())
    };
    let exhibits = in_year(batches, "2023", important);
    let editions = distinct(exhibits.iter().map(|one| &one.exhibition_id));
    assert!((11..20).contains(&editions), "{editions}");
    let guided = exhibits.iter().filter(|one| !one.guided_by.is_empty());
    let guided = distinct(guided.map(|one| &one.enterprise_id));
    assert!((21..30).contains(&guided), "{guided}");
    let keys = exhibits.iter().map(|one| (&one.exhibition_id, &one.enterprise_id));
    assert_eq!(distinct(keys), exhibits.len());
}

fn assert_canton_fair(batches: &[Batch]) {
    let at = |year: &str| {
        let exhibits = in_year(batches, year, |one| one.series == "广交会");
        let booths: i32 = exhibits.iter().filter_map(|one| one.booth_count).sum();
        (distinct(exhibits.iter().map(|one| &one.enterprise_id)), booths)
    };
    assert_eq!(at("2022"), (3, 5));
    assert_eq!(at("2023"), (5, 8));
}

fn assert_orders(batches: &[Batch]) {
    let orders: Vec<TradeOrder> = records(batches);
    let online: Vec<&TradeOrder> =
        orders.iter().filter(|one| one.channel() == TradeChannel::CrossBorder).collect();
    for last in ["2023-12-08", "2023-12-31"] {
        let within = |day: &str| ("2023-01-01"..=last).contains(&day);
        let reached = |day: &str| !day.is_empty() && day <= last;
        let intents: Vec<_> = online
            .iter()
            .filter(|one| within(&one.intend_date))
            .filter(|one| !reached(&one.negotiate_date) && !reached(&one.realize_date))
            .collect();
        let of = distinct(intents.iter().map(|one| &one.enterprise_id));
        assert!((21..30).contains(&of), "{of}");
        let cents: i64 = intents.iter().filter_map(|one| one.amount_usd_cent).sum();
        assert!((3_000_000_001..4_000_000_000).contains(&cents), "{cents}");
        let negotiated = online
            .iter()
            .filter(|one| within(&one.negotiate_date) && !reached(&one.realize_date))
            .filter(|one| one.direction() == Direction::Export);
        let fen: i64 = negotiated.filter_map(|one| one.amount_fen).sum();
        assert!((4_000_000_001..5_000_000_000).contains(&fen), "{fen}");
        let realized = online.iter().filter(|one| within(&one.realize_date));
        let imported = realized.filter(|one| one.direction() == Direction::Import);
        let fen: i64 = imported.filter_map(|one| one.amount_fen).sum();
        assert!((500_000_001..600_000_000).contains(&fen), "{fen}");
    }
}

/// Of the eleven months customs states what the bulletins say, to a tenth of a percent.
fn assert_stated_growth(batches: &[Batch]) {
    let comparisons: Vec<TradeComparison> = records(batches);
    let bulletins: Vec<TradeBulletin> = records(batches);
    let gap = |last: &str| {
        let stated = comparisons
            .iter()
            .find(|one| one.last_date == last && one.flow() == TradeFlow::Total)
            .and_then(|one| one.growth_x100)
            .expect("stated");
        let total = |year: &str| -> i128 {
            let of_year = bulletins.iter().filter(|one| one.last_date.starts_with(year));
            let so_far = of_year.filter(|one| one.last_date[5..] <= last[5..]);
            so_far.filter_map(|one| one.value_fen).map(i128::from).sum()
        };
        let (now, then) = (total("2023"), total("2022"));
        ((now - then) * 1_000_000 / then - i128::from(stated) * 100).abs()
    };
    assert!(gap("2023-11-30") <= 500, "{}", gap("2023-11-30"));
    assert!(gap("2023-05-31") > 1_000, "May was stated before it was corrected");
}

fn assert_peers(batches: &[Batch]) {
    let facts: Vec<PeerFact> = records(batches);
    for (figure, own) in
        [("industry.canton_fair.enterprises", 5), ("industry.canton_fair.booths", 8)]
    {
        for last in ["2023-12-08", "2023-12-31"] {
            let of = facts.iter().filter(|one| one.figure == figure && one.last_date == last);
            let values: Vec<i32> = of.filter_map(|one| one.value.parse().ok()).collect();
            assert_eq!(values.len(), 5, "{figure} to {last}");
            assert!(values.iter().all(|value| *value < own), "{figure} to {last}");
        }
        let of_2022 = facts.iter().filter(|one| one.figure == figure);
        assert_eq!(of_2022.filter(|one| one.last_date == "2022-12-31").count(), 4);
    }
}
