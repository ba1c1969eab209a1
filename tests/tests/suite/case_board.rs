//! The board of open cases: order, lights, pages, and how it follows the acts.

use proto::governance::v1::case_file_service_client::CaseFileServiceClient;
use proto::governance::v1::{
    BrowseCaseBoardRequest, BrowseCaseBoardResponse, CaseFile, CaseLight, CaseStage,
};
use proto::ledger::v1::State;
use tonic::transport::Channel;

use crate::cases::Case;
use crate::desk::{COUNTY, Stored, VERIFIER, at_desk, reference};
use crate::filled::{CUTOFF, over_the_demo};

#[tokio::test(flavor = "multi_thread")]
async fn the_board_shows_what_is_due_first_with_its_light_page_by_page() {
    over_the_demo(async |running| {
        let channel = Channel::from_shared(running.url("governance")).expect("an address");
        let mut client = CaseFileServiceClient::new(channel.connect().await.expect("a channel"));
        let mut cards = Vec::new();
        let mut first: Option<BrowseCaseBoardResponse> = None;
        let mut page_token = String::new();
        loop {
            let asked = BrowseCaseBoardRequest {
                county: COUNTY.to_owned(),
                date: CUTOFF.to_owned(),
                page_size: 7,
                page_token,
                ..Default::default()
            };
            let page = client.browse_case_board(asked).await.expect("a page").into_inner();
            cards.extend(page.cards.clone());
            page_token = page.next_page_token.clone();
            first.get_or_insert(page);
            if page_token.is_empty() {
                break;
            }
        }
        let counts = first.unwrap_or_default().counts;
        let all: i64 = counts.iter().map(|count| count.count).sum();
        assert_eq!(cards.len() as i64, all);
        for count in &counts {
            let of = cards.iter().filter(|card| {
                let stage = card.case_file.as_ref().map_or(0, |case| case.stage);
                (stage, card.light) == (count.stage, count.light)
            });
            assert_eq!(of.count() as i64, count.count, "{count:?}");
        }
        let due = cards.iter().map(|card| &card.due_date).filter(|due| !due.is_empty());
        assert!(due.is_sorted() && cards.iter().any(|card| card.due_date.is_empty()));
        let overdue = cards.iter().filter(|card| card.light() == CaseLight::Overdue);
        assert!(overdue.clone().count() >= 2);
        for card in overdue {
            assert!(card.days_left.is_some_and(|left| left < 0) && card.escalation_level > 0);
        }
        let stages: std::collections::BTreeSet<i32> =
            counts.iter().map(|count| count.stage).collect();
        for stage in [
            CaseStage::Registered,
            CaseStage::Transferred,
            CaseStage::Paused,
            CaseStage::Supervised,
        ] {
            assert!(stages.contains(&stage.into()), "{stage:?} in {stages:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_follows_each_act_and_answers_an_earlier_position_as_before() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let mut client = CaseFileServiceClient::new(desk.channel.clone());
        let mut board = async |position| {
            let asked = BrowseCaseBoardRequest {
                county: COUNTY.to_owned(),
                date: "2023-04-20".to_owned(),
                position,
                ..Default::default()
            };
            client.browse_case_board(asked).await.expect("a board").into_inner()
        };
        let codes = |page: &BrowseCaseBoardResponse| -> Vec<String> {
            let cases = page.cards.iter().filter_map(|card| card.case_file.as_ref());
            cases.map(|case| case.code.clone()).collect()
        };
        let mut first = Case::handled(desk, 0).await;
        let before = board(0).await;
        assert_eq!(codes(&before), ["C-0"]);
        Case::register(desk, 1).await;
        first.conclude("2023-04-20").await;
        first.answer_and_rate("2023-04-21").await;
        assert_eq!(codes(&board(0).await), ["C-1", "C-0"], "what is rated waits to be archived");
        first.archive("checker").await.expect("archived");
        let after = board(0).await;
        assert_eq!(codes(&after), ["C-1"]);
        assert_eq!(after.counts.iter().map(|count| count.count).sum::<i64>(), 1);
        assert_eq!(board(before.position).await, before);
        assert_eq!(board(after.position).await, after);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_was_shown_before_is_shown_as_the_last_verdict_left_it() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let mut client = CaseFileServiceClient::new(desk.channel.clone());
        let mut states = async |position: i64| {
            let asked = BrowseCaseBoardRequest {
                county: COUNTY.to_owned(),
                date: "2023-04-20".to_owned(),
                position,
                ..Default::default()
            };
            let page = client.browse_case_board(asked).await.expect("a board").into_inner();
            let cases = page.cards.into_iter().filter_map(|card| card.case_file);
            let state = |case: CaseFile| (case.code, case.metadata.unwrap_or_default().state());
            (cases.map(state).collect::<Vec<_>>(), page.position)
        };
        let codes = ["C-0", "C-1"].map(str::to_owned);
        let both = |first: State, second: State| {
            codes.iter().cloned().zip([first, second]).collect::<Vec<_>>()
        };
        for n in [0, 1] {
            Case::register(desk, n).await;
        }
        let (recorded, before) = states(0).await;
        assert_eq!(recorded, both(State::Recorded, State::Recorded));
        let kind = desk.kind("CaseFile");
        let stored: Stored = desk.get(&kind, "C-0", 0).await.expect("there");
        let seen = reference(&kind, &stored.metadata());
        desk.verify(VERIFIER, vec![seen]).await.expect("verified");
        // A verdict leaves the revision as it is.
        assert_eq!(states(0).await.0, both(State::Verified, State::Recorded));
        assert_eq!(states(before).await.0, recorded, "as it was known then");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_is_asked_for_what_is_reported_up_to_a_level() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let mut client = CaseFileServiceClient::new(desk.channel.clone());
        // Accepted on the 4th of April for 30 days, and one that is not accepted yet.
        Case::handled(desk, 0).await;
        Case::register(desk, 1).await;
        let mut codes = async |date: &str, escalation_level: i32| {
            let asked = BrowseCaseBoardRequest {
                county: COUNTY.to_owned(),
                date: date.to_owned(),
                escalation_level,
                ..Default::default()
            };
            let page = client.browse_case_board(asked).await?.into_inner();
            let cases = page.cards.iter().filter_map(|card| card.case_file.as_ref());
            Ok::<_, tonic::Status>(cases.map(|case| case.code.clone()).collect::<Vec<_>>())
        };
        let none = Vec::<String>::new();
        assert_eq!(codes("2023-05-04", 0).await.expect("all"), ["C-0", "C-1"]);
        assert_eq!(codes("2023-05-04", 1).await.expect("in time"), none);
        assert_eq!(codes("2023-05-05", 1).await.expect("overdue"), ["C-0"]);
        assert_eq!(codes("2023-05-05", 2).await.expect("not so far up"), none);
        assert_eq!(codes("2023-05-19", 3).await.expect("up to the leader"), ["C-0"]);
        let refused = codes("2023-05-19", 4).await.expect_err("no such level");
        let fields = crate::desk::reason(&refused).1;
        assert_eq!(fields, [("escalation_level".to_owned(), "VALUE_OUT_OF_RANGE".to_owned())]);
    })
    .await;
}
