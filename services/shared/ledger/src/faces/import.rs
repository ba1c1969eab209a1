//! ImportRecords: records are checked as they come, spooled, and then taken as one act.

use std::time::Duration;

use chassis::{FieldFault, Refusal};
use proto::ledger::v1::{
    Coverage, ImportOptions, ImportRecordsRequest, ImportRecordsResponse, ImportSummary, Reason,
    Refusal as Refused,
};
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Status, Streaming};

use super::acted::Acted;
use super::faults::{of_fault, refused};
use super::opening;
use super::stated::Stated;
use crate::Books;
use crate::books::{below, check_words};
use crate::kinds::moved_by_acts;
use crate::reader::check_county;
use crate::writer::{Call, MOST_REFUSALS, Proposal, Row, Spool, Steps};

/// A caller that sends nothing for so long has gone.
const IDLE: Duration = Duration::from_secs(30);
/// Refusals of one message.
const TOLD_AT_ONCE: usize = 1_000;

type Answers = mpsc::Sender<Result<ImportRecordsResponse, Status>>;

/// Starts to take in what the caller streams, and returns the stream of answers.
pub fn start(
    books: Books,
    request: Request<Streaming<ImportRecordsRequest>>,
) -> Result<ReceiverStream<Result<ImportRecordsResponse, Status>>, Refusal> {
    let actor = chassis::actor(request.metadata())?;
    let (answers, receiver) = mpsc::channel(16);
    tokio::spawn(async move {
        let (acted, answers_too) = (Acted::default(), answers.clone());
        let mut import = Import { books, actor, acted, read: 0, refused: 0, answers: answers_too };
        let last = import.run(request.into_inner()).await;
        let _ = answers.send(last.map_err(Status::from)).await;
    });
    Ok(ReceiverStream::new(receiver))
}

struct Import {
    books: Books,
    actor: String,
    /// Acts that were sent in place of records.
    acted: Acted,
    read: i64,
    refused: i64,
    answers: Answers,
}

impl Import {
    async fn run(
        &mut self,
        mut stream: Streaming<ImportRecordsRequest>,
    ) -> Result<ImportRecordsResponse, Refusal> {
        let Some(first) = next(&mut stream).await? else { return Err(no_options()) };
        let options = first.options.clone().ok_or_else(no_options)?;
        let (mut call, mut spool) = self.open(&options)?;
        let (mut message, mut complete) = (Some(first), false);
        while let Some(request) = message {
            if request.abandon {
                return Ok(self.finished(ImportSummary::default(), Vec::new()));
            }
            complete = request.complete;
            let refusals = self.read(&request, &mut spool)?;
            let read_count = self.read;
            let progress = ImportRecordsResponse { read_count, refusals, ..Default::default() };
            if self.answers.send(Ok(progress)).await.is_err() {
                return Err(Refusal::internal(&"the caller of an import went away"));
            }
            message = next(&mut stream).await?;
        }
        if !complete {
            return Err(broke_off());
        }
        call.digest = digest(&options, &spool);
        opening::check(&spool)?;
        if self.refused > 0 {
            // Whoever is refused has not vanished.
            spool.compared.covers.clear();
        }
        if self.refused > 0 && !options.partial {
            return Ok(self.finished(ImportSummary::default(), Vec::new()));
        }
        let acted = std::mem::take(&mut self.acted);
        acted.decide(&self.books, &call, &mut spool).await?;
        let steps = Steps::Many { spool: Box::new(spool), partial: options.partial };
        match self.books.writers.propose(Proposal { call, steps }).await {
            Ok(outcome) => {
                let refusals = outcome.refusals.iter().flat_map(|(at, why)| refused(*at, why));
                let wrote = outcome.first <= outcome.position;
                let summary = ImportSummary {
                    position: outcome.position,
                    first_position: if wrote { outcome.first } else { 0 },
                    ..outcome.summary
                };
                let refusals = self.tell(refusals.collect()).await?;
                let finished = self.finished(summary, refusals);
                let (changes, vanished) = (outcome.changes, outcome.vanished);
                Ok(ImportRecordsResponse { changes, vanished, ..finished })
            }
            Err(refusal) if refusal.reason == Reason::ImportRefused => {
                let count = refusal.metadata.get("refused_count");
                let refused_count = count.and_then(|count| count.parse().ok()).unwrap_or(0);
                let summary = ImportSummary { refused_count, ..ImportSummary::default() };
                let refusals = refusal.fields.iter().map(of_fault).collect();
                let refusals = self.tell(refusals).await?;
                Ok(self.finished(summary, refusals))
            }
            Err(refusal) => Err(refusal),
        }
    }

    /// Tells all refusals but those that the last message has room for, which it returns.
    async fn tell(&self, mut refusals: Vec<Refused>) -> Result<Vec<Refused>, Refusal> {
        while refusals.len() > TOLD_AT_ONCE {
            let rest = refusals.split_off(TOLD_AT_ONCE);
            let (read_count, refusals_now) = (self.read, std::mem::replace(&mut refusals, rest));
            let told =
                ImportRecordsResponse { read_count, refusals: refusals_now, ..Default::default() };
            if self.answers.send(Ok(told)).await.is_err() {
                return Err(Refusal::internal(&"the caller of an import went away"));
            }
        }
        Ok(refusals)
    }

    fn open(&self, options: &ImportOptions) -> Result<(Call, Spool), Refusal> {
        let ImportOptions { county, request_id, validate_only, partial, explanation, .. } = options;
        check_county(county)?;
        let opening = options.opening.as_ref();
        let takes_part = *partial && !validate_only;
        let opening = opening.map(|said| opening::read(&self.books, county, said, takes_part));
        check_words("options.explanation", explanation)?;
        let mut metadata = tonic::metadata::MetadataMap::new();
        let actor = self.actor.parse().map_err(|_| Refusal::internal(&"an actor's name"))?;
        metadata.insert(chassis::ACTOR_HEADER, actor);
        let call = Call::read(&metadata, "ImportRecords", county, request_id, *validate_only, &[])?;
        let mut spool = Spool::new(explanation.clone(), opening.transpose()?);
        spool.compared = super::covers::compared(&self.books, options)?;
        Ok((call, spool))
    }

    /// Checks and spools the records of one message; returns the refusals among them.
    fn read(
        &mut self,
        request: &ImportRecordsRequest,
        spool: &mut Spool,
    ) -> Result<Vec<Refused>, Refusal> {
        let mut stated = Stated::read(request)?;
        let mut refusals = Vec::new();
        for (at, record) in request.records.iter().enumerate() {
            let place = self.read;
            self.read += 1;
            let explanation = request.explanations.get(at).map_or("", String::as_str);
            if let Err(refusal) = self.spool(record, (place, explanation), &mut stated, spool) {
                if refusal.reason == Reason::Internal || refusal.reason == Reason::RequestInvalid {
                    return Err(refusal);
                }
                self.refused += 1;
                if self.refused <= MOST_REFUSALS as i64 {
                    refusals.extend(refused(place, &refusal));
                }
            }
        }
        Ok(refusals)
    }

    fn spool(
        &mut self,
        record: &prost_types::Any,
        (place, explanation): (i64, &str),
        stated: &mut Stated<'_>,
        spool: &mut Spool,
    ) -> Result<(), Refusal> {
        let name = record.type_url.rsplit('/').next().unwrap_or_default();
        check_words("explanation", explanation)
            .map_err(|refusal| Refusal::record(refusal.fields))?;
        if self.books.acts.get(name).is_some() {
            stated.check_act(name)?;
            spool.note(name, &record.value, explanation);
            return self.acted.add(place, record, explanation);
        }
        let kind = self.books.kinds.get(name)?;
        if kind.moved_by_acts {
            return Err(moved_by_acts(&kind.name, &kind.table, &kind.label));
        }
        let keeps = stated.keeps(kind)?;
        let accepted = kind.accept(&record.value).map_err(|r| below(r, &kind.table));
        let record = match accepted {
            Ok(checked) => checked,
            // What it lacks may stand in the ledger: it is checked when that is known.
            Err(refusal) if !keeps.is_empty() => kind.draft(&record.value).ok_or(refusal)?,
            Err(refusal) => return Err(refusal),
        };
        let unexplained = spool.explanation.is_empty() && explanation.is_empty();
        let soft = record.soft.first().filter(|_| unexplained && keeps.is_empty());
        if let Some(soft) = soft {
            let mut refusal = Refusal::new(
                Reason::ExplanationRequired,
                format!("{}: {}; explain it to have it taken", soft.field, soft.message),
                format!("{}：{}；请附说明", soft.field, soft.message_zh),
            );
            refusal.fields.push(FieldFault {
                reason: Reason::ExplanationRequired,
                ..soft.clone().below(&kind.table)
            });
            return Err(refusal);
        }
        let row = Row { place, record: &record, keeps: &keeps, explanation };
        spool.push(kind, row).map_err(|cause| Refusal::internal(&cause))
    }

    fn finished(&self, summary: ImportSummary, refusals: Vec<Refused>) -> ImportRecordsResponse {
        let refused_count = summary.refused_count + self.refused;
        let summary = Some(ImportSummary { refused_count, ..summary });
        ImportRecordsResponse { read_count: self.read, refusals, summary, ..Default::default() }
    }
}

async fn next(
    stream: &mut Streaming<ImportRecordsRequest>,
) -> Result<Option<ImportRecordsRequest>, Refusal> {
    match tokio::time::timeout(IDLE, stream.next()).await {
        Ok(None) => Ok(None),
        Ok(Some(Ok(message))) => Ok(Some(message)),
        Ok(Some(Err(status))) => Err(Refusal::from_status(&status)),
        Err(_) => Err(Refusal::new(
            Reason::DeadlinePassed,
            "nothing came for 30 seconds; nothing was taken",
            "30 秒未收到数据，整批未写入",
        )),
    }
}

/// A call that is cancelled ends its stream as one does that has said all.
fn broke_off() -> Refusal {
    Refusal::new(
        Reason::ImportAbandoned,
        "the stream ended before its last message, which says that it is complete; nothing was taken",
        "数据流在末条消息（complete）之前中断，整批未写入",
    )
}

fn no_options() -> Refusal {
    Refusal::request(FieldFault::new(
        "options",
        Reason::FieldRequired,
        "the first message carries the options",
        "第一条消息须带 options",
    ))
}

/// What tells one import from another under the same request id.
fn digest(options: &ImportOptions, spool: &Spool) -> Vec<u8> {
    let ImportOptions { county, partial, explanation, opening, .. } = options;
    let mut head = format!("ImportRecords {county} {partial} {explanation}");
    if let Some(proto::ledger::v1::Opening { document, open_date }) = opening {
        head.push_str(&format!(" {document} {open_date}"));
    }
    for Coverage { like, date_field } in &options.covers {
        let like = like.clone().unwrap_or_default();
        head.push_str(&format!(" {} {:?} {date_field}", like.type_url, like.value));
    }
    head.push_str(&options.withdraw_reason);
    Sha256::new().chain_update(head).chain_update(spool.digest()).finalize().to_vec()
}
