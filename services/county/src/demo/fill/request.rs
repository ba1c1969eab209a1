//! Requests as the demo sends them: who acts, by when, and under which request id.

use std::time::Duration;

use bytes::Bytes;
use ledger::faces::RawCodec;
use prost::Message;
use tonic::client::Grpc;
use tonic::metadata::MetadataValue;
use tonic::transport::Channel;
use tonic::{Request, Status};

/// Enters records, and acts for the units that handle cases.
pub const RECORDER: &str = "demo.recorder";
/// Verifies what the recorder entered.
pub const VERIFIER: &str = "demo.verifier";

/// Acts for the centers that keep cases.
pub const CENTER: &str = "demo.center";

/// Checks cases that the recorder handled, and archives them.
pub const CHECKER: &str = "demo.checker";

/// How long a unary call may take.
const DEADLINE: Duration = Duration::from_secs(30);

/// A call by an actor that ends by the deadline.
pub fn unary<T>(message: T, actor: &str) -> Request<T> {
    let mut request = streaming(message, actor);
    request.set_timeout(DEADLINE);
    request
}

/// Calls a method by its path, with a message that is encoded already.
///
/// # Errors
/// What the service refuses, or that it cannot be reached.
pub async fn call(
    channel: &Channel,
    path: &str,
    message: Vec<u8>,
    actor: &str,
) -> Result<Bytes, Status> {
    let path = path.parse().map_err(|_| Status::internal(format!("no path {path:?}")))?;
    let mut client = Grpc::new(channel.clone());
    client.ready().await.map_err(|cause| Status::unavailable(cause.to_string()))?;
    let answer = client.unary(unary(Bytes::from(message), actor), path, RawCodec).await?;
    Ok(answer.into_inner())
}

/// A call by an actor that takes as long as its stream.
pub fn streaming<T>(message: T, actor: &str) -> Request<T> {
    let mut request = Request::new(message);
    // The demo's accounts are plain names, which a header takes.
    if let Ok(actor) = MetadataValue::try_from(actor) {
        request.metadata_mut().insert("xianzhi-actor", actor);
    }
    request
}

/// A request id in the shape of a UUID that is the same whenever the same is asked for, so that a
/// repeated fill is answered from the first.
pub fn request_id<'a, M: Message + 'a>(
    method: &str,
    messages: impl IntoIterator<Item = &'a M>,
) -> String {
    let mut high = 0xcbf2_9ce4_8422_2325_u64;
    let mut low = 0x6c62_272e_07bb_0142_u64;
    let mut mix = |byte: u8| {
        high = (high ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        low = (low.rotate_left(7) ^ u64::from(byte)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    };
    method.bytes().for_each(&mut mix);
    for message in messages {
        message.encode_to_vec().into_iter().for_each(&mut mix);
    }
    // Version 8, variant 1 (RFC 9562 §5.8).
    let high = high & !0xf000 | 0x8000;
    let low = low >> 2 | 1 << 63;
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_id_follows_from_the_request() {
        let id = request_id("ImportRecords", &["a".to_owned()]);
        assert_eq!(id, request_id("ImportRecords", &["a".to_owned()]));
        assert_ne!(id, request_id("ImportRecords", &["b".to_owned()]));
        assert_ne!(id, request_id("VerifyRecords", &["a".to_owned()]));
        let lengths: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert_eq!(id.as_bytes()[14], b'8');
        assert!(matches!(id.as_bytes()[19], b'8'..=b'b'));
    }
}
