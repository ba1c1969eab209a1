//! Records on their way to a department, as many in a message as it may weigh.

use proto::ledger::v1::{ImportOptions, ImportRecordsRequest};
use tokio::sync::mpsc;

/// Records of one message, and what they may weigh.
const MOST_RECORDS: usize = 1_000;
const MOST_BYTES: usize = 900 * 1024;

/// The message that is being filled.
pub(crate) struct Parcel<'a> {
    sender: &'a mpsc::Sender<ImportRecordsRequest>,
    message: ImportRecordsRequest,
    weight: usize,
    /// The fields that the rows of the part state; none where they state all.
    fields: Vec<String>,
}

/// Nobody listens any more.
pub(crate) struct Gone;

impl<'a> Parcel<'a> {
    pub(crate) fn new(
        sender: &'a mpsc::Sender<ImportRecordsRequest>,
        options: ImportOptions,
    ) -> Self {
        let message = ImportRecordsRequest { options: Some(options), ..Default::default() };
        Self { sender, message, weight: 0, fields: Vec::new() }
    }

    /// From here on the records state these fields, or all of theirs where none is named.
    pub(crate) fn begin(&mut self, fields: Vec<String>) -> Result<(), Gone> {
        let same = self.fields.is_empty() && fields.is_empty();
        if !same && !self.message.records.is_empty() {
            self.send()?;
        }
        self.fields = fields;
        Ok(())
    }

    pub(crate) fn add(
        &mut self,
        type_url: &str,
        value: Vec<u8>,
        explanation: String,
    ) -> Result<(), Gone> {
        self.weight += value.len() + type_url.len() + explanation.len();
        let type_url = type_url.to_owned();
        let message = &mut self.message;
        if !explanation.is_empty() {
            message.explanations.resize(message.records.len(), String::new());
            message.explanations.push(explanation);
        }
        message.records.push(prost_types::Any { type_url, value });
        if message.records.len() < MOST_RECORDS && self.weight < MOST_BYTES {
            return Ok(());
        }
        self.send()
    }

    fn send(&mut self) -> Result<(), Gone> {
        self.weight = 0;
        let mut message = std::mem::take(&mut self.message);
        if !message.explanations.is_empty() {
            message.explanations.resize(message.records.len(), String::new());
        }
        message.fields.clone_from(&self.fields);
        self.sender.blocking_send(message).map_err(|_| Gone)
    }

    /// Sends what is left and that it is all; `abandon` takes everything back.
    pub(crate) fn end(mut self, abandon: bool) -> Result<(), Gone> {
        (self.message.abandon, self.message.complete) = (abandon, !abandon);
        self.send()
    }
}
