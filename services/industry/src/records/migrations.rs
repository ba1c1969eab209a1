//! How the tables came to be. A released step is never changed; a change is a new step.

use ledger::storage::{Change, Migration, Table};

/// The steps, oldest first.
pub const MIGRATIONS: &[Migration] = &[Migration {
    version: 1,
    name: "the first kinds of industry",
    changes: &[
        Change::Table(Table {
            name: "designation",
            columns: "scheme integer, level integer, enterprise_id text, place_name text, \
                      division text, announce_date text, first_date text, last_date text, batch text, \
                      document text",
            indexes: &[],
        }),
        Change::Table(Table {
            name: "difficulty",
            columns: "code text, enterprise_id text, division text, title text, raise_date text, \
                      claim_fen integer null, resolve_date text, resolved_on_site integer, \
                      resolution text",
            indexes: &[],
        }),
        Change::Table(Table {
            name: "engagement",
            columns: "code text, type integer, topic integer, title text, division text, \
                      hold_date text, enterprise_count integer null",
            indexes: &[],
        }),
        Change::Table(Table {
            name: "enterprise",
            columns: "credit_code text, name text, division text, industry_code text, cluster text, \
                      establish_date text",
            indexes: &[],
        }),
        Change::Table(Table {
            name: "trade_bulletin",
            columns: "first_date text, last_date text, direction integer, division text, \
                      value_fen integer null, value_usd_cent integer null, vintage integer, \
                      release_date text, document text",
            indexes: &[],
        }),
    ],
}];
