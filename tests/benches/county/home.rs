//! Where a county that is measured lives, and the county there.

use anyhow::{Context, Result};
use county::County;
use tests::{Database, Postgres, start_county};

/// A kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    /// Embedded.
    Sqlite,
    /// A server.
    Postgres,
}

impl Store {
    /// Those that this machine has.
    pub fn all() -> Result<Vec<Self>> {
        let server = Postgres::start()?.map(|_| Self::Postgres);
        if server.is_none() {
            println!("PostgreSQL is not installed: only SQLite is measured");
        }
        Ok([Some(Self::Sqlite), server].into_iter().flatten().collect())
    }

    /// Whether a word names a database.
    pub fn is_named(word: &str) -> bool {
        [Self::Sqlite, Self::Postgres].iter().any(|store| store.name().eq_ignore_ascii_case(word))
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// An empty database.
    pub async fn fresh(self) -> Result<Database> {
        match self {
            Self::Sqlite => Database::sqlite(),
            Self::Postgres => Database::postgres().await?.context("the server has gone"),
        }
    }
}

/// A county that is running, and its database.
pub struct Home {
    pub county: County,
    pub database: Database,
}

impl Home {
    /// Starts a county.
    pub async fn start(database: Database) -> Self {
        Self { county: start_county(&database).await, database }
    }

    /// Ends the county; what it wrote stays.
    pub async fn stop(self) -> Database {
        self.county.stop().await;
        self.database
    }
}
