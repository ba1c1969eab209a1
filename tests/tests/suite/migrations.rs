//! A later migration adds columns and puts another index in the place of one: old records keep
//! their hashes, new columns are frozen too.

use ::ledger::storage::{Change, Migration, Storage, Table};
use sea_orm::{ConnectOptions, ConnectionTrait, Database as Orm};
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
