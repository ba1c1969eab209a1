//! The reporting calendar: what is due, what came, zero reported, and periods that are closed.

use ::ledger::kinds::{Kind, KindInfo};
use prost::Message;
use proto::industry::v1::{Direction, TradeBulletin};
use proto::ledger::v1::{
    Collected, DuePeriod, ListObligationsRequest, ListViolationsRequest, ListWaitingRecordsRequest,
    NilReturn, PeriodClosing, RecordMetadata, ReturnRecordsRequest, Severity, State,
    WithdrawRecordsRequest,
};

use proto::livelihood::v1::PensionMonth;
use tonic::Status;

use crate::desk::{
    COUNTY, Create, Desk, RECORDER, Stored, VERIFIER, any, at_desk, by, options, path, reason,
    reference,
};

/// Exports of a month; with its imports they are what is owed.
fn bulletin(month: &str) -> Vec<u8> {
    directed(month, Direction::Export)
}

fn directed(month: &str, direction: Direction) -> Vec<u8> {
    let last = ::ledger::kinds::parse_date(&format!("{month}-01")).expect("a day").last_of_month();
    let sample = <TradeBulletin as Kind<industry::Ours>>::sample(1);
    TradeBulletin {
        direction: direction.into(),
        first_date: format!("{month}-01"),
        last_date: last.to_string(),
        release_date: last.to_string(),
        ..sample
    }
    .encode_to_vec()
}

fn closing(month: &str, remark: &str) -> Vec<u8> {
    let last = ::ledger::kinds::parse_date(&format!("{month}-01")).expect("a day").last_of_month();
    PeriodClosing {
        kind: "trade_bulletin".to_owned(),
        division: COUNTY.to_owned(),
        first_date: format!("{month}-01"),
        last_date: last.to_string(),
        remark: remark.to_owned(),
        ..Default::default()
    }
    .encode_to_vec()
}

async fn verify(
    desk: &Desk,
    kind: &KindInfo,
    metadata: &RecordMetadata,
) -> Result<Vec<RecordMetadata>, Status> {
    desk.verify(VERIFIER, vec![reference(kind, metadata)]).await
}

async fn months(desk: &Desk) -> Vec<DuePeriod> {
    let request = ListObligationsRequest {
        county: COUNTY.to_owned(),
        first_date: "2023-01-01".to_owned(),
        last_date: "2023-05-31".to_owned(),
    };
    let answer = desk.ledger().list_obligations(by(VERIFIER, request)).await;
    answer.expect("a calendar").into_inner().periods
}

fn standing(periods: &[DuePeriod]) -> Vec<(Collected, bool, bool)> {
    periods.iter().map(|one| (one.collected(), one.late, one.closed)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_is_missing_zero_received_or_verified() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let (kind, nil) = (desk.kind("TradeBulletin"), desk.kind("NilReturn"));
        let first: Stored = desk.create(&kind, bulletin("2023-01")).await.expect("taken");
        let second: Stored =
            desk.create(&kind, directed("2023-01", Direction::Import)).await.expect("taken");
        for direction in [Direction::Export, Direction::Import] {
            desk.create(&kind, directed("2023-02", direction)).await.expect("taken");
        }
        desk.create(&kind, bulletin("2023-04")).await.expect("taken");
        let zero = NilReturn {
            kind: "trade_bulletin".to_owned(),
            division: COUNTY.to_owned(),
            first_date: "2023-03-01".to_owned(),
            last_date: "2023-03-31".to_owned(),
            ..Default::default()
        };
        desk.create(&nil, zero.encode_to_vec()).await.expect("taken");
        for one in [first, second] {
            verify(desk, &kind, &one.metadata()).await.expect("verified");
        }
        let periods = months(desk).await;
        let due: Vec<_> = periods.iter().map(|one| one.due_date.as_str()).collect();
        assert_eq!(due, ["2023-02-20", "2023-03-20", "2023-04-20", "2023-05-20", "2023-06-20"]);
        use Collected::{Missing, Nil, Partial, Received, Verified};
        let late = true;
        assert_eq!(
            standing(&periods),
            [
                (Verified, late, false),
                (Received, late, false),
                (Nil, late, false),
                (Partial, false, false),
                (Missing, false, false)
            ]
        );
        assert_eq!((periods[0].received_count, periods[0].verified_count), (2, 2));
        assert_eq!((periods[1].received_count, periods[1].on_time_count), (2, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_period_is_locked_until_its_closing_is_withdrawn() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let (kind, closes) = (desk.kind("TradeBulletin"), desk.kind("PeriodClosing"));
        let taken: Stored = desk.create(&kind, bulletin("2023-01")).await.expect("taken");
        desk.create(&kind, directed("2023-01", Direction::Import)).await.expect("taken");
        let closed: Stored = desk.create(&closes, closing("2023-01", "")).await.expect("taken");
        // Not before somebody else verifies the closing.
        let other: Stored = desk.create(&kind, bulletin("2023-02")).await.expect("taken");
        verify(desk, &closes, &closed.metadata()).await.expect("closed");
        let refused = verify(desk, &kind, &taken.metadata()).await.expect_err("locked");
        assert_eq!(reason(&refused).0, "PERIOD_LOCKED");
        let metadata = taken.metadata();
        let revised = desk.revise(&kind, &metadata.id, &metadata.etag, bulletin("2023-01")).await;
        assert_eq!(reason(&revised.expect_err("locked")).0, "PERIOD_LOCKED");
        verify(desk, &kind, &other.metadata()).await.expect("February is open");
        assert!(months(desk).await[0].closed);
        // The withdrawal of the closing opens the period once it is verified.
        let ids = closed.metadata();
        let current: Stored = desk.get(&closes, &ids.id, 0).await.expect("there");
        let withdraw = WithdrawRecordsRequest {
            county: COUNTY.to_owned(),
            records: vec![reference(&closes, &current.metadata())],
            reason: "更正一月数据".to_owned(),
            ..Default::default()
        };
        desk.ledger().withdraw_records(by(RECORDER, withdraw)).await.expect("asked for");
        let still = verify(desk, &kind, &taken.metadata()).await.expect_err("still locked");
        assert_eq!(reason(&still).0, "PERIOD_LOCKED");
        let current: Stored = desk.get(&closes, &ids.id, 0).await.expect("there");
        verify(desk, &closes, &current.metadata()).await.expect("opened");
        verify(desk, &kind, &taken.metadata()).await.expect("open again");
        assert!(!months(desk).await[0].closed);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_without_a_return_is_closed_with_a_remark_only() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let closes = desk.kind("PeriodClosing");
        let refused = desk.create(&closes, closing("2023-01", "")).await.expect_err("no remark");
        assert_eq!(reason(&refused).0, "RECORD_INVALID");
        assert!(refused.message().contains("period_closing.remark"), "{refused}");
        let closed: Stored =
            desk.create(&closes, closing("2023-01", "海关未发布")).await.expect("taken");
        verify(desk, &closes, &closed.metadata()).await.expect("closed");
        let january = &months(desk).await[0];
        assert_eq!((january.collected(), january.closed), (Collected::Missing, true));
        assert_eq!(january.remark, "海关未发布");
        let locked = desk.create(&desk.kind("TradeBulletin"), bulletin("2023-01")).await;
        assert_eq!(reason(&locked.expect_err("locked")).0, "PERIOD_LOCKED");
        let unknown = PeriodClosing {
            kind: "enterprise".to_owned(),
            ..PeriodClosing::decode(closing("2023-02", "x").as_slice()).expect("a closing")
        };
        let refused = desk.create(&closes, unknown.encode_to_vec()).await.expect_err("not owed");
        assert!(refused.message().contains("trade_bulletin"), "{refused}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_that_came_in_part_is_closed_with_a_remark_only() {
    at_desk(&livelihood::DEPARTMENT, async |desk| {
        let (kind, closes) = (desk.kind("PensionMonth"), desk.kind("PeriodClosing"));
        let pension = <PensionMonth as Kind<livelihood::Ours>>::sample(1);
        let closing = |remark: &str| PeriodClosing {
            kind: "pension_month".to_owned(),
            division: COUNTY.to_owned(),
            first_date: pension.first_date.clone(),
            last_date: pension.last_date.clone(),
            remark: remark.to_owned(),
            ..Default::default()
        };
        desk.create(&kind, pension.encode_to_vec()).await.expect("one township");
        let refused = desk.create(&closes, closing("").encode_to_vec()).await.expect_err("in part");
        assert!(refused.message().contains("1 of 11 were returned"), "{refused}");
        let remarked = closing("其余乡镇系统升级").encode_to_vec();
        desk.create(&closes, remarked).await.expect("with a remark");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_is_spoken_of_for_the_whole_county_and_as_long_as_it_is_owed() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let (nil, closes) = (desk.kind("NilReturn"), desk.kind("PeriodClosing"));
        let close = |division: &str, last_date: &str| PeriodClosing {
            division: division.to_owned(),
            last_date: last_date.to_owned(),
            ..PeriodClosing::decode(closing("2023-01", "停报").as_slice()).expect("a closing")
        };
        let report = |closing: PeriodClosing| {
            let PeriodClosing { kind, division, first_date, last_date, remark, .. } = closing;
            let nil = NilReturn { kind, division, first_date, last_date, remark, metadata: None };
            nil.encode_to_vec()
        };
        let due = |field: &str, rule: &str| vec![(field.to_owned(), rule.to_owned())];
        for (division, last, field, rule) in [
            ("421222106", "2023-01-31", "division", "DIVISION_UNKNOWN"),
            ("421202", "2023-01-31", "division", "DIVISION_UNKNOWN"),
            (COUNTY, "2023-03-31", "last_date", "PERIOD_INVALID"),
            (COUNTY, "2023-12-31", "last_date", "PERIOD_INVALID"),
        ] {
            let one = close(division, last);
            let refused = desk.create(&closes, one.encode_to_vec()).await.expect_err(division);
            assert_eq!(reason(&refused).1, due(&format!("period_closing.{field}"), rule));
            let refused = desk.create(&nil, report(one)).await.expect_err(last);
            assert_eq!(reason(&refused).1, due(&format!("nil_return.{field}"), rule));
        }
        desk.create(&closes, close(COUNTY, "2023-01-31").encode_to_vec()).await.expect("taken");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closing_is_verified_only_while_what_it_closes_is_whole_still() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let (kind, closes) = (desk.kind("TradeBulletin"), desk.kind("PeriodClosing"));
        let exports: Stored = desk.create(&kind, bulletin("2023-01")).await.expect("taken");
        desk.create(&kind, directed("2023-01", Direction::Import)).await.expect("taken");
        let closed: Stored = desk.create(&closes, closing("2023-01", "")).await.expect("whole");
        let withdraw = WithdrawRecordsRequest {
            county: COUNTY.to_owned(),
            records: vec![reference(&kind, &exports.metadata())],
            reason: "误报".to_owned(),
            ..Default::default()
        };
        desk.ledger().withdraw_records(by(RECORDER, withdraw)).await.expect("withdrawn");
        let refused = verify(desk, &closes, &closed.metadata()).await.expect_err("not whole");
        assert!(refused.message().contains("1 of 2 were returned"), "{refused}");
        assert!(!months(desk).await[0].closed);
        let again = vec![any(&kind, bulletin("2023-01"))];
        desk.import(options(), again).await.expect("entered again");
        verify(desk, &closes, &closed.metadata()).await.expect("whole again");
        assert!(months(desk).await[0].closed);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_listed_with_whoever_acted_last_and_why() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let kind = desk.kind("TradeBulletin");
        let mut taken = Vec::new();
        for month in ["2023-01", "2023-02", "2023-03"] {
            let one: Stored = desk.create(&kind, bulletin(month)).await.expect("taken");
            taken.push(one.metadata());
        }
        verify(desk, &kind, &taken[0]).await.expect("verified");
        let back = ReturnRecordsRequest {
            county: COUNTY.to_owned(),
            records: vec![reference(&kind, &taken[1])],
            reason: "金额与海关通报不符".to_owned(),
            ..Default::default()
        };
        desk.ledger().return_records(by(VERIFIER, back)).await.expect("returned");
        let list = async |state: State, recorder: &str, page_token: &str| {
            let request = ListWaitingRecordsRequest {
                county: COUNTY.to_owned(),
                state: state.into(),
                recorder: recorder.to_owned(),
                page_size: 1,
                page_token: page_token.to_owned(),
                ..Default::default()
            };
            desk.ledger().list_waiting_records(by(VERIFIER, request)).await.map(|a| a.into_inner())
        };
        let waiting = list(State::Recorded, "", "").await.expect("a list");
        assert_eq!((waiting.records.len(), waiting.next_page_token.as_str()), (1, ""));
        let returned = list(State::Returned, RECORDER, "").await.expect("a list");
        let entry = returned.records[0].last_entry.clone().expect("an entry");
        assert_eq!((entry.actor.as_str(), entry.reason.as_str()), (VERIFIER, "金额与海关通报不符"));
        assert!(list(State::Returned, "record_r", "").await.expect("a list").records.is_empty());
        let wrong = list(State::Verified, "", "").await.expect_err("waits for nobody");
        assert_eq!(reason(&wrong).0, "REQUEST_INVALID");
        let april: Stored = desk.create(&kind, bulletin("2023-04")).await.expect("taken");
        let first = list(State::Recorded, "", "").await.expect("a list");
        // What is verified meanwhile still waits where the first page was read.
        verify(desk, &kind, &april.metadata()).await.expect("verified");
        let second = list(State::Recorded, "", &first.next_page_token).await.expect("a list");
        let id = |answer: &proto::ledger::v1::ListWaitingRecordsResponse| {
            let revision = answer.records[0].revision.clone().expect("a revision");
            revision.metadata.expect("metadata").id
        };
        assert_ne!(id(&first), id(&second));
        assert_eq!(id(&second), april.metadata().id);
        assert_eq!(second.next_page_token, "");
        let now = list(State::Recorded, "", "").await.expect("a list");
        assert_eq!((now.records.len(), now.next_page_token.as_str()), (1, ""));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_name_the_records_that_they_find_and_what_to_do() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let kind = desk.kind("TradeBulletin");
        for (month, value) in [("2023-01", 100), ("2023-02", 179), ("2023-03", 400)] {
            let bulletin = TradeBulletin {
                value_fen: Some(value),
                ..TradeBulletin::decode(bulletin(month).as_slice()).expect("a bulletin")
            };
            let request = Create {
                county: COUNTY.to_owned(),
                record: bulletin.encode_to_vec(),
                explanation: "示例企业集中报关".to_owned(),
                ..Create::default()
            };
            let created: Result<Stored, Status> =
                desk.call(RECORDER, &path(&kind, "Create"), request).await;
            created.expect("taken");
        }
        let request = ListViolationsRequest { county: COUNTY.to_owned(), position: 0 };
        let answer = desk.ledger().list_violations(by(VERIFIER, request)).await;
        let rules = answer.expect("a run").into_inner().rules;
        let swing = rules.iter().find(|rule| rule.code == "trade.swing").expect("the rule");
        assert_eq!((swing.checked_count, swing.violation_count), (3, 1), "79 % is no swing");
        assert!(swing.violations[0].id.contains("2023-03"), "{:?}", swing.violations);
        assert!(swing.violations[0].message_zh.contains("123%"), "{:?}", swing.violations);
        assert_eq!(swing.severity(), Severity::Warning);
        assert!(!swing.remedy.is_empty() && !swing.remedy_en.is_empty());
        assert!(rules.iter().any(|rule| rule.violation_count == 0), "all rules are listed");
    })
    .await;
}
