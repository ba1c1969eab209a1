//! The books of one department: its kinds, its ledger, its figures, and all that answers for them.

use std::sync::Arc;

use chassis::{FieldFault, Refusal};
use proto::ledger::v1::{Reason, RecordMetadata};
use sha2::{Digest, Sha256};
use tonic::metadata::MetadataMap;

use crate::acts::Acts;
use crate::collection::Obligations;
use crate::figures::{Engine, Figures};
use crate::kinds::{Kind, KindInfo, Kinds, encode_with_metadata, responsible, row_to_wire};
use crate::quality::Rules;
use crate::reader::{Reader, check_county};
use crate::storage::{Storage, Stored};
use crate::writer::{Call, Outcome, Proposal, Put, Step, Steps, Writers, Written, not_found};

/// One department's books, open for reading and writing.
#[derive(Clone)]
pub struct Books {
    /// The kinds it keeps.
    pub kinds: Kinds,
    /// Reads them.
    pub reader: Reader,
    /// Writes them.
    pub writers: Writers,
    /// Computes its figures.
    pub engine: Engine,
    /// What it owes for each period.
    pub obligations: Obligations,
    /// What a run over a county looks for.
    pub rules: Rules,
    /// The acts whose requests an import may hold.
    pub acts: Acts,
}

impl Books {
    /// Opens the books over a database.
    pub fn new(
        storage: Storage,
        kinds: Kinds,
        figures: Figures,
        obligations: Obligations,
        rules: Rules,
    ) -> Self {
        let reader = Reader::new(storage.clone());
        let engine = Engine::new(reader.clone(), kinds.clone(), figures, obligations.clone());
        let writers = Writers::new(storage, rules.clone());
        Self { kinds, reader, writers, engine, obligations, rules, acts: Acts::default() }
    }

    /// The same with acts whose requests an import may hold.
    pub fn with_acts(self, acts: Acts) -> Self {
        Self { acts, ..self }
    }

    /// The kind of a message.
    ///
    /// # Errors
    /// `KIND_UNKNOWN` for a message that is no kind of this department.
    pub fn kind<D, K: Kind<D>>(&self) -> Result<&Arc<KindInfo>, Refusal> {
        self.kinds.get(&K::full_name())
    }

    /// The records of a kind that count in a county at a position, with an id from the first to
    /// the last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn counted<D, K: Kind<D>>(
        &self,
        county: &str,
        ids: (&str, &str),
        position: i64,
    ) -> Result<Vec<K>, Refusal> {
        let kind = self.kind::<D, K>()?;
        let records = self.reader.counted(kind, (county, county), ids, position).await?;
        let read = records.iter().map(|record| K::decode(record.as_slice()));
        read.collect::<Result<_, _>>().map_err(|cause| Refusal::internal(&cause))
    }

    /// Rows of a kind as records, without their metadata.
    ///
    /// # Errors
    /// When one of them cannot be read as a record of the kind.
    pub fn decoded<D, K: Kind<D>>(&self, rows: &[Stored]) -> Result<Vec<K>, Refusal> {
        let kind = self.kind::<D, K>()?;
        let read = rows.iter().map(|row| K::decode(row_to_wire(kind, &row.values).as_slice()));
        read.collect::<Result<_, _>>().map_err(|cause| Refusal::internal(&cause))
    }

    /// An act registers a new record; fields that acts give are taken as they come.
    ///
    /// # Errors
    /// Whatever refuses the record.
    pub async fn register<D, K: Kind<D>>(&self, call: Call, record: K) -> Result<K, Refusal> {
        let kind = self.kind::<D, K>()?.clone();
        let written = self.put(call, &kind, &record.encode_to_vec(), Put::Register).await?;
        decode(&kind.name, &written)
    }

    /// An act moves a record on from the state that its caller saw.
    ///
    /// # Errors
    /// `RECORD_NOT_FOUND`, `ETAG_REQUIRED`, `ETAG_STALE`, what the act itself refuses, or what
    /// refuses the record it leaves.
    pub async fn advance<D, K: Kind<D>>(
        &self,
        call: Call,
        id: &str,
        etag: &str,
        act: impl FnOnce(&mut K) -> Result<(), Refusal>,
    ) -> Result<K, Refusal> {
        let kind = self.kind::<D, K>()?.clone();
        let act = |content: &[u8]| {
            let mut record = K::decode(content).map_err(|cause| Refusal::internal(&cause))?;
            act(&mut record)?;
            Ok(record.encode_to_vec())
        };
        let written = self.moved(call, &kind, (id, etag), act).await?;
        decode(&kind.name, &written)
    }

    /// The same of a record and its bytes, whatever its message.
    pub(crate) async fn moved(
        &self,
        call: Call,
        kind: &Arc<KindInfo>,
        (id, etag): (&str, &str),
        act: impl FnOnce(&[u8]) -> Result<Vec<u8>, Refusal>,
    ) -> Result<Written, Refusal> {
        check_county(&call.county)?;
        // A repeated request is answered from its entries, whatever the record is by now.
        if let Some(outcome) = self.writers.repeated(&call).await? {
            let written = self.written(&call, outcome).await?;
            return written.into_iter().next().ok_or_else(|| not_found(kind, id));
        }
        let position = self.reader.position(&call.county, 0).await?;
        let stored = self.reader.record(kind, &call.county, id, position).await?;
        let stored = stored.ok_or_else(|| not_found(kind, id))?;
        let record = act(&row_to_wire(kind, &stored.values))?;
        self.put(call, kind, &record, Put::Move { etag: etag.to_owned() }).await
    }

    pub(crate) async fn put(
        &self,
        call: Call,
        kind: &Arc<KindInfo>,
        record: &[u8],
        put: Put,
    ) -> Result<Written, Refusal> {
        check_county(&call.county)?;
        let record = kind.accept(record).map_err(|r| below(r, &kind.table))?;
        let explanation = String::new();
        let step = Step::Put { kind: kind.clone(), record, put, explanation };
        let written = self.propose(call, vec![step]).await?;
        written.into_iter().next().ok_or_else(|| Refusal::internal(&"an act left no record"))
    }

    /// Proposes a few steps and returns their records; those of a repeated request as they were.
    ///
    /// # Errors
    /// Whatever refuses one of the steps; then none is taken.
    pub async fn propose(&self, call: Call, steps: Vec<Step>) -> Result<Vec<Written>, Refusal> {
        check_county(&call.county)?;
        responsible::check(self, &call, &steps).await?;
        let proposal = Proposal { call: call.clone(), steps: Steps::Few(steps) };
        let outcome = self.writers.propose(proposal).await?;
        self.written(&call, outcome).await
    }

    /// Proposes verdicts, some of them on opening lists; what became of the records that are
    /// named, and the position after all that the lists hold.
    ///
    /// # Errors
    /// Whatever refuses one of them, or a record of a list; then none is taken.
    pub(crate) async fn judge_lists(
        &self,
        call: Call,
        steps: Vec<Step>,
    ) -> Result<(i64, Vec<Written>), Refusal> {
        responsible::check(self, &call, &steps).await?;
        let named: Vec<String> = steps.iter().map(|step| step.id().to_owned()).collect();
        let steps = Steps::Lists { steps, kinds: self.kinds.clone() };
        let outcome = self.writers.propose(Proposal { call: call.clone(), steps }).await?;
        let position = match call.validate_only {
            true => self.reader.position(&call.county, 0).await?,
            false => outcome.position,
        };
        let mut written = self.written(&call, outcome).await?;
        written.retain(|written| call.validate_only || named.contains(&written.metadata.id));
        Ok((position, written))
    }

    async fn written(&self, call: &Call, outcome: Outcome) -> Result<Vec<Written>, Refusal> {
        if !outcome.repeated {
            return Ok(outcome.records);
        }
        let Outcome { first, position, .. } = outcome;
        self.reader.written(&self.kinds, &call.county, first, position).await
    }
}

pub(crate) fn decode<D, K: Kind<D>>(name: &str, written: &Written) -> Result<K, Refusal> {
    let wire = encode_with_metadata(&written.metadata, &written.content);
    K::decode(wire.as_slice()).map_err(|cause| {
        Refusal::internal(&format!("a {name} that was written cannot be read: {cause}"))
    })
}

/// A refusal of a record, with its fields named from the root of the request.
pub(crate) fn below(mut refusal: Refusal, root: &str) -> Refusal {
    let fields = std::mem::take(&mut refusal.fields);
    if fields.is_empty() {
        return refusal;
    }
    Refusal::record(fields.into_iter().map(|fault| fault.below(root)).collect())
}

impl Call {
    /// Reads who acts from the metadata of a call, and what names the request.
    ///
    /// # Errors
    /// `ACTOR_REQUIRED`; `REQUEST_INVALID` for a request id that is no UUID.
    pub fn read(
        metadata: &MetadataMap,
        method: &'static str,
        county: &str,
        request_id: &str,
        validate_only: bool,
        body: &[u8],
    ) -> Result<Self, Refusal> {
        let actor = chassis::actor(metadata)?;
        check_request_id(request_id)?;
        let mut digest = Sha256::new();
        digest.update(method);
        digest.update(body);
        Ok(Self {
            county: county.to_owned(),
            actor,
            method,
            request_id: request_id.to_owned(),
            digest: digest.finalize().to_vec(),
            validate_only,
        })
    }
}

/// Refuses a reason or an explanation that does not belong into a ledger.
pub(crate) fn check_words(field: &str, words: &str) -> Result<(), Refusal> {
    const LONGEST: usize = 2_000;
    if words.len() <= LONGEST && !words.chars().any(char::is_control) {
        return Ok(());
    }
    Err(Refusal::request(FieldFault::new(
        field,
        Reason::TextInvalid,
        format!("at most {LONGEST} bytes and no control characters"),
        format!("最长 {LONGEST} 字节，不得含控制字符"),
    )))
}

fn check_request_id(id: &str) -> Result<(), Refusal> {
    let dashes = [8, 13, 18, 23];
    let fits = |(at, byte): (usize, u8)| {
        if dashes.contains(&at) { byte == b'-' } else { byte.is_ascii_hexdigit() }
    };
    if id.is_empty() || id.len() == 36 && id.bytes().enumerate().all(fits) {
        return Ok(());
    }
    Err(Refusal::request(FieldFault::new(
        "request_id",
        Reason::TextInvalid,
        format!("{id:?} is not a UUID, as 123e4567-e89b-42d3-a456-426614174000"),
        format!("“{id}”不是 UUID，例如 123e4567-e89b-42d3-a456-426614174000"),
    )))
}

/// The metadata of written records, as verdicts are answered.
pub(crate) fn metadata_of(written: Vec<Written>) -> Vec<RecordMetadata> {
    written.into_iter().map(|written| written.metadata).collect()
}
