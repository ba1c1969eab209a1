//! What is told where one or two cadres stand behind it, and of cadres who move to another township.

use proto::cadre::v1::ranking_service_client::RankingServiceClient;
use proto::cadre::v1::work_log_service_client::WorkLogServiceClient;
use proto::cadre::v1::*;
use proto::figure::v1::figure_service_client::FigureServiceClient;
use proto::figure::v1::{ComputeFiguresRequest, Scope};

use ::ledger::kinds::Kind;

use crate::desk::{COUNTY, Desk, VERIFIER, at_desk, by};
use crate::work_logs::{DAYS, WORKING, cadre_of, log_of, parameter, record, staff};

/// The township of the samples, and another one.
const HOME: &str = ::ledger::kinds::SAMPLE_PLACE;
const AWAY: &str = "421222107";

async fn table(desk: &Desk, division: &str, unit: &str, grain: SaturationGrain) -> SaturationTable {
    let request = GetSaturationRequest {
        county: COUNTY.to_owned(),
        division: division.to_owned(),
        unit_id: unit.to_owned(),
        first_date: DAYS.0.to_owned(),
        last_date: DAYS.1.to_owned(),
        grain: grain.into(),
        ..GetSaturationRequest::default()
    };
    let mut client = WorkLogServiceClient::new(desk.channel.clone());
    client.get_saturation(by(VERIFIER, request)).await.expect("computed").into_inner()
}

/// Units with their valid and their required half-days.
fn rows(table: &SaturationTable) -> Vec<(&str, i64, i64)> {
    let rows = table.rows.iter();
    rows.map(|row| (row.unit_id.as_str(), row.valid_halves, row.required_halves)).collect()
}

async fn ranking(desk: &Desk) -> Vec<RankedUnit> {
    let request = RankUnitsRequest {
        county: COUNTY.to_owned(),
        peer_group: PeerGroup::sample(0).name,
        first_date: DAYS.0.to_owned(),
        last_date: DAYS.1.to_owned(),
        position: 0,
    };
    let mut client = RankingServiceClient::new(desk.channel.clone());
    client.rank_units(by(VERIFIER, request)).await.expect("ranked").into_inner().units
}

/// Adds a third unit, and cadres so that B and it have three or more.
async fn more_staff(desk: &Desk) {
    let unit = Unit { code: "C".to_owned(), ..Unit::sample(0) };
    let group = |unit: &str| PeerGroup { unit_id: unit.to_owned(), ..PeerGroup::sample(0) };
    let mut records = vec![record(desk, &unit), record(desk, &group("C"))];
    let cadres = [("b1", "B"), ("b2", "B"), ("c1", "C"), ("c2", "C"), ("c3", "C")];
    records.extend(cadres.map(|(code, unit)| record(desk, &cadre_of(code, unit))));
    desk.enter(records).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn units_of_one_or_two_cadres_are_told_with_others_and_have_no_place() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        more_staff(desk).await;
        let logs = WORKING[..5].iter().map(|day| record(desk, &log_of("b1", "B", day)));
        desk.enter_as("acc.head", logs.collect()).await;
        // A has its head, and until the 19th the cadre who moved: 50 and 20 half-days; C has 150.
        let whole = table(desk, "", "", SaturationGrain::Unspecified).await;
        assert_eq!(rows(&whole), [("", 10, 400)]);
        let by_unit = table(desk, "", "", SaturationGrain::Unit).await;
        assert_eq!(rows(&by_unit), [("", 0, 220), ("B", 10, 180)]);
        let notes = |table: &SaturationTable| -> Vec<String> {
            table.rows.iter().map(|row| row.unit_note_zh.clone()).collect()
        };
        assert_eq!(notes(&by_unit), ["人数少的几个单位合计", ""], "the row says what it is");
        assert_eq!(notes(&whole), [""], "where units are not told apart there is nothing to say");
        assert_eq!(rows(&table(desk, "", "B", SaturationGrain::Unit).await), [("B", 10, 180)]);
        for hidden in ["A", "C"] {
            let alone = table(desk, "", hidden, SaturationGrain::Unspecified).await;
            assert!(alone.withheld && alone.rows.is_empty(), "{hidden}");
        }
        let units = ranking(desk).await;
        let places: Vec<_> =
            units.iter().map(|one| (&*one.unit_id, one.rank, one.withheld)).collect();
        assert_eq!(places, [("B", Some(1), false), ("C", Some(2), false), ("A", None, true)]);
        assert_eq!(units[2].required_halves, 0, "of A nothing is told");
        desk.enter(vec![record(desk, &parameter("worklog.ranking.people", "1"))]).await;
        let by_unit = table(desk, "", "", SaturationGrain::Unit).await;
        assert_eq!(rows(&by_unit), [("A", 0, 70), ("B", 10, 180), ("C", 0, 150)]);
        assert!(ranking(desk).await.iter().all(|one| one.rank.is_some()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ranking_says_what_nobody_has_checked_and_ranks_no_unit_of_too_few_days() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        more_staff(desk).await;
        let parameters = [
            parameter("worklog.ranking.people", "1"),
            parameter("worklog.ranking.minimum_days", "36"),
        ];
        desk.enter(parameters.iter().map(|one| record(desk, one)).collect()).await;
        let waiting = WORKING[..2].iter().map(|day| record(desk, &log_of("b1", "B", day)));
        desk.import(crate::desk::options(), waiting.collect()).await.expect("imported");
        let units = ranking(desk).await;
        let told: Vec<_> = units
            .iter()
            .map(|one| (&*one.unit_id, one.rank, one.required_halves, one.unchecked_halves))
            .collect();
        // 35 days of A are fewer than 36; B and C have the same share of nothing, and one place.
        assert_eq!(told, [("B", Some(1), 180, 4), ("C", Some(1), 150, 0), ("A", None, 70, 0)]);
    })
    .await;
}

/// The saturation of a place as a figure.
async fn figure(desk: &Desk, division: &str) -> Option<String> {
    let scope = Scope {
        division: division.to_owned(),
        first_date: DAYS.0.to_owned(),
        last_date: DAYS.1.to_owned(),
        ..Scope::default()
    };
    let codes = vec!["cadre.worklog.saturation".to_owned()];
    let request = ComputeFiguresRequest { scope: Some(scope), codes, compare: false };
    let mut client = FigureServiceClient::new(desk.channel.clone());
    let answer = client.compute_figures(by(VERIFIER, request)).await.expect("computed");
    answer.into_inner().figures.remove(0).value
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cadre_who_moves_to_another_township_counts_in_each_for_its_days() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let post = Post {
            cadre_id: "goer".to_owned(),
            unit_id: "B".to_owned(),
            division: AWAY.to_owned(),
            is_head: false,
            first_date: "2023-02-20".to_owned(),
            last_date: String::new(),
            ..Post::sample(0)
        };
        let here = |code: &str| Cadre { division: HOME.to_owned(), ..cadre_of(code, "B") };
        let cadres = ["goer", "stayer"].map(|code| record(desk, &here(code)));
        desk.enter(cadres.into_iter().chain([record(desk, &post)]).collect()).await;
        let log = |day: &&str| {
            let division = if *day < "2023-02-20" { HOME } else { AWAY };
            WorkLog { division: division.to_owned(), ..log_of("goer", "B", day) }
        };
        let logs = WORKING[8..12].iter().map(|day| record(desk, &log(day)));
        desk.enter_as("acc.head", logs.collect()).await;
        // One cadre is there, and one stays: nothing is told of either township.
        for place in [AWAY, HOME] {
            let hidden = table(desk, place, "", SaturationGrain::Unspecified).await;
            assert!(hidden.withheld && hidden.rows.is_empty(), "{place}");
            assert_eq!(figure(desk, place).await, None, "{place}");
        }
        assert_eq!(figure(desk, COUNTY).await.as_deref(), Some("3.2"), "8 of 250");
        desk.enter(vec![record(desk, &parameter("worklog.ranking.people", "1"))]).await;
        // Two days before the move, two days from it on.
        let of = async |place: &str| table(desk, place, "", SaturationGrain::Unspecified).await;
        assert_eq!(rows(&of(AWAY).await), [("", 4, 30)]);
        assert_eq!(rows(&of(HOME).await), [("", 4, 70)]);
        assert_eq!(rows(&of(COUNTY).await), [("", 8, 250)]);
        let by_month = table(desk, AWAY, "", SaturationGrain::UnitAndMonth).await;
        assert_eq!(rows(&by_month), [("B", 4, 14), ("B", 0, 16)]);
        assert_eq!(figure(desk, AWAY).await.as_deref(), Some("13.3"));
        assert!(table(desk, "421222107201", "", SaturationGrain::Unit).await.rows.is_empty());
    })
    .await;
}
