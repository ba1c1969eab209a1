//! How the schema is said to each of the two databases.

use std::collections::BTreeSet;

use sea_orm::DbBackend;

use super::rows::SYSTEM;
use super::schema::{Change, Migration, Schema, Table, columns_of};

/// How full PostgreSQL makes a page, in percent, so that it has room for a second version of each
/// of its rows: an import and its verification often come as a whole.
const HALF: u8 = 50;

/// Entries whose rows PostgreSQL looks through together for those that wait.
pub(crate) const BLOCK: i64 = 256;

/// How PostgreSQL keeps the list of the blocks in which rows wait. The few blocks of a statement
/// are looked up one by one: a plan made for all of a list would read all of it.
fn waiting_functions() -> [String; 2] {
    let function = |name: &str, settings: &str, statement: &str| {
        format!(
            "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {settings} AS \
             $$BEGIN EXECUTE format('{statement}', TG_TABLE_SCHEMA, TG_TABLE_NAME || '_waiting', \
             TG_TABLE_NAME); RETURN NULL; END$$"
        )
    };
    let insert = format!(
        "INSERT INTO %1$I.%2$I SELECT DISTINCT county, since / {BLOCK} FROM written \
         WHERE verified IS NULL ON CONFLICT DO NOTHING"
    );
    let delete = format!(
        "DELETE FROM %1$I.%2$I w USING (SELECT DISTINCT county, since / {BLOCK} AS block \
         FROM written WHERE verified IS NOT NULL) v \
         WHERE w.county = v.county AND w.block = v.block AND NOT EXISTS (\
         SELECT 1 FROM %1$I.%3$I r WHERE r.county = v.county AND r.verified IS NULL \
         AND r.since >= v.block * {BLOCK} AND r.since < (v.block + 1) * {BLOCK} OFFSET 0)"
    );
    let one_by_one =
        "SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off";
    [function("now_waits", "", &insert), function("waits_no_more", one_by_one, &delete)]
}

fn drop_index(table: &str, number: usize) -> String {
    format!("DROP INDEX IF EXISTS \"{table}_{number}\"")
}

/// Few rows wait at a time: the index stays small.
fn waiting_index(table: &str) -> String {
    format!(
        "CREATE INDEX \"{table}_waiting\" ON \"{table}\" (county, since) WHERE verified IS NULL"
    )
}

/// The two databases differ in types, in the grammar of triggers and in how they set a column.
#[derive(Clone, Copy)]
pub(super) struct Dialect {
    backend: DbBackend,
    /// Whether what waits can be found, in the tables that come now.
    waits: bool,
    /// Whether rows are verified in place, in the tables that come now.
    in_place: bool,
}

impl Dialect {
    /// What a database speaks after some migrations.
    pub(super) fn new(backend: DbBackend, before: &[Migration]) -> Self {
        let has = |wanted: fn(&Change) -> bool| {
            before.iter().flat_map(|migration| migration.changes).any(wanted)
        };
        let in_place = has(|change| matches!(change, Change::InPlace));
        let waits = has(|change| matches!(change, Change::Waiting));
        Self { backend, waits, in_place: in_place && backend == DbBackend::Postgres }
    }

    fn is_sqlite(self) -> bool {
        self.backend == DbBackend::Sqlite
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

    /// The tables that every ledger has, whatever its kinds are.
    pub(super) fn foundation(self) -> Vec<String> {
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

    /// What a change of the schema does, which stands thus after it.
    pub(super) fn statements(self, change: &Change, schema: &Schema) -> Vec<String> {
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
                let own = schema.tables.get(table).into_iter().flatten();
                statements
                    .push(self.frozen(table, &own.map(|column| column.0).collect::<Vec<_>>()));
                statements
            }
            Change::Index { table, number, columns } => {
                vec![drop_index(table, *number), self.index(table, *number, columns)]
            }
            Change::Waiting => schema.tables.keys().map(|table| waiting_index(table)).collect(),
            Change::InPlace if self.is_sqlite() => Vec::new(),
            Change::InPlace => Self { in_place: true, ..self }.verify_in_place(schema),
        }
    }

    /// Moves what tables there are to verification in place.
    fn verify_in_place(self, schema: &Schema) -> Vec<String> {
        let mut statements = waiting_functions().to_vec();
        for table in schema.tables.keys() {
            statements.push(format!("DROP INDEX IF EXISTS \"{table}_waiting\""));
            statements.extend(self.waiting_table(table));
            statements.push(format!(
                "INSERT INTO \"{table}_waiting\" SELECT DISTINCT county, since / {BLOCK} \
                 FROM \"{table}\" WHERE verified IS NULL"
            ));
        }
        for ((table, number), columns) in &schema.indexes {
            statements.push(drop_index(table, *number));
            statements.push(self.index(table, *number, columns));
        }
        let large: BTreeSet<&str> = schema.indexes.keys().map(|index| index.0).collect();
        let room = |table| format!("ALTER TABLE \"{table}\" SET (fillfactor = {HALF})");
        statements.extend(large.into_iter().map(room));
        statements
    }

    fn index(self, table: &str, number: usize, columns: &str) -> String {
        // PostgreSQL moves a row in every index when a column changes that stands in one of them.
        let leave_out = |column: &&str| self.in_place && *column == "verified";
        let columns = columns.split(',').map(str::trim).filter(|column| !leave_out(column));
        let columns = columns.collect::<Vec<_>>().join(", ");
        format!("CREATE INDEX \"{table}_{number}\" ON \"{table}\" (county, {columns})")
    }

    /// By what the rows of a table that wait are found.
    fn waiting(self, table: &str) -> Vec<String> {
        match (self.in_place, self.waits) {
            (true, _) => self.waiting_table(table),
            (false, true) => vec![waiting_index(table)],
            (false, false) => Vec::new(),
        }
    }

    /// A table of the blocks in which rows wait, which the kind's own table keeps as it keeps an
    /// index.
    fn waiting_table(self, table: &str) -> Vec<String> {
        let list = format!("{table}_waiting");
        let columns = [("county", "text"), ("block", "integer")];
        let on = |event: &str, function: &str| {
            format!(
                "CREATE TRIGGER \"{list}_{function}\" AFTER {event} ON \"{table}\" \
                 REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
            )
        };
        vec![
            self.create(&list, &columns, "PRIMARY KEY (county, block)"),
            on("INSERT", "now_waits"),
            on("UPDATE", "waits_no_more"),
        ]
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
        let mut create = self.create(name, &all, keys);
        if self.in_place && !table.indexes.is_empty() {
            create.push_str(&format!(" WITH (fillfactor = {HALF})"));
        }
        let mut statements = vec![
            create,
            format!("CREATE UNIQUE INDEX \"{name}_id\" ON \"{name}\" (county, id, until)"),
        ];
        let indexes = table.indexes.iter().enumerate();
        statements.extend(indexes.map(|(number, columns)| self.index(name, number, columns)));
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
        statements.extend(self.waiting(name));
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
