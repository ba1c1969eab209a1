//! The acts of the department over gRPC: judged without storing, and the calendar of what counts.

use ecology::DEPARTMENT;
use jiff::civil::date;
use ledger::{Opened, Options};
use prost::{Message, Name};
use prost_types::Any;
use proto::ecology::v1::air_day_service_client::AirDayServiceClient;
use proto::ecology::v1::water_sample_service_client::WaterSampleServiceClient;
use proto::ecology::v1::{
    AirDay, AirLevel, AssessAirDayRequest, AssessAirDaysRequest, AssessWaterSampleRequest,
    Confirmation, GetAirCalendarRequest, WaterBody, WaterClass, WaterSample,
};
use proto::ledger::v1::ledger_service_client::LedgerServiceClient;
use proto::ledger::v1::{ImportOptions, ImportRecordsRequest, RecordRef, VerifyRecordsRequest};
use tonic::metadata::MetadataValue;
use tonic::{Code, Request};

const COUNTY: &str = "421222";

fn by<T>(actor: &'static str, message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.metadata_mut().insert("xianzhi-actor", MetadataValue::from_static(actor));
    request
}

async fn open(folder: &tempfile::TempDir) -> (Opened, String) {
    let database = format!("sqlite://{}", folder.path().join("ecology.db").display());
    let address = ([127, 0, 0, 1], 0).into();
    let opened = DEPARTMENT.serve(Options { database, address }).await.expect("it serves");
    let url = format!("http://{}", opened.served.address);
    (opened, url)
}

fn day(date: &str, pm25_ug: i32) -> AirDay {
    AirDay {
        date: date.to_owned(),
        division: COUNTY.to_owned(),
        so2_ug: Some(8),
        no2_ug: Some(22),
        pm10_ug: Some(60),
        pm25_ug: Some(pm25_ug),
        o3_8h_ug: Some(80),
        co_mg_x10: Some(9),
        confirmation: Confirmation::Provisional.into(),
        ..AirDay::default()
    }
}

/// Enters days; those up to `verified` are verified by another.
async fn enter(url: &str, days: &[AirDay], verified: usize) {
    let mut ledger = LedgerServiceClient::connect(url.to_owned()).await.expect("a connection");
    let records =
        days.iter().map(|day| Any { type_url: AirDay::type_url(), value: day.encode_to_vec() });
    // Some days have more fine particles than coarse ones, which a rule asks to explain.
    let explanation = "粗细颗粒物分用两台仪器".to_owned();
    let county = COUNTY.to_owned();
    let options = Some(ImportOptions { county, explanation, ..ImportOptions::default() });
    let request = ImportRecordsRequest {
        options,
        records: records.collect(),
        complete: true,
        ..Default::default()
    };
    let stream = by("recorder", tokio_stream::iter([request]));
    let mut answers = ledger.import_records(stream).await.expect("an import").into_inner();
    let mut first = 0;
    while let Some(answer) = answers.message().await.expect("an answer") {
        first = answer.summary.map_or(first, |summary| summary.first_position);
    }
    let records = days.iter().take(verified).zip(first..).map(|(day, position)| RecordRef {
        kind: AirDay::full_name(),
        id: day.date.clone(),
        etag: format!("\"{position}\""),
    });
    let (county, records) = (COUNTY.to_owned(), records.collect());
    let request = VerifyRecordsRequest { county, records, ..VerifyRecordsRequest::default() };
    ledger.verify_records(by("verifier", request)).await.expect("a verification");
}

#[tokio::test]
async fn a_day_and_a_sample_are_judged_and_nothing_is_stored() {
    let folder = tempfile::tempdir().expect("a folder");
    let (opened, url) = open(&folder).await;
    let mut air = AirDayServiceClient::connect(url.clone()).await.expect("a connection");
    let request = AssessAirDayRequest { air_day: Some(day("2023-01-02", 80)), stations: vec![] };
    let judged = air.assess_air_day(request).await.expect("judged").into_inner();
    let found = judged.air_day.expect("the day");
    assert_eq!((found.aqi, found.air_level()), (Some(107), AirLevel::Light));
    let mut water = WaterSampleServiceClient::connect(url).await.expect("a connection");
    let sample = WaterSample {
        body: WaterBody::River.into(),
        target_class: WaterClass::Iii.into(),
        ammonia_ng_l: Some(1_270_000),
        ..WaterSample::default()
    };
    let request = AssessWaterSampleRequest { water_sample: Some(sample), samples: vec![] };
    let judged = water.assess_water_sample(request).await.expect("judged").into_inner();
    let found = judged.water_sample.expect("the sample");
    assert_eq!((found.water_class(), &*found.exceeding), (WaterClass::Iv, "氨氮（0.27倍）"));
    let head = opened.books.reader.head(COUNTY).await.expect("the ledger");
    assert!(head.is_none(), "something was stored");
    opened.close().await;
}

#[tokio::test]
async fn a_stream_of_days_is_judged_by_the_standard_of_each_and_ends_at_one_that_is_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let (opened, url) = open(&folder).await;
    let mut air = AirDayServiceClient::connect(url).await.expect("a connection");
    let days = [day("2026-02-28", 76), day("2026-03-01", 76), day("2026-02-30", 76)];
    let requests = days.map(|day| AssessAirDaysRequest { air_day: Some(day), stations: vec![] });
    let answers = air.assess_air_days(tokio_stream::iter(requests)).await.expect("a stream");
    let mut answers = answers.into_inner();
    let mut found = Vec::new();
    let end = loop {
        match answers.message().await {
            Ok(Some(judged)) => found.push(judged.air_day.expect("the day").aqi),
            Ok(None) => panic!("a day that does not exist was judged"),
            Err(status) => break status,
        }
    };
    assert_eq!(found, [Some(102), Some(115)]);
    assert_eq!(end.code(), Code::InvalidArgument);
    opened.close().await;
}

#[tokio::test]
async fn the_calendar_has_every_day_and_says_what_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    let (opened, url) = open(&folder).await;
    let mut lost = day("2023-06-03", 20);
    lost.pm10_hours = Some(12);
    let days = [day("2023-06-01", 20), day("2023-06-02", 80), lost, day("2023-06-04", 30)];
    enter(&url, &days, 3).await;
    let mut air = AirDayServiceClient::connect(url).await.expect("a connection");
    let request = GetAirCalendarRequest {
        county: COUNTY.to_owned(),
        first_date: date(2023, 6, 1).to_string(),
        last_date: date(2023, 6, 30).to_string(),
        position: 0,
    };
    let calendar = air.get_air_calendar(request.clone()).await.expect("a calendar").into_inner();
    let days = &calendar.days;
    assert_eq!((days.len(), calendar.position), (30, 7));
    let seen: Vec<_> = days.iter().take(5).map(|day| (day.recorded, day.valid, day.aqi)).collect();
    let expected = [
        (true, true, Some(55)),
        (true, true, Some(107)),
        (true, false, None),
        (false, false, None),
        (false, false, None),
    ];
    assert_eq!(seen, expected);
    assert!(days.iter().take(3).all(|day| day.provisional));
    let fine = calendar.means.last().expect("fine particles");
    assert_eq!((&*fine.pollutant, fine.mean_ug_x10, fine.valid_days), ("细颗粒物", Some(400), 3));
    assert_eq!((fine.valid, fine.annual_limit_ug), (false, 35));
    assert_eq!(fine.invalid_reason, "2023年6月有效日均值3个，少于27个");
    let earlier = GetAirCalendarRequest { position: 5, ..request };
    let before = air.get_air_calendar(earlier).await.expect("a calendar").into_inner();
    assert_eq!(before.days.iter().filter(|day| day.recorded).count(), 1);
    opened.close().await;
}
