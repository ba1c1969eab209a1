//! A record between its canonical bytes and its row.
//!
//! Canonical is protobuf in the order of the field numbers, defaults left out, no maps and no
//! metadata: the content hash of a record survives every migration that only adds fields.

use chassis::Refusal;
use prost::bytes::Buf;
use prost::encoding::{self, DecodeContext, WireType};
use sea_orm::Value;

use super::{Column, Field, Given, KindInfo};

/// Reads a row from the encoded message; a field that is not on the wire has its default.
///
/// # Errors
/// Internal: the bytes were encoded by us.
pub fn wire_to_row(kind: &KindInfo, wire: &[u8]) -> Result<Vec<Value>, Refusal> {
    let mut row: Vec<Value> = kind.fields.iter().map(Field::default).collect();
    let mut rest = wire;
    let broken = |cause: prost::DecodeError| Refusal::internal(&cause);
    while rest.has_remaining() {
        let start = rest;
        let (number, wire_type) = encoding::decode_key(&mut rest).map_err(broken)?;
        let found = kind.fields.binary_search_by_key(&number, |field| field.number).ok();
        let column = found.map(|index| kind.fields[index].column);
        match (found, column, wire_type) {
            (Some(index), Some(Column::Text), WireType::LengthDelimited) => {
                let bytes = delimited(&mut rest).map_err(broken)?;
                let text = String::from_utf8_lossy(bytes).into_owned();
                row[index] = Value::String(Some(text));
            }
            (Some(index), Some(Column::Integer), WireType::Varint) => {
                let number = encoding::decode_varint(&mut rest).map_err(broken)?;
                row[index] = Value::BigInt(Some(number.cast_signed()));
            }
            (at, column, _) => {
                encoding::skip_field(wire_type, number, &mut rest, DecodeContext::default())
                    .map_err(broken)?;
                if let (Some(index), Some(Column::Opaque)) = (at, column)
                    && let Value::Bytes(Some(bytes)) = &mut row[index]
                {
                    bytes.extend_from_slice(&start[..start.len() - rest.len()]);
                }
            }
        }
    }
    Ok(row)
}

/// Writes the canonical bytes of a row.
pub fn row_to_wire(kind: &KindInfo, row: &[Value]) -> Vec<u8> {
    let mut wire = Vec::with_capacity(128);
    for (field, value) in kind.fields.iter().zip(row) {
        match value {
            Value::String(Some(text)) if !text.is_empty() => {
                encoding::encode_key(field.number, WireType::LengthDelimited, &mut wire);
                encoding::encode_varint(text.len() as u64, &mut wire);
                wire.extend_from_slice(text.as_bytes());
            }
            Value::BigInt(Some(number)) if *number != 0 || field.optional => {
                encoding::encode_key(field.number, WireType::Varint, &mut wire);
                encoding::encode_varint(number.cast_unsigned(), &mut wire);
            }
            Value::Bytes(Some(bytes)) => wire.extend_from_slice(bytes),
            _ => {}
        }
    }
    wire
}

/// A message as callers get it: the metadata in field 1 before the canonical bytes.
pub fn encode_with_metadata(
    metadata: &proto::ledger::v1::RecordMetadata,
    content: &[u8],
) -> Vec<u8> {
    let mut wire = Vec::with_capacity(content.len() + 96);
    encoding::message::encode(1, metadata, &mut wire);
    wire.extend_from_slice(content);
    wire
}

/// The message without the fields that something gives, if it has any of them.
pub(super) fn without(kind: &KindInfo, wire: &[u8], given: Given) -> Option<Vec<u8>> {
    if !kind.fields.iter().any(|field| field.given == given) || !has_any(kind, wire, given) {
        return None;
    }
    let mut row = wire_to_row(kind, wire).ok()?;
    for (field, value) in kind.fields.iter().zip(&mut row) {
        if field.given == given {
            *value = field.default();
        }
    }
    Some(row_to_wire(kind, &row))
}

/// Whether a field that something gives is on the wire.
fn has_any(kind: &KindInfo, mut wire: &[u8], given: Given) -> bool {
    while let Ok((number, wire_type)) = encoding::decode_key(&mut wire) {
        let found = kind.fields.binary_search_by_key(&number, |field| field.number);
        if found.is_ok_and(|at| kind.fields[at].given == given) {
            return true;
        }
        let context = DecodeContext::default();
        if encoding::skip_field(wire_type, number, &mut wire, context).is_err() {
            return false;
        }
    }
    false
}

fn delimited<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], prost::DecodeError> {
    let length = encoding::decode_varint(rest)?;
    let whole = *rest;
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    match whole.split_at_checked(length) {
        Some((bytes, after)) => {
            *rest = after;
            Ok(bytes)
        }
        // Decoding nothing as a key gives prost's own error for a text that is cut off.
        None => encoding::decode_varint(&mut [].as_slice()).map(|_| whole),
    }
}
