//! The requests and answers of the standard verbs, the same for every kind.
//!
//! A message field and a `bytes` field are the same on the wire: these read the create request
//! of every kind and write the page of every kind. The contracts hold the fields by a test.

use prost::Message;

/// `Create<Kind>Request`.
#[derive(Clone, PartialEq, Message)]
pub struct Create {
    /// The county, six digits.
    #[prost(string, tag = "1")]
    pub county: String,
    /// The record, encoded.
    #[prost(bytes = "vec", tag = "2")]
    pub record: Vec<u8>,
    /// Names the request, a UUID; or nothing.
    #[prost(string, tag = "3")]
    pub request_id: String,
    /// Check and answer, and write nothing.
    #[prost(bool, tag = "4")]
    pub validate_only: bool,
    /// What a soft rule asks for.
    #[prost(string, tag = "5")]
    pub explanation: String,
}

/// `Get<Kind>Request`.
#[derive(Clone, PartialEq, Message)]
pub struct Get {
    /// The county, six digits.
    #[prost(string, tag = "1")]
    pub county: String,
    /// The record.
    #[prost(string, tag = "2")]
    pub id: String,
    /// Where the ledger is read; 0 as it stands.
    #[prost(int64, tag = "3")]
    pub position: i64,
}

/// `List<Kinds>Request`.
#[derive(Clone, PartialEq, Message)]
pub struct List {
    /// The county, six digits.
    #[prost(string, tag = "1")]
    pub county: String,
    /// At most so many.
    #[prost(int32, tag = "2")]
    pub page_size: i32,
    /// Where the page begins.
    #[prost(string, tag = "3")]
    pub page_token: String,
    /// Where the ledger is read; 0 as it stands.
    #[prost(int64, tag = "4")]
    pub position: i64,
    /// Only records inside it.
    #[prost(string, tag = "5")]
    pub division: String,
}

/// `List<Kinds>Response`.
#[derive(Clone, PartialEq, Message)]
pub struct Page {
    /// The records, encoded.
    #[prost(bytes = "vec", repeated, tag = "1")]
    pub records: Vec<Vec<u8>>,
    /// Where the next page begins; empty at the end.
    #[prost(string, tag = "2")]
    pub next_page_token: String,
    /// Where the ledger is read; 0 as it stands.
    #[prost(int64, tag = "3")]
    pub position: i64,
}

/// `Revise<Kind>Request`.
#[derive(Clone, PartialEq, Message)]
pub struct Revise {
    /// The county, six digits.
    #[prost(string, tag = "1")]
    pub county: String,
    /// The record.
    #[prost(string, tag = "2")]
    pub id: String,
    /// The record, encoded.
    #[prost(bytes = "vec", tag = "3")]
    pub record: Vec<u8>,
    /// The state that the caller saw.
    #[prost(string, tag = "4")]
    pub etag: String,
    /// Names the request, a UUID; or nothing.
    #[prost(string, tag = "5")]
    pub request_id: String,
    /// Check and answer, and write nothing.
    #[prost(bool, tag = "6")]
    pub validate_only: bool,
    /// What a soft rule asks for.
    #[prost(string, tag = "7")]
    pub explanation: String,
}
