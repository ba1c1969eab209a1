//! Periods that go on: of days to come nobody owes a log; what is drawn or kept of them would not
//! stand. Pages of logs that wait, and the days that a check may have.

use ::ledger::kinds::today;
use calendar::Calendar;
use proto::cadre::v1::log_check_service_client::LogCheckServiceClient;
use proto::cadre::v1::ranking_service_client::RankingServiceClient;
use proto::cadre::v1::saturation_result_service_client::SaturationResultServiceClient;
use proto::cadre::v1::work_log_service_client::WorkLogServiceClient;
use proto::cadre::v1::*;
use tonic::Status;

use ::ledger::kinds::Kind;

use crate::desk::{COUNTY, VERIFIER, at_desk, by, options, reason};
use crate::work_logs::{DAYS, WORKING, log_of, record, staff};

fn refused_field(refused: &Status) -> (String, String) {
    reason(refused).1.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_that_goes_on_is_read_up_to_today_and_not_kept() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let mut logs = WorkLogServiceClient::new(desk.channel.clone());
        let first = today();
        let request = GetSaturationRequest {
            county: COUNTY.to_owned(),
            first_date: first.to_string(),
            last_date: "2099-12-31".to_owned(),
            ..GetSaturationRequest::default()
        };
        let table = logs.get_saturation(by(VERIFIER, request.clone())).await;
        match Calendar::standard().working_days(first, first) {
            Some(due) => {
                let table = table.expect("computed").into_inner();
                assert_eq!(table.last_date, first.to_string());
                let required = table.rows.first().map_or(0, |row| row.required_halves);
                assert_eq!(required, 3 * 2 * due, "of three cadres, and of one day");
            }
            None => drop(table.expect_err("the year is in no notice yet")),
        }
        let ahead = GetSaturationRequest { first_date: "2099-12-01".to_owned(), ..request };
        let refused = logs.get_saturation(by(VERIFIER, ahead)).await.expect_err("to come");
        let due = |field: &str| (field.to_owned(), "VALUE_OUT_OF_RANGE".to_owned());
        assert_eq!(refused_field(&refused), due("first_date"));
        let keep = KeepRankingRequest {
            county: COUNTY.to_owned(),
            code: "R1".to_owned(),
            peer_group: PeerGroup::sample(0).name,
            first_date: DAYS.0.to_owned(),
            last_date: first.to_string(),
            ..KeepRankingRequest::default()
        };
        let mut rankings = RankingServiceClient::new(desk.channel.clone());
        let refused = rankings.keep_ranking(by("office", keep)).await.expect_err("not over");
        assert_eq!(refused_field(&refused), due("last_date"));
        let keep = KeepSaturationRequest {
            county: COUNTY.to_owned(),
            code: "B1".to_owned(),
            cadre_id: "head".to_owned(),
            first_date: DAYS.0.to_owned(),
            last_date: first.to_string(),
            ..KeepSaturationRequest::default()
        };
        let mut results = SaturationResultServiceClient::new(desk.channel.clone());
        let refused = results.keep_saturation(by("office", keep)).await.expect_err("not over");
        assert_eq!(refused_field(&refused), due("last_date"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn logs_that_wait_are_listed_page_by_page_and_checked_between_their_day_and_today() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let waiting: Vec<_> =
            WORKING[..5].iter().map(|day| record(desk, &log_of("head", "B", day))).collect();
        desk.import(options(), waiting).await.expect("imported");
        let mut logs = WorkLogServiceClient::new(desk.channel.clone());
        let mut request = ListUncheckedLogsRequest {
            county: COUNTY.to_owned(),
            first_date: DAYS.0.to_owned(),
            last_date: DAYS.1.to_owned(),
            page_size: 2,
            ..ListUncheckedLogsRequest::default()
        };
        let mut days = Vec::new();
        loop {
            let page = logs.list_unchecked_logs(by(VERIFIER, request.clone())).await;
            let page = page.expect("listed").into_inner();
            assert!(page.logs.len() <= 2);
            days.extend(page.logs.into_iter().filter_map(|one| one.work_log));
            if page.next_page_token.is_empty() {
                break;
            }
            request.page_token = page.next_page_token;
        }
        let dates: Vec<&str> = days.iter().map(|log| log.date.as_str()).collect();
        assert_eq!(dates, WORKING[..5]);
        let metadata = days[4].metadata.clone().expect("metadata");
        let verdict = LogVerdict {
            log_id: metadata.id,
            etag: metadata.etag,
            outcome: CheckOutcome::Passed.into(),
            ..LogVerdict::default()
        };
        let check = |day: &str| CheckWorkLogsRequest {
            county: COUNTY.to_owned(),
            verdicts: vec![verdict.clone()],
            check_date: day.to_owned(),
            ..CheckWorkLogsRequest::default()
        };
        let mut checks = LogCheckServiceClient::new(desk.channel.clone());
        for day in [WORKING[3], "2099-12-31"] {
            let refused = checks.check_work_logs(by("acc.chief", check(day))).await.expect_err(day);
            assert_eq!(refused_field(&refused), ("check_date".into(), "DATE_ORDER".into()));
        }
        checks.check_work_logs(by("acc.chief", check(WORKING[4]))).await.expect("checked");
    })
    .await;
}
