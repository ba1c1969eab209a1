//! How the tables came to be. A released step is never changed; a change is a new step.

use ledger::facts;
use ledger::storage::{Change, Migration, Table};

/// The steps, oldest first.
pub const MIGRATIONS: &[Migration] = &[Migration {
    version: 1,
    name: "the first kinds of reform",
    changes: &[
        Change::Table(facts::PARAMETER),
        Change::Table(facts::TARGET),
        Change::Table(facts::PEER_FACT),
        Change::Table(facts::EXTERNAL_CLAIM),
        Change::Table(Table {
            name: "programme",
            columns: "code text, name text, division text, first_date text, last_date text, \
                      document text",
            indexes: &[],
        }),
    ],
}];
