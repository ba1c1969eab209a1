//! Forms with files in them (RFC 7578), none of it larger than a file may be.

use axum::body::Body;
use bytes::Bytes;
use chassis::Refusal;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use proto::ledger::v1::Reason;
use sheets::MOST_BYTES;

use crate::web::rest::request::header;

/// One part of a form.
pub(super) struct Part {
    pub(super) name: String,
    /// What the file is called; empty for what is none.
    pub(super) file: String,
    pub(super) bytes: Bytes,
}

/// The parts of a form, in their order.
///
/// # Errors
/// `MESSAGE_MALFORMED`, `MESSAGE_TOO_LARGE`.
pub(super) async fn parts(headers: &HeaderMap, body: Body) -> Result<Vec<Part>, Refusal> {
    let broken = |cause: multer::Error| {
        let reason = match cause {
            multer::Error::StreamSizeExceeded { .. } => Reason::MessageTooLarge,
            _ => Reason::MessageMalformed,
        };
        Refusal::new(
            reason,
            format!("the upload cannot be read: {cause}"),
            format!("上传内容无法读取，或超过 {} MiB", MOST_BYTES >> 20),
        )
    };
    let boundary = multer::parse_boundary(header(headers, &CONTENT_TYPE)).map_err(broken)?;
    let limit = multer::SizeLimit::new().whole_stream((MOST_BYTES + (1 << 20)) as u64);
    let limits = multer::Constraints::new().size_limit(limit);
    let stream = body.into_data_stream();
    let mut form = multer::Multipart::with_constraints(stream, boundary, limits);
    let mut parts = Vec::new();
    while let Some(part) = form.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().unwrap_or_default().to_owned();
        parts.push(Part { name, file, bytes: part.bytes().await.map_err(broken)? });
    }
    Ok(parts)
}
