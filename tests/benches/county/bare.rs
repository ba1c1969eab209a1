//! The database beneath a department, without the department: what the ratios compare with.

use anyhow::{Context, Result};
use ledger::storage::Sql;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database as Orm, DatabaseConnection, DbBackend, QueryResult,
    Statement, TransactionTrait as _, Value,
};
use tests::Database;

/// Rows of one statement.
const ROWS: usize = 500;

/// A connection of our own, set up as the department's are.
pub struct Bare {
    connection: DatabaseConnection,
}

impl Bare {
    /// Connects to the database of a department.
    pub async fn open(database: &Database, department: &str) -> Result<Self> {
        let url = database.url_of(department);
        let embedded = url.starts_with("sqlite:");
        let mut options =
            ConnectOptions::new(if embedded { format!("{url}?mode=rw") } else { url });
        options.max_connections(1).min_connections(1).sqlx_logging(false);
        options.record_stmt_in_spans(false).test_before_acquire(false);
        options.map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL")
                .pragma("busy_timeout", "10000")
                .pragma("cache_size", "-16384")
        });
        options.set_schema_search_path(format!("\"{department}\""));
        options.map_sqlx_postgres_opts(|postgres| postgres.options([("jit", "off")]));
        Ok(Self { connection: Orm::connect(options).await? })
    }

    /// The connection.
    pub fn connection(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// Rows of a statement.
    pub async fn rows(&self, text: &str) -> Result<Vec<QueryResult>> {
        let backend = self.connection.get_database_backend();
        let rows = self.connection.query_all_raw(Statement::from_string(backend, text)).await;
        rows.with_context(|| text.to_owned())
    }

    /// Runs a statement that gives no rows.
    pub async fn run(&self, text: &str) -> Result<()> {
        self.connection.execute_unprepared(text).await.map(drop).with_context(|| text.to_owned())
    }

    /// Has the database write down what it still holds back, so that it falls on no measure.
    pub async fn settle(&self) -> Result<()> {
        match self.connection.get_database_backend() {
            DbBackend::Postgres => self.run("CHECKPOINT").await,
            _ => self.run("PRAGMA wal_checkpoint(PASSIVE)").await,
        }
    }

    /// Makes `bare_…`, with the columns and indexes of a table and without its triggers.
    pub async fn make_table(&self, table: &str) -> Result<()> {
        if self.connection.get_database_backend() == DbBackend::Postgres {
            let like = format!("CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)");
            return self.run(&like).await;
        }
        let made = format!(
            "SELECT sql FROM sqlite_master WHERE tbl_name = '{table}' AND sql IS NOT NULL \
             AND type IN ('table', 'index') ORDER BY type DESC"
        );
        for row in self.rows(&made).await? {
            let text: String = row.try_get_by_index(0)?;
            self.run(&text.replace(&format!("\"{table}"), &format!("\"bare_{table}"))).await?;
        }
        Ok(())
    }

    /// Inserts rows as a program without a ledger does: many a statement, in one transaction.
    pub async fn insert(&self, table: &str, columns: &[&str], rows: Vec<Vec<Value>>) -> Result<()> {
        let transaction = self.connection.begin().await?;
        let backend = self.connection.get_database_backend();
        let named = columns.join("\", \"");
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let mut sql = Sql::new(format!("INSERT INTO {table} (\"{named}\") VALUES "));
            for (index, row) in rows.by_ref().take(ROWS).enumerate() {
                sql.push(if index > 0 { ", " } else { "" }).bind_all(row);
            }
            transaction.execute_raw(sql.on(backend)).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Drops it again.
    pub async fn drop_table(&self, table: &str) -> Result<()> {
        self.run(&format!("DROP TABLE bare_{table}")).await
    }
}
