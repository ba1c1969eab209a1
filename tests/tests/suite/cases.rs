//! Cases over the wire: their way, the timeline, what is counted when.

use ::ledger::kinds::Kind;
use proto::governance::v1::case_file_service_client::CaseFileServiceClient;
use proto::governance::v1::{
    AcceptCaseFileRequest, AcknowledgeCaseFileRequest, AnswerPetitionerRequest,
    ArchiveCaseFileRequest, AssignCaseFileRequest, CaseFile, CaseNote, CaseProcedure, CaseStage,
    CaseTimeline, ConcludeCaseFileRequest, GetCaseTimelineRequest, HandleCaseFileRequest,
    HandlingMode, MergeCaseFileRequest, Outcome, RateCaseFileRequest, Rating,
    RegisterCaseFileRequest, ReopenCaseFileRequest,
};
use tonic::transport::Channel;

use crate::desk::{COUNTY, Desk, RECORDER, VERIFIER, at_desk, by, reason, reference};

const UNIT: &str = "U-1";
pub(crate) const CHECKER: &str = "checker";
/// Who acts for the center.
pub(crate) const KEEPER: &str = "keeper";

/// The value of a figure of the county from the year's first day to a last one.
pub(crate) async fn value(desk: &Desk, code: &str, last: &str) -> Option<String> {
    let scope = proto::figure::v1::Scope {
        division: COUNTY.to_owned(),
        first_date: "2023-01-01".to_owned(),
        last_date: last.to_owned(),
        ..Default::default()
    };
    let engine = &desk.opened.books.engine;
    let scope = engine.scope(Some(&scope)).await.expect("a scope");
    let figures = engine.compute(&scope, &[code.to_owned()], false).await.expect("a figure");
    figures.into_iter().next().and_then(|figure| figure.value)
}

/// A case at a desk, in the state that its last act left.
pub(crate) struct Case {
    client: CaseFileServiceClient<Channel>,
    pub(crate) now: CaseFile,
}

pub(crate) fn note(date: &str) -> Option<CaseNote> {
    let (date, unit_id) = (date.to_owned(), UNIT.to_owned());
    Some(CaseNote { date, unit_id, reason: "事由".to_owned(), proof: "文书".to_owned() })
}

impl Case {
    pub(crate) async fn register(desk: &Desk, n: u32) -> Self {
        Self::register_as(desk, n, CaseProcedure::Dispute).await
    }

    pub(crate) async fn register_as(desk: &Desk, n: u32, procedure: CaseProcedure) -> Self {
        let mut client = CaseFileServiceClient::new(desk.channel.clone());
        let sample = <CaseFile as Kind<governance::Ours>>::sample(n);
        let register = RegisterCaseFileRequest {
            county: COUNTY.to_owned(),
            case_file: Some(CaseFile { procedure: procedure.into(), ..sample }),
            ..Default::default()
        };
        let now = client.register_case_file(by(RECORDER, register)).await.expect("registered");
        Self { client, now: now.into_inner() }
    }

    /// County, id and etag of what was last seen.
    fn target(&self) -> (String, String, String) {
        let etag = self.now.metadata.clone().unwrap_or_default().etag;
        (COUNTY.to_owned(), self.now.code.clone(), etag)
    }

    /// Accepted on the 4th of April, handled by the unit from the 5th on.
    pub(crate) async fn handled(desk: &Desk, n: u32) -> Self {
        let mut case = Self::register(desk, n).await;
        case.handle().await;
        case
    }

    /// Accepted on the 4th of April and assigned, but not signed for.
    pub(crate) async fn assigned(desk: &Desk, n: u32) -> Self {
        let mut case = Self::register(desk, n).await;
        case.assign().await;
        case
    }

    async fn assign(&mut self) {
        let case = self;
        let (county, id, etag) = case.target();
        let accept_date = "2023-04-04".to_owned();
        let accept = AcceptCaseFileRequest { county, id, etag, accept_date, ..Default::default() };
        case.now = case.client.accept_case_file(by(RECORDER, accept)).await.expect("").into_inner();
        let (county, id, etag) = case.target();
        let (handler_id, assign_date) = (UNIT.to_owned(), "2023-04-04".to_owned());
        let assign = AssignCaseFileRequest {
            county,
            id,
            etag,
            handler_id,
            assign_date,
            ..Default::default()
        };
        case.now = case.client.assign_case_file(by(RECORDER, assign)).await.expect("").into_inner();
    }

    /// Accepted on the 4th of April, handled by the unit from the 5th on.
    pub(crate) async fn handle(&mut self) {
        self.assign().await;
        let case = self;
        let (county, id, etag) = case.target();
        let note = note("2023-04-05");
        let sign = AcknowledgeCaseFileRequest {
            county,
            id,
            etag,
            note: note.clone(),
            ..Default::default()
        };
        let signed = case.client.acknowledge_case_file(by(RECORDER, sign)).await;
        case.now = signed.expect("signed for").into_inner();
        let (county, id, etag) = case.target();
        let mode = HandlingMode::Mediation.into();
        let handle = HandleCaseFileRequest { county, id, etag, note, mode, ..Default::default() };
        case.now = case.client.handle_case_file(by(RECORDER, handle)).await.expect("").into_inner();
    }

    /// Does an act; its request is made of county, id and etag of what was last seen.
    pub(crate) async fn act<Q>(
        &mut self,
        desk: &Desk,
        actor: &str,
        method: &str,
        request: impl FnOnce((String, String, String)) -> Q,
    ) -> Result<(), tonic::Status>
    where
        Q: prost::Message + Default + Send + Sync + 'static,
    {
        let path = format!("/xianzhi.governance.v1.CaseFileService/{method}");
        self.now = desk.call(actor, &path, request(self.target())).await?;
        Ok(())
    }

    pub(crate) async fn conclude(&mut self, day: &str) {
        self.conclude_by(RECORDER, day).await;
    }

    pub(crate) async fn conclude_by(&mut self, actor: &str, day: &str) {
        let (county, id, etag) = self.target();
        let conclude = ConcludeCaseFileRequest {
            county,
            id,
            etag,
            outcome: Outcome::Resolved.into(),
            conclude_date: day.to_owned(),
            proof: "协议".to_owned(),
            unit_id: UNIT.to_owned(),
            ..Default::default()
        };
        let concluded = self.client.conclude_case_file(by(actor, conclude)).await;
        self.now = concluded.expect("concluded").into_inner();
    }

    pub(crate) async fn answer_and_rate(&mut self, day: &str) {
        let (county, id, etag) = self.target();
        let answer =
            AnswerPetitionerRequest { county, id, etag, note: note(day), ..Default::default() };
        let answered = self.client.answer_petitioner(by(RECORDER, answer)).await;
        self.now = answered.expect("answered").into_inner();
        let (county, id, etag) = self.target();
        let rating = Rating::Satisfied.into();
        let rate =
            RateCaseFileRequest { county, id, etag, note: note(day), rating, ..Default::default() };
        self.now = self.client.rate_case_file(by(CHECKER, rate)).await.expect("").into_inner();
    }

    pub(crate) async fn archive(&mut self, actor: &'static str) -> Result<(), tonic::Status> {
        let (county, id, etag) = self.target();
        let archive_date = "2023-05-01".to_owned();
        let archive =
            ArchiveCaseFileRequest { county, id, etag, archive_date, ..Default::default() };
        self.now = self.client.archive_case_file(by(actor, archive)).await?.into_inner();
        Ok(())
    }

    /// Its history, oldest first.
    pub(crate) async fn timeline(&mut self) -> CaseTimeline {
        self.timeline_at(0).await
    }

    pub(crate) async fn timeline_at(&mut self, position: i64) -> CaseTimeline {
        let (county, id, _) = self.target();
        let asked = GetCaseTimelineRequest { county, id, position };
        self.client.get_case_timeline(asked).await.expect("a timeline").into_inner()
    }

    pub(crate) async fn verify(&mut self, desk: &Desk) {
        self.try_verify(desk, VERIFIER).await.expect("verified");
    }

    pub(crate) async fn try_verify(
        &mut self,
        desk: &Desk,
        actor: &str,
    ) -> Result<(), tonic::Status> {
        let metadata = self.now.metadata.clone().unwrap_or_default();
        let seen = vec![reference(&desk.kind("CaseFile"), &metadata)];
        self.now.metadata = desk.verify(actor, seen).await?.pop();
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_archived_by_a_checker_who_has_not_handled_it_and_its_timeline_says_all() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let mut case = Case::handled(desk, 0).await;
        case.conclude("2023-04-20").await;
        case.answer_and_rate("2023-04-21").await;
        let own = case.archive(RECORDER).await.expect_err("who handled it does not check it");
        assert_eq!(
            (own.code(), &*reason(&own).0),
            (tonic::Code::PermissionDenied, "VERIFIER_IS_RECORDER")
        );
        case.archive(CHECKER).await.expect("archived");
        let timeline = case.timeline().await;
        let stages: Vec<CaseStage> = timeline.moments.iter().map(|one| one.stage()).collect();
        use CaseStage::*;
        assert_eq!(
            stages,
            [
                Registered,
                Accepted,
                Assigned,
                Acknowledged,
                Handling,
                Concluded,
                Answered,
                Rated,
                Archived
            ]
        );
        let due: Vec<&str> = timeline.moments.iter().map(|one| &*one.due_date).collect();
        assert_eq!((due[0], due[1], due[5]), ("", "2023-05-04", ""));
        let last = timeline.moments.last().and_then(|one| one.event.clone()).unwrap_or_default();
        assert_eq!((&*last.actor, &*last.date), (CHECKER, "2023-05-01"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_resolved_by_a_cutoff_stays_so_when_the_case_is_opened_again() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let mut case = Case::handled(desk, 0).await;
        case.conclude("2023-04-20").await;
        case.answer_and_rate("2023-04-21").await;
        case.archive(CHECKER).await.expect("archived");
        let (county, id, etag) = case.target();
        let reopen = ReopenCaseFileRequest {
            county,
            id,
            etag,
            note: note("2023-06-01"),
            ..Default::default()
        };
        case.now = case.client.reopen_case_file(by(KEEPER, reopen)).await.expect("").into_inner();
        case.verify(desk).await;
        let code = "governance.disputes.resolution_rate";
        let rate = async |last| value(desk, code, last).await;
        assert_eq!(rate("2023-04-19").await.as_deref(), Some("0"));
        assert_eq!(rate("2023-05-31").await.as_deref(), Some("100"));
        assert_eq!(rate("2023-06-01").await.as_deref(), Some("0"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_cases_of_one_matter_are_counted_once_from_the_day_they_are_merged() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let mut original = Case::handled(desk, 0).await;
        original.verify(desk).await;
        let mut twin = Case::handled(desk, 1).await;
        let (county, id, etag) = twin.target();
        let merge = |into: &str| MergeCaseFileRequest {
            county: county.clone(),
            id: id.clone(),
            etag: etag.clone(),
            note: note("2023-04-10"),
            merged_into_id: into.to_owned(),
            ..Default::default()
        };
        let nowhere = twin.client.merge_case_file(by(KEEPER, merge("C-9"))).await;
        assert_eq!(reason(&nowhere.expect_err("no such case")).1[0].1, "REFERENCE_UNKNOWN");
        let merged = twin.client.merge_case_file(by(KEEPER, merge("C-0"))).await;
        twin.now = merged.expect("merged").into_inner();
        twin.verify(desk).await;
        let code = "governance.disputes.accepted";
        let count = async |last| value(desk, code, last).await;
        assert_eq!(count("2023-04-09").await.as_deref(), Some("2"));
        assert_eq!(count("2023-04-10").await.as_deref(), Some("1"));
    })
    .await;
}
