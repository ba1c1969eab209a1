//! A department as a process runs it: opened over a database, served on a port.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context as _;
use chassis::{Served, Serving};
use tonic::service::Routes;

use crate::acts::{Act, Acts};
use crate::collection::Obligations;
use crate::figures::{CodeMeasure, Figures};
use crate::kinds::Kinds;
use crate::quality::Rules;
use crate::storage::{Migration, Storage};
use crate::{Books, faces};

/// What one department is.
pub struct Department {
    /// Its name: the last part of its package, the name of its schema and its file.
    pub name: &'static str,
    /// What its figures about collection are called after, in Chinese.
    pub title: &'static str,
    /// The kinds it keeps.
    pub kinds: fn() -> Kinds,
    /// How its tables came to be.
    pub migrations: &'static [Migration],
    /// Its figures: names and texts of the files that declare them.
    pub figures: &'static [(&'static str, &'static str)],
    /// The few measures that need code, by name.
    pub measures: fn() -> HashMap<&'static str, Arc<dyn CodeMeasure>>,
    /// What it owes for each period: the text of `obligations.yaml`.
    pub obligations: &'static str,
    /// Its rules of quality: the text of `quality.yaml`.
    pub quality: &'static str,
    /// Adds the services of acts that mean something here only.
    pub acts: fn(&Books, Routes) -> Routes,
    /// Those of these acts whose requests an import may hold.
    pub imported: fn() -> Vec<Act>,
}

/// Where a department keeps its books and answers.
#[derive(Clone, Debug)]
pub struct Options {
    /// The database: `sqlite://PATH` or `postgres://…`.
    pub database: String,
    /// Where it answers; port 0 finds a free one.
    pub address: SocketAddr,
}

/// A department that is open.
pub struct Opened {
    /// Its books.
    pub books: Books,
    /// Its port.
    pub served: Served,
}

impl Department {
    /// Reads the figures and checks them against the kinds.
    ///
    /// # Errors
    /// The first declaration that is wrong, with its file and line.
    pub fn load_figures(&self) -> Result<Figures, crate::figures::Fault> {
        let collection = self.collection_figures();
        let mut files = self.figures.to_vec();
        if !self.obligations.trim().is_empty() {
            files.push(("collection.yaml", collection.as_str()));
        }
        Figures::load(&(self.kinds)(), &files, &(self.measures)())
    }

    /// The declarations of the figures about what is owed, the same for every department.
    fn collection_figures(&self) -> String {
        let named = include_str!("collection/figures.yaml").replace("{department}", self.name);
        named.replace("{title}", self.title)
    }

    /// Opens the books.
    ///
    /// # Errors
    /// A figure that is declared wrongly, or a database that cannot be opened.
    pub async fn open(&self, database: &str) -> anyhow::Result<Books> {
        let figures = self.load_figures()?;
        let kinds = (self.kinds)();
        let obligations = Obligations::load(&kinds, self.obligations)?;
        let rules = Rules::load(&kinds, self.quality)?;
        let storage = Storage::open(database, self.name, self.migrations).await?;
        let books = Books::new(storage, kinds, figures, obligations, rules);
        Ok(books.with_acts(Acts::new((self.imported)())))
    }

    /// Opens the books and answers for them.
    ///
    /// # Errors
    /// As [`Department::open`], or when the port cannot be had.
    pub async fn serve(&self, options: Options) -> anyhow::Result<Opened> {
        let Options { database, address } = options;
        let books = self.open(&database).await.with_context(|| self.name.to_owned())?;
        let routes = (self.acts)(&books, faces::routes(&books));
        let names = faces::service_names(&books);
        let serving = Serving::new(self.name, routes, names);
        let served = serving.start(address).await?;
        Ok(Opened { books, served })
    }
}

impl Opened {
    /// Ends calls under way and closes the database.
    pub async fn close(self) {
        self.served.stop(std::time::Duration::from_secs(5)).await;
        self.books.writers.move_on();
        self.books.reader.storage().clone().close().await;
    }
}
