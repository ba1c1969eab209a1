//! A county for tests: on free ports, on either database.

use anyhow::Result;
use county::{County, Options};
use tempfile::TempDir;

use crate::Postgres;
use crate::postgres::say_skipped;

/// An empty place to keep books in, which is gone when it is dropped.
#[derive(Debug)]
pub enum Database {
    /// Embedded: a folder with a file a department.
    Sqlite(TempDir),
    /// A database of the tests' own server, with a schema a department.
    Postgres(String),
}

impl Database {
    /// An embedded one.
    ///
    /// # Errors
    /// When there is no room for a folder.
    pub fn sqlite() -> Result<Self> {
        Ok(Self::Sqlite(tempfile::Builder::new().prefix("xianzhi-").tempdir()?))
    }

    /// One on the server; none where PostgreSQL is not installed, which is said aloud.
    ///
    /// # Errors
    /// As [`Postgres::start`].
    pub async fn postgres() -> Result<Option<Self>> {
        let Some(server) = Postgres::start()? else {
            say_skipped();
            return Ok(None);
        };
        Ok(Some(Self::Postgres(server.url("county").await?)))
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// The address for a department that is alone in it.
    pub fn url(&self) -> String {
        self.url_of("department")
    }

    /// The address under which a county keeps a department's books in it.
    pub fn url_of(&self, department: &str) -> String {
        match self {
            Self::Sqlite(folder) => format!("sqlite://{}/{department}.db", folder.path().display()),
            Self::Postgres(url) => url.clone(),
        }
    }

    /// The options of a county in it, all ports free ones.
    pub fn options(&self) -> Options {
        let (data, database) = match self {
            Self::Sqlite(folder) => (folder.path().to_owned(), None),
            // What is no record, as import profiles, lies in a folder of this run.
            Self::Postgres(url) => {
                let run = format!("xianzhi-run-{}", std::process::id());
                (std::env::temp_dir().join(run), Some(url.clone()))
            }
        };
        let http = ([127, 0, 0, 1], 0).into();
        let outlines = Vec::new();
        Options { data, database, http, grpc_port: 0, open_network: false, outlines }
    }
}

/// Runs a test on an embedded database and, where there is a server, on PostgreSQL.
///
/// # Panics
/// When a database cannot be had. The last line printed says which one a test failed on.
pub async fn each_database(test: impl AsyncFn(&Database)) {
    let embedded = Database::sqlite().expect("a folder for an embedded database");
    eprintln!("on {}", embedded.name());
    test(&embedded).await;
    let served = Database::postgres().await.expect("a database on a PostgreSQL server");
    if let Some(served) = served {
        eprintln!("on {}", served.name());
        test(&served).await;
    }
}

/// Starts a county on free ports; what it writes stays in the database when it is stopped.
///
/// # Panics
/// When the county cannot be started.
pub async fn start_county(database: &Database) -> County {
    County::start(database.options()).await.expect("the county starts")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_county_starts_again_in_the_same_database() {
        each_database(async |database| {
            for _ in 0..2 {
                let county = start_county(database).await;
                assert!(county.url("cadre").starts_with("http://127.0.0.1:"));
                county.stop().await;
            }
            if let Database::Sqlite(folder) = database {
                assert!(folder.path().join("cadre.db").exists());
            }
        })
        .await;
    }
}
