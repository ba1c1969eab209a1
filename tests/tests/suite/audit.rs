//! The chain, the triggers, and what happens when a row is changed behind our back.

use ::ledger::kinds::Kind;
use prost::Message;
use proto::cadre::v1::Unit;
use proto::ledger::v1::{AuditFinding, AuditLedgerRequest};
use sea_orm::{ConnectOptions, ConnectionTrait, Database as Orm, DatabaseConnection, DbBackend};
use tests::each_database;

use crate::desk::{COUNTY, Desk, VERIFIER, any, by, reference};

/// Opens the same database past the ledger.
async fn behind(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.sqlx_logging(false).set_schema_search_path("\"cadre\"");
    Orm::connect(options).await.expect("the database opens")
}

async fn fill(desk: &Desk) {
    let kind = desk.kind("Unit");
    let units = (0..5).map(|n| any(&kind, Unit::sample(n).encode_to_vec())).collect();
    desk.enter(units).await;
    let first = desk.get::<crate::desk::Stored>(&kind, "U-0", 0).await.expect("found").metadata();
    let renamed = Unit { name: "改名局".to_owned(), ..Unit::sample(0) }.encode_to_vec();
    let revised = desk.revise(&kind, "U-0", &first.etag, renamed).await.expect("revised");
    let revised = vec![reference(&kind, &revised.metadata())];
    desk.verify(VERIFIER, revised).await.expect("verified");
}

async fn audit(desk: &Desk) -> (i64, Option<AuditFinding>) {
    let request = AuditLedgerRequest { county: COUNTY.to_owned() };
    let answer = desk.ledger().audit_ledger(by(VERIFIER, request)).await;
    let answer = answer.expect("audited").into_inner();
    (answer.entry_count, answer.finding)
}

/// Runs a test on each database with a desk and a way past it.
async fn beside_a_desk(test: impl AsyncFn(&Desk, &DatabaseConnection)) {
    each_database(async |database| {
        let url = database.url();
        let desk = Desk::open(&cadre::DEPARTMENT, &url).await;
        fill(&desk).await;
        let behind = behind(&url).await;
        test(&desk, &behind).await;
        behind.close().await.expect("closed");
        desk.opened.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sound_ledger_is_found_sound() {
    beside_a_desk(async |desk, _| {
        assert_eq!(audit(desk).await, (12, None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_refuses_to_rewrite_or_delete() {
    beside_a_desk(async |desk, behind| {
        let refused = [
            "UPDATE entry SET actor = 'somebody'",
            "DELETE FROM entry",
            "DELETE FROM unit",
            "UPDATE unit SET name = '另一局'",
            "UPDATE unit SET verified = 99 WHERE verified IS NOT NULL",
            "UPDATE unit SET verified = NULL",
            "UPDATE unit SET until = 99 WHERE id = 'U-0' AND revision = 1",
            "UPDATE unit SET superseded = 99 WHERE id = 'U-0' AND revision = 1",
            "UPDATE unit SET recorder = 'somebody'",
            "UPDATE ledger SET format = 2",
            "DELETE FROM request",
        ];
        for statement in refused {
            let outcome = behind.execute_unprepared(statement).await;
            let untouched = outcome.as_ref().is_ok_and(|done| done.rows_affected() == 0);
            assert!(outcome.is_err() || untouched, "{statement} went through");
        }
        if behind.get_database_backend() == DbBackend::Postgres {
            assert!(behind.execute_unprepared("TRUNCATE entry").await.is_err());
        } else {
            let pragma = "PRAGMA recursive_triggers = ON";
            behind.execute_unprepared(pragma).await.expect("as the ledger's own connections");
            let replace = "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE seq = 1";
            assert!(behind.execute_unprepared(replace).await.is_err());
        }
        assert_eq!(audit(desk).await, (12, None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_changed_behind_our_back_is_named() {
    let changes: [(&str, &str, i64); 6] = [
        ("unit", "UPDATE unit SET name = '另一局' WHERE id = 'U-3'", 4),
        ("entry", "UPDATE entry SET actor = 'somebody' WHERE seq = 7", 7),
        ("entry", "DELETE FROM entry WHERE seq = 12", 11),
        ("unit", "DELETE FROM unit WHERE id = 'U-2'", 3),
        ("unit", "UPDATE unit SET verified = 11 WHERE id = 'U-4'", 5),
        ("unit", "UPDATE unit SET superseded = 11 WHERE id = 'U-4'", 5),
    ];
    for (table, change, position) in changes {
        beside_a_desk(async |desk, behind| {
            without_triggers(behind, table).await;
            behind.execute_unprepared(change).await.expect("the row is changed");
            let finding = audit(desk).await.1.unwrap_or_else(|| panic!("{change} was not found"));
            assert_eq!(finding.position, position, "{change}: {}", finding.message);
            assert!(!finding.message_zh.is_empty());
        })
        .await;
    }
}

async fn without_triggers(behind: &DatabaseConnection, table: &str) {
    let names = ["frozen", "kept", "verified", "returned", "until", "superseded"];
    for name in names.iter().take(if table == "entry" { 2 } else { 6 }) {
        let of = match behind.get_database_backend() {
            DbBackend::Postgres => format!(" ON \"{table}\""),
            _ => String::new(),
        };
        let drop = format!("DROP TRIGGER \"{table}_{name}\"{of}");
        behind.execute_unprepared(&drop).await.expect("the trigger is dropped");
    }
}
