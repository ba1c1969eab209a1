//! The demo county, filled once a database and shared by all tests that only read it.

use std::sync::{Arc, LazyLock};

use county::County;
use county::commands::demo::{fill_county, settings};
use tests::{Database, start_county};
use tokio::runtime::Runtime;
use tokio::sync::OnceCell;

/// Outlives the tests, each of which has a runtime of its own.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));
static SQLITE: OnceCell<Option<Arc<Filled>>> = OnceCell::const_new();
static POSTGRES: OnceCell<Option<Arc<Filled>>> = OnceCell::const_new();

/// The last day of which the demo has facts.
pub const CUTOFF: &str = "2023-12-08";

struct Filled {
    county: County,
    database: Database,
}

async fn fill(database: Option<Database>) -> Option<Arc<Filled>> {
    let database = database?;
    let filled = RUNTIME.spawn(async move {
        let county = start_county(&database).await;
        fill_county(&county, &[], &settings(1, 1)).await.expect("it is filled");
        Arc::new(Filled { county, database })
    });
    Some(filled.await.expect("a county"))
}

async fn on_sqlite() -> Option<&'static Arc<Filled>> {
    let sqlite = async || fill(Some(Database::sqlite().expect("a folder"))).await;
    SQLITE.get_or_init(sqlite).await.as_ref()
}

/// Runs a test over the filled county where one database will do: both have the same report.
pub async fn over_the_demo_once(test: impl AsyncFn(&County)) {
    if let Some(filled) = on_sqlite().await {
        test(&filled.county).await;
    }
}

/// Runs a test over the filled county on each database.
pub async fn over_the_demo(test: impl AsyncFn(&County)) {
    let postgres = async || fill(Database::postgres().await.expect("a server")).await;
    let filled = [on_sqlite().await, POSTGRES.get_or_init(postgres).await.as_ref()];
    for filled in filled.into_iter().flatten() {
        eprintln!("on {}", filled.database.name());
        test(&filled.county).await;
    }
}
