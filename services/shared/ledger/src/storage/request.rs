//! A request that named itself, kept for ever so that a repetition is recognised.

use sea_orm::entity::prelude::*;

/// A row of the table `request`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "request")]
pub struct Model {
    /// The county whose ledger it wrote.
    #[sea_orm(primary_key, auto_increment = false)]
    pub county: String,
    /// Who asked.
    #[sea_orm(primary_key, auto_increment = false)]
    pub actor: String,
    /// The request's own name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// SHA-256 of the method and the request.
    pub digest: Vec<u8>,
    /// The first entry that it wrote; one more than the last when it wrote none.
    pub first: i64,
    /// The last entry that it wrote, or the position found.
    pub last: i64,
    /// Counts of an import: created, revised, unchanged, refused; and its opening list, if any.
    pub summary: String,
}

/// It stands for itself.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
