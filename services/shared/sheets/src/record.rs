//! A record in the making, encoded field by field in one buffer.

use ledger::kinds::Field;

use crate::cells::Cell;
use crate::convert;
use crate::kinds::Kind;
use crate::quantities::Ratio;
use crate::verdict::Fault;

/// A record in the making: its fields as they come, and where each of them begins.
#[derive(Default)]
pub(crate) struct Record {
    bytes: Vec<u8>,
    fields: Vec<(u32, usize)>,
}

impl Record {
    /// Adds the value of a field.
    ///
    /// # Errors
    /// What would be right.
    pub(crate) fn add(
        &mut self,
        kind: &Kind,
        field: &Field,
        cell: &Cell,
        ratio: Ratio,
    ) -> Result<(), Fault> {
        let begin = self.bytes.len();
        convert::encode(kind, field, cell, ratio, &mut self.bytes)?;
        self.fields.push((field.number, begin));
        Ok(())
    }

    /// Whether a field has a value.
    pub(crate) fn has(&self, field: &Field) -> bool {
        self.fields.iter().any(|(number, _)| *number == field.number)
    }

    /// The record, in the order of its fields' numbers; in that of a template they come as such.
    pub(crate) fn finish(self) -> Vec<u8> {
        let Self { bytes, fields } = self;
        if fields.is_sorted() {
            return bytes;
        }
        let ends = fields.iter().skip(1).map(|(_, begin)| *begin).chain([bytes.len()]);
        let mut spans: Vec<_> = fields.iter().zip(ends).collect();
        spans.sort_by_key(|((number, _), _)| *number);
        let mut ordered = Vec::with_capacity(bytes.len());
        for ((_, begin), end) in spans {
            ordered.extend_from_slice(&bytes[*begin..end]);
        }
        ordered
    }
}
