//! Pages: how long they are, and the token that names where the next one begins.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chassis::{FieldFault, Refusal};
use prost::Message;
use proto::ledger::v1::Reason;
use sha2::{Digest, Sha256};

const USUAL: usize = 50;
const MOST: usize = 1_000;
/// A page ends here as well, so that it stays below every client's 4 MiB.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;

/// Where a page begins. It pins positions, so that pages never shift; it grants nothing.
#[derive(Clone, PartialEq, Message)]
pub struct PageToken {
    /// The position of the first page, for a query of one county.
    #[prost(int64, tag = "1")]
    pub position: i64,
    /// The last key of the page before.
    #[prost(string, tag = "2")]
    pub key: String,
    /// The rest of the last key.
    #[prost(int64, tag = "3")]
    pub rest: i64,
    /// Which of several lists, for a query that puts lists together.
    #[prost(uint32, tag = "4")]
    pub list: u32,
    /// The first 8 bytes of the query's hash.
    #[prost(bytes = "vec", tag = "5")]
    pub query: Vec<u8>,
    /// The positions of a query of several counties, as the answer names them.
    #[prost(btree_map = "string, int64", tag = "6")]
    pub positions: std::collections::BTreeMap<String, i64>,
}

impl PageToken {
    /// Reads a token that belongs to a query; none begins with the first page.
    ///
    /// # Errors
    /// `PAGE_TOKEN_MISMATCH` for the token of another query, or what is no token.
    pub fn read(text: &str, query: &[&str]) -> Result<Option<Self>, Refusal> {
        if text.is_empty() {
            return Ok(None);
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok();
        let token = bytes.and_then(|bytes| Self::decode(bytes.as_slice()).ok());
        match token.filter(|token| token.query == hash(query)) {
            Some(token) => Ok(Some(token)),
            None => Err(Refusal::new(
                Reason::PageTokenMismatch,
                "page_token belongs to another query; begin again without it",
                "page_token 属于另一查询，请去掉后从头查询",
            )),
        }
    }

    /// Writes the token.
    pub fn write(mut self, query: &[&str]) -> String {
        self.query = hash(query);
        URL_SAFE_NO_PAD.encode(self.encode_to_vec())
    }
}

fn hash(query: &[&str]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in query {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize()[..8].to_vec()
}

/// The size of a page: 50 where nothing is said, 1,000 at most.
///
/// # Errors
/// `REQUEST_INVALID` below zero.
pub fn page_size(asked: i32) -> Result<usize, Refusal> {
    match usize::try_from(asked) {
        Ok(0) => Ok(USUAL),
        Ok(size) => Ok(size.min(MOST)),
        Err(_) => Err(Refusal::request(FieldFault::new(
            "page_size",
            Reason::ValueNegative,
            format!("{asked} is below zero; 0 means {USUAL}, {MOST} is the most"),
            format!("{asked} 小于零；0 表示 {USUAL}，最大 {MOST}"),
        ))),
    }
}
