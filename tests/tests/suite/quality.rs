//! Rules of quality on entry: what they ask, what is kept of the answer, what figures show of it.

use ::ledger::kinds::{Kind, KindInfo};
use prost::Message;
use proto::figure::v1::figure_service_client::FigureServiceClient;
use proto::figure::v1::{ExplainFigureRequest, FigureFinding, ListFigureRecordsRequest};
use proto::industry::v1::{Difficulty, Enterprise, TradeBulletin};
use proto::ledger::v1::{
    ImportOptions, ListRevisionsRequest, ListViolationsRequest, ListWaitingRecordsRequest,
    RuleOutcome, State, WithdrawRecordsRequest,
};
use proto::livelihood::v1::{Attendance, VolunteerEvent, VolunteerTeam};
use tonic::Status;

use crate::desk::{
    COUNTY, Create, Desk, RECORDER, Stored, VERIFIER, any, at_desk, by, options, path, reason,
    reference,
};
use crate::figures::scope;

const WHY: &str = "示例企业集中报关";

fn bulletin(month: &str, value_fen: i64) -> Vec<u8> {
    let first = format!("{month}-01");
    let last = ::ledger::kinds::parse_date(&first).expect("a day").last_of_month().to_string();
    let sample = <TradeBulletin as Kind<industry::Ours>>::sample(1);
    TradeBulletin {
        first_date: first,
        release_date: last.clone(),
        last_date: last,
        value_fen: Some(value_fen),
        ..sample
    }
    .encode_to_vec()
}

async fn create(
    desk: &Desk,
    kind: &KindInfo,
    record: Vec<u8>,
    explanation: &str,
) -> Result<Stored, Status> {
    let (county, explanation) = (COUNTY.to_owned(), explanation.to_owned());
    let request = Create { county, record, explanation, ..Create::default() };
    desk.call(RECORDER, &path(kind, "Create"), request).await
}

async fn outcome(desk: &Desk, code: &str) -> RuleOutcome {
    let request = ListViolationsRequest { county: COUNTY.to_owned(), position: 0 };
    let rules = desk.ledger().list_violations(by(VERIFIER, request)).await.expect("a run");
    let found = rules.into_inner().rules.into_iter().find(|rule| rule.code == code);
    found.expect("the rule")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_swing_is_taken_with_an_explanation_that_stays_with_the_record() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let kind = desk.kind("TradeBulletin");
        create(desk, &kind, bulletin("2023-01", 100), "").await.expect("nothing before it");
        create(desk, &kind, bulletin("2023-02", 180), "").await.expect("80 % is no swing");
        let refused = create(desk, &kind, bulletin("2023-03", 400), "").await.expect_err("swings");
        let refusal = chassis::Refusal::from_status(&refused);
        assert_eq!(refusal.reason_name(), "EXPLANATION_REQUIRED");
        assert_eq!(refusal.metadata["rule"], "trade.swing");
        assert_eq!(refusal.metadata["field"], "trade_bulletin.value_fen");
        assert!(refusal.message.contains("122 %"), "{}", refusal.message);
        assert!(refusal.message_zh.contains("2023-02-01 的 180"), "{}", refusal.message_zh);
        let taken = create(desk, &kind, bulletin("2023-03", 400), WHY).await.expect("explained");
        let found = outcome(desk, "trade.swing").await;
        assert!(found.asks_on_entry);
        assert_eq!((found.violation_count, found.explained_count), (1, 1));
        assert_eq!(found.violations[0].explanation, WHY);
        // Whoever verifies reads it, and whoever looks into the history.
        let (county, state) = (COUNTY.to_owned(), State::Recorded.into());
        let waiting = ListWaitingRecordsRequest { county, state, ..Default::default() };
        let waiting = desk.ledger().list_waiting_records(by(VERIFIER, waiting)).await;
        let waiting = waiting.expect("a list").into_inner().records;
        let reasons: Vec<String> = waiting
            .into_iter()
            .filter_map(|one| one.revision.and_then(|revision| revision.entry))
            .map(|entry| entry.reason)
            .collect();
        assert_eq!(reasons, ["", "", WHY]);
        let record = Some(reference(&kind, &taken.metadata()));
        let history = ListRevisionsRequest {
            county: COUNTY.to_owned(),
            record,
            ..ListRevisionsRequest::default()
        };
        let history = desk.ledger().list_revisions(by(VERIFIER, history)).await.expect("a list");
        let entry = history.into_inner().revisions[0].entry.clone().expect("an entry");
        assert_eq!(entry.reason, WHY);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_is_measured_against_the_same_month_of_the_year_before_and_against_nothing() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let kind = desk.kind("TradeBulletin");
        let asked =
            |refused: &Status| chassis::Refusal::from_status(refused).metadata["rule"].clone();
        for (month, value) in [("2022-03", 100), ("2022-04", 170), ("2023-02", 130)] {
            create(desk, &kind, bulletin(month, value), "").await.expect("no swing");
        }
        // 61 % more than February, and more than twice the March before.
        let refused = create(desk, &kind, bulletin("2023-03", 210), "").await.expect_err("swings");
        assert_eq!(asked(&refused), "trade.swing_year");
        assert!(refused.message().contains("110 % from 100 of 2022-03-01"), "{refused}");
        create(desk, &kind, bulletin("2023-03", 200), "").await.expect("twice as much is none");
        create(desk, &kind, bulletin("2023-04", 0), "停产").await.expect("explained");
        let refused = create(desk, &kind, bulletin("2023-05", 1), "").await.expect_err("from zero");
        assert_eq!(asked(&refused), "trade.swing");
        assert!(refused.message().contains("after 0 of 2023-04-01"), "{refused}");
        let found = outcome(desk, "trade.swing_year").await;
        let ids: Vec<&str> = found.violations.iter().map(|one| one.id.as_str()).collect();
        assert!(ids.is_empty(), "a fall to nothing is one of 100 %: {ids:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revision_is_measured_beside_the_record_before_it_as_that_stands() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let kind = desk.kind("TradeBulletin");
        create(desk, &kind, bulletin("2022-12", 100), "").await.expect("taken");
        let january = create(desk, &kind, bulletin("2023-01", 100), "").await.expect("taken");
        let february = create(desk, &kind, bulletin("2023-02", 170), "").await.expect("taken");
        let metadata = february.metadata();
        let revise = async |value| {
            let current: Stored = desk.get(&kind, &metadata.id, 0).await.expect("there");
            let etag = current.metadata().etag;
            desk.revise(&kind, &metadata.id, &etag, bulletin("2023-02", value)).await
        };
        let swings = revise(190).await.expect_err("90 % more than January");
        assert_eq!(reason(&swings).0, "EXPLANATION_REQUIRED");
        revise(175).await.expect("75 %");
        // Without January it is December that February is measured against, and its own state
        // before is nothing to measure against.
        let withdraw = WithdrawRecordsRequest {
            county: COUNTY.to_owned(),
            records: vec![reference(&kind, &january.metadata())],
            reason: "重复登记".to_owned(),
            ..WithdrawRecordsRequest::default()
        };
        desk.ledger().withdraw_records(by(RECORDER, withdraw)).await.expect("withdrawn");
        let swings = revise(190).await.expect_err("90 % more than December");
        assert!(swings.message().contains("2022-12-01"), "{swings}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_names_the_rows_that_swing_and_keeps_its_explanation_with_them() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let kind = desk.kind("TradeBulletin");
        let months = [("2023-01", 100), ("2023-02", 120), ("2023-03", 400), ("2023-04", 410)];
        let rows = || months.map(|(month, value)| any(&kind, bulletin(month, value))).to_vec();
        let answer = desk.import(options(), rows()).await.expect("answered");
        let summary = answer.summary.expect("a summary");
        assert_eq!((summary.created_count, summary.refused_count), (0, 1));
        let refusal = &answer.refusals[0];
        assert_eq!((refusal.index, refusal.field.as_str()), (2, "trade_bulletin.value_fen"));
        assert_eq!(refusal.reason, "EXPLANATION_REQUIRED");
        for message in [&refusal.message, &refusal.message_zh] {
            assert!(message.contains("trade.swing") && message.contains("120"), "{message}");
        }
        let explained = ImportOptions { explanation: WHY.to_owned(), ..options() };
        let answer = desk.import(explained, rows()).await.expect("answered");
        assert_eq!(answer.summary.expect("a summary").created_count, 4);
        let position = desk.opened.books.reader.position(COUNTY, 0).await.expect("a position");
        let entries = desk.opened.books.reader.entries(COUNTY, 1..=position).await;
        let entries = entries.expect("entries");
        let said: Vec<_> = entries.iter().filter(|one| !one.reason.is_empty()).collect();
        assert_eq!(said.len(), 1, "only the row that swings");
        assert!(said[0].id.contains("2023-03"), "{}", said[0].id);
        // A second import of the same rows asks for nothing.
        let again = desk.import(options(), rows()).await.expect("answered");
        let summary = again.summary.expect("a summary");
        assert_eq!((summary.unchanged_count, summary.refused_count), (4, 0));
        // A partial one refuses the row alone.
        let partial = ImportOptions { partial: true, ..options() };
        let rows = [("2023-05", 1_000), ("2023-06", 500)];
        let rows = rows.map(|(month, value)| any(&kind, bulletin(month, value))).to_vec();
        let answer = desk.import(partial, rows).await.expect("answered");
        let summary = answer.summary.expect("a summary");
        assert_eq!((summary.created_count, summary.refused_count), (1, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_says_what_rules_find_among_the_records_it_counts() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let kind = desk.kind("TradeBulletin");
        for (month, value, why) in
            [("2023-01", 100, ""), ("2023-02", 400, WHY), ("2023-03", 401, "")]
        {
            let one = create(desk, &kind, bulletin(month, value), why).await.expect("taken");
            desk.verify(VERIFIER, vec![reference(&kind, &one.metadata())]).await.expect("verified");
        }
        let findings = async |last: &str| -> Vec<FigureFinding> {
            let code = "industry.trade.total".to_owned();
            let request =
                ExplainFigureRequest { scope: Some(scope(COUNTY, "2023-01-01", last)), code };
            let mut figures = FigureServiceClient::new(desk.channel.clone());
            let explained = figures.explain_figure(by(VERIFIER, request)).await;
            explained.expect("explained").into_inner().findings
        };
        assert_eq!(findings("2023-01-31").await, [], "January is all that it counts");
        let found = findings("2023-03-31").await;
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].count, found[0].explained_count), (1, 1));
        let rule = found[0].rule.clone().expect("the rule");
        assert_eq!(rule.code, "trade.swing");
        assert!(!rule.remedy.is_empty() && rule.violations.is_empty());
        let record = found[0].records[0].violation.clone().expect("a record");
        assert!(record.id.contains("2023-02") && record.explanation == WHY, "{record:?}");
        // What is remembered holds for its position only.
        let april = create(desk, &kind, bulletin("2023-04", 1), "停产").await.expect("taken");
        let reference = vec![reference(&kind, &april.metadata())];
        desk.verify(VERIFIER, reference).await.expect("verified");
        assert_eq!(findings("2023-04-30").await[0].count, 2);
        // The drill-down to the records carries what was said.
        let request = ListFigureRecordsRequest {
            scope: Some(scope(COUNTY, "2023-01-01", "2023-04-30")),
            code: "industry.trade.total".to_owned(),
            ..ListFigureRecordsRequest::default()
        };
        let mut figures = FigureServiceClient::new(desk.channel.clone());
        let listed = figures.list_figure_records(by(VERIFIER, request)).await.expect("listed");
        let entries = listed.into_inner().revisions.into_iter().filter_map(|one| one.entry);
        let reasons: Vec<String> = entries.map(|entry| entry.reason).collect();
        assert_eq!(reasons, ["", WHY, "", "停产"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_of_several_records_are_held_against_the_total_of_another() {
    at_desk(&livelihood::DEPARTMENT, async |desk| {
        let (event, team) = (desk.kind("VolunteerEvent"), desk.kind("VolunteerTeam"));
        let kind = desk.kind("Attendance");
        let sample = |n: u32, total: Option<i32>| VolunteerEvent {
            people_count: total,
            ..<VolunteerEvent as Kind<livelihood::Ours>>::sample(n)
        };
        let events =
            [sample(1, Some(50)), sample(2, Some(50)), sample(3, None), sample(4, Some(1))];
        for one in &events {
            desk.create(&event, one.encode_to_vec()).await.expect("taken");
        }
        let teams = [1, 2].map(<VolunteerTeam as Kind<livelihood::Ours>>::sample);
        for one in &teams {
            desk.create(&team, one.encode_to_vec()).await.expect("taken");
        }
        let came = |event: usize, team: usize, people: Option<i32>| Attendance {
            event_id: events[event].code.clone(),
            team_id: teams[team].code.clone(),
            school_id: String::new(),
            attended: people.is_some(),
            people_count: people,
            ..<Attendance as Kind<livelihood::Ours>>::sample(1)
        };
        for one in [
            came(0, 0, Some(50)),
            came(0, 1, None),
            came(1, 0, Some(30)),
            came(1, 1, Some(19)),
            came(2, 0, Some(7)),
        ] {
            desk.create(&kind, one.encode_to_vec()).await.expect("taken");
        }
        let found = outcome(desk, "volunteer.people").await;
        let ids: Vec<&str> = found.violations.iter().map(|one| one.id.as_str()).collect();
        assert_eq!((found.checked_count, ids), (4, vec![events[1].code.as_str()]));
        let told = &found.violations[0];
        assert!(told.message.contains("50 is not 49"), "{}", told.message);
        assert!(told.message_zh.contains("2 条") && told.message_zh.contains("49"), "{told:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_is_held_against_that_of_the_record_that_is_pointed_to() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let (enterprise, kind) = (desk.kind("Enterprise"), desk.kind("Difficulty"));
        for (n, founded) in [(1, "2023-03-07"), (2, "2023-03-06"), (3, "")] {
            let one = Enterprise {
                establish_date: founded.to_owned(),
                ..<Enterprise as Kind<industry::Ours>>::sample(n)
            };
            desk.create(&enterprise, one.encode_to_vec()).await.expect("taken");
            let one = Difficulty {
                raise_date: "2023-03-06".to_owned(),
                ..<Difficulty as Kind<industry::Ours>>::sample(n)
            };
            desk.create(&kind, one.encode_to_vec()).await.expect("taken");
        }
        let found = outcome(desk, "difficulty.before_founding").await;
        let ids: Vec<&str> = found.violations.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["D-1"], "not the day itself, and not where no day is known");
        let told = &found.violations[0];
        assert!(told.message.contains("2023-03-06") && told.message.contains("2023-03-07"));
        assert!(!found.remedy.is_empty() && told.message_zh.contains("2023-03-07"), "{told:?}");
    })
    .await;
}
