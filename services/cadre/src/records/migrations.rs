//! How the tables came to be. A released step is never changed; a change is a new step.

use ledger::storage::{Change, Migration, Table};

/// The steps, oldest first.
pub const MIGRATIONS: &[Migration] = &[FIRST, LEANER];

const FIRST: Migration = Migration {
    version: 1,
    name: "the first kinds of cadre",
    changes: &[
        Change::Table(Table {
            name: "cadre",
            columns: "code text, name text, unit_id text, post text, division text, first_date text, \
                      last_date text",
            indexes: &[],
        }),
        Change::Table(Table {
            name: "leave",
            columns: "cadre_id text, type integer, division text, first_date text, last_date text, \
                      half_day integer",
            indexes: &[],
        }),
        Change::Table(Table {
            name: "parameter",
            columns: "code text, name text, value text, division text, first_date text, \
                      last_date text, document text",
            indexes: &[],
        }),
        Change::Table(Table {
            name: "unit",
            columns: "code text, name text, type integer, superior_id text, division text, \
                      first_date text, last_date text",
            indexes: &[],
        }),
        Change::Table(Table {
            name: "work_log",
            columns: "cadre_id text, unit_id text, division text, date text, start_time text, \
                      minutes integer null, place text, task text, result text, submit_date text",
            indexes: &[
                "date, division, cadre_id, since, until, verified, superseded, base, withdrawn",
                "cadre_id, date, verified, superseded, withdrawn",
            ],
        }),
    ],
};

/// Verifying a log sets a column; it need not move the log in the index by cadre as well, which
/// only finds the days of a leave.
const LEANER: Migration = Migration {
    version: 2,
    name: "an index by cadre that verification leaves alone",
    changes: &[Change::Index { table: "work_log", number: 1, columns: "cadre_id, date" }],
};
