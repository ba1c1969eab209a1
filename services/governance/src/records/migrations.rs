//! How the tables came to be. A released step is never changed; a change is a new step.

use ledger::storage::{Change, Migration, Table};

/// The steps, oldest first.
pub const MIGRATIONS: &[Migration] = &[Migration {
    version: 1,
    name: "the first kinds of governance",
    changes: &[
        Change::Table(Table {
            name: "case_file",
            columns: "code text, division text, type integer, summary text, person_count integer, \
                      register_date text, stage integer, accept_date text, refuse_ground text, \
                      handler_id text, assign_date text, outcome integer, conclude_date text, \
                      proof text, archive_date text",
            indexes: &[],
        }),
        Change::Table(Table {
            name: "center",
            columns: "code text, name text, level integer, division text, first_date text, \
                      last_date text",
            indexes: &[],
        }),
        Change::Table(Table {
            name: "discipline_return",
            columns: "first_date text, last_date text, division text, \
                      pending_start_count integer null, accepted_count integer null, \
                      concluded_count integer null, pending_end_count integer null, \
                      trial_days integer null, signer text",
            indexes: &[],
        }),
        Change::Table(Table {
            name: "division",
            columns: "division text, name text, level integer, first_date text, last_date text, \
                      document text",
            indexes: &[],
        }),
        Change::Table(Table {
            name: "establishment",
            columns: "code text, type integer, level integer, name text, division text, \
                      first_date text, last_date text, document text",
            indexes: &[],
        }),
        Change::Table(Table {
            name: "parameter",
            columns: "code text, name text, value text, division text, first_date text, \
                      last_date text, document text",
            indexes: &[],
        }),
        Change::Table(Table {
            name: "reception",
            columns: "code text, center_id text, division text, receive_date text, \
                      person_count integer null, disposition integer, answer_date text",
            indexes: &[],
        }),
        Change::Table(Table {
            name: "village_service",
            columns: "type integer, division text, name text, first_date text, last_date text",
            indexes: &[],
        }),
    ],
}];
