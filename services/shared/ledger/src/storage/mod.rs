//! The database of one service: embedded SQLite, or PostgreSQL by another URL.

mod dialect;
pub mod entry;
mod insert;
pub mod request;
mod rows;
mod schema;
mod sql;

use std::time::Duration;

use anyhow::{Context as _, bail};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbErr,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};

pub(crate) use dialect::BLOCK;
pub use insert::insert_many;
pub(crate) use insert::inserts;
pub(crate) use rows::SYSTEM;
pub use rows::{FOREVER, Stored, existing_at};
pub use schema::{Change, Migration, Table, Tables, migrate, tables};
pub use sea_orm::DbBackend;
pub use sql::Sql;
pub(crate) use sql::{execute, updates_by_start};

/// How many readers of an embedded database work side by side.
const SQLITE_READERS: u32 = 3;
const POSTGRES_READERS: u32 = 8;
/// Writers of PostgreSQL wait for each other per county, not per service.
const POSTGRES_WRITERS: u32 = 4;
/// So many entries of each index are looked at for SQLite's statistics. All indexes begin with
/// the county, so it is the first ones that are seen: fewer than those of a few hundred records
/// of one value make that value look as common as the county itself.
const SQLITE_ANALYZED: u32 = 100_000;

/// The two ways into a database: one that writes, one that cannot.
#[derive(Clone, Debug)]
pub struct Storage {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
}

impl Storage {
    /// Opens the database at `url` for the department `schema`, and brings its tables up to date.
    ///
    /// `sqlite://PATH` names a file, made when it is not there; `postgres://…` a database, in
    /// which every department has a schema of its own.
    ///
    /// # Errors
    /// When the database cannot be reached, or would lose what it has acknowledged
    /// (`fsync`, `synchronous_commit` or `full_page_writes` off).
    pub async fn open(url: &str, schema: &str, migrations: &[Migration]) -> anyhow::Result<Self> {
        let storage = if url.starts_with("sqlite:") {
            Self::open_sqlite(url).await
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Self::open_postgres(url, schema).await
        } else {
            bail!(
                "a database URL begins with sqlite: or postgres: / 数据库地址须以 sqlite: 或 postgres: 开头"
            );
        };
        let storage =
            storage.with_context(|| format!("the database of {schema} / {schema} 的数据库"))?;
        migrate(&storage.writer, migrations).await?;
        Ok(storage)
    }

    async fn open_sqlite(url: &str) -> anyhow::Result<Self> {
        let options = |connections: u32, cache_kib: u32, reads_only: bool| {
            let mut options = ConnectOptions::new(format!("{url}?mode=rwc"));
            options.max_connections(connections).min_connections(1).sqlx_logging(false);
            options.record_stmt_in_spans(false).test_before_acquire(false);
            options.map_sqlx_sqlite_opts(move |sqlite| {
                let sqlite = sqlite
                    .pragma("journal_mode", "WAL")
                    .pragma("synchronous", "FULL")
                    .pragma("busy_timeout", "10000")
                    .pragma("cache_size", format!("-{cache_kib}"))
                    .pragma("journal_size_limit", "16777216")
                    // What undoes a single statement of the writer; readers sort whole tables.
                    .pragma("temp_store", if reads_only { "FILE" } else { "MEMORY" })
                    // Without it INSERT OR REPLACE walks past the triggers.
                    .pragma("recursive_triggers", "ON");
                if reads_only { sqlite.pragma("query_only", "ON") } else { sqlite }
            });
            options
        };
        let writer = Database::connect(options(1, 16_384, false)).await?;
        let reader = Database::connect(options(SQLITE_READERS, 2_048, true)).await?;
        Ok(Self { writer, reader })
    }

    async fn open_postgres(url: &str, schema: &str) -> anyhow::Result<Self> {
        let options = |connections: u32| {
            let mut options = ConnectOptions::new(url);
            options.max_connections(connections).min_connections(1).sqlx_logging(false);
            options.record_stmt_in_spans(false);
            options.test_before_acquire_if_idle_for(Duration::from_secs(30));
            // Callers have deadlines of their own; a loaded machine is no failure of the database.
            options.acquire_timeout(Duration::from_secs(60));
            options.set_schema_search_path(format!("\"{schema}\""));
            options.map_sqlx_postgres_opts(|postgres| {
                postgres.options([
                    ("plan_cache_mode", "force_custom_plan"),
                    ("jit", "off"),
                    // What a year of a county is grouped in, without files.
                    ("work_mem", "32MB"),
                ])
            });
            options
        };
        let writer = Database::connect(options(POSTGRES_WRITERS)).await?;
        refuse_forgetful_server(&writer).await?;
        // Two processes that start together may both try; one of them finds it made.
        let make = format!("CREATE SCHEMA IF NOT EXISTS \"{schema}\"");
        if let Err(cause) = writer.execute_unprepared(&make).await
            && cause.sql_err().is_none()
        {
            return Err(cause.into());
        }
        let reader = Database::connect(options(POSTGRES_READERS)).await?;
        Ok(Self { writer, reader })
    }

    /// The connection that reads; an embedded one cannot write.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Which database it is.
    pub fn backend(&self) -> DbBackend {
        self.writer.get_database_backend()
    }

    /// Begins the one transaction that a group of acts is written in.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        self.writer.begin_with_options(options).await
    }

    /// Brings the statistics of the planner up to date; without them it picks poor indexes.
    pub(crate) async fn analyze(&self, table: &str) -> Result<(), DbErr> {
        if self.backend() == DbBackend::Sqlite {
            let limit = format!("PRAGMA analysis_limit={SQLITE_ANALYZED}");
            self.writer.execute_unprepared(&limit).await?;
        }
        self.writer.execute_unprepared(&format!("ANALYZE \"{table}\"")).await?;
        self.writer.execute_unprepared("ANALYZE \"entry\"").await.map(drop)
    }

    /// Closes every connection.
    pub async fn close(self) {
        let Self { writer, reader } = self;
        for connection in [reader, writer] {
            if let Err(cause) = connection.close().await {
                tracing::warn!(%cause, "a database connection did not close in order");
            }
        }
    }
}

async fn refuse_forgetful_server(connection: &DatabaseConnection) -> anyhow::Result<()> {
    let settings = "SELECT current_setting('fsync'), current_setting('synchronous_commit'), \
                    current_setting('full_page_writes')";
    let statement = Statement::from_string(DbBackend::Postgres, settings);
    let Some(row) = connection.query_one_raw(statement).await? else { return Ok(()) };
    for (index, name) in ["fsync", "synchronous_commit", "full_page_writes"].iter().enumerate() {
        let value: String = row.try_get_by_index(index)?;
        if value == "off" {
            bail!(
                "PostgreSQL runs with {name}=off: it would lose acts it has acknowledged \
                 / PostgreSQL 的 {name} 已关闭，会丢失已确认的记录"
            );
        }
    }
    Ok(())
}
