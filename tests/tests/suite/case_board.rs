//! The board of open cases: order, lights, pages, and how it follows the acts.

use proto::governance::v1::case_file_service_client::CaseFileServiceClient;
use proto::governance::v1::{
    BrowseCaseBoardRequest, BrowseCaseBoardResponse, CaseCard, CaseFile, CaseLight, CaseProcedure,
    CaseStage, DueState, TransferCaseFileRequest, UrgeCaseFileRequest,
};
use proto::ledger::v1::{ListWaitingRecordsRequest, State};
use tonic::transport::Channel;

use crate::cases::{Case, KEEPER, note};
use crate::desk::{COUNTY, Desk, Stored, VERIFIER, at_desk, reference};
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

/// Codes and lights of what the board of a day holds, asked for by stage and light.
async fn lit(desk: &Desk, date: &str, stage: CaseStage, light: CaseLight) -> Vec<String> {
    let asked = BrowseCaseBoardRequest {
        county: COUNTY.to_owned(),
        date: date.to_owned(),
        stage: stage.into(),
        light: light.into(),
        ..Default::default()
    };
    let mut client = CaseFileServiceClient::new(desk.channel.clone());
    let page = client.browse_case_board(asked).await.expect("a board").into_inner();
    let name = |card: &CaseCard| {
        let case = card.case_file.as_ref().expect("a case");
        assert!(stage == CaseStage::Unspecified || case.stage() == stage, "{card:?}");
        assert!(light == CaseLight::Unspecified || card.light() == light, "{card:?}");
        case.code.clone()
    };
    page.cards.iter().map(name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_is_asked_for_a_stage_and_for_a_light() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        Case::handled(desk, 0).await;
        Case::assigned(desk, 1).await;
        Case::register(desk, 2).await;
        let mut urged = Case::assigned(desk, 3).await;
        let asked = urged.act(desk, KEEPER, "UrgeCaseFile", |(county, id, etag)| {
            let note = note("2023-04-10");
            UrgeCaseFileRequest { county, id, etag, note, ..Default::default() }
        });
        asked.await.expect("urged before it is signed for");
        let of = async |date, stage, light| lit(desk, date, stage, light).await;
        use {CaseLight as Lit, CaseStage as At};
        let any = (At::Unspecified, Lit::Unspecified);
        assert_eq!(of("2023-04-10", At::Assigned, any.1).await, ["C-1", "C-3"]);
        assert_eq!(of("2023-04-10", At::Registered, any.1).await, ["C-2"]);
        assert_eq!(of("2023-04-10", At::Archived, any.1).await, [""; 0]);
        // It is due on the 4th of May; half of its time is over on the 19th of April.
        assert_eq!(of("2023-04-09", any.0, Lit::Behind).await, [""; 0]);
        assert_eq!(of("2023-04-10", any.0, Lit::Behind).await, ["C-3"]);
        assert_eq!(of("2023-04-19", At::Assigned, Lit::Behind).await, ["C-1", "C-3"]);
        assert_eq!(of("2023-05-01", any.0, Lit::Near).await, ["C-0"]);
        assert_eq!(of("2023-05-05", any.0, Lit::Overdue).await, ["C-0", "C-1", "C-3"]);
        assert_eq!(of("2023-05-05", At::Handling, Lit::Overdue).await, ["C-0"]);
        assert_eq!(of("2023-05-05", any.0, Lit::None).await, ["C-2"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_whose_calendar_is_missing_keeps_its_place_and_says_what_to_do() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        // Five working days from the 28th of December 2026 on end in a year without a calendar.
        let mut case = Case::register_as(desk, 0, CaseProcedure::Petition).await;
        let sent = case.act(desk, KEEPER, "TransferCaseFile", |(county, id, etag)| {
            let (note, receiver_id) = (note("2026-12-28"), "U-9".to_owned());
            TransferCaseFileRequest { county, id, etag, note, receiver_id, ..Default::default() }
        });
        sent.await.expect("sent on");
        Case::register_as(desk, 1, CaseProcedure::Dispute).await;
        Case::handled(desk, 2).await;
        let codes = ["C-2", "C-0", "C-1"];
        let day = "2026-12-29";
        let (any, unknown) = (CaseStage::Unspecified, CaseLight::Unknown);
        let all = lit(desk, day, any, CaseLight::Unspecified).await;
        assert_eq!(all, codes, "before what is due on no day at all");
        assert_eq!(lit(desk, day, any, unknown).await, ["C-0"]);
        let mut client = CaseFileServiceClient::new(desk.channel.clone());
        let (mut paged, mut page_token) = (Vec::new(), String::new());
        loop {
            let (county, date) = (COUNTY.to_owned(), day.to_owned());
            let asked = BrowseCaseBoardRequest {
                county,
                date,
                page_size: 1,
                page_token,
                ..Default::default()
            };
            let page = client.browse_case_board(asked).await.expect("a board").into_inner();
            assert!(page.calendar_note.contains("2027"), "{}", page.calendar_note);
            assert!(page.calendar_note_zh.contains("工作日历缺 2027 年"), "{page:?}");
            assert!(page.calendar_note_zh.contains("XIANZHI_CALENDAR"), "{page:?}");
            paged.extend(page.cards.iter().map(CaseCard::due_state));
            page_token = page.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
        use DueState::{CalendarMissing, Dated, Unlimited};
        assert_eq!(paged, [Dated, CalendarMissing, Unlimited]);
        let timeline = case.timeline().await;
        assert!(timeline.calendar_note_zh.contains("2027"), "{timeline:?}");
        let states: Vec<DueState> = timeline.moments.iter().map(|one| one.due_state()).collect();
        assert_eq!(states, [Dated, CalendarMissing]);
        let waiting = ListWaitingRecordsRequest {
            county: COUNTY.to_owned(),
            state: State::Recorded.into(),
            ..Default::default()
        };
        let waiting = desk.ledger().list_waiting_records(waiting).await.expect("what waits");
        let remarks: Vec<_> =
            waiting.into_inner().records.into_iter().flat_map(|one| one.remarks).collect();
        let [remark] = remarks.as_slice() else { panic!("of one case: {remarks:?}") };
        assert_eq!(remark.text_zh, timeline.calendar_note_zh);
    })
    .await;
}
