//! Requests as they are made of what came over HTTP.

use super::*;
use crate::web::rest::contract::{Contract, Place};

fn made(
    place: &Place,
    query: &[(&str, &str)],
    headers: &[(&'static str, &str)],
    body: &str,
) -> Result<DynamicMessage, Refusal> {
    let contract = Contract::of(["industry"].into_iter());
    let collection = &contract.department("industry").expect("known")["difficulties"];
    let (operation, mut map) = (collection.at(place)[0], HeaderMap::new());
    map.insert(CONTENT_TYPE, "application/json; charset=utf-8".parse().expect("a header"));
    for (name, value) in headers {
        map.insert(*name, value.parse().expect("a header"));
    }
    let pairs = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let query: Vec<_> = pairs.collect();
    let (county, id, headers, body) = ("421222", "D-1", &map, body.as_bytes());
    build(operation, collection, &Input { county, id, query: &query, headers, body })
}

fn text(message: &DynamicMessage, path: &[&str]) -> String {
    let mut value = Value::Message(message.clone());
    for name in path {
        let message = value.as_message().expect("a message").clone();
        value = message.get_field_by_name(name).expect("a field").into_owned();
    }
    value.as_str().unwrap_or_default().to_owned()
}

#[test]
fn both_spellings_are_taken_and_others_refused_with_their_place() {
    for body in [r#"{"raise_date":"2024-01-02"}"#, r#"{"raiseDate":"2024-01-02"}"#] {
        let made = made(&Place::Collection(None), &[], &[], body).expect("a request");
        assert_eq!(text(&made, &["difficulty", "raise_date"]), "2024-01-02");
        assert_eq!(text(&made, &["county"]), "421222");
    }
    let refusal = made(&Place::Collection(None), &[], &[], r#"{"raisedate":""}"#);
    assert_eq!(refusal.expect_err("refused").reason, Reason::MessageMalformed);
    let refusal = made(&Place::Collection(None), &[], &[], r#"{"claim_fen":"1.5"}"#);
    assert_eq!(refusal.expect_err("refused").fields[0].field, "claim_fen");
}

#[test]
fn headers_and_query_become_fields() {
    let headers = [("if-match", "\"812\""), ("idempotency-key", "\"a-b\"")];
    let act = Place::Record(Some("resolve".to_owned()));
    let request = made(&act, &[("validate_only", "true")], &headers, r#"{"on_site":true}"#);
    let request = request.expect("a request");
    assert_eq!(text(&request, &["etag"]), "\"812\"");
    assert_eq!(text(&request, &["request_id"]), "a-b");
    assert_eq!(text(&request, &["id"]), "D-1");
    let flag = request.get_field_by_name("validate_only").expect("a field").into_owned();
    assert_eq!(flag, Value::Bool(true));
    let refusal = made(&act, &[], &[], r#"{"county":"421223"}"#).expect_err("refused");
    assert_eq!(refusal.fields[0].field, "county");
    let refusal = made(&act, &[("validateonly", "1")], &[], "").expect_err("refused");
    assert!(refusal.message.contains("validate_only"), "{refusal}");
}

#[test]
fn a_record_of_any_kind_is_referred_to_by_its_path() {
    let act = Place::Record(Some("verify".to_owned()));
    let request = made(&act, &[], &[("if-match", "\"7\"")], "").expect("a request");
    let records = request.get_field_by_name("records").expect("a field").into_owned();
    let record = records.as_list().and_then(|list| list[0].as_message()).expect("one").clone();
    assert_eq!(text(&record, &["kind"]), "xianzhi.industry.v1.Difficulty");
    assert_eq!((text(&record, &["id"]), text(&record, &["etag"])), ("D-1".into(), "\"7\"".into()));
}
