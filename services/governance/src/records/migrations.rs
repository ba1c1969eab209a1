//! How the tables came to be. A released step is never changed; a change is a new step.

use ledger::collection::{COLLECTION, IN_PLACE, OPENING};
use ledger::facts;
use ledger::storage::{Change, Migration, Table};

/// The steps, oldest first.
pub const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "the first kinds of governance", changes: FIRST },
    Migration { version: 2, name: "cases whole: procedures, terms, events", changes: SECOND },
    Migration { version: 3, name: "market checks, quarterly returns", changes: THIRD },
    Migration { version: 4, name: "nil returns and closed periods", changes: COLLECTION },
    Migration { version: 5, name: "the board reads its index alone", changes: FIFTH },
    Migration { version: 6, name: "the board reads which cases are open", changes: SIXTH },
    Migration { version: 7, name: "what a case was counted by stays", changes: SEVENTH },
    Migration { version: 8, name: "opening lists, and an index of what waits", changes: OPENING },
    Migration { version: 9, name: "what figures should reach", changes: NINTH },
    Migration { version: 10, name: "what is merged into a case", changes: TENTH },
    Migration { version: 11, name: "PostgreSQL verifies rows in place", changes: IN_PLACE },
];

const FIRST: &[Change] = &[
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
];

const SECOND: &[Change] = &[
    Change::Columns {
        table: "case_file",
        columns: "procedure integer, last_action integer, refuse_date text, receiver_id text, \
                  bounce_count integer, joint_handler_ids opaque, handling_mode integer, \
                  urge_count integer, merged_into_id text, merge_date text, answer_date text, \
                  rating integer, first_outcome integer, first_conclude_date text, \
                  first_return_date text, second_outcome integer, second_conclude_date text, \
                  second_return_date text, reopen_count integer, handled_by text, \
                  checked_by text, due_date text, late integer, open_due_date text, \
                  behind_date text, events opaque",
    },
    // The board: the open cases of a stage by what is due first.
    Change::Index {
        table: "case_file",
        number: 0,
        columns: "stage, until, open_due_date, behind_date",
    },
];

const THIRD: &[Change] = &[
    Change::Table(Table {
        name: "market_check",
        columns: "code text, topic integer, division text, check_date text, \
                  premises_count integer null, found_count integer null, \
                  put_right_count integer null, put_right_date text, proof text",
        indexes: &[],
    }),
    Change::Columns { table: "discipline_return", columns: "months integer" },
];

/// All that the board sorts and counts by stands in the index, so that it reads no rows.
const FIFTH: &[Change] = &[Change::Index {
    table: "case_file",
    number: 0,
    columns: "stage, until, open_due_date, behind_date, division, since, withdrawn",
}];

/// The board remembers open cases by their ids.
const SIXTH: &[Change] = &[Change::Index {
    table: "case_file",
    number: 0,
    columns: "stage, until, open_due_date, behind_date, division, since, withdrawn, id",
}];

/// A figure looks a case up by its code, beside itself.
const SEVENTH: &[Change] = &[
    Change::Columns {
        table: "case_file",
        columns: "current_procedure integer, first_rating integer, first_rate_date text",
    },
    Change::Index { table: "case_file", number: 1, columns: "code" },
];

const NINTH: &[Change] = &[Change::Table(facts::TARGET)];

/// What is merged into a case is looked up before it is withdrawn.
const TENTH: &[Change] =
    &[Change::Index { table: "case_file", number: 2, columns: "merged_into_id" }];
