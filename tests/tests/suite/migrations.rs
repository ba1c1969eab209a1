//! A later migration adds columns and puts another index in the place of one: old records keep
//! their hashes, new columns are frozen too. What waits stays known when the way it is found
//! changes.

use ::ledger::storage::{Change, Migration, Storage, Table};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database as Orm, DatabaseConnection, DbBackend, Statement,
};
use tests::each_database;

const FIRST: Migration = Migration {
    version: 1,
    name: "first",
    changes: &[Change::Table(Table { name: "thing", columns: "name text", indexes: &["name"] })],
};
const STEPS: &[Migration] = &[
    FIRST,
    Migration {
        version: 2,
        name: "second",
        changes: &[
            Change::Columns { table: "thing", columns: "count integer null, note text" },
            Change::Index { table: "thing", number: 0, columns: "name, count" },
            Change::Index { table: "thing", number: 1, columns: "count" },
        ],
    },
];

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_the_last_release_moves_forward_once() {
    each_database(async |database| {
        let url = database.url();
        let storage = Storage::open(&url, "things", &[FIRST]).await.expect("the last release");
        storage.close().await;
        for _ in 0..2 {
            let storage = Storage::open(&url, "things", STEPS).await.expect("this release");
            storage.close().await;
        }
        let mut options = ConnectOptions::new(&url);
        options.sqlx_logging(false).set_schema_search_path("\"things\"");
        let behind = Orm::connect(options).await.expect("open");
        let insert = "INSERT INTO thing (county, id, revision, since, until, superseded, \
                      withdrawn, recorder, name, count, note) \
                      VALUES ('421222', 'a', 1, 1, 9, 9, 0, 'r', 'n', 5, 'x')";
        behind.execute_unprepared(insert).await.expect("a row with the new columns");
        for column in ["name = 'm'", "count = 6", "note = 'y'"] {
            let update = format!("UPDATE thing SET {column}");
            assert!(behind.execute_unprepared(&update).await.is_err(), "{column} is not frozen");
        }
        behind.close().await.expect("closed");
    })
    .await;
}

const FOUND: &[Migration] = &[
    Migration {
        version: 1,
        name: "first",
        changes: &[
            Change::Table(Table {
                name: "thing",
                columns: "name text",
                indexes: &["name, verified, until"],
            }),
            Change::Waiting,
        ],
    },
    Migration { version: 2, name: "in place", changes: &[Change::InPlace] },
    Migration {
        version: 3,
        name: "later",
        changes: &[
            Change::Table(Table {
                name: "other",
                columns: "name text",
                indexes: &["verified, name"],
            }),
            Change::Index { table: "thing", number: 1, columns: "verified, name" },
        ],
    },
];

/// The blocks of 256 entries in which PostgreSQL knows that rows of a table wait.
async fn blocks(behind: &DatabaseConnection, table: &str) -> Vec<i64> {
    let select = format!("SELECT block FROM {table}_waiting ORDER BY block");
    let rows = behind.query_all_raw(Statement::from_string(DbBackend::Postgres, select)).await;
    rows.expect("blocks").iter().map(|row| row.try_get_by_index(0).expect("a block")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_verifies_rows_in_place_and_knows_where_others_wait() {
    each_database(async |database| {
        let url = database.url();
        let open = async |steps: &[Migration]| {
            let storage = Storage::open(&url, "things", steps).await.expect("open");
            let backend = storage.backend();
            storage.close().await;
            backend
        };
        if open(&FOUND[..1]).await != DbBackend::Postgres {
            open(FOUND).await;
            return;
        }
        let mut options = ConnectOptions::new(&url);
        options.sqlx_logging(false).set_schema_search_path("\"things\"");
        let behind = Orm::connect(options).await.expect("open");
        let write = async |table: &str, rows: std::ops::RangeInclusive<i64>| {
            let insert = format!(
                "INSERT INTO {table} (county, id, revision, since, until, superseded, withdrawn, \
                 recorder) SELECT '421222', s::text, 1, s, 99999, 99999, 0, 'r' \
                 FROM generate_series({}, {}) s",
                rows.start(),
                rows.end()
            );
            behind.execute_unprepared(&insert).await.expect("rows");
        };
        let verify = async |table: &str, which: &str| {
            let update = format!("UPDATE {table} SET verified = since + 5000 WHERE {which}");
            behind.execute_unprepared(&update).await.expect("verified");
        };
        write("thing", 1..=600).await;
        verify("thing", "since BETWEEN 256 AND 511").await;
        open(FOUND).await;
        assert_eq!(blocks(&behind, "thing").await, [0, 2], "what waited before");
        for table in ["thing", "other"] {
            write(table, 1_000..=1_100).await;
            verify(table, "since BETWEEN 1000 AND 1099").await;
            assert!(blocks(&behind, table).await.contains(&4), "1100 waits: {table}");
            verify(table, "since = 1100").await;
            assert!(!blocks(&behind, table).await.contains(&4), "nothing waits: {table}");
        }
        verify("thing", "verified IS NULL AND since < 300").await;
        assert_eq!(blocks(&behind, "thing").await, [2]);
        let indexes = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'things' \
                       AND tablename IN ('thing', 'other') AND indexdef LIKE '%verified%'";
        let indexes = Statement::from_string(DbBackend::Postgres, indexes);
        assert!(behind.query_all_raw(indexes).await.expect("indexes").is_empty());
        behind.close().await.expect("closed");
    })
    .await;
}
