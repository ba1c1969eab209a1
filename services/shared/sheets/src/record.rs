//! A record in the making, encoded field by field in one buffer.

use std::collections::{BTreeMap, BTreeSet};

use ledger::kinds::Field;
use prost::encoding::{WireType, encode_key, encode_varint};

use crate::cells::Cell;
use crate::convert;
use crate::kinds::Kind;
use crate::quantities::Ratio;
use crate::verdict::Fault;

/// A record, or the request of an act, in the making: its fields as they come, each with the number
/// of the field that holds it, its own, and where it begins.
#[derive(Default)]
pub(crate) struct Record {
    bytes: Vec<u8>,
    fields: Vec<(u32, u32, usize)>,
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
        self.fields.push((kind.outer(field), field.number, begin));
        Ok(())
    }

    /// Whether a field has a value.
    pub(crate) fn has(&self, kind: &Kind, field: &Field) -> bool {
        let meant = (kind.outer(field), field.number);
        self.fields.iter().any(|(outer, number, _)| (*outer, *number) == meant)
    }

    /// The record, in the order of its fields' numbers; in that of a template they come as such.
    pub(crate) fn finish(self) -> Vec<u8> {
        let Self { bytes, fields } = self;
        if fields.is_sorted() && fields.iter().all(|(outer, ..)| *outer == 0) {
            return bytes;
        }
        let ends = fields.iter().skip(1).map(|(.., begin)| *begin).chain([bytes.len()]);
        // By the number at the top, and then below it.
        let mut parts: BTreeMap<u32, Vec<(u32, &[u8])>> = BTreeMap::new();
        let mut inner = BTreeSet::new();
        for ((outer, number, begin), end) in fields.iter().zip(ends) {
            let top = if *outer == 0 { *number } else { *outer };
            inner.extend((*outer != 0).then_some(top));
            parts.entry(top).or_default().push((*number, &bytes[*begin..end]));
        }
        let mut ordered = Vec::with_capacity(bytes.len() + 8);
        for (top, mut spans) in parts {
            spans.sort_by_key(|(number, _)| *number);
            let held: Vec<u8> = spans.iter().flat_map(|(_, span)| span.iter().copied()).collect();
            if inner.contains(&top) {
                encode_key(top, WireType::LengthDelimited, &mut ordered);
                encode_varint(held.len() as u64, &mut ordered);
            }
            ordered.extend(held);
        }
        ordered
    }
}
