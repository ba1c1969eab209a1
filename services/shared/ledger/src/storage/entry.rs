//! An entry of the ledger: one act, chained by hash to the one before.

use prost::Message as _;
use proto::ledger::v1::{Act, Entry as Wire};
use sea_orm::entity::prelude::*;
use sha2::{Digest, Sha256};

/// A row of the table `entry`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "entry")]
pub struct Model {
    /// The county whose ledger it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub county: String,
    /// Its place in the ledger, from 1, without gaps.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// When it was written, in milliseconds since 1970; never before the entry before.
    pub at: i64,
    /// Who acted.
    pub actor: String,
    /// What was done: the number of `xianzhi.ledger.v1.Act`.
    pub act: i64,
    /// The method that was called.
    pub method: String,
    /// The kind of the record.
    pub kind: String,
    /// The record.
    pub id: String,
    /// The entry that wrote the revision acted on.
    pub since: i64,
    /// Why, where a reason or an explanation was given.
    pub reason: String,
    /// The request that it was part of.
    pub request: String,
    /// SHA-256 of the record's canonical bytes.
    pub content: Vec<u8>,
    /// SHA-256 of this entry without its hash, after the hash of the entry before.
    pub hash: Vec<u8>,
}

/// It stands for itself.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The columns, in the order of [`Model::into_values`].
pub const COLUMNS: [&str; 13] = [
    "county", "seq", "at", "actor", "act", "method", "kind", "id", "since", "reason", "request",
    "content", "hash",
];

impl Model {
    /// The hash that chains the entry to the one before it, whose hash is given.
    ///
    /// What is hashed is the contract's own message, so that anybody who holds the entries of
    /// a ledger can recompute its chain.
    pub fn chained(&self, before: &[u8]) -> Vec<u8> {
        chain(before, &self.to_wire_unchained())
    }

    /// Chains a new entry to the one before it, whose hash is given.
    pub(crate) fn chain(self, before: &[u8]) -> Self {
        let Self { seq, at, act, since, .. } = self;
        let wire = self.into_wire_unchained();
        let hash = chain(before, &wire);
        let Wire { county, actor, method, kind, id, reason, .. } = wire;
        let Wire { request_id: request, content_hash: content, .. } = wire;
        Self {
            county,
            seq,
            at,
            actor,
            act,
            method,
            kind,
            id,
            since,
            reason,
            request,
            content,
            hash,
        }
    }

    /// The entry as callers see it.
    pub fn to_wire(&self) -> Wire {
        Wire { hash: self.hash.clone(), ..self.to_wire_unchained() }
    }

    /// The entry without its hash: what is hashed.
    fn to_wire_unchained(&self) -> Wire {
        self.clone().into_wire_unchained()
    }

    fn into_wire_unchained(self) -> Wire {
        let Self { county, seq, at, actor, act, method, kind, .. } = self;
        let Self { id, since, reason, request, content, hash: _, .. } = self;
        Wire {
            county,
            position: seq,
            create_time: Some(timestamp(at)),
            actor,
            act: i32::try_from(act).unwrap_or(Act::Unspecified as i32),
            method,
            kind,
            id,
            start_position: since,
            reason,
            request_id: request,
            content_hash: content,
            hash: Vec::new(),
        }
    }

    /// Its values, in the order of [`COLUMNS`].
    pub fn into_values(self) -> Vec<Value> {
        let Self {
            county,
            seq,
            at,
            actor,
            act,
            method,
            kind,
            id,
            since,
            reason,
            request,
            content,
            hash,
        } = self;
        vec![
            county.into(),
            seq.into(),
            at.into(),
            actor.into(),
            act.into(),
            method.into(),
            kind.into(),
            id.into(),
            since.into(),
            reason.into(),
            request.into(),
            content.into(),
            hash.into(),
        ]
    }
}

fn chain(before: &[u8], unchained: &Wire) -> Vec<u8> {
    Sha256::new().chain_update(before).chain_update(unchained.encode_to_vec()).finalize().to_vec()
}

/// Milliseconds since 1970 as a timestamp.
pub fn timestamp(milliseconds: i64) -> prost_types::Timestamp {
    prost_types::Timestamp {
        seconds: milliseconds.div_euclid(1_000),
        nanos: i32::try_from(milliseconds.rem_euclid(1_000) * 1_000_000).unwrap_or(0),
    }
}

/// The hash of a record's canonical bytes.
pub fn content_hash(content: &[u8]) -> Vec<u8> {
    Sha256::digest(content).to_vec()
}
