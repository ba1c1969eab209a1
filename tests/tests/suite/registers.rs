//! Units that cases name and the register of the cadre department does not have: told, not refused.

use ::ledger::kinds::Kind;
use prost::{Message as _, Name as _};
use proto::cadre::v1::Unit;
use proto::governance::v1::case_file_service_client::CaseFileServiceClient;
use proto::governance::v1::{
    AcceptCaseFileRequest, AssignCaseFileRequest, CaseFile, RegisterCaseFileRequest,
    TransferCaseFileRequest,
};
use tests::{each_database, start_county};

use crate::cases::note;
use crate::desk::{COUNTY, Create, RECORDER, Stored, by, call};
use crate::desk_pages::{DESK, Visitor};

/// A case that is handled by a unit, with the help of another.
async fn assigned(address: &str, n: u32, (handler, helper): (&str, &str)) {
    let channel = chassis::connect(address).expect("an address");
    let mut client = CaseFileServiceClient::new(channel);
    let sample = <CaseFile as Kind<governance::Ours>>::sample(n);
    let id = sample.code.clone();
    let county = || COUNTY.to_owned();
    let register =
        RegisterCaseFileRequest { county: county(), case_file: Some(sample), ..Default::default() };
    let now = client.register_case_file(by(RECORDER, register)).await.expect("registered");
    let etag = now.into_inner().metadata.expect("metadata").etag;
    let accept = AcceptCaseFileRequest {
        county: county(),
        id: id.clone(),
        etag,
        accept_date: "2023-04-04".to_owned(),
        ..Default::default()
    };
    let now = client.accept_case_file(by(RECORDER, accept)).await.expect("accepted");
    let etag = now.into_inner().metadata.expect("metadata").etag;
    let assign = AssignCaseFileRequest {
        county: county(),
        id,
        etag,
        handler_id: handler.to_owned(),
        assign_date: "2023-04-05".to_owned(),
        joint_handler_ids: vec![helper.to_owned()],
        ..Default::default()
    };
    client.assign_case_file(by(RECORDER, assign)).await.expect("assigned");
}

/// A case that is sent on to another office.
async fn sent_on(address: &str, n: u32, receiver: &str) {
    let channel = chassis::connect(address).expect("an address");
    let mut client = CaseFileServiceClient::new(channel);
    let sample = <CaseFile as Kind<governance::Ours>>::sample(n);
    let (county, id) = (COUNTY.to_owned(), sample.code.clone());
    let case_file = Some(sample);
    let register =
        RegisterCaseFileRequest { county: county.clone(), case_file, ..Default::default() };
    let now = client.register_case_file(by(RECORDER, register)).await.expect("registered");
    let etag = now.into_inner().metadata.expect("metadata").etag;
    let (note, receiver_id) = (note("2023-04-04"), receiver.to_owned());
    let transfer =
        TransferCaseFileRequest { county, id, etag, note, receiver_id, ..Default::default() };
    client.transfer_case_file(by(RECORDER, transfer)).await.expect("sent on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_that_is_not_in_the_register_is_told_to_the_verifier() {
    each_database(async |database| {
        let county = start_county(database).await;
        let url = |name: &str| county.url(name);
        assigned(&url("governance"), 1, ("U-1", "U-8")).await;
        let verifier = Visitor::enter(county.http, "wang.verifier").await;
        let waiting = format!("{DESK}/waiting/governance?state=recorded");
        let page = verifier.get(&waiting).await;
        assert!(page.body.contains("U-8"), "{}", page.body);
        assert!(!page.body.contains("名册中"), "nobody keeps a register: {}", page.body);
        let channel = chassis::connect(&url("cadre")).expect("an address");
        let unit = Unit { code: "U-1".to_owned(), ..<Unit as Kind<cadre::Ours>>::sample(1) };
        let record = unit.encode_to_vec();
        let create = Create { county: COUNTY.to_owned(), record, ..Create::default() };
        let path = format!("/{}Service/Create{}", Unit::full_name(), Unit::NAME);
        let taken: Stored = call(&channel, RECORDER, &path, create).await.expect("taken");
        assert!(taken.metadata.is_some());
        let page = verifier.get(&waiting).await;
        assert!(page.body.contains("协办单位“U-8”不在单位名册中"), "{}", page.body);
        assert!(!page.body.contains("承办单位“U-1”不在"), "{}", page.body);
        sent_on(&url("governance"), 2, "U-7").await;
        let page = verifier.get(&waiting).await;
        assert!(page.body.contains("转送单位“U-7”不在单位名册中"), "{}", page.body);
        assert!(!page.body.contains("办理单位“U-7”"), "told once: {}", page.body);
        let english = verifier.get(&format!("{waiting}&lang=en")).await;
        assert!(english.body.contains("is not in the register of units"), "{}", english.body);
        county.stop().await;
    })
    .await;
}
