//! Tables, triggers and versioned forward migrations, the same on both databases.

use std::collections::BTreeMap;

use anyhow::Context as _;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, Statement,
    TransactionTrait,
};

use super::dialect::Dialect;

/// A step forward of the schema; once released it is never changed.
pub struct Migration {
    /// Counts the steps of a department from 1.
    pub version: i64,
    /// What it brings.
    pub name: &'static str,
    /// What it does.
    pub changes: &'static [Change],
}

/// What a migration does.
pub enum Change {
    /// Makes the table of a kind.
    Table(Table),
    /// Adds columns to a kind's table; records written before read as the proto default.
    Columns {
        /// The table.
        table: &'static str,
        /// The columns, written as in [`Table::columns`].
        columns: &'static str,
    },
    /// Puts another index in the place of one of a kind's table, or one where there was none.
    Index {
        /// The table.
        table: &'static str,
        /// Which of [`Table::indexes`], from 0.
        number: usize,
        /// The columns, written as there.
        columns: &'static str,
    },
    /// Gives every kind's table, those of later steps too, an index of the rows that nobody has
    /// verified, in the order in which they were written.
    Waiting,
    /// Lets PostgreSQL verify rows where they lie, in the tables of later steps too: what is
    /// verified stands in no index of it, pages of kinds that outgrow 100,000 records have room
    /// for the second version of each row, and what waits is listed in a table beside each kind's.
    /// SQLite sets a column in place anyway, and reads from an index alone what stands in it.
    InPlace,
}

/// The table of a kind.
pub struct Table {
    /// The kind's name: `trade_bulletin`.
    pub name: &'static str,
    /// Its own columns, parted by commas: `name text`, `count integer`, `value integer null`,
    /// `parts opaque`.
    pub columns: &'static str,
    /// Indexes for selections, of kinds that outgrow 100,000 records; columns parted by commas.
    pub indexes: &'static [&'static str],
}

/// The name and the type of a column of ours.
pub(super) fn columns_of(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split(',').filter_map(|column| column.trim().split_once(' '))
}

/// Tables and the name and the type of each of their columns.
pub type Tables = BTreeMap<&'static str, Vec<(&'static str, &'static str)>>;

/// The tables and indexes of a department after some of its migrations.
pub(super) struct Schema {
    /// Every kind's table.
    pub(super) tables: Tables,
    /// The columns of every index for selections, by its table and its number.
    pub(super) indexes: BTreeMap<(&'static str, usize), &'static str>,
}

impl Schema {
    fn after(migrations: &[Migration]) -> Self {
        let changes = migrations.iter().flat_map(|migration| migration.changes);
        Self { tables: tables(migrations), indexes: indexes(changes) }
    }
}

/// Every kind's table and its columns, after all migrations.
pub fn tables(migrations: &[Migration]) -> Tables {
    let mut tables: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for change in migrations.iter().flat_map(|migration| migration.changes) {
        let (table, columns) = match change {
            Change::Table(table) => (table.name, table.columns),
            Change::Columns { table, columns } => (*table, *columns),
            Change::Index { .. } | Change::Waiting | Change::InPlace => continue,
        };
        tables.entry(table).or_default().extend(columns_of(columns));
    }
    tables
}

/// The columns of every index for selections, by its table and its number, after some changes.
fn indexes<'a>(
    changes: impl Iterator<Item = &'a Change>,
) -> BTreeMap<(&'static str, usize), &'static str> {
    let mut indexes = BTreeMap::new();
    for change in changes {
        match change {
            Change::Table(table) => {
                let own = table.indexes.iter().enumerate();
                indexes.extend(own.map(|(number, columns)| ((table.name, number), *columns)));
            }
            Change::Index { table, number, columns } => {
                indexes.insert((*table, *number), *columns);
            }
            Change::Columns { .. } | Change::Waiting | Change::InPlace => {}
        }
    }
    indexes
}

/// Brings a database forward to the newest migration, each one in a transaction of its own.
///
/// # Errors
/// When a statement fails; then nothing of its migration is left behind.
pub async fn migrate(
    connection: &DatabaseConnection,
    migrations: &[Migration],
) -> anyhow::Result<()> {
    let backend = connection.get_database_backend();
    let made = "CREATE TABLE IF NOT EXISTS migration (version BIGINT NOT NULL PRIMARY KEY, \
                name TEXT NOT NULL)";
    connection.execute_unprepared(made).await?;
    for (index, migration) in migrations.iter().enumerate() {
        let change = connection.begin().await?;
        if backend == DbBackend::Postgres {
            change.execute_unprepared("LOCK TABLE migration IN EXCLUSIVE MODE").await?;
        }
        if is_done(&change, migration.version).await? {
            continue;
        }
        if index == 0 {
            let foundation = Dialect::new(backend, &[]).foundation();
            run(&change, foundation).await.context("the tables of the ledger")?;
        }
        let dialect = Dialect::new(backend, &migrations[..index]);
        let so_far = Schema::after(&migrations[..=index]);
        for step in migration.changes {
            run(&change, dialect.statements(step, &so_far))
                .await
                .with_context(|| format!("migration {} ({})", migration.version, migration.name))?;
        }
        let insert = "INSERT INTO migration (version, name) VALUES ($1, $2)";
        let values = [migration.version.into(), migration.name.into()];
        change.execute_raw(Statement::from_sql_and_values(backend, insert, values)).await?;
        change.commit().await?;
        tracing::info!(version = migration.version, "the schema moved on: {}", migration.name);
    }
    Ok(())
}

async fn is_done(change: &DatabaseTransaction, version: i64) -> anyhow::Result<bool> {
    let text = "SELECT 1 FROM migration WHERE version = $1";
    let backend = change.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, text, [version.into()]);
    Ok(change.query_one_raw(statement).await?.is_some())
}

async fn run(change: &DatabaseTransaction, statements: Vec<String>) -> anyhow::Result<()> {
    for statement in statements {
        change.execute_unprepared(&statement).await.with_context(|| statement.clone())?;
    }
    Ok(())
}
