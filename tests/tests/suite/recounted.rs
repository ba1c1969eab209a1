//! What rules give is counted anew by an act only, and counts once another has verified it; the
//! rules of quality tell where it is due.

use ::ledger::Books;
use ::ledger::kinds::{Kind, KindInfo, row_to_wire};
use ::ledger::writer::{Call, Put, Step};
use prost::Message as _;
use proto::cadre::v1::{Unit, WorkLog};
use proto::figure::v1::{FigureFinding, Scope};
use proto::governance::v1::{
    CaseAction, CaseEvent, CaseFile, CaseStage, CaseTerm, DayKind, DisciplineReturn, Outcome,
};
use proto::ledger::v1::{
    ListViolationsRequest, PeriodClosing, RecountRecordsRequest, RecountRecordsResponse,
    RuleOutcome, State,
};
use sea_orm::Value;
use tests::{each_database, start_county};
use tonic::Status;

use crate::desk::{COUNTY, Desk, Stored, VERIFIER, at_desk, by, reason, reference};
use crate::desk_pages::{DESK, Visitor};
use crate::work_logs::{WORKING, log_of, record, staff};

/// Puts a log with a delay that another calendar gave.
async fn put_stale(desk: &Desk, day: &str, days: i64) -> String {
    let log = log_of("head", "B", day).encode_to_vec();
    put(
        &desk.opened.books,
        &desk.kind("WorkLog"),
        &log,
        &[("delay_days", Value::BigInt(Some(days)))],
    )
    .await
}

/// Puts a record with some values that rules gave under another calendar.
async fn put(
    books: &Books,
    kind: &std::sync::Arc<KindInfo>,
    record: &[u8],
    given: &[(&str, Value)],
) -> String {
    let kind = kind.clone();
    let mut checked = kind.accept(record).expect("a good record");
    for (field, value) in given {
        let (at, _) = kind.field(field).expect("a field");
        checked.row[at] = value.clone();
    }
    checked.content = row_to_wire(&kind, &checked.row);
    let id = checked.id.clone();
    let step = Step::Put { kind, record: checked, put: Put::Register, explanation: String::new() };
    let call = Call {
        county: COUNTY.to_owned(),
        actor: "acc.head".to_owned(),
        method: "Test",
        request_id: String::new(),
        digest: Vec::new(),
        validate_only: false,
    };
    books.propose(call, vec![step]).await.expect("put");
    id
}

async fn recount(desk: &Desk, kind: &str, why: &str) -> Result<RecountRecordsResponse, Status> {
    let request = RecountRecordsRequest {
        county: COUNTY.to_owned(),
        kind: kind.to_owned(),
        reason: why.to_owned(),
        ..Default::default()
    };
    desk.ledger().recount_records(by("office", request)).await.map(tonic::Response::into_inner)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_of_another_calendar_stands_until_its_recount_is_verified() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let kind = desk.kind("WorkLog");
        let stale = put_stale(desk, WORKING[0], 2).await;
        let sound = put_stale(desk, WORKING[1], 0).await;
        let seen = async |id: &str| -> WorkLog { desk.get(&kind, id, 0).await.expect("there") };
        for id in [&stale, &sound] {
            let metadata = seen(id).await.metadata.expect("metadata");
            desk.verify("acc.chief", vec![reference(&kind, &metadata)]).await.expect("verified");
        }
        let refused = recount(desk, &kind.name, " ").await.expect_err("why?");
        assert_eq!(reason(&refused).1[0].1, "FIELD_REQUIRED");
        let done = recount(desk, &kind.name, "工作日历更正").await.expect("recounted");
        let ids: Vec<&str> = done.metadata.iter().map(|one| &*one.id).collect();
        assert_eq!((ids, done.refusals.len(), &*done.next_after_id), (vec![&*stale], 0, ""));
        let after = seen(&stale).await;
        let metadata = after.metadata.clone().expect("metadata");
        assert_eq!((after.delay_days, metadata.state()), (Some(0), State::Recorded));
        let counted: Vec<WorkLog> = {
            let books = &desk.opened.books;
            let position = books.reader.position(COUNTY, 0).await.expect("a position");
            let all = books.counted::<cadre::Ours, WorkLog>(COUNTY, ("", "~"), position).await;
            all.expect("read")
        };
        let days: Vec<_> = counted.iter().map(|log| log.delay_days).collect();
        assert_eq!(days, [Some(2), Some(0)], "the old value counts until then");
        desk.verify("acc.chief", vec![reference(&kind, &metadata)]).await.expect("verified");
        let again = recount(desk, &kind.name, "工作日历更正").await.expect("nothing to do");
        assert!(again.metadata.is_empty());
        // A kind without rules has nothing to recount.
        let unit = Unit { code: "C".to_owned(), ..Unit::sample(0) };
        desk.enter(vec![record(desk, &unit)]).await;
        let none = recount(desk, &desk.kind("Unit").name, "工作日历更正").await.expect("none");
        assert!(none.metadata.is_empty());
    })
    .await;
}

/// A dispute accepted on the 4th of April, due within thirty days, and concluded six days late.
fn late_case(n: u32) -> CaseFile {
    let event = |action: CaseAction, date: &str| CaseEvent {
        action: action.into(),
        date: date.to_owned(),
        ..CaseEvent::default()
    };
    let accepted = CaseEvent {
        term: CaseTerm::Handle.into(),
        limit_count: 30,
        limit_kind: DayKind::Calendar.into(),
        ..event(CaseAction::Accept, "2023-04-04")
    };
    let concluded = "2023-05-10";
    CaseFile {
        stage: CaseStage::Concluded.into(),
        accept_date: "2023-04-04".to_owned(),
        outcome: Outcome::Resolved.into(),
        first_outcome: Outcome::Resolved.into(),
        conclude_date: concluded.to_owned(),
        first_conclude_date: concluded.to_owned(),
        events: vec![accepted, event(CaseAction::Conclude, concluded)],
        ..<CaseFile as Kind<governance::Ours>>::sample(n)
    }
}

fn text(text: &str) -> Value {
    Value::String(Some(text.to_owned()))
}

async fn outcome(desk: &Desk, code: &str) -> RuleOutcome {
    let request = ListViolationsRequest { county: COUNTY.to_owned(), position: 0 };
    let rules = desk.ledger().list_violations(by(VERIFIER, request)).await.expect("a run");
    rules.into_inner().rules.into_iter().find(|rule| rule.code == code).expect("the rule")
}

fn year(position: i64) -> Scope {
    let positions = std::collections::HashMap::from([(COUNTY.to_owned(), position)]);
    Scope {
        division: COUNTY.to_owned(),
        first_date: "2023-01-01".to_owned(),
        last_date: "2023-12-31".to_owned(),
        positions: if position > 0 { positions } else { Default::default() },
    }
}

/// The disputes concluded in time and late, as they were known at a position.
async fn in_time_and_late(desk: &Desk, position: i64) -> [Option<String>; 2] {
    let codes = ["governance.disputes.concluded_in_time", "governance.disputes.concluded_late"];
    let engine = &desk.opened.books.engine;
    let scope = engine.scope(Some(&year(position))).await.expect("a scope");
    let figures = engine.compute(&scope, &codes.map(str::to_owned), false).await.expect("figures");
    let value = |code: &str| figures.iter().find(|one| one.code == code)?.value.clone();
    codes.map(value)
}

/// What rules find beside a figure.
async fn beside(desk: &Desk, code: &str) -> Vec<FigureFinding> {
    let books = &desk.opened.books;
    let scope = books.engine.scope(Some(&year(0))).await.expect("a scope");
    books.engine.findings(&books.rules, &scope, &[code.to_owned()]).await.expect("findings")
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_say_which_deadlines_the_calendar_in_force_counts_otherwise() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let kind = desk.kind("CaseFile");
        let other = [("due_date", text("2023-05-20")), ("late", Value::BigInt(Some(0)))];
        let stale = put(&desk.opened.books, &kind, &late_case(1).encode_to_vec(), &other).await;
        let sound = put(&desk.opened.books, &kind, &late_case(2).encode_to_vec(), &[]).await;
        let verify = async |id: &str| {
            let stored: Stored = desk.get(&kind, id, 0).await.expect("there");
            let state = reference(&kind, &stored.metadata());
            desk.verify(VERIFIER, vec![state]).await.expect("verified");
        };
        for id in [&stale, &sound] {
            verify(id).await;
        }
        let before = desk.opened.books.reader.position(COUNTY, 0).await.expect("a position");
        let one = || Some("1".to_owned());
        assert_eq!(in_time_and_late(desk, 0).await, [one(), one()]);
        let told = outcome(desk, "case.recount").await;
        assert!(told.recounts);
        assert_eq!((told.checked_count, told.violation_count), (2, 1));
        let found = &told.violations[0];
        assert_eq!((&*found.id, &*found.field), (&*stale, "due_date"));
        assert!(found.message.contains("2023-05-20; ") && found.message.ends_with("2023-05-04"));
        let in_time = beside(desk, "governance.disputes.concluded_in_time").await;
        assert_eq!((in_time.len(), in_time[0].count), (1, 1));
        // How many were accepted rests on no deadline.
        assert!(beside(desk, "governance.disputes.accepted").await.is_empty());
        let done = recount(desk, &kind.name, "工作日历更正").await.expect("recounted");
        assert_eq!((done.metadata.len(), done.refusals.len()), (1, 0));
        assert_eq!(outcome(desk, "case.recount").await.violation_count, 0, "it waits");
        assert_eq!(in_time_and_late(desk, 0).await, [one(), one()], "the old value counts");
        verify(&stale).await;
        let none = Some("0".to_owned());
        assert_eq!(in_time_and_late(desk, 0).await, [none, Some("2".to_owned())]);
        assert_eq!(in_time_and_late(desk, before).await, [one(), one()], "as it was known then");
        // What was found once is found at an earlier position, and of what came since.
        let request = ListViolationsRequest { county: COUNTY.to_owned(), position: before };
        let rules = desk.ledger().list_violations(by(VERIFIER, request)).await.expect("a run");
        let rules = rules.into_inner().rules;
        let then = rules.iter().find(|rule| rule.code == "case.recount").expect("the rule");
        assert_eq!(then.violation_count, 1);
        put(&desk.opened.books, &kind, &late_case(3).encode_to_vec(), &other).await;
        let told = outcome(desk, "case.recount").await;
        assert_eq!((told.checked_count, told.violation_count), (3, 1));
    })
    .await;
}

/// A return of a month; what the rules give of it is that it is of one month.
fn month_return(first: &str, last: &str) -> Vec<u8> {
    let sample = <DisciplineReturn as Kind<governance::Ours>>::sample(0);
    DisciplineReturn { first_date: first.to_owned(), last_date: last.to_owned(), ..sample }
        .encode_to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lies_in_a_closed_period_is_told_and_the_rest_is_recounted() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let (kind, closes) = (desk.kind("DisciplineReturn"), desk.kind("PeriodClosing"));
        let months = [("2023-01-01", "2023-01-31"), ("2023-02-01", "2023-02-28")];
        let mut ids = Vec::new();
        for (first, last) in months {
            let other = [("months", Value::BigInt(Some(2)))];
            ids.push(put(&desk.opened.books, &kind, &month_return(first, last), &other).await);
            let stored: Stored = desk.get(&kind, &ids[ids.len() - 1], 0).await.expect("there");
            let state = reference(&kind, &stored.metadata());
            desk.verify(VERIFIER, vec![state]).await.expect("verified");
        }
        let closing = PeriodClosing {
            kind: "discipline_return".to_owned(),
            division: COUNTY.to_owned(),
            first_date: months[0].0.to_owned(),
            last_date: months[0].1.to_owned(),
            ..Default::default()
        };
        let closed = desk.create(&closes, closing.encode_to_vec()).await.expect("taken");
        let state = reference(&closes, &closed.metadata());
        desk.verify(VERIFIER, vec![state]).await.expect("closed");
        let done = recount(desk, &kind.name, "规则更正").await.expect("recounted");
        let refused: Vec<_> = done.refusals.iter().map(|one| (&*one.id, &*one.reason)).collect();
        assert_eq!(refused, [(&*ids[0], "PERIOD_LOCKED")]);
        let written: Vec<_> = done.metadata.iter().map(|one| &*one.id).collect();
        assert_eq!(written, [&*ids[1]]);
        let months_of = async |id: &str| -> i32 {
            let one: DisciplineReturn = desk.get(&kind, id, 0).await.expect("there");
            one.months
        };
        assert_eq!((months_of(&ids[0]).await, months_of(&ids[1]).await), (2, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_counts_anew_what_it_tells_of() {
    each_database(async |database| {
        let county = start_county(database).await;
        let books = county.books("governance").expect("the books");
        let kind = books.kinds.short("CaseFile").expect("a kind").clone();
        let other = [("due_date", text("2023-05-20")), ("late", Value::BigInt(Some(0)))];
        let stale = put(books, &kind, &late_case(1).encode_to_vec(), &other).await;
        let visitor = Visitor::enter(county.http, "office").await;
        let address = format!("{DESK}/quality");
        let page = visitor.get(&address).await;
        let link = format!("case_files/{stale}/revisions");
        assert!(page.body.contains(&link), "{}", page.body);
        assert!(page.body.contains(&format!("value=\"{}\"", kind.name)), "{}", page.body);
        let form = |why: &'static str| {
            [
                ("department", "governance"),
                ("kind", "xianzhi.governance.v1.CaseFile"),
                ("reason", why),
            ]
        };
        let refused = visitor.form(&address, &form("")).await;
        assert_eq!(refused.status, 400, "{}", refused.body);
        let done = visitor.form(&address, &form("工作日历更正")).await;
        assert_eq!(done.status, 200, "{}", done.body);
        assert!(done.body.contains("已重算 1 条"), "{}", done.body);
        assert!(!done.body.contains(&link), "{}", done.body);
        county.stop().await;
    })
    .await;
}
