//! What an import of acts cannot be, and one that comes again: said by name, with what is right.

use prost::Message as _;
use proto::governance::v1::{AcceptCaseFileRequest, CaseFile};
use proto::ledger::v1::ImportOptions;

use crate::acted::{accept, act, backlog, code, counts, partial, position, refusals, register};
use crate::desk::{any, at_desk, options, reason};

#[tokio::test(flavor = "multi_thread")]
async fn what_an_import_of_acts_cannot_be_is_said() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let case = any(&desk.kind("CaseFile"), case_of(0));
        let answer = desk.import(options(), vec![case]).await.expect("answered");
        let refused = &answer.refusals[0];
        assert_eq!(refused.reason, "KIND_MOVED_BY_ACTS");
        assert!(refused.message.contains("RegisterCaseFile, AcceptCaseFile"), "{refused:?}");
        assert!(refused.message_zh.contains("登记案件、受理"), "{refused:?}");
        let opening = Some(proto::ledger::v1::Opening {
            document: "示例1号".to_owned(),
            open_date: "2022-12-31".to_owned(),
        });
        let list = ImportOptions { opening, ..options() };
        let refused = desk.import(list, vec![register(0)]).await.expect_err("no list of acts");
        assert_eq!(reason(&refused).1, [("records".to_owned(), "REQUEST_INVALID".to_owned())]);
        let elsewhere = act(&AcceptCaseFileRequest {
            county: "110101".to_owned(),
            id: code(0),
            ..Default::default()
        });
        let answer = desk.import(options(), vec![register(0), elsewhere]).await.expect("answered");
        assert_eq!(refusals(&answer), [(1, "county", "REQUEST_INVALID")]);
        let row = accept(0, "2023-04-04");
        let refused = desk.import(options(), vec![row; 50_001]).await.expect_err("too many");
        assert!(chassis::Refusal::from_status(&refused).message_zh.contains("50000"));
        assert_eq!(reason(&refused).1, [("records".to_owned(), "VALUE_OUT_OF_RANGE".to_owned())]);
        assert_eq!(position(desk).await, 0);
    })
    .await;
}

fn case_of(n: u32) -> Vec<u8> {
    <CaseFile as ::ledger::kinds::Kind<governance::Ours>>::sample(n).encode_to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_acts_compute_names_the_act() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        for (kind, method, label) in [
            ("Sample", "DrawSample", "抽取样本"),
            ("Ranking", "KeepRanking", "排名并留存"),
            ("SaturationResult", "KeepSaturation", "测算并留存饱和度"),
            ("OpeningList", "ledger itself", "账本自动生成"),
        ] {
            let kind = desk.kind(kind);
            let answer = desk.import(options(), vec![any(&kind, kind.sample(0))]).await;
            let answer = answer.expect("answered");
            let refused = &answer.refusals[0];
            assert_eq!(refused.reason, "KIND_MOVED_BY_ACTS", "{}", kind.name);
            assert!(refused.message.contains(method), "{refused:?}");
            assert!(refused.message_zh.contains(label), "{refused:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_of_acts_that_comes_again_under_its_name_is_answered_as_before() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let named = ImportOptions {
            request_id: "123e4567-e89b-42d3-a456-426614174002".to_owned(),
            ..partial()
        };
        let mut records = backlog(2);
        records.push(accept(9, "2023-04-04"));
        let first = desk.import(named.clone(), records.clone()).await.expect("answered");
        assert_eq!(counts(&first), (2, 10, 0, 1));
        let again = desk.import(named.clone(), records).await.expect("answered");
        assert_eq!(counts(&again), counts(&first));
        let other = desk.import(named, backlog(1)).await.expect_err("another file");
        assert_eq!(reason(&other).0, "REQUEST_ID_REUSED");
        assert_eq!(position(desk).await, 12);
    })
    .await;
}
