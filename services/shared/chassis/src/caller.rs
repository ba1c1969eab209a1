//! Who acts: taken from the metadata of a call, never from a field of its message.

use proto::ledger::v1::Reason;
use tonic::metadata::MetadataMap;

use crate::Refusal;

/// The metadata key that names who acts, until identities are configured.
pub const ACTOR_HEADER: &str = "xianzhi-actor";

const LONGEST: usize = 64;

/// Returns who acts in a call.
///
/// # Errors
/// `ACTOR_REQUIRED` when the metadata does not name anybody, or in letters that do not belong
/// into a ledger: a name is 1 to 64 of `A-Z a-z 0-9 . _ - @`.
pub fn actor(metadata: &MetadataMap) -> Result<String, Refusal> {
    let named = metadata.get(ACTOR_HEADER).and_then(|value| value.to_str().ok()).unwrap_or("");
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "._-@".contains(letter);
    if (1..=LONGEST).contains(&named.len()) && named.chars().all(fits) {
        return Ok(named.to_owned());
    }
    Err(Refusal::new(
        Reason::ActorRequired,
        format!(
            "the call does not say who acts: send metadata {ACTOR_HEADER} with 1 to {LONGEST} \
             of A-Z a-z 0-9 . _ - @"
        ),
        format!(
            "调用未说明操作人：请在元数据 {ACTOR_HEADER} 中给出，1 至 {LONGEST} 个字符，\
             限字母、数字和 . _ - @"
        ),
    ))
}
