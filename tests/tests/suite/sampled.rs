//! Samples: drawn by the unit that checks, by a seed that nobody chose, once for any day.

use cadre::rules::draw::draw;
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
        assert_eq!(reason(&refused).1, [("first_date".to_owned(), "TIMES_OVERLAP".to_owned())]);
        let ahead = asked("S2", "A", (WORKING[20], "2099-12-31"));
        let refused = drawn(desk, "acc.chief", ahead).await.expect_err("not over");
        let (_, fields) = reason(&refused);
        assert_eq!(fields, [("last_date".to_owned(), "VALUE_OUT_OF_RANGE".to_owned())]);
    })
    .await;
}
