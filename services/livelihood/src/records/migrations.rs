//! How the tables came to be. A released step is never changed; a change is a new step.

use ledger::facts;
use ledger::storage::{Change, Migration, Table};

/// The steps, oldest first.
pub const MIGRATIONS: &[Migration] = &[Migration {
    version: 1,
    name: "the first kinds of livelihood",
    changes: &[
        Change::Table(facts::PARAMETER),
        Change::Table(facts::TARGET),
        Change::Table(facts::PEER_FACT),
        Change::Table(facts::EXTERNAL_CLAIM),
        Change::Table(Table {
            name: "school",
            columns: "code text, name text, stage integer, ownership integer, location integer, division text, \
                      first_date text, last_date text",
            indexes: &[],
        }),
    ],
}];
