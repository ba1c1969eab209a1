//! Livelihood: what is missing, late or too much is not hidden.

use ::ledger::kinds::Kind;
use ::livelihood::{DEPARTMENT, Ours};
use prost::{Message, Name};
use prost_types::Any;
use proto::figure::v1::{Figure, Parameter};
use proto::livelihood::v1::housing_phase_service_client::HousingPhaseServiceClient;
use proto::livelihood::v1::{
    Attendance, BedChange, GetPhaseProgressRequest, HousingPhase, HousingProject, Institution,
    Measurement, PensionMonth, PhaseProgress, PlaceChange, School, SchoolProgramme, SchoolProject,
    SchoolProjectType, ServiceReturn, ServiceTarget, Specialty, Variation,
};
use tonic::Code;
use tonic::transport::Channel;

use crate::desk::{COUNTY, Desk, VERIFIER, at_desk, by, reason};
use crate::figures::scope;

const FIRST: &str = "2023-01-01";
const LAST: &str = "2023-12-31";
const TOWNSHIP: &str = "421222106";

/// The sample of a kind with a number.
fn sample<K: Kind<Ours>>(n: u32) -> K {
    K::sample(n)
}

fn pack<M: Message + Name>(record: &M) -> Any {
    Any { type_url: M::type_url(), value: record.encode_to_vec() }
}

/// A figure at a desk, from the first to the last day given.
async fn figure(desk: &Desk, code: &str, first: &str, last: &str) -> Figure {
    let engine = &desk.opened.books.engine;
    let asked = engine.scope(Some(&scope(COUNTY, first, last))).await.expect("a scope");
    let code = format!("livelihood.{code}");
    engine.compute(&asked, &[code], false).await.expect("computed").remove(0)
}

/// The progress of a phase by a day.
pub async fn phase(channel: Channel, id: &str, last_date: &str) -> PhaseProgress {
    let request = GetPhaseProgressRequest {
        county: COUNTY.to_owned(),
        id: id.to_owned(),
        last_date: last_date.to_owned(),
        position: 0,
    };
    let mut client = HousingPhaseServiceClient::new(channel);
    client.get_phase_progress(by(VERIFIER, request)).await.expect("a view").into_inner()
}

fn target(n: u32, target: i64) -> ServiceTarget {
    let target = Some(target);
    ServiceTarget { target, ..sample::<ServiceTarget>(n) }
}

fn done(n: u32, return_date: &str, done: i64) -> ServiceReturn {
    let (return_date, done) = (return_date.to_owned(), Some(done));
    let of_kind = sample::<ServiceReturn>(n);
    ServiceReturn { return_date, done, ..of_kind }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_programme_has_no_completion_before_all_of_its_items_have_a_return() {
    at_desk(&DEPARTMENT, async |desk| {
        let code = "health.basic_ph_completion";
        desk.enter(vec![pack(&target(0, 3)), pack(&target(1, 3)), pack(&done(0, "2023-06-30", 1))])
            .await;
        let missing = figure(desk, code, FIRST, LAST).await;
        assert_eq!((missing.value, missing.counted), (None, 1));
        assert!(missing.missing_reason.contains("no return"), "{}", missing.missing_reason);
        assert_eq!(
            figure(desk, "health.basic_ph_unreported", FIRST, LAST).await.value.as_deref(),
            Some("1")
        );
        desk.enter(vec![pack(&done(1, "2023-09-30", 2))]).await;
        // A third and two thirds are just a half: nothing is lost on the way.
        assert_eq!(figure(desk, code, FIRST, LAST).await.text, "50%");
        desk.enter(vec![pack(&done(0, "2023-10-31", 9)), pack(&done(1, "2023-10-31", 3))]).await;
        assert_eq!(figure(desk, code, FIRST, LAST).await.text, "100%");
        assert_eq!(figure(desk, code, FIRST, "2023-09-30").await.text, "50%");
        desk.enter(vec![pack(&target(2, 1_000_000)), pack(&done(2, "2023-10-31", 999_999))]).await;
        assert_eq!(figure(desk, code, FIRST, LAST).await.text, "99.9%");
    })
    .await;
}

fn works(code: &str, start: &str, end: &str) -> SchoolProject {
    SchoolProject {
        code: code.to_owned(),
        r#type: SchoolProjectType::Renovation.into(),
        programme: SchoolProgramme::WeakSchool.into(),
        start_date: start.to_owned(),
        complete_date: end.to_owned(),
        ..sample::<SchoolProject>(0)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn works_count_that_were_under_way_on_any_day_of_the_period() {
    at_desk(&DEPARTMENT, async |desk| {
        let school = sample::<School>(0);
        let projects = [
            works("over-before", "2022-03-01", "2022-12-31"),
            works("over-on-the-first-day", "2022-03-01", FIRST),
            works("under-way", "2022-03-01", ""),
            works("over-after", "2023-12-31", "2024-05-01"),
            works("begun-after", "2024-01-01", ""),
        ];
        let records = std::iter::once(pack(&school)).chain(projects.iter().map(pack));
        desk.enter(records.collect()).await;
        let found = figure(desk, "education.renovation_projects", FIRST, LAST).await;
        assert_eq!(found.value.as_deref(), Some("3"));
        assert_eq!((found.excluded["not_qualifying"], found.excluded["outside_period"]), (1, 1));
    })
    .await;
}

fn project(n: u32, contract_fen: i64) -> HousingProject {
    let contract_fen = Some(contract_fen);
    HousingProject { contract_fen, ..sample::<HousingProject>(n) }
}

fn measured(n: u32, day: &str, cumulative_fen: i64) -> Any {
    let (measure_date, cumulative_fen) = (day.to_owned(), Some(cumulative_fen));
    let of_kind = sample::<Measurement>(n);
    pack(&Measurement { measure_date, cumulative_fen, ..of_kind })
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_takes_the_last_measurement_up_to_the_contract_and_is_never_rounded_up() {
    at_desk(&DEPARTMENT, async |desk| {
        let code = "housing.phase1_progress";
        let phase_of = sample::<HousingPhase>(0);
        let missing = figure(desk, code, FIRST, LAST).await;
        assert_eq!(missing.value, None);
        desk.enter(vec![
            pack(&phase_of),
            pack(&project(0, 100)),
            pack(&project(1, 80)),
            measured(0, "2022-06-30", 130),
            measured(0, "2022-12-31", 60),
            measured(0, "2023-06-30", 140),
        ])
        .await;
        // 60 and then 100 of 180; the second project was never measured.
        assert_eq!(figure(desk, code, "2022-01-01", "2022-12-31").await.text, "33%");
        assert_eq!(figure(desk, code, FIRST, LAST).await.text, "55%");
        let unmeasured = figure(desk, "housing.unmeasured_projects", FIRST, LAST).await;
        assert_eq!(unmeasured.value.as_deref(), Some("1"));
        let view = phase(desk.channel.clone(), &phase_of.code, LAST).await;
        assert_eq!((view.done_fen, view.due_fen, view.progress_x10), (100, 180, Some(555)));
        assert_eq!(view.unmeasured, [project(1, 80).name]);
        assert_eq!(view.projects[0].measurements.len(), 3);
        // An approved variation makes room for what was measured beyond the contract.
        let variation = Variation {
            delta_fen: Some(20),
            approve_date: "2023-10-01".to_owned(),
            ..sample::<Variation>(0)
        };
        desk.enter(vec![pack(&variation), measured(1, "2023-11-30", 79)]).await;
        assert_eq!(figure(desk, code, FIRST, LAST).await.text, "99%");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_township_that_returns_no_pensions_is_missed() {
    at_desk(&DEPARTMENT, async |desk| {
        let units = Parameter {
            code: "pension.reporting_units".to_owned(),
            value: "2".to_owned(),
            ..sample::<Parameter>(0)
        };
        let month = |division: &str, (first, last): (&str, &str), paid: i32| PensionMonth {
            division: division.to_owned(),
            first_date: first.to_owned(),
            last_date: last.to_owned(),
            due_count: Some(1_000),
            paid_count: Some(paid),
            ..sample::<PensionMonth>(0)
        };
        let (january, february) = (("2023-01-01", "2023-01-31"), ("2023-02-01", "2023-02-28"));
        desk.enter(vec![
            pack(&units),
            pack(&month(TOWNSHIP, january, 1_000)),
            pack(&month("421222105", january, 1_000)),
            pack(&month(TOWNSHIP, february, 999)),
        ])
        .await;
        let code = "pension.socialized_payment_rate";
        let found = figure(desk, code, FIRST, "2023-03-15").await;
        assert_eq!(found.text, "99.9%");
        let coverage = found.coverage.expect("coverage");
        assert_eq!((coverage.covered, coverage.due, coverage.limit_percent), (3, 4, 100));
        let whole = figure(desk, code, FIRST, "2023-02-27").await;
        let coverage = whole.coverage.expect("coverage");
        assert_eq!((coverage.covered, coverage.due, &*whole.text), (2, 2, "100%"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused_by_its_field() {
    at_desk(&DEPARTMENT, async |desk| {
        let pension = sample::<PensionMonth>(0);
        let change = sample::<PlaceChange>(0);
        let attendance = sample::<Attendance>(0);
        let cases = [
            (
                "PensionMonth",
                PensionMonth { paid_count: Some(9_999), ..pension.clone() }.encode_to_vec(),
                ("paid_count", "SUM_MISMATCH"),
            ),
            (
                "PensionMonth",
                PensionMonth { division: COUNTY.to_owned(), ..pension }.encode_to_vec(),
                ("division", "DIVISION_UNKNOWN"),
            ),
            (
                "PlaceChange",
                PlaceChange { delta_places: Some(0), ..change }.encode_to_vec(),
                ("delta_places", "VALUE_OUT_OF_RANGE"),
            ),
            (
                "Attendance",
                Attendance { school_id: "S-0".to_owned(), ..attendance }.encode_to_vec(),
                ("team_id", "FIELD_REQUIRED"),
            ),
        ];
        for (kind, record, (field, why)) in cases {
            let kind = desk.kind(kind);
            let refused = desk.create(&kind, record).await.expect_err(field);
            let (_, fields) = reason(&refused);
            let named = (format!("{}.{field}", kind.table), why.to_owned());
            assert!(fields.contains(&named), "{fields:?} without {named:?}");
        }
        let request = GetPhaseProgressRequest { county: COUNTY.to_owned(), ..Default::default() };
        let mut client = HousingPhaseServiceClient::new(desk.channel.clone());
        let refused = client.get_phase_progress(by(VERIFIER, request)).await;
        assert_eq!(refused.expect_err("no day").code(), Code::InvalidArgument);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_fits_what_it_points_to() {
    at_desk(&DEPARTMENT, async |desk| {
        let (home, hospital) = (sample::<Institution>(0), sample::<Institution>(1));
        let target = target(0, 100);
        desk.enter(vec![pack(&home), pack(&hospital), pack(&target)]).await;
        let beds = sample::<BedChange>(0);
        let specialty = sample::<Specialty>(0);
        let cases = [
            (
                "BedChange",
                BedChange { institution_id: hospital.code.clone(), ..beds.clone() }.encode_to_vec(),
                Some(("institution_id", "VALUE_OUT_OF_RANGE")),
            ),
            ("BedChange", beds.encode_to_vec(), None),
            (
                "Specialty",
                Specialty { institution_id: home.code, ..specialty.clone() }.encode_to_vec(),
                Some(("institution_id", "VALUE_OUT_OF_RANGE")),
            ),
            ("Specialty", specialty.encode_to_vec(), None),
            (
                "ServiceReturn",
                done(0, "2024-01-31", 50).encode_to_vec(),
                Some(("return_date", "DATE_ORDER")),
            ),
        ];
        for (kind, record, refused) in cases {
            let kind = desk.kind(kind);
            let answer = desk.create(&kind, record).await;
            let fields = answer.err().map(|status| reason(&status).1).unwrap_or_default();
            let due =
                refused.map(|(field, why)| (format!("{}.{field}", kind.table), why.to_owned()));
            assert_eq!(fields, due.into_iter().collect::<Vec<_>>(), "{}", kind.short);
        }
    })
    .await;
}
