//! Tables, triggers and versioned forward migrations, the same on both databases.

use std::collections::BTreeMap;

use anyhow::Context as _;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, Statement,
    TransactionTrait,
};

use super::rows::SYSTEM;

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
fn columns_of(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split(',').filter_map(|column| column.trim().split_once(' '))
}

/// Every kind's table and its columns, after all migrations.
pub fn tables(
    migrations: &[Migration],
) -> BTreeMap<&'static str, Vec<(&'static str, &'static str)>> {
    let mut tables: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for change in migrations.iter().flat_map(|migration| migration.changes) {
        let (table, columns) = match change {
            Change::Table(table) => (table.name, table.columns),
            Change::Columns { table, columns } => (*table, *columns),
            Change::Index { .. } | Change::Waiting => continue,
        };
        tables.entry(table).or_default().extend(columns_of(columns));
    }
    tables
}

/// Brings a database forward to the newest migration, each one in a transaction of its own.
///
/// # Errors
/// When a statement fails; then nothing of its migration is left behind.
pub async fn migrate(
    connection: &DatabaseConnection,
    migrations: &[Migration],
) -> anyhow::Result<()> {
    let dialect = Dialect(connection.get_database_backend());
    let made = "CREATE TABLE IF NOT EXISTS migration (version BIGINT NOT NULL PRIMARY KEY, \
                name TEXT NOT NULL)";
    connection.execute_unprepared(made).await?;
    for (index, migration) in migrations.iter().enumerate() {
        let change = connection.begin().await?;
        if dialect.0 == DbBackend::Postgres {
            change.execute_unprepared("LOCK TABLE migration IN EXCLUSIVE MODE").await?;
        }
        if is_done(&change, migration.version).await? {
            continue;
        }
        if index == 0 {
            run(&change, dialect.foundation()).await.context("the tables of the ledger")?;
        }
        let so_far = tables(&migrations[..=index]);
        let before = &migrations[..index];
        let is_waiting = |change: &Change| matches!(change, Change::Waiting);
        let indexed = before.iter().flat_map(|before| before.changes).any(is_waiting);
        for step in migration.changes {
            let mut statements = dialect.statements(step, &so_far);
            if let (Change::Table(table), true) = (step, indexed) {
                statements.push(waiting(table.name));
            }
            run(&change, statements)
                .await
                .with_context(|| format!("migration {} ({})", migration.version, migration.name))?;
        }
        let insert = "INSERT INTO migration (version, name) VALUES ($1, $2)";
        let values = [migration.version.into(), migration.name.into()];
        change.execute_raw(Statement::from_sql_and_values(dialect.0, insert, values)).await?;
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

fn index(table: &str, number: usize, columns: &str) -> String {
    format!("CREATE INDEX \"{table}_{number}\" ON \"{table}\" (county, {columns})")
}

/// Few rows wait at a time: the index stays small, and PostgreSQL need not touch it on verification.
fn waiting(table: &str) -> String {
    format!(
        "CREATE INDEX \"{table}_waiting\" ON \"{table}\" (county, since) WHERE verified IS NULL"
    )
}

/// The two databases differ in types and in the grammar of triggers.
#[derive(Clone, Copy)]
struct Dialect(DbBackend);

impl Dialect {
    fn is_sqlite(self) -> bool {
        self.0 == DbBackend::Sqlite
    }

    fn column(self, name: &str, kind: &str) -> String {
        let (kind, null) = match kind.strip_suffix(" null") {
            Some(kind) => (kind, ""),
            None => (kind, " NOT NULL"),
        };
        let (stored, default) = match (kind, self.is_sqlite()) {
            ("text", true) => ("TEXT", " DEFAULT ''"),
            ("text", false) => ("TEXT COLLATE \"C\"", " DEFAULT ''"),
            ("opaque", true) => ("BLOB", " DEFAULT x''"),
            ("opaque", false) => ("BYTEA", " DEFAULT ''"),
            (_, true) => ("INTEGER", " DEFAULT 0"),
            (_, false) => ("BIGINT", " DEFAULT 0"),
        };
        let default = if null.is_empty() { "" } else { default };
        format!("\"{name}\" {stored}{null}{default}")
    }

    fn create(self, table: &str, columns: &[(&str, &str)], keys: &str) -> String {
        let columns: Vec<_> = columns.iter().map(|(name, kind)| self.column(name, kind)).collect();
        let strict = if self.is_sqlite() { " STRICT" } else { "" };
        format!("CREATE TABLE \"{table}\" ({}, {keys}){strict}", columns.join(", "))
    }

    fn foundation(self) -> Vec<String> {
        let mut statements = Vec::new();
        if !self.is_sqlite() {
            statements.push(
                "CREATE FUNCTION set_once() RETURNS trigger LANGUAGE plpgsql AS \
                 $$BEGIN RAISE EXCEPTION 'set once: % on %', TG_OP, TG_TABLE_NAME; END$$"
                    .to_owned(),
            );
        }
        let ledger = [("county", "text"), ("format", "integer")];
        statements.push(self.create("ledger", &ledger, "PRIMARY KEY (county)"));
        let entry: Vec<(&str, &str)> = super::entry::COLUMNS
            .iter()
            .map(|name| match *name {
                "seq" | "at" | "act" | "since" => (*name, "integer"),
                "content" | "hash" => (*name, "opaque"),
                _ => (*name, "text"),
            })
            .collect();
        statements.push(self.create("entry", &entry, "PRIMARY KEY (county, seq)"));
        statements.push("CREATE INDEX entry_kind ON entry (county, kind, seq)".to_owned());
        let request = [
            ("county", "text"),
            ("actor", "text"),
            ("id", "text"),
            ("digest", "opaque"),
            ("first", "integer"),
            ("last", "integer"),
            ("summary", "text"),
        ];
        statements.push(self.create("request", &request, "PRIMARY KEY (county, actor, id)"));
        for table in ["ledger", "entry", "request"] {
            statements.push(self.trigger(table, "frozen", "UPDATE", ""));
            statements.extend(self.never_deleted(table));
        }
        statements
    }

    fn statements(
        self,
        change: &Change,
        tables: &BTreeMap<&str, Vec<(&str, &str)>>,
    ) -> Vec<String> {
        match change {
            Change::Table(table) => self.table(table),
            Change::Columns { table, columns } => {
                let mut statements: Vec<String> = columns_of(columns)
                    .map(|(name, kind)| {
                        format!("ALTER TABLE \"{table}\" ADD COLUMN {}", self.column(name, kind))
                    })
                    .collect();
                let of = if self.is_sqlite() { String::new() } else { format!(" ON \"{table}\"") };
                statements.push(format!("DROP TRIGGER \"{table}_frozen\"{of}"));
                let own: Vec<&str> = tables.get(table).into_iter().flatten().map(|c| c.0).collect();
                statements.push(self.frozen(table, &own));
                statements
            }
            Change::Index { table, number, columns } => {
                let drop = format!("DROP INDEX IF EXISTS \"{table}_{number}\"");
                vec![drop, index(table, *number, columns)]
            }
            Change::Waiting => tables.keys().map(|table| waiting(table)).collect(),
        }
    }

    fn table(self, table: &Table) -> Vec<String> {
        let system: Vec<(&str, &str)> = SYSTEM
            .iter()
            .map(|name| match *name {
                "county" | "id" | "recorder" => (*name, "text"),
                "verified" | "returned" | "base" => (*name, "integer null"),
                _ => (*name, "integer"),
            })
            .collect();
        let own: Vec<_> = columns_of(table.columns).collect();
        let all: Vec<_> = system.into_iter().chain(own.iter().copied()).collect();
        let name = table.name;
        let keys = "PRIMARY KEY (county, since), CHECK (verified > since), \
                    CHECK (returned > since), CHECK (until > since), CHECK (superseded > since)";
        let mut statements = vec![
            self.create(name, &all, keys),
            format!("CREATE UNIQUE INDEX \"{name}_id\" ON \"{name}\" (county, id, until)"),
        ];
        let indexes = table.indexes.iter().enumerate();
        statements.extend(indexes.map(|(number, columns)| index(name, number, columns)));
        let own: Vec<&str> = own.iter().map(|column| column.0).collect();
        statements.push(self.frozen(name, &own));
        for column in ["verified", "returned"] {
            let when = format!("OLD.{column} IS NOT NULL OR NEW.{column} IS NULL");
            statements.push(self.trigger(name, column, &format!("UPDATE OF \"{column}\""), &when));
        }
        let forever = super::FOREVER;
        for column in ["until", "superseded"] {
            let when = format!("OLD.{column} <> {forever} OR NEW.{column} = {forever}");
            statements.push(self.trigger(name, column, &format!("UPDATE OF \"{column}\""), &when));
        }
        statements.extend(self.never_deleted(name));
        statements
    }

    /// All columns but those that are set once are never set again.
    fn frozen(self, table: &str, own: &[&str]) -> String {
        let set_once = ["verified", "returned", "until", "superseded"];
        let system = SYSTEM.iter().copied().filter(|column| !set_once.contains(column));
        let columns: Vec<_> =
            system.chain(own.iter().copied()).map(|column| format!("\"{column}\"")).collect();
        self.trigger(table, "frozen", &format!("UPDATE OF {}", columns.join(", ")), "")
    }

    fn never_deleted(self, table: &str) -> Vec<String> {
        let mut statements = vec![self.trigger(table, "kept", "DELETE", "")];
        if !self.is_sqlite() {
            statements.push(format!(
                "CREATE TRIGGER \"{table}_kept_whole\" BEFORE TRUNCATE ON \"{table}\" \
                 EXECUTE FUNCTION set_once()"
            ));
        }
        statements
    }

    fn trigger(self, table: &str, name: &str, event: &str, when: &str) -> String {
        let when = if when.is_empty() { String::new() } else { format!(" WHEN ({when})") };
        let head = format!("CREATE TRIGGER \"{table}_{name}\" BEFORE {event} ON \"{table}\"");
        if self.is_sqlite() {
            format!("{head}{when} BEGIN SELECT RAISE(ABORT, 'set once'); END")
        } else {
            format!("{head} FOR EACH ROW{when} EXECUTE FUNCTION set_once()")
        }
    }
}
