//! Cases over the wire: who may check them, what they may be merged into, what stays counted.

use proto::governance::v1::case_file_service_client::CaseFileServiceClient;
use proto::governance::v1::{
    AcceptCaseFileRequest, AnswerPetitionerRequest, BrowseCaseBoardRequest, CaseProcedure,
    HandleCaseFileRequest, HandlingMode, MergeCaseFileRequest, RateCaseFileRequest, Rating,
    RecheckCaseFileRequest, ReclassifyCaseFileRequest, RefuseCaseFileRequest,
};
use proto::ledger::v1::WithdrawRecordsRequest;
use tonic::Status;

use crate::cases::{CHECKER, Case, KEEPER, note, value};
use crate::desk::{COUNTY, Desk, RECORDER, VERIFIER, at_desk, by, reason, reference};

async fn refuse(desk: &Desk, case: &mut Case) -> Result<(), Status> {
    case.act(desk, RECORDER, "RefuseCaseFile", |(county, id, etag)| RefuseCaseFileRequest {
        county,
        id,
        etag,
        refuse_ground: "不属受理范围".to_owned(),
        refuse_date: "2023-04-10".to_owned(),
        ..Default::default()
    })
    .await
}

async fn accept(desk: &Desk, case: &mut Case) -> Result<(), Status> {
    case.act(desk, RECORDER, "AcceptCaseFile", |(county, id, etag)| AcceptCaseFileRequest {
        county,
        id,
        etag,
        accept_date: "2023-04-10".to_owned(),
        ..Default::default()
    })
    .await
}

/// Merges a case; a refusal is told by the rule of the field.
async fn merge(desk: &Desk, case: &mut Case, into: &str) -> Result<(), String> {
    let merged = case.act(desk, KEEPER, "MergeCaseFile", |(county, id, etag)| {
        let (note, merged_into_id) = (note("2023-04-11"), into.to_owned());
        MergeCaseFileRequest { county, id, etag, note, merged_into_id, ..Default::default() }
    });
    merged.await.map_err(|refused| reason(&refused).1[0].1.clone())
}

async fn reclassify(desk: &Desk, case: &mut Case, procedure: CaseProcedure, day: &str) {
    let moved = case.act(desk, KEEPER, "ReclassifyCaseFile", |(county, id, etag)| {
        let (note, procedure) = (note(day), procedure.into());
        ReclassifyCaseFileRequest { county, id, etag, note, procedure, ..Default::default() }
    });
    moved.await.expect("moved to another procedure");
}

async fn rate(desk: &Desk, case: &mut Case, actor: &str, day: &str) -> Result<(), Status> {
    case.act(desk, actor, "RateCaseFile", |(county, id, etag)| {
        let (note, rating) = (note(day), Rating::Dissatisfied.into());
        RateCaseFileRequest { county, id, etag, note, rating, ..Default::default() }
    })
    .await
}

async fn answer(desk: &Desk, case: &mut Case, actor: &str, day: &str) -> Result<(), Status> {
    case.act(desk, actor, "AnswerPetitioner", |(county, id, etag)| {
        let note = note(day);
        AnswerPetitionerRequest { county, id, etag, note, ..Default::default() }
    })
    .await
}

async fn recheck(desk: &Desk, case: &mut Case, day: &str) {
    let asked = case.act(desk, CHECKER, "RecheckCaseFile", |(county, id, etag)| {
        RecheckCaseFileRequest { county, id, etag, note: note(day), ..Default::default() }
    });
    asked.await.expect("looked at again");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_handled_a_case_does_not_verify_what_a_colleague_recorded() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let mut case = Case::handled(desk, 0).await;
        case.conclude_by(VERIFIER, "2023-04-20").await;
        case.try_verify(desk, CHECKER).await.expect("whoever did not handle it");
        answer(desk, &mut case, RECORDER, "2023-04-21").await.expect("answered");
        let own = case.try_verify(desk, VERIFIER).await.expect_err("it concluded the case");
        assert_eq!(
            (own.code(), &*reason(&own).0),
            (tonic::Code::PermissionDenied, "VERIFIER_IS_RECORDER")
        );
        let own = rate(desk, &mut case, VERIFIER, "2023-04-22").await.expect_err("nor rates it");
        assert_eq!(&*reason(&own).0, "VERIFIER_IS_RECORDER");
        case.try_verify(desk, CHECKER).await.expect("verified");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_merged_only_into_one_that_is_counted_where_it_was() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let mut twin = Case::handled(desk, 0).await;
        let mut refused = Case::register(desk, 1).await;
        let not_counted = Err("VALUE_OUT_OF_RANGE".to_owned());
        assert_eq!(merge(desk, &mut twin, "C-1").await, not_counted, "not accepted yet");
        refuse(desk, &mut refused).await.expect("refused");
        assert_eq!(merge(desk, &mut twin, "C-1").await, not_counted, "refused");
        Case::register_as(desk, 2, CaseProcedure::Petition).await;
        assert_eq!(merge(desk, &mut twin, "C-2").await, not_counted, "a petition");
        let mut third = Case::register(desk, 3).await;
        accept(desk, &mut third).await.expect("accepted");
        let mut fourth = Case::handled(desk, 4).await;
        merge(desk, &mut third, "C-4").await.expect("merged");
        assert_eq!(merge(desk, &mut twin, "C-3").await, not_counted, "merged itself");
        assert_eq!(merge(desk, &mut fourth, "C-3").await, not_counted, "not into each other");
        merge(desk, &mut twin, "C-4").await.expect("merged");
        for case in [&mut twin, &mut refused, &mut third, &mut fourth] {
            case.try_verify(desk, VERIFIER).await.expect("verified");
        }
        let accepted = value(desk, "governance.disputes.accepted", "2023-12-31").await;
        assert_eq!(accepted.as_deref(), Some("1"));
    })
    .await;
}

/// Asks for the withdrawal of cases, in one call.
async fn withdraw(desk: &Desk, cases: &[&Case]) -> Result<(), Status> {
    let kind = desk.kind("CaseFile");
    let of = |case: &&Case| reference(&kind, &case.now.metadata.clone().unwrap_or_default());
    let withdraw = WithdrawRecordsRequest {
        county: COUNTY.to_owned(),
        records: cases.iter().map(of).collect(),
        reason: "重复登记".to_owned(),
        ..Default::default()
    };
    desk.ledger().withdraw_records(by(KEEPER, withdraw)).await.map(|_| ())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_into_which_others_are_merged_is_not_withdrawn_before_them() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let mut original = Case::handled(desk, 0).await;
        let (mut twin, mut third) = (Case::handled(desk, 1).await, Case::handled(desk, 2).await);
        for case in [&mut twin, &mut third] {
            merge(desk, case, "C-0").await.expect("merged");
        }
        for case in [&mut original, &mut twin, &mut third] {
            case.try_verify(desk, VERIFIER).await.expect("verified");
        }
        let held = [("case_file.merged_into_id".to_owned(), "TRANSITION_NOT_ALLOWED".to_owned())];
        let refused = withdraw(desk, &[&original]).await.expect_err("two rest on it");
        assert_eq!(reason(&refused), ("TRANSITION_NOT_ALLOWED".to_owned(), held.to_vec()));
        assert!(refused.message().contains("C-1"), "{}", refused.message());
        let refused = withdraw(desk, &[&original, &twin, &third]).await.expect_err("too early");
        assert_eq!(reason(&refused).1, held);
        withdraw(desk, &[&third]).await.expect("nothing rests on it");
        let refused = withdraw(desk, &[&original]).await.expect_err("one rests on it");
        assert_eq!(reason(&refused).1, held);
        let accepted = value(desk, "governance.disputes.accepted", "2023-12-31").await;
        assert_eq!(accepted.as_deref(), Some("1"), "the matter stays counted");
        withdraw(desk, &[&twin, &original]).await.expect("the twin before it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_cases_that_are_merged_into_each_other_at_once_one_stays() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let mut one = Case::handled(desk, 0).await;
        let mut other = Case::handled(desk, 1).await;
        let (first, second) =
            tokio::join!(merge(desk, &mut one, "C-1"), merge(desk, &mut other, "C-0"));
        assert_ne!(first.is_ok(), second.is_ok(), "{first:?} {second:?}");
        let refused = first.and(second).expect_err("one of them");
        assert_eq!(refused, "VALUE_OUT_OF_RANGE");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_is_moved_to_another_procedure_stays_counted_where_it_was_accepted() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let mut case = Case::handled(desk, 0).await;
        reclassify(desk, &mut case, CaseProcedure::Petition, "2024-02-01").await;
        case.try_verify(desk, VERIFIER).await.expect("verified");
        for last in ["2023-12-31", "2024-02-29"] {
            let of = async |code| value(desk, code, last).await;
            assert_eq!(of("governance.disputes.accepted").await.as_deref(), Some("1"), "{last}");
            assert_eq!(of("governance.petitions.accepted").await.as_deref(), Some("0"), "{last}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_dissatisfied_is_counted_from_that_day_on_whatever_comes_after() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let mut case = Case::register_as(desk, 0, CaseProcedure::Petition).await;
        case.handle().await;
        case.conclude("2023-05-20").await;
        answer(desk, &mut case, RECORDER, "2023-12-28").await.expect("answered");
        rate(desk, &mut case, CHECKER, "2024-01-05").await.expect("rated");
        let dissatisfied = async |case: &mut Case| {
            case.try_verify(desk, "third").await.expect("verified");
            let code = "governance.petitions.dissatisfied";
            (value(desk, code, "2023-12-31").await, value(desk, code, "2024-01-31").await)
        };
        let counted = (Some("0".to_owned()), Some("1".to_owned()));
        assert_eq!(dissatisfied(&mut case).await, counted);
        recheck(desk, &mut case, "2024-01-10").await;
        let handled = case.act(desk, RECORDER, "HandleCaseFile", |(county, id, etag)| {
            let (note, mode) = (note("2024-01-12"), HandlingMode::Mediation.into());
            HandleCaseFileRequest { county, id, etag, note, mode, ..Default::default() }
        });
        handled.await.expect("taken up again");
        assert_eq!(dissatisfied(&mut case).await, counted);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conclusion_that_a_re_check_upholds_stays_counted_as_resolved() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let mut case = Case::handled(desk, 0).await;
        case.conclude("2023-04-20").await;
        answer(desk, &mut case, RECORDER, "2023-04-21").await.expect("answered");
        rate(desk, &mut case, CHECKER, "2023-04-22").await.expect("rated");
        recheck(desk, &mut case, "2023-04-25").await;
        let own = answer(desk, &mut case, RECORDER, "2023-05-02").await.expect_err("handled it");
        assert_eq!(&*reason(&own).0, "VERIFIER_IS_RECORDER");
        answer(desk, &mut case, CHECKER, "2023-05-02").await.expect("upheld");
        case.try_verify(desk, VERIFIER).await.expect("verified");
        let of = async |code| value(desk, code, "2023-12-31").await;
        assert_eq!(of("governance.disputes.resolution_rate").await.as_deref(), Some("100"));
        assert_eq!(of("governance.disputes.resolved_in_time").await.as_deref(), Some("1"));
        assert_eq!(of("governance.disputes.resolved_late").await.as_deref(), Some("0"));
        assert_eq!(of("governance.disputes.reopened").await.as_deref(), Some("0"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_overdue_case_is_reported_one_level_up_after_a_day_a_week_and_15_days() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        Case::handled(desk, 0).await;
        let mut client = CaseFileServiceClient::new(desk.channel.clone());
        for (date, days_left, level) in [
            ("2023-05-04", 0, 0),
            ("2023-05-05", -1, 1),
            ("2023-05-10", -6, 1),
            ("2023-05-11", -7, 2),
            ("2023-05-18", -14, 2),
            ("2023-05-19", -15, 3),
        ] {
            for (division, has_counts) in [("", true), ("421222106", false)] {
                let asked = BrowseCaseBoardRequest {
                    county: COUNTY.to_owned(),
                    date: date.to_owned(),
                    division: division.to_owned(),
                    ..Default::default()
                };
                let page = client.browse_case_board(by(VERIFIER, asked)).await.expect("a board");
                let page = page.into_inner();
                let [card] = page.cards.as_slice() else { panic!("one case: {page:?}") };
                let told = (card.days_left, card.escalation_level);
                assert_eq!(told, (Some(days_left), level), "{date}");
                assert_eq!(!page.counts.is_empty(), has_counts, "of the county only: {division}");
            }
        }
    })
    .await;
}
