//! Records of an import, put aside until their caller has sent them all.
//!
//! No transaction waits for a client. Up to 64 MiB stay in memory, the rest goes to a file.

use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::sync::Arc;

use chassis::FieldFault;
use proto::ledger::v1::Reason;
use sha2::{Digest, Sha256};
use tempfile::SpooledTempFile;

use super::{Compared, Opening, Put, Step};
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

/// Records in the order they came, each with its place in the import.
pub struct Spool {
    file: SpooledTempFile,
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
}

impl Spool {
    /// An empty spool.
    pub fn new(explanation: String, opening: Option<Opening>) -> Self {
        let file = SpooledTempFile::new(IN_MEMORY);
        let (sorts, buffer) = (Vec::new(), Vec::new());
        let (digest, compared) = (Sha256::new(), Compared::default());
        Self { file, sorts, buffer, digest, count: 0, explanation, opening, compared }
    }

    /// Adds a record.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn push(&mut self, kind: &Arc<KindInfo>, row: Row<'_>) -> io::Result<()> {
        let Row { place, record, keeps, explanation } = row;
        let same = |(known, kept): &(Arc<KindInfo>, Keeps)| {
            Arc::ptr_eq(known, kind) && (Arc::ptr_eq(kept, keeps) || kept == keeps)
        };
        let number = self.sorts.iter().position(same).unwrap_or_else(|| {
            self.sorts.push((kind.clone(), keeps.clone()));
            self.sorts.len() - 1
        });
        let Checked { id, content, row: _, soft } = record;
        self.buffer.clear();
        self.buffer.extend_from_slice(&(number as i64).to_le_bytes());
        self.buffer.extend_from_slice(&place.to_le_bytes());
        let asks = soft.first().map_or("", |fault| fault.field.as_str());
        for bytes in [id.as_bytes(), content, asks.as_bytes(), explanation.as_bytes()] {
            self.buffer.extend_from_slice(&(bytes.len() as i64).to_le_bytes());
            self.buffer.extend_from_slice(bytes);
        }
        self.digest.update(kind.name.as_bytes());
        self.digest.update(content);
        self.digest.update(explanation);
        for kept in keeps.iter() {
            self.digest.update(kept.to_le_bytes());
        }
        self.compared.add(kind, record);
        self.count += 1;
        self.file.write_all(&self.buffer)
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
        Ok(Reading {
            file: BufReader::with_capacity(1 << 18, &mut self.file),
            sorts: &self.sorts,
            explanation: &self.explanation,
            opens: self.opening.is_some(),
            left,
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
}

impl Reading<'_> {
    /// The next steps, at most `most`; empty at the end.
    ///
    /// # Errors
    /// When the file cannot be read, or is not what was written.
    pub(super) fn next(&mut self, most: usize) -> io::Result<Vec<Spooled>> {
        let mut steps = Vec::with_capacity(most);
        while self.left > 0 && steps.len() < most {
            self.left -= 1;
            let number = self.number()?;
            let place = self.number()?;
            let id = self.text()?;
            let content = self.bytes()?;
            let (asks, own) = (self.text()?, self.text()?);
            let at = usize::try_from(number).map_err(io::Error::other)?;
            let (kind, keeps) =
                self.sorts.get(at).ok_or_else(|| io::Error::other("a broken spool"))?;
            let row = wire_to_row(kind, &content).map_err(io::Error::other)?;
            // Nothing that asks for an explanation is spooled without one: that it does is enough.
            let reason = Reason::ExplanationRequired;
            let asked = |field| FieldFault::new(field, reason, "to be explained", "须附说明");
            let soft = Some(asks).filter(|field| !field.is_empty()).map(asked);
            let record = Checked { id, content, row, soft: soft.into_iter().collect() };
            let (kind, keeps) = (kind.clone(), keeps.clone());
            let put =
                if self.opens { Put::Open } else { Put::Import { explained: !own.is_empty() } };
            let explanation = if own.is_empty() { self.explanation.to_owned() } else { own };
            steps.push(Spooled {
                place,
                step: Step::Put { kind, record, put, explanation },
                keeps,
            });
        }
        Ok(steps)
    }

    fn bytes(&mut self) -> io::Result<Vec<u8>> {
        let length = usize::try_from(self.number()?).map_err(io::Error::other)?;
        let mut bytes = vec![0; length];
        self.file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn text(&mut self) -> io::Result<String> {
        String::from_utf8(self.bytes()?).map_err(io::Error::other)
    }

    fn number(&mut self) -> io::Result<i64> {
        let mut bytes = [0; 8];
        self.file.read_exact(&mut bytes)?;
        Ok(i64::from_le_bytes(bytes))
    }
}
