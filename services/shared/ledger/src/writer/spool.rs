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

/// Records in the order they came, each with its place in the import.
pub struct Spool {
    file: SpooledTempFile,
    names: Vec<Arc<KindInfo>>,
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
        let (names, buffer) = (Vec::new(), Vec::new());
        let (digest, compared) = (Sha256::new(), Compared::default());
        Self { file, names, buffer, digest, count: 0, explanation, opening, compared }
    }

    /// Adds a record that passed its checks, with its place in the import.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn push(&mut self, kind: &Arc<KindInfo>, place: i64, record: &Checked) -> io::Result<()> {
        let known = self.names.iter().position(|name| Arc::ptr_eq(name, kind));
        let number = known.unwrap_or_else(|| {
            self.names.push(kind.clone());
            self.names.len() - 1
        });
        let Checked { id, content, row: _, soft } = record;
        self.buffer.clear();
        self.buffer.extend_from_slice(&(number as i64).to_le_bytes());
        self.buffer.extend_from_slice(&place.to_le_bytes());
        let asks = soft.first().map_or("", |fault| fault.field.as_str());
        for bytes in [id.as_bytes(), content, asks.as_bytes()] {
            self.buffer.extend_from_slice(&(bytes.len() as i64).to_le_bytes());
            self.buffer.extend_from_slice(bytes);
        }
        self.digest.update(kind.name.as_bytes());
        self.digest.update(content);
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
            names: &self.names,
            explanation: &self.explanation,
            put: if self.opening.is_some() { Put::Open } else { Put::Import },
            left,
        })
    }

    /// The kinds that its records are of.
    pub fn kinds(&self) -> &[Arc<KindInfo>] {
        &self.names
    }
}

/// A spool being read.
pub struct Reading<'a> {
    file: BufReader<&'a mut SpooledTempFile>,
    names: &'a [Arc<KindInfo>],
    explanation: &'a str,
    put: Put,
    left: i64,
}

impl Reading<'_> {
    /// The next steps, at most `most`; empty at the end.
    ///
    /// # Errors
    /// When the file cannot be read, or is not what was written.
    pub fn next(&mut self, most: usize) -> io::Result<Vec<(i64, Step)>> {
        let mut steps = Vec::with_capacity(most);
        while self.left > 0 && steps.len() < most {
            self.left -= 1;
            let number = self.number()?;
            let place = self.number()?;
            let id = self.text()?;
            let content = self.bytes()?;
            let asks = self.text()?;
            let at = usize::try_from(number).map_err(io::Error::other)?;
            let kind = self.names.get(at).ok_or_else(|| io::Error::other("a broken spool"))?;
            let row = wire_to_row(kind, &content).map_err(io::Error::other)?;
            // Nothing that asks for an explanation is spooled without one: that it does is enough.
            let reason = Reason::ExplanationRequired;
            let asked = |field| FieldFault::new(field, reason, "to be explained", "须附说明");
            let soft = Some(asks).filter(|field| !field.is_empty()).map(asked);
            let record = Checked { id, content, row, soft: soft.into_iter().collect() };
            let explanation = self.explanation.to_owned();
            let kind = kind.clone();
            steps.push((place, Step::Put { kind, record, put: self.put.clone(), explanation }));
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
