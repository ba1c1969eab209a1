//! Reads records at a position: what exists, its history, its pages.

mod asked;
pub mod audit;
mod counted;
mod filter;
mod memory;
mod openings;
pub mod page;
mod standing;
mod touched;
pub mod waiting;

use std::collections::HashMap;

use chassis::Refusal;
use proto::ledger::v1::Reason;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QueryResult,
    QuerySelect, TryGetableMany,
};

use crate::kinds::{KindInfo, Kinds, row_to_wire};
use crate::storage::{Sql, Storage, Stored, entry, existing_at};
use crate::writer::Written;

pub use asked::{check_county, check_day, check_division, check_id};
pub use filter::{Filter, Placed};

/// Reads one service's ledgers.
#[derive(Clone)]
pub struct Reader {
    storage: Storage,
    memory: memory::Memory,
}

/// A page of records, with the place to go on from when there are more.
pub struct RecordPage {
    /// The records, each as it stood at the position.
    pub records: Vec<Stored>,
    /// The last id of the page, when others follow.
    pub last_id: Option<String>,
}

impl From<DbErr> for Failure {
    fn from(cause: DbErr) -> Self {
        Self(Refusal::internal(&cause))
    }
}

/// An error of the database on its way to becoming a refusal.
pub struct Failure(pub(crate) Refusal);

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        failure.0
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl Reader {
    /// A reader of one database.
    pub fn new(storage: Storage) -> Self {
        Self { storage, memory: memory::Memory::default() }
    }

    /// The database.
    pub fn storage(&self) -> &Storage {
        &self.storage
    }

    /// Runs a statement.
    pub(crate) async fn rows(&self, sql: Sql) -> Result<Vec<QueryResult>, Failure> {
        let statement = sql.on(self.storage.backend());
        Ok(self.storage.reader().query_all_raw(statement).await?)
    }

    /// Runs a statement whose rows are tuples, of a measure or an act that needs code.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tuples<T: TryGetableMany>(&self, sql: Sql) -> Result<Vec<T>, Refusal> {
        let rows = self.rows(sql).await?;
        let read = rows.iter().map(QueryResult::try_get_many_by_index);
        Ok(read.collect::<Result<_, DbErr>>().map_err(Failure::from)?)
    }

    /// Runs a statement of three texts a row.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn days(&self, sql: Sql) -> Result<Vec<(String, String, String)>, Refusal> {
        self.tuples(sql).await
    }

    /// Runs a statement of a text and a number a row.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn counts(&self, sql: Sql) -> Result<Vec<(String, i64)>, Refusal> {
        self.tuples(sql).await
    }

    /// The last entry of a county's ledger; none before the first.
    pub async fn head(&self, county: &str) -> Result<Option<entry::Model>, Refusal> {
        let query = entry::Entity::find()
            .filter(entry::Column::County.eq(county))
            .order_by_desc(entry::Column::Seq);
        query.one(self.storage.reader()).await.map_err(|cause| Refusal::internal(&cause))
    }

    /// The position asked for, or the one at which the ledger stands when 0 was asked for.
    ///
    /// # Errors
    /// `POSITION_AHEAD` for a position that has not been reached, or below 0.
    pub async fn position(&self, county: &str, asked: i64) -> Result<i64, Refusal> {
        let head = self.head(county).await?.map_or(0, |entry| entry.seq);
        match asked {
            0 => Ok(head),
            1.. if asked <= head => Ok(asked),
            _ => Err(Refusal::new(
                Reason::PositionAhead,
                format!("position {asked} has not been reached; the ledger stands at {head}"),
                format!("位置 {asked} 尚未到达，账本现至 {head}"),
            )
            .with("position", head)),
        }
    }

    /// The record as it stood at `position`.
    pub async fn record(
        &self,
        kind: &KindInfo,
        county: &str,
        id: &str,
        position: i64,
    ) -> Result<Option<Stored>, Refusal> {
        // What no record can be called is not looked for: PostgreSQL takes no text with a zero byte.
        if check_id(kind, id).is_err() {
            return Ok(None);
        }
        let mut sql = select(kind, "r");
        sql.push(" WHERE r.county = ").bind(county).push(" AND r.id = ").bind(id).push(" AND ");
        existing_at(&mut sql, "r.", position);
        let row = self.rows(sql).await?.into_iter().next();
        Ok(row.map(|row| read(kind, &row)).transpose()?)
    }

    /// A page of the records inside `division`, ordered by id, as they stood at `position`.
    pub async fn records(
        &self,
        kind: &KindInfo,
        county: &str,
        division: &str,
        position: i64,
        after_id: &str,
        size: usize,
    ) -> Result<RecordPage, Refusal> {
        let filter = Filter { division, ..Filter::default() };
        self.filtered(kind, county, &filter, position, (after_id, size)).await
    }

    /// The revisions of a record that existed up to `position`, newest first, each with the
    /// entry that wrote it.
    pub async fn revisions(
        &self,
        kind: &KindInfo,
        county: &str,
        id: &str,
        position: i64,
        before: i64,
        size: usize,
    ) -> Result<Vec<(Stored, entry::Model)>, Refusal> {
        let mut sql = select(kind, "r");
        sql.push(" WHERE r.county = ").bind(county).push(" AND r.id = ").bind(id);
        sql.push(" AND +r.since <= ").bind(position).push(" AND r.since < ").bind(before);
        sql.push(" ORDER BY r.since DESC LIMIT ").bind(size as i64);
        let rows = read_all(kind, &self.rows(sql).await?)?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let mut entries = self.entries(county, rows.iter().map(|row| row.since)).await?;
        let pairs = rows.into_iter().filter_map(|row| {
            let at = entries.iter().position(|entry| entry.seq == row.since)?;
            Some((row, entries.swap_remove(at)))
        });
        Ok(pairs.collect())
    }

    /// Entries by their positions.
    pub async fn entries(
        &self,
        county: &str,
        positions: impl Iterator<Item = i64>,
    ) -> Result<Vec<entry::Model>, Refusal> {
        let query = entry::Entity::find()
            .filter(entry::Column::County.eq(county))
            .filter(entry::Column::Seq.is_in(positions));
        query.all(self.storage.reader()).await.map_err(|cause| Refusal::internal(&cause))
    }

    /// At most `most` entries after a position, in order.
    pub async fn entries_after(
        &self,
        county: &str,
        position: i64,
        most: u64,
    ) -> Result<Vec<entry::Model>, Refusal> {
        let query = entry::Entity::find()
            .filter(entry::Column::County.eq(county))
            .filter(entry::Column::Seq.gt(position))
            .order_by_asc(entry::Column::Seq)
            .limit(most);
        query.all(self.storage.reader()).await.map_err(|cause| Refusal::internal(&cause))
    }

    /// What a request that is repeated was answered: the records that its entries touched.
    pub async fn written(
        &self,
        kinds: &Kinds,
        county: &str,
        first: i64,
        last: i64,
    ) -> Result<Vec<Written>, Refusal> {
        let mut written = Vec::new();
        let mut after = first - 1;
        while after < last {
            let most = u64::try_from(last - after).unwrap_or(0).min(1_000);
            let entries = self.entries_after(county, after, most).await?;
            let Some(end) = entries.last().map(|entry| entry.seq) else { break };
            let rows = self.acted_on(kinds, county, &entries).await?;
            for entry in &entries {
                let Some((kind, row)) = rows.get(&entry.since) else { continue };
                let (metadata, content) = (row.metadata(entry.seq), row_to_wire(kind, &row.values));
                written.push(Written { metadata, content });
            }
            after = end;
        }
        Ok(written)
    }
}

impl Reader {
    /// Revisions by the entries that wrote them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn written_by(
        &self,
        kind: &KindInfo,
        county: &str,
        entries: &[i64],
    ) -> Result<HashMap<i64, Stored>, Refusal> {
        let mut found = HashMap::new();
        for chunk in entries.chunks(500) {
            let mut sql = select(kind, "r");
            sql.push(" WHERE r.county = ").bind(county).push(" AND r.since IN ");
            sql.bind_all(chunk.iter().copied());
            let rows = read_all(kind, &self.rows(sql).await?)?;
            found.extend(rows.into_iter().map(|row| (row.since, row)));
        }
        Ok(found)
    }

    /// The revisions that entries acted on, by the entries that wrote them.
    async fn acted_on<'a>(
        &self,
        kinds: &'a Kinds,
        county: &str,
        entries: &[entry::Model],
    ) -> Result<HashMap<i64, (&'a KindInfo, Stored)>, Refusal> {
        let mut found = HashMap::new();
        for kind in kinds.iter() {
            let of_kind = entries.iter().filter(|entry| entry.kind == kind.name);
            let starts: Vec<i64> = of_kind.map(|entry| entry.since).collect();
            let rows = self.written_by(kind, county, &starts).await?;
            found.extend(rows.into_iter().map(|(start, row)| (start, (kind.as_ref(), row))));
        }
        Ok(found)
    }
}

/// Selects whole rows under the name `row`, each with the time of the entry that wrote it.
pub(crate) fn select(kind: &KindInfo, row: &str) -> Sql {
    select_with(kind, row, |_| {})
}

/// Selects whole rows as [`select`] does, and what `more` adds behind them.
pub(crate) fn select_with(kind: &KindInfo, row: &str, more: impl FnOnce(&mut Sql)) -> Sql {
    let columns = Stored::columns(kind, &format!("{row}."), true);
    let mut sql = Sql::new(format!("SELECT {columns}, w.at"));
    more(&mut sql);
    sql.push(format!(
        " FROM \"{}\" {row} JOIN entry w ON w.county = {row}.county AND w.seq = {row}.since",
        kind.table
    ));
    sql
}

/// Reads what [`select`] selects.
pub(crate) fn read(kind: &KindInfo, row: &QueryResult) -> Result<Stored, Failure> {
    let mut stored = Stored::read(kind, row, true)?;
    let at = crate::storage::SYSTEM.len() - 1 + kind.fields.len();
    stored.at = Some(row.try_get_by_index(at)?);
    Ok(stored)
}

pub(crate) fn read_all(kind: &KindInfo, rows: &[QueryResult]) -> Result<Vec<Stored>, Failure> {
    rows.iter().map(|row| read(kind, row)).collect()
}
