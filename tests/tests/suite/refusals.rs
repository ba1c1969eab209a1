//! What bad input gets: a table of cases that runs over every kind of every department.

use ::ledger::kinds::{Column, KindInfo, row_to_wire, wire_to_row};
use proto::ledger::v1::{Format, GetLedgerRequest, RecordRef, WithdrawRecordsRequest};
use sea_orm::Value;
use tonic::Code;

use crate::desk::{
    COUNTY, Create, Desk, Get, RECORDER, Stored, VERIFIER, any, at_desk, by, options, path, reason,
    reference,
};
use county::process::DEPARTMENTS;

/// A sample with one field spoiled, for every field that can be spoiled, with what it should get.
fn spoiled(kind: &KindInfo) -> Vec<(String, &'static str, Vec<u8>)> {
    let row = wire_to_row(kind, &kind.sample(0)).expect("a sample");
    let mut cases = Vec::new();
    for (at, field) in kind.fields.iter().enumerate() {
        let mut spoil = |reason: &'static str, value: Value| {
            let mut row = row.clone();
            row[at] = value;
            let name = format!("{}.{}", kind.table, field.name);
            cases.push((name, reason, row_to_wire(kind, &row)));
        };
        let text = |text: &str| Value::String(Some(text.to_owned()));
        if field.given != ::ledger::kinds::Given::ByRecorder {
            continue;
        }
        match (field.column, field.format) {
            (Column::Text, Format::Date) => {
                spoil("DATE_INVALID", text("2023-02-30"));
                spoil("DATE_INVALID", text("30.2.2023"));
            }
            (Column::Text, Format::Division) => {
                spoil("DIVISION_UNKNOWN", text("421222999"));
                spoil("DIVISION_UNKNOWN", text("石南镇"));
            }
            (Column::Text, Format::Time) => spoil("TIME_INVALID", text("25:00")),
            (Column::Text, Format::Unspecified) => spoil("TEXT_INVALID", text(" 首尾空白 ")),
            (Column::Integer, _) if field.values.is_some() => {
                spoil("ENUM_UNKNOWN", Value::BigInt(Some(99)));
            }
            (Column::Integer, _) if !field.boolean && !field.signed => {
                spoil("VALUE_NEGATIVE", Value::BigInt(Some(-1)));
            }
            _ => {}
        }
        if field.required && field.column == Column::Text {
            spoil("FIELD_REQUIRED", text(""));
        }
        if field.required && field.optional {
            spoil("FIELD_REQUIRED", Value::BigInt(None));
        }
    }
    cases
}

/// Tries to create a record: by its own verb, or where only acts write it, by its first act; what
/// acts compute and keep is checked as they would have it checked.
async fn put(desk: &Desk, kind: &KindInfo, record: Vec<u8>) -> Result<Stored, tonic::Status> {
    let verb = if kind.moved_by_acts { "Register" } else { "Create" };
    let service = ::ledger::kinds::pool().get_service_by_name(&format!("{}Service", kind.name));
    let method = format!("{verb}{}", kind.short);
    if !service.is_some_and(|service| service.methods().any(|m| m.name() == method)) {
        let refusal = match kind.accept(&record) {
            Ok(_) => return Ok(Stored::default()),
            Err(refusal) => refusal,
        };
        let faults = refusal.fields.into_iter().map(|fault| fault.below(&kind.table));
        return Err(chassis::Refusal::record(faults.collect()).into());
    }
    let request = Create { county: COUNTY.to_owned(), record, ..Create::default() };
    desk.call(RECORDER, &path(kind, verb), request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_spoiled_field_of_every_kind_is_named_with_its_rule_in_two_languages() {
    for department in DEPARTMENTS {
        at_desk(department, async |desk| {
            let mut tried = 0;
            for kind in desk.opened.books.kinds.iter() {
                for (field, rule, record) in spoiled(kind) {
                    let status = put(desk, kind, record).await.expect_err(&field);
                    assert_eq!(status.code(), Code::InvalidArgument, "{field}");
                    let (why, fields) = reason(&status);
                    assert_eq!(why, "RECORD_INVALID", "{field}");
                    assert_eq!(fields, [(field.clone(), rule.to_owned())], "{field}");
                    let refusal = chassis::Refusal::from_status(&status);
                    assert!(!refusal.message_zh.is_empty() && !refusal.message.is_empty());
                    tried += 1;
                }
            }
            assert!(tried > 20, "{tried} cases only");
            assert_nothing_written(desk).await;
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_that_are_wrong_by_themselves_are_refused_for_every_kind() {
    for department in DEPARTMENTS {
        at_desk(department, async |desk| {
            for kind in desk.opened.books.kinds.iter() {
                refuse_calls(desk, kind).await;
            }
            assert_nothing_written(desk).await;
        })
        .await;
    }
}

async fn refuse_calls(desk: &Desk, kind: &KindInfo) {
    let get = |county: &str, id: &str, position| Get {
        county: county.to_owned(),
        id: id.to_owned(),
        position,
    };
    let verb = path(kind, "Get");
    let cases = [
        (get(COUNTY, "nobody", 0), "RECORD_NOT_FOUND", Code::NotFound),
        (get(COUNTY, "no\0body", 0), "RECORD_NOT_FOUND", Code::NotFound),
        (get("421", "x", 0), "REQUEST_INVALID", Code::InvalidArgument),
        (get(COUNTY, "x", 7), "POSITION_AHEAD", Code::OutOfRange),
    ];
    for (request, why, code) in cases {
        let status = desk.call::<_, Stored>(VERIFIER, &verb, request).await;
        let status = status.expect_err(why);
        assert_eq!((reason(&status).0.as_str(), status.code()), (why, code), "{}", kind.name);
    }
    let odd = WithdrawRecordsRequest {
        county: COUNTY.to_owned(),
        records: vec![RecordRef { kind: kind.name.clone(), ..RecordRef::default() }],
        reason: "撤\0销".to_owned(),
        ..WithdrawRecordsRequest::default()
    };
    let status = desk.ledger().withdraw_records(by(RECORDER, odd)).await.expect_err("a zero byte");
    assert_eq!(reason(&status).1, [("reason".to_owned(), "TEXT_INVALID".to_owned())]);
    let nobody =
        RecordRef { kind: kind.name.clone(), id: "nobody".to_owned(), etag: "\"1\"".into() };
    let status = desk.verify(VERIFIER, vec![nobody]).await.expect_err("nobody");
    assert_eq!(reason(&status).0, "RECORD_NOT_FOUND");
    if kind.moved_by_acts {
        let verb = path(kind, "Create");
        let status = desk.call::<_, Stored>(RECORDER, &verb, Create::default()).await;
        let status = status.expect_err("no such verb");
        assert_eq!(
            (reason(&status).0.as_str(), status.code()),
            ("METHOD_UNKNOWN", Code::Unimplemented)
        );
        return;
    }
    let create = path(kind, "Create");
    let request = |record: Vec<u8>, request_id: &str| Create {
        county: COUNTY.to_owned(),
        record,
        request_id: request_id.to_owned(),
        ..Create::default()
    };
    let cases = [
        (RECORDER, request(vec![0xff; 9], ""), "MESSAGE_MALFORMED", Code::InvalidArgument),
        ("无名", request(kind.sample(0), ""), "ACTOR_REQUIRED", Code::Unauthenticated),
        (RECORDER, request(kind.sample(0), "no-uuid"), "REQUEST_INVALID", Code::InvalidArgument),
        (RECORDER, request(vec![0; 5 << 20], ""), "MESSAGE_TOO_LARGE", Code::ResourceExhausted),
    ];
    for (actor, request, why, code) in cases {
        let actor = if actor.is_ascii() { actor } else { "-" };
        let status = match actor {
            "-" => unnamed(desk, &create, request).await,
            _ => desk.call::<_, Stored>(actor, &create, request).await,
        };
        let status = status.expect_err(why);
        assert_eq!((reason(&status).0.as_str(), status.code()), (why, code), "{}", kind.name);
    }
}

/// A call that does not say who acts.
async fn unnamed(desk: &Desk, path: &str, request: Create) -> Result<Stored, tonic::Status> {
    let mut client = tonic::client::Grpc::new(desk.channel.clone());
    client.ready().await.expect("connected");
    let codec = tonic_prost::ProstCodec::<Create, Stored>::default();
    let path = path.parse().expect("a path");
    let answer = client.unary(tonic::Request::new(request), path, codec).await;
    answer.map(tonic::Response::into_inner)
}

async fn assert_nothing_written(desk: &Desk) {
    let request = GetLedgerRequest { county: COUNTY.to_owned() };
    let ledger = desk.ledger().get_ledger(by(VERIFIER, request)).await.expect("a ledger");
    assert_eq!(ledger.into_inner().position, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_are_no_message_and_unknown_methods_have_reasons() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        #[derive(Clone, PartialEq, prost::Message)]
        struct Broken {
            #[prost(int64, tag = "1")]
            county: i64,
        }
        let broken = || Broken { county: 5 };
        let paths = [
            ("/xianzhi.cadre.v1.UnitService/CreateUnit", "MESSAGE_MALFORMED"),
            ("/xianzhi.ledger.v1.LedgerService/VerifyRecords", "MESSAGE_MALFORMED"),
            ("/xianzhi.ledger.v1.LedgerService/BurnRecords", "METHOD_UNKNOWN"),
            ("/xianzhi.nothing.v1.NothingService/Nothing", "METHOD_UNKNOWN"),
        ];
        for (path, why) in paths {
            let status = desk.call::<_, Stored>(RECORDER, path, broken()).await;
            assert_eq!(reason(&status.expect_err(why)).0, why, "{path}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadline_that_passes_has_a_reason() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let kind = desk.kind("Unit");
        let units = (0..200).map(|n| any(&kind, kind.sample(n))).collect();
        desk.import(options(), units).await.expect("taken");
        let mut request = by(VERIFIER, GetLedgerRequest { county: COUNTY.to_owned() });
        request.metadata_mut().insert("grpc-timeout", "1n".parse().expect("a deadline"));
        let status = desk.ledger().get_ledger(request).await.expect_err("too short");
        let late = [Code::DeadlineExceeded, Code::Cancelled];
        assert!(late.contains(&status.code()), "{status:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_legacy_credit_code_is_taken_with_an_explanation() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let kind = desk.kind("Enterprise");
        let (at, _) = kind.field("credit_code").expect("a field");
        let mut row = wire_to_row(&kind, &kind.sample(0)).expect("a sample");
        row[at] = Value::String(Some("91350100M0001TGQXM".to_owned()));
        let record = row_to_wire(&kind, &row);
        let status = put(desk, &kind, record.clone()).await.expect_err("a soft rule");
        assert_eq!(status.code(), Code::FailedPrecondition);
        assert_eq!(reason(&status).0, "EXPLANATION_REQUIRED");
        let request = Create {
            county: COUNTY.to_owned(),
            record,
            explanation: "试点时期核发".to_owned(),
            ..Create::default()
        };
        let taken: Stored =
            desk.call(RECORDER, &path(&kind, "Create"), request).await.expect("taken");
        assert_eq!(taken.metadata().id, "91350100M0001TGQXM");
        row[at] = Value::String(Some("91421222MA4TC001".to_owned()));
        let status = put(desk, &kind, row_to_wire(&kind, &row)).await.expect_err("no code");
        assert_eq!(reason(&status).1[0].1, "CREDIT_CODE_SHAPE");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_goes_its_way_and_no_other() {
    use ::ledger::kinds::Kind;
    use proto::governance::v1::case_file_service_client::CaseFileServiceClient;
    use proto::governance::v1::{
        AcceptCaseFileRequest, AssignCaseFileRequest, CaseFile, CaseStage, RegisterCaseFileRequest,
    };
    at_desk(&governance::DEPARTMENT, async |desk| {
        let mut cases = CaseFileServiceClient::new(desk.channel.clone());
        let county = COUNTY.to_owned();
        let register = RegisterCaseFileRequest {
            county: county.clone(),
            case_file: Some(CaseFile::sample(0)),
            ..Default::default()
        };
        let case = cases.register_case_file(by(RECORDER, register)).await.expect("registered");
        let case = case.into_inner();
        let metadata = case.metadata.clone().unwrap_or_default();
        let assign = AssignCaseFileRequest {
            county: county.clone(),
            id: case.code.clone(),
            etag: metadata.etag.clone(),
            handler_id: "U-1".to_owned(),
            assign_date: "2023-04-05".to_owned(),
            ..Default::default()
        };
        let status = cases.assign_case_file(by(RECORDER, assign)).await.expect_err("too early");
        assert_eq!(reason(&status).0, "TRANSITION_NOT_ALLOWED");
        let accept = |date: &str, request_id: &str| AcceptCaseFileRequest {
            county: county.clone(),
            id: case.code.clone(),
            etag: metadata.etag.clone(),
            accept_date: date.to_owned(),
            request_id: request_id.to_owned(),
            ..Default::default()
        };
        let status = cases.accept_case_file(by(RECORDER, accept("2023-04-01", ""))).await;
        assert_eq!(reason(&status.expect_err("before it was registered")).1[0].1, "DATE_ORDER");
        let id = "123e4567-e89b-42d3-a456-426614174009";
        let once = cases.accept_case_file(by(RECORDER, accept("2023-04-04", id))).await;
        let once = once.expect("accepted").into_inner();
        assert_eq!(once.stage(), CaseStage::Accepted);
        let again = cases.accept_case_file(by(RECORDER, accept("2023-04-04", id))).await;
        assert_eq!(again.expect("the same answer").into_inner(), once);
        let kind = desk.kind("CaseFile");
        let seen = vec![reference(&kind, &once.metadata.unwrap_or_default())];
        desk.verify(VERIFIER, seen).await.expect("verified");
    })
    .await;
}
