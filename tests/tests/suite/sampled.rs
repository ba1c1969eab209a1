//! Samples: drawn by the unit that checks, by a seed that nobody chose, once for any day.

use ::ledger::kinds::Kind as _;
use ::ledger::writer::{Call, Put, Step};
use cadre::rules::draw::draw;
use prost::Message as _;
use proto::cadre::v1::sample_service_client::SampleServiceClient;
use proto::cadre::v1::{DrawSampleRequest, Sample};
use tonic::Status;

use crate::desk::{COUNTY, Desk, at_desk, by, reason};
use crate::work_logs::{DAYS, WORKING, log_of, record, staff};

async fn drawn(desk: &Desk, actor: &str, request: DrawSampleRequest) -> Result<Sample, Status> {
    let mut client = SampleServiceClient::new(desk.channel.clone());
    client.draw_sample(by(actor, request)).await.map(tonic::Response::into_inner)
}

fn asked(code: &str, unit: &str, (first, last): (&str, &str)) -> DrawSampleRequest {
    DrawSampleRequest {
        county: COUNTY.to_owned(),
        code: code.to_owned(),
        unit_id: unit.to_owned(),
        first_date: first.to_owned(),
        last_date: last.to_owned(),
        size: 5,
        ..Default::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sample_is_drawn_once_by_the_unit_that_checks_and_by_no_seed_of_its_own() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let logs: Vec<_> =
            WORKING[..20].iter().map(|day| record(desk, &log_of("head", "B", day))).collect();
        desk.enter_as("acc.chief", logs).await;
        let not_for = async |actor: &str, unit: &str| {
            let refused = drawn(desk, actor, asked("S0", unit, DAYS)).await.expect_err(actor);
            assert_eq!(reason(&refused).0, "NOT_RESPONSIBLE", "{actor} for {unit}");
        };
        not_for("acc.head", "A").await;
        not_for("acc.head", "B").await;
        not_for("anybody", "A").await;
        let halves = [(WORKING[0], WORKING[9]), (WORKING[10], WORKING[19])];
        let mut seeds = Vec::new();
        for (n, days) in halves.into_iter().enumerate() {
            let request = asked(&format!("S{n}"), "A", days);
            let sample = drawn(desk, "acc.chief", request).await.expect("drawn");
            assert_eq!((sample.population_count, sample.log_ids.len()), (Some(10), 5));
            assert_eq!(sample.draw_date, ::ledger::kinds::today().to_string());
            // Whoever has the seed and the list draws the same.
            let all = WORKING.iter().filter(|day| (days.0..=days.1).contains(*day));
            let all = all.map(|day| format!("head.{day}.0830")).collect();
            assert_eq!(draw(&sample.seed, all, 5), sample.log_ids);
            seeds.push(sample.seed);
        }
        assert!(seeds[0] != seeds[1] && seeds.iter().all(|seed| seed.len() == 32), "{seeds:?}");
        let again = asked("S2", "A", (WORKING[9], WORKING[12]));
        let refused = drawn(desk, "acc.chief", again).await.expect_err("drawn already");
        let overlaps = ("sample.first_date".to_owned(), "TIMES_OVERLAP".to_owned());
        assert_eq!(reason(&refused).1, [overlaps]);
        let ahead = asked("S2", "A", (WORKING[20], "2099-12-31"));
        let refused = drawn(desk, "acc.chief", ahead).await.expect_err("not over");
        let (_, fields) = reason(&refused);
        assert_eq!(fields, [("last_date".to_owned(), "VALUE_OUT_OF_RANGE".to_owned())]);
    })
    .await;
}

/// Puts a sample as a draw does that has seen no other.
async fn put(desk: &Desk, code: &str, (first, last): (&str, &str)) -> Result<(), chassis::Refusal> {
    let sample = Sample {
        code: code.to_owned(),
        unit_id: "A".to_owned(),
        first_date: first.to_owned(),
        last_date: last.to_owned(),
        ..Sample::sample(0)
    };
    let kind = desk.kind("Sample");
    let record = kind.accept(&sample.encode_to_vec()).expect("a good sample");
    let step = Step::Put { kind, record, put: Put::Register, explanation: String::new() };
    let call = Call {
        county: COUNTY.to_owned(),
        actor: "acc.chief".to_owned(),
        method: "DrawSample",
        request_id: String::new(),
        digest: Vec::new(),
        validate_only: false,
    };
    desk.opened.books.propose(call, vec![step]).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn of_draws_at_the_same_moment_one_passes() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let logs: Vec<_> =
            WORKING[..20].iter().map(|day| record(desk, &log_of("head", "B", day))).collect();
        desk.enter_as("acc.chief", logs).await;
        // Each of them is of other days, and all meet on one.
        let days = |n: usize| (WORKING[n], WORKING[n + 8]);
        let codes: Vec<String> = (0..8).map(|n| format!("S{n}")).collect();
        let draws = codes.iter().enumerate().map(|(n, code)| put(desk, code, days(n)));
        let done = futures_util::future::join_all(draws).await;
        let refused: Vec<_> = done.into_iter().filter_map(Result::err).collect();
        assert_eq!(refused.len(), 7, "one of eight passes");
        for refusal in &refused {
            assert_eq!(refusal.fields[0].reason_name(), "TIMES_OVERLAP");
            assert_eq!(refusal.fields[0].field, "sample.first_date");
        }
        put(desk, "S9", (WORKING[20], WORKING[24])).await.expect("other days");
        // As callers do it.
        let asked = |n: usize| asked(&format!("T{n}"), "A", ("2023-03-13", "2023-03-17"));
        let both =
            tokio::join!(drawn(desk, "acc.chief", asked(0)), drawn(desk, "acc.chief", asked(1)));
        let refused = [both.0, both.1].into_iter().filter_map(Result::err).collect::<Vec<_>>();
        assert_eq!(refused.len(), 1, "one of two passes");
        assert_eq!(reason(&refused[0]).1[0].1, "TIMES_OVERLAP");
    })
    .await;
}
