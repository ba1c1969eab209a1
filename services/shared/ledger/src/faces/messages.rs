//! The requests and answers of the standard verbs, the same for every kind.
//!
//! A message field and a `bytes` field are the same on the wire: these read the create request
//! of every kind and write the page of every kind. The contracts hold the fields by a test.

use prost::Message;

/// `Create<Kind>Request`.
#[derive(Clone, PartialEq, Message)]
pub struct Create {
    #[prost(string, tag = "1")]
    pub county: String,
    #[prost(bytes = "vec", tag = "2")]
    pub record: Vec<u8>,
    #[prost(string, tag = "3")]
    pub request_id: String,
    #[prost(bool, tag = "4")]
    pub validate_only: bool,
    #[prost(string, tag = "5")]
    pub explanation: String,
}

/// `Get<Kind>Request`.
#[derive(Clone, PartialEq, Message)]
pub struct Get {
    #[prost(string, tag = "1")]
    pub county: String,
    #[prost(string, tag = "2")]
    pub id: String,
    #[prost(int64, tag = "3")]
    pub position: i64,
}

/// `List<Kinds>Request`.
#[derive(Clone, PartialEq, Message)]
pub struct List {
    #[prost(string, tag = "1")]
    pub county: String,
    #[prost(int32, tag = "2")]
    pub page_size: i32,
    #[prost(string, tag = "3")]
    pub page_token: String,
    #[prost(int64, tag = "4")]
    pub position: i64,
    #[prost(string, tag = "5")]
    pub division: String,
}

/// `List<Kinds>Response`.
#[derive(Clone, PartialEq, Message)]
pub struct Page {
    #[prost(bytes = "vec", repeated, tag = "1")]
    pub records: Vec<Vec<u8>>,
    #[prost(string, tag = "2")]
    pub next_page_token: String,
    #[prost(int64, tag = "3")]
    pub position: i64,
}

/// `Revise<Kind>Request`.
#[derive(Clone, PartialEq, Message)]
pub struct Revise {
    #[prost(string, tag = "1")]
    pub county: String,
    #[prost(string, tag = "2")]
    pub id: String,
    #[prost(bytes = "vec", tag = "3")]
    pub record: Vec<u8>,
    #[prost(string, tag = "4")]
    pub etag: String,
    #[prost(string, tag = "5")]
    pub request_id: String,
    #[prost(bool, tag = "6")]
    pub validate_only: bool,
    #[prost(string, tag = "7")]
    pub explanation: String,
}
