//! What followed from a ranking or a saturation: it points to what it rests on, and is told as a
//! total of what rests on something verified.

use ::ledger::kinds::Kind;
use prost::Message;
use proto::cadre::v1::ranking_service_client::RankingServiceClient;
use proto::cadre::v1::saturation_result_service_client::SaturationResultServiceClient;
use proto::cadre::v1::*;
use proto::figure::v1::figure_service_client::FigureServiceClient;
use proto::figure::v1::{ComputeFiguresRequest, Parameter};

use crate::desk::{COUNTY, Desk, VERIFIER, at_desk, by, reason, reference};
use crate::work_logs::{DAYS, WORKING, cadre_of, log_of, parameter, record, staff};

#[tokio::test(flavor = "multi_thread")]
async fn what_followed_points_to_what_it_rests_on_and_counts_once_that_is_verified() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        // Of fewer than three cadres a unit would have no place.
        let others = ["a1", "a2", "a3"].map(|code| record(desk, &cadre_of(code, "A")));
        desk.enter(others.to_vec()).await;
        let logs = WORKING[..22].iter().map(|day| record(desk, &log_of("head", "B", day)));
        desk.enter_as("acc.chief", logs.collect()).await;
        let since = parameter("programme.since", "2021-03-01");
        let since = Parameter { first_date: "2021-03-01".to_owned(), ..since };
        desk.enter(vec![record(desk, &since)]).await;
        let keep = KeepRankingRequest {
            county: COUNTY.to_owned(),
            code: "R1".to_owned(),
            peer_group: "示例组".to_owned(),
            first_date: DAYS.0.to_owned(),
            last_date: DAYS.1.to_owned(),
            ..KeepRankingRequest::default()
        };
        let mut rankings = RankingServiceClient::new(desk.channel.clone());
        let kept = rankings.keep_ranking(by("office", keep)).await.expect("kept").into_inner();
        let keep = KeepSaturationRequest {
            county: COUNTY.to_owned(),
            code: "B1".to_owned(),
            cadre_id: "head".to_owned(),
            first_date: DAYS.0.to_owned(),
            last_date: DAYS.1.to_owned(),
            ..KeepSaturationRequest::default()
        };
        let mut results = SaturationResultServiceClient::new(desk.channel.clone());
        let result = results.keep_saturation(by("office", keep)).await.expect("kept").into_inner();
        let talk = Interview {
            unit_id: "A".to_owned(),
            ranking_id: "R1".to_owned(),
            hold_date: "2023-07-20".to_owned(),
            ..Interview::sample(0)
        };
        let decision = PromotionDecision {
            cadre_id: "head".to_owned(),
            saturation_id: "B1".to_owned(),
            ..PromotionDecision::sample(0)
        };
        let unranked = Unit { code: "C".to_owned(), ..Unit::sample(0) };
        desk.enter(vec![record(desk, &unranked)]).await;
        refused(desk, "Interview", &talk).await;
        let kind = desk.kind("PromotionDecision");
        let wrong = [
            (
                PromotionDecision { saturation_id: "B9".to_owned(), ..decision.clone() },
                "REFERENCE_UNKNOWN",
            ),
            (
                PromotionDecision { cadre_id: "chief".to_owned(), ..decision.clone() },
                "REFERENCE_UNKNOWN",
            ),
        ];
        for (wrong, why) in wrong {
            let answer = desk.create(&kind, wrong.encode_to_vec()).await.expect_err(why);
            let due = [("promotion_decision.saturation_id".to_owned(), why.to_owned())];
            assert_eq!(reason(&answer).1, due);
        }
        let early = PromotionDecision { decide_date: "2023-03-01".to_owned(), ..decision.clone() };
        let answer = desk.create(&kind, early.encode_to_vec()).await.expect_err("not over then");
        assert_eq!(reason(&answer).1[0].1, "DATE_ORDER");
        let bare = Interview {
            code: "I-9".to_owned(),
            unit_id: "B".to_owned(),
            ranking_id: String::new(),
            ..talk.clone()
        };
        let records = [record(desk, &talk), record(desk, &bare), record(desk, &decision)];
        desk.enter(records.to_vec()).await;
        let codes = ["cadre.worklog.units_interviewed", "cadre.worklog.promotion_denied"];
        assert_eq!(counted(desk, codes).await, ["0", "0"], "nothing they rest on is verified");
        for (kind, metadata) in [("Ranking", kept.metadata), ("SaturationResult", result.metadata)]
        {
            let state = reference(&desk.kind(kind), &metadata.expect("metadata"));
            desk.verify(VERIFIER, vec![state]).await.expect("verified");
        }
        assert_eq!(counted(desk, codes).await, ["1", "1"], "a talk that rests on none is none");
    })
    .await;
}

/// Interviews that point to no ranking there is, to one without their unit, or to one of later days.
async fn refused(desk: &Desk, kind: &str, talk: &Interview) {
    let kind = desk.kind(kind);
    for (wrong, field, why) in [
        (
            Interview { ranking_id: "R9".to_owned(), ..talk.clone() },
            "ranking_id",
            "REFERENCE_UNKNOWN",
        ),
        (Interview { unit_id: "C".to_owned(), ..talk.clone() }, "ranking_id", "REFERENCE_UNKNOWN"),
        (
            Interview { hold_date: "2023-03-01".to_owned(), ..talk.clone() },
            "hold_date",
            "DATE_ORDER",
        ),
    ] {
        let answer = desk.create(&kind, wrong.encode_to_vec()).await.expect_err(why);
        let (_, fields) = reason(&answer);
        let found = fields.iter().any(|(name, said)| name.ends_with(field) && said == why);
        assert!(found, "{field} {why}: {fields:?}");
    }
}

async fn counted(desk: &Desk, codes: [&str; 2]) -> Vec<String> {
    let request = ComputeFiguresRequest {
        scope: Some(crate::figures::scope(COUNTY, "2023-01-01", "2023-12-31")),
        codes: codes.map(str::to_owned).to_vec(),
        ..ComputeFiguresRequest::default()
    };
    let mut client = FigureServiceClient::new(desk.channel.clone());
    let figures = client.compute_figures(by(VERIFIER, request)).await.expect("computed");
    let figures = figures.into_inner().figures.into_iter();
    figures.map(|one| one.value.unwrap_or_default()).collect()
}
