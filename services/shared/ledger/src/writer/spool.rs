//! Records of an import, put aside until their caller has sent them all.
//!
//! No transaction waits for a client. Up to 64 MiB stay in memory, the rest goes to a file.

use std::io::{self, BufReader, Read as _, Seek, SeekFrom, Write};
use std::sync::Arc;

use chassis::FieldFault;
use proto::ledger::v1::Reason;
use sha2::{Digest, Sha256};
use tempfile::SpooledTempFile;

use super::line::{Line, act, how, verdict};
use super::{Compared, Opening, Outcome, Put, Step};
use crate::kinds::{Checked, KindInfo, wire_to_row};

const IN_MEMORY: usize = 64 * 1024 * 1024;

/// The places of the fields that a record does not state; none of one that is whole.
pub type Keeps = Arc<[usize]>;

/// A record of an import, as it was sent.
pub struct Row<'a> {
    /// Its place in the import.
    pub place: i64,
    /// The record.
    pub record: &'a Checked,
    /// The fields that it does not state.
    pub keeps: &'a Keeps,
    /// What explains it; empty where nothing of its own does.
    pub explanation: &'a str,
}

/// A record of an import, as it was read again.
pub(super) struct Spooled {
    /// Its place in the import.
    pub(super) place: i64,
    /// How it is put.
    pub(super) step: Step,
    /// The fields that it does not state.
    pub(super) keeps: Keeps,
}

/// When a step of an act is taken, after all records: what registers comes before what moves on,
/// and that by its day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Turn {
    /// Whether it moves a record on.
    pub(crate) moves: bool,
    /// The day on which it was done; empty where it has none.
    pub(crate) day: String,
}

/// A step of an act in the file: its turn and its place, where it begins and how long it is.
type Later = ((Turn, i64), u64, usize);

/// Records in the order they came, each with its place in the import; steps of acts behind them.
pub struct Spool {
    file: SpooledTempFile,
    later: Vec<Later>,
    written: u64,
    /// What its records are of, and what they do not state.
    sorts: Vec<(Arc<KindInfo>, Keeps)>,
    buffer: Vec<u8>,
    digest: Sha256,
    /// How many records it holds.
    pub count: i64,
    /// Given to every soft rule that asks for one.
    pub explanation: String,
    /// The opening list that they make up, where they do.
    pub opening: Option<Opening>,
    /// What it is compared with.
    pub compared: Compared,
    /// How many acts were sent in place of records.
    pub acts: i64,
    /// What was decided before its records come to the writer.
    pub begun: Outcome,
}

impl Spool {
    /// An empty spool.
    pub fn new(explanation: String, opening: Option<Opening>) -> Self {
        let file = SpooledTempFile::new(IN_MEMORY);
        let (sorts, buffer) = (Vec::new(), Vec::new());
        let (digest, compared) = (Sha256::new(), Compared::default());
        let begun = Outcome::default();
        Self {
            file,
            later: Vec::new(),
            written: 0,
            sorts,
            buffer,
            digest,
            count: 0,
            explanation,
            opening,
            compared,
            acts: 0,
            begun,
        }
    }

    /// Takes note of the request of an act, as it was sent.
    pub(crate) fn note(&mut self, request: &str, bytes: &[u8], explanation: &str) {
        self.acts += 1;
        for part in [request.as_bytes(), bytes, explanation.as_bytes()] {
            self.digest.update(part);
        }
    }

    /// Adds a step of an act, once all records are there.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn push_step(&mut self, turn: Turn, place: i64, step: &Step) -> io::Result<()> {
        let (content, said): (&[u8], &str) = match step {
            Step::Put { record, explanation, .. } => (&record.content, explanation),
            Step::Judge { reason, .. } => (&[], reason),
        };
        let number = self.sort(step.kind(), &Keeps::from([]));
        let (begin, how) = (self.written, how(step));
        let parts = [how.as_bytes(), step.id().as_bytes(), content, &[], said.as_bytes()];
        self.write(number, place, parts)?;
        self.later.push(((turn, place), begin, self.buffer.len()));
        Ok(())
    }

    /// The number of a kind whose records do not state some fields.
    fn sort(&mut self, kind: &Arc<KindInfo>, keeps: &Keeps) -> usize {
        let same = |(known, kept): &(Arc<KindInfo>, Keeps)| {
            Arc::ptr_eq(known, kind) && (Arc::ptr_eq(kept, keeps) || kept == keeps)
        };
        self.sorts.iter().position(same).unwrap_or_else(|| {
            self.sorts.push((kind.clone(), keeps.clone()));
            self.sorts.len() - 1
        })
    }

    fn write(&mut self, number: usize, place: i64, parts: [&[u8]; 5]) -> io::Result<()> {
        self.buffer.clear();
        self.buffer.extend_from_slice(&(number as i64).to_le_bytes());
        self.buffer.extend_from_slice(&place.to_le_bytes());
        for bytes in parts {
            self.buffer.extend_from_slice(&(bytes.len() as i64).to_le_bytes());
            self.buffer.extend_from_slice(bytes);
        }
        self.written += self.buffer.len() as u64;
        self.file.write_all(&self.buffer)
    }

    /// Adds a record.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn push(&mut self, kind: &Arc<KindInfo>, row: Row<'_>) -> io::Result<()> {
        let Row { place, record, keeps, explanation } = row;
        let number = self.sort(kind, keeps);
        let Checked { id, content, row: _, soft } = record;
        let asks = soft.first().map_or("", |fault| fault.field.as_str());
        self.digest.update(kind.name.as_bytes());
        self.digest.update(content);
        self.digest.update(explanation);
        for kept in keeps.iter() {
            self.digest.update(kept.to_le_bytes());
        }
        self.compared.add(kind, record);
        self.count += 1;
        let parts = [&[], id.as_bytes(), content, asks.as_bytes(), explanation.as_bytes()];
        self.write(number, place, parts)
    }

    /// SHA-256 over all records.
    pub fn digest(&self) -> Vec<u8> {
        self.digest.clone().finalize().to_vec()
    }

    /// Reads from the beginning.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn rewind(&mut self) -> io::Result<Reading<'_>> {
        self.file.flush()?;
        self.file.seek(SeekFrom::Start(0))?;
        let left = self.count;
        // What one act asks for stays together: the sort is stable.
        self.later.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(Reading {
            file: BufReader::with_capacity(1 << 18, &mut self.file),
            sorts: &self.sorts,
            explanation: &self.explanation,
            opens: self.opening.is_some(),
            left,
            later: self.later.iter(),
            ahead: None,
        })
    }

    /// The kinds that its records are of.
    pub fn kinds(&self) -> Vec<&Arc<KindInfo>> {
        let mut kinds: Vec<&Arc<KindInfo>> = self.sorts.iter().map(|(kind, _)| kind).collect();
        kinds.dedup();
        kinds
    }
}

/// A spool being read.
pub struct Reading<'a> {
    file: BufReader<&'a mut SpooledTempFile>,
    sorts: &'a [(Arc<KindInfo>, Keeps)],
    explanation: &'a str,
    opens: bool,
    left: i64,
    later: std::slice::Iter<'a, Later>,
    /// What was read already.
    ahead: Option<Spooled>,
}

impl Reading<'_> {
    /// The next steps, at most `most` and what else stands at the place of the last one; empty at
    /// the end.
    ///
    /// # Errors
    /// When the file cannot be read, or is not what was written.
    pub(super) fn next(&mut self, most: usize) -> io::Result<Vec<Spooled>> {
        let mut steps: Vec<Spooled> = Vec::with_capacity(most);
        loop {
            let Some(next) = self.ahead.take().map_or_else(|| self.one(), |one| Ok(Some(one)))?
            else {
                break;
            };
            if steps.len() >= most && steps.last().is_some_and(|last| last.place != next.place) {
                self.ahead = Some(next);
                break;
            }
            steps.push(next);
        }
        Ok(steps)
    }

    fn one(&mut self) -> io::Result<Option<Spooled>> {
        let row = if self.left > 0 {
            self.left -= 1;
            Line::read(&mut self.file)?
        } else if let Some((_, begin, length)) = self.later.next() {
            let file = self.file.get_mut();
            file.seek(SeekFrom::Start(*begin))?;
            let mut bytes = vec![0; *length];
            file.read_exact(&mut bytes)?;
            Line::read(&mut bytes.as_slice())?
        } else {
            return Ok(None);
        };
        self.step(row).map(Some)
    }

    fn step(&self, row: Line) -> io::Result<Spooled> {
        let Line { number, place, how, id, content, asks, said } = row;
        let at = usize::try_from(number).map_err(io::Error::other)?;
        let (kind, keeps) =
            self.sorts.get(at).ok_or_else(|| io::Error::other("a broken spool"))?.clone();
        if let Some((verdict, etag)) = verdict(&how) {
            let step = Step::Judge { kind, id, etag, verdict, reason: said };
            return Ok(Spooled { place, step, keeps });
        }
        let row = wire_to_row(&kind, &content).map_err(io::Error::other)?;
        // Nothing that asks for an explanation is spooled without one: that it does is enough.
        let reason = Reason::ExplanationRequired;
        let asked = |field| FieldFault::new(field, reason, "to be explained", "须附说明");
        let soft = Some(asks).filter(|field| !field.is_empty()).map(asked);
        let record = Checked { id, content, row, soft: soft.into_iter().collect() };
        let put = match act(&how)? {
            Some(put) => put,
            None if self.opens => Put::Open,
            None => Put::Import { explained: !said.is_empty() },
        };
        let own = !said.is_empty() || !how.is_empty();
        let explanation = if own { said } else { self.explanation.to_owned() };
        Ok(Spooled { place, step: Step::Put { kind, record, put, explanation }, keeps })
    }
}
