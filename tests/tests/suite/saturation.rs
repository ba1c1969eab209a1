//! Saturation over gRPC: by unit and month, late and failed logs, appeals, distributions.

use ::ledger::kinds::Kind;
use prost::Message;
use proto::cadre::v1::log_check_service_client::LogCheckServiceClient;
use proto::cadre::v1::ranking_service_client::RankingServiceClient;
use proto::cadre::v1::sample_service_client::SampleServiceClient;
use proto::cadre::v1::saturation_result_service_client::SaturationResultServiceClient;
use proto::cadre::v1::work_log_service_client::WorkLogServiceClient;
use proto::cadre::v1::*;
use proto::figure::v1::Parameter;
use proto::ledger::v1::RecordRef;
use tonic::Code;

use crate::desk::{COUNTY, Desk, VERIFIER, at_desk, by, options, reason};
use crate::work_logs::{DAYS, WORKING, cadre_of, log_of, parameter, record, staff};

async fn saturation(desk: &Desk, grain: SaturationGrain) -> Vec<(String, String, i64, i64)> {
    let request = GetSaturationRequest {
        county: COUNTY.to_owned(),
        cadre_id: "moved".to_owned(),
        first_date: DAYS.0.to_owned(),
        last_date: DAYS.1.to_owned(),
        grain: grain.into(),
        ..GetSaturationRequest::default()
    };
    let mut client = WorkLogServiceClient::new(desk.channel.clone());
    let table = client.get_saturation(by("acc.moved", request)).await;
    let table = table.expect("computed").into_inner();
    let of = |row: SaturationRow| (row.unit_id, row.month, row.valid_halves, row.required_halves);
    table.rows.into_iter().map(of).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn days_count_for_the_unit_of_the_day_and_late_or_failed_logs_do_not() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let unit = |day: &str| if day < "2023-02-20" { "A" } else { "B" };
        let log = |day: &&str| log_of("moved", unit(day), day);
        let handed_in = |log| WorkLog { submit_date: "2023-02-10".to_owned(), ..log };
        let late = WORKING[..2].iter().map(|day| record(desk, &handed_in(log(day))));
        let in_time =
            |days: &[&str]| -> Vec<_> { days.iter().map(|day| record(desk, &log(day))).collect() };
        // Until the 19th the head of A is the superior, then that of B.
        desk.enter_as("acc.chief", late.chain(in_time(&WORKING[2..10])).collect()).await;
        desk.enter_as("acc.head", in_time(&WORKING[10..20])).await;
        // Handed in after four working days, the first day does not count.
        let by_unit = saturation(desk, SaturationGrain::Unit).await;
        assert_eq!(by_unit, [row("A", "", 18, 20), row("B", "", 20, 30)]);
        let by_month = saturation(desk, SaturationGrain::Month).await;
        assert_eq!(by_month, [row("", "2023-02", 32, 34), row("", "2023-03", 6, 16)]);
        assert_eq!(saturation(desk, SaturationGrain::Unspecified).await, [row("", "", 38, 50)]);
        // From a dated parameter on the period of grace is another one.
        let grace = Parameter {
            code: "worklog.backfill.days".to_owned(),
            value: "4".to_owned(),
            first_date: "2023-02-01".to_owned(),
            last_date: "2023-02-28".to_owned(),
            ..<Parameter as Kind<cadre::Ours>>::sample(0)
        };
        desk.enter(vec![record(desk, &grace)]).await;
        assert_eq!(saturation(desk, SaturationGrain::Unspecified).await, [row("", "", 40, 50)]);
        fail_in_a_sample(desk).await;
        assert_eq!(saturation(desk, SaturationGrain::Unspecified).await, [row("", "", 38, 50)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shift_swap_moves_the_day_that_asks_for_a_log() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let (off, rest) = (WORKING[12], "2023-02-25");
        let logs = [off, rest].map(|day| record(desk, &log_of("moved", "B", day)));
        desk.enter_as("acc.head", logs.to_vec()).await;
        assert_eq!(saturation(desk, SaturationGrain::Unspecified).await, [row("", "", 2, 50)]);
        let swap = |off_date: &str, work_date: &str| ShiftSwap {
            cadre_id: "moved".to_owned(),
            off_date: off_date.to_owned(),
            work_date: work_date.to_owned(),
            ..ShiftSwap::sample(0)
        };
        desk.enter(vec![record(desk, &swap(off, rest))]).await;
        // What was logged on the day off counts no more, what was on the day worked does.
        assert_eq!(saturation(desk, SaturationGrain::Unspecified).await, [row("", "", 2, 50)]);
        let by_month = saturation(desk, SaturationGrain::Month).await;
        assert_eq!(by_month, [row("", "2023-02", 2, 34), row("", "2023-03", 0, 16)]);
        // A day of rest after the period is worked for one within: nothing is due instead.
        desk.enter(vec![record(desk, &swap(WORKING[13], "2023-03-11"))]).await;
        assert_eq!(saturation(desk, SaturationGrain::Unspecified).await, [row("", "", 2, 48)]);
        // A log of a day worked that nobody has checked yet waits, and is not missing.
        let waits = record(desk, &log_of("moved", "B", "2023-03-04"));
        desk.import(options(), vec![waits]).await.expect("imported");
        desk.enter(vec![record(desk, &swap(WORKING[15], "2023-03-04"))]).await;
        assert_eq!(missing_and_unchecked(desk).await, (44, 2));
        let kind = desk.kind("ShiftSwap");
        let again = swap(WORKING[14], rest).encode_to_vec();
        let refused = desk.create(&kind, again).await.expect_err("worked for another day already");
        let (_, fields) = reason(&refused);
        assert_eq!(fields, [("shift_swap.work_date".to_owned(), "TIMES_OVERLAP".to_owned())]);
    })
    .await;
}

/// The half-days of the cadre who moved that have no log, and that have one nobody has checked.
async fn missing_and_unchecked(desk: &Desk) -> (i64, i64) {
    let request = ListMissingLogsRequest {
        county: COUNTY.to_owned(),
        first_date: DAYS.0.to_owned(),
        last_date: DAYS.1.to_owned(),
        ..ListMissingLogsRequest::default()
    };
    let mut client = WorkLogServiceClient::new(desk.channel.clone());
    let found = client.list_missing_logs(by("acc.head", request)).await.expect("listed");
    let cadres = found.into_inner().cadres.into_iter().filter(|one| one.cadre_id == "moved");
    cadres.fold((0, 0), |(missing, unchecked), one| {
        (missing + one.missing_halves, unchecked + one.unchecked_halves)
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn two_halves_of_a_day_on_leave_leave_nothing_due() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let day = WORKING[10];
        let leave = |r#type: LeaveType, half: DayHalf| Leave {
            cadre_id: "moved".to_owned(),
            r#type: r#type.into(),
            first_date: day.to_owned(),
            last_date: day.to_owned(),
            half_day: true,
            half: half.into(),
            ..Leave::sample(0)
        };
        let morning = leave(LeaveType::Annual, DayHalf::Morning);
        let log = record(desk, &log_of("moved", "B", day));
        desk.enter_as("acc.head", vec![log]).await;
        assert_eq!(saturation(desk, SaturationGrain::Unspecified).await, [row("", "", 2, 50)]);
        desk.enter(vec![record(desk, &morning)]).await;
        assert_eq!(saturation(desk, SaturationGrain::Unspecified).await, [row("", "", 1, 49)]);
        let kind = desk.kind("Leave");
        let whole = Leave { half_day: false, half: 0, ..morning.clone() };
        let refused = desk.create(&kind, whole.encode_to_vec()).await.expect_err("it overlaps");
        let (_, fields) = reason(&refused);
        assert_eq!(fields, [("leave.first_date".to_owned(), "TIMES_OVERLAP".to_owned())]);
        desk.enter(vec![record(desk, &leave(LeaveType::Sick, DayHalf::Afternoon))]).await;
        assert_eq!(saturation(desk, SaturationGrain::Unspecified).await, [row("", "", 0, 48)]);
    })
    .await;
}

fn row(unit: &str, month: &str, valid: i64, required: i64) -> (String, String, i64, i64) {
    (unit.to_owned(), month.to_owned(), valid, required)
}

/// A sample of everything; one log fails, which holds once somebody else has verified it.
async fn fail_in_a_sample(desk: &Desk) {
    let draw = DrawSampleRequest {
        county: COUNTY.to_owned(),
        code: "S1".to_owned(),
        unit_id: "A".to_owned(),
        first_date: DAYS.0.to_owned(),
        last_date: DAYS.1.to_owned(),
        size: 50,
        ..DrawSampleRequest::default()
    };
    let mut samples = SampleServiceClient::new(desk.channel.clone());
    let sample = samples.draw_sample(by("acc.chief", draw)).await.expect("drawn").into_inner();
    assert_eq!((sample.population_count, sample.log_ids.len()), (Some(20), 20));
    let said = vec![LogVerdict {
        log_id: format!("moved.{}.0830", WORKING[5]),
        outcome: CheckOutcome::Failed.into(),
        ground: "不实".to_owned(),
        ..LogVerdict::default()
    }];
    let request = CheckWorkLogsRequest {
        county: COUNTY.to_owned(),
        verdicts: said,
        check_date: "2023-03-14".to_owned(),
        sample_id: "S1".to_owned(),
        ..CheckWorkLogsRequest::default()
    };
    let mut checks = LogCheckServiceClient::new(desk.channel.clone());
    let refused = checks.check_work_logs(by("acc.head", request.clone())).await;
    assert_eq!(refused.expect_err("another unit").code(), Code::PermissionDenied);
    let done = checks.check_work_logs(by("acc.chief", request)).await.expect("checked");
    let check = done.into_inner().log_checks.remove(0);
    let metadata = check.metadata.expect("metadata");
    let kind = "xianzhi.cadre.v1.LogCheck".to_owned();
    let check = RecordRef { kind, id: metadata.id, etag: metadata.etag };
    desk.verify(VERIFIER, vec![check]).await.expect("verified by somebody else");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_appeal_recomputes_and_keeps_both_results() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        // Of fewer than three cadres a unit would have no place.
        let others = [("a1", "A"), ("a2", "A"), ("b1", "B")];
        desk.enter(others.map(|(code, unit)| record(desk, &cadre_of(code, unit))).to_vec()).await;
        let logs = WORKING[..22].iter().map(|day| record(desk, &log_of("head", "B", day)));
        desk.enter_as("acc.chief", logs.collect()).await;
        let mut rankings = RankingServiceClient::new(desk.channel.clone());
        let mut keep = async |code: &str, appeal_of: &str| {
            let ground = if appeal_of.is_empty() { "" } else { "漏计" };
            let request = KeepRankingRequest {
                county: COUNTY.to_owned(),
                code: code.to_owned(),
                peer_group: "示例组".to_owned(),
                first_date: DAYS.0.to_owned(),
                last_date: DAYS.1.to_owned(),
                appeal_of: appeal_of.to_owned(),
                appeal_ground: ground.to_owned(),
                ..KeepRankingRequest::default()
            };
            let kept = rankings.keep_ranking(by("office", request)).await;
            kept.map(tonic::Response::into_inner)
        };
        let first = keep("R1", "").await.expect("kept");
        let of = |ranking: &Ranking| {
            let units = ranking.units.iter();
            units.map(|one| (one.unit_id.clone(), one.rank, one.valid_halves)).collect::<Vec<_>>()
        };
        assert_eq!(of(&first), [("B".to_owned(), Some(1), 44), ("A".to_owned(), Some(2), 0)]);
        let more = WORKING[..].iter().map(|day| record(desk, &log_of("chief", "A", day)));
        desk.enter(more.collect()).await;
        let more = WORKING[..].iter().map(|day| record(desk, &log_of("a1", "A", day)));
        desk.enter_as("acc.chief", more.collect()).await;
        let second = keep("R2", "R1").await.expect("recomputed");
        assert_eq!(of(&second), [("A".to_owned(), Some(1), 100), ("B".to_owned(), Some(2), 44)]);
        assert!(second.position > first.position);
        keep("R3", "R9").await.expect_err("an appeal against nothing");
        let before: Ranking = desk.get(&desk.kind("Ranking"), "R1", 0).await.expect("still there");
        assert_eq!(of(&before), of(&first));
        distributions(desk).await;
        below(desk).await;
    })
    .await;
}

/// Bands are always there, names only once the county has turned them on.
async fn distributions(desk: &Desk) {
    let request = RankCadresRequest {
        county: COUNTY.to_owned(),
        first_date: DAYS.0.to_owned(),
        last_date: DAYS.1.to_owned(),
        ..RankCadresRequest::default()
    };
    let mut rankings = RankingServiceClient::new(desk.channel.clone());
    let spread = rankings.rank_cadres(by(VERIFIER, request.clone())).await.expect("spread");
    let spread = spread.into_inner();
    let counts: i64 = spread.bands.iter().map(|band| band.cadre_count).sum();
    assert_eq!((counts, spread.below_count, spread.cadres.len()), (6, 4, 0));
    let named = Parameter {
        code: "worklog.ranking.people".to_owned(),
        value: "1".to_owned(),
        first_date: "2023-01-01".to_owned(),
        last_date: String::new(),
        ..<Parameter as Kind<cadre::Ours>>::sample(0)
    };
    desk.enter(vec![record(desk, &named)]).await;
    let named = rankings.rank_cadres(by(VERIFIER, request)).await.expect("ranked").into_inner();
    let ranks: Vec<_> = named.cadres.iter().map(|one| (&*one.cadre_id, one.rank)).collect();
    assert_eq!(ranks, [("a1", 1), ("chief", 1), ("head", 3), ("a2", 4), ("b1", 4), ("moved", 4)]);
}

/// 22 of 25 days are below 90 percent.
async fn below(desk: &Desk) {
    let keep = KeepSaturationRequest {
        county: COUNTY.to_owned(),
        code: "B1".to_owned(),
        cadre_id: "head".to_owned(),
        first_date: DAYS.0.to_owned(),
        last_date: DAYS.1.to_owned(),
        ..KeepSaturationRequest::default()
    };
    let mut results = SaturationResultServiceClient::new(desk.channel.clone());
    let kept = results.keep_saturation(by("office", keep)).await.expect("kept").into_inner();
    assert_eq!((kept.valid_halves, kept.required_halves), (Some(44), Some(50)));
    assert!(kept.below_threshold);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_saturation_of_one_cadre_is_told_to_that_cadre_and_the_superior() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let of = |cadre: &str, last: &str| GetSaturationRequest {
            county: COUNTY.to_owned(),
            cadre_id: cadre.to_owned(),
            first_date: DAYS.0.to_owned(),
            last_date: last.to_owned(),
            ..GetSaturationRequest::default()
        };
        let asked = async |actor: &str, request: GetSaturationRequest| {
            let mut client = WorkLogServiceClient::new(desk.channel.clone());
            client.get_saturation(by(actor, request)).await.map(|answer| answer.into_inner().rows)
        };
        // On the last day the cadre is of B, whose head is the superior; on an earlier one of A.
        let early = "2023-02-17";
        for (actor, last) in [("acc.moved", DAYS.1), ("acc.head", DAYS.1), ("acc.chief", early)] {
            let rows = asked(actor, of("moved", last)).await.expect(actor);
            assert!(rows[0].required_halves > 0, "{actor}");
        }
        for (actor, last) in [(VERIFIER, DAYS.1), ("acc.chief", DAYS.1), ("acc.head", early)] {
            let refused = asked(actor, of("moved", last)).await.expect_err(actor);
            assert_eq!(reason(&refused).0, "NOT_RESPONSIBLE", "{actor}");
        }
        // Whether there is such a cadre is not told either.
        let refused = asked(VERIFIER, of("nobody", DAYS.1)).await.expect_err("unknown");
        assert_eq!(reason(&refused).0, "NOT_RESPONSIBLE");
        asked(VERIFIER, of("", DAYS.1)).await.expect("of all together");
        desk.enter(vec![record(desk, &parameter("worklog.ranking.people", "1"))]).await;
        asked(VERIFIER, of("moved", DAYS.1)).await.expect("named to all");
    })
    .await;
}
