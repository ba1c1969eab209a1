//! How the tables came to be. A released step is never changed; a change is a new step.

use ledger::collection::{COLLECTION, IN_PLACE, OPENING};
use ledger::storage::{Change, Migration, Table};

/// The steps, oldest first.
pub const MIGRATIONS: &[Migration] = &[
    FIRST,
    LEANER,
    Migration { version: 3, name: "posts, checks, results and learning", changes: THIRD },
    Migration { version: 4, name: "nil returns and closed periods", changes: COLLECTION },
    Migration {
        version: 5,
        name: "leaves and posts of one cadre, superiors over time",
        changes: FIFTH,
    },
    Migration { version: 6, name: "opening lists, and an index of what waits", changes: OPENING },
    Migration { version: 7, name: "halves of a day of leave", changes: SEVENTH },
    Migration { version: 8, name: "shift swaps", changes: EIGHTH },
    Migration { version: 9, name: "PostgreSQL verifies rows in place", changes: IN_PLACE },
];

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

/// The delay of a log stands in the index that saturation counts by, so that it reads no rows.
const THIRD: &[Change] = &[
    Change::Columns { table: "cadre", columns: "account text" },
    Change::Columns { table: "work_log", columns: "matter_code text, delay_days integer null" },
    Change::Index {
        table: "work_log",
        number: 0,
        columns: "date, division, cadre_id, since, until, verified, superseded, base, withdrawn, \
                  delay_days",
    },
    Change::Table(Table {
        name: "appointment",
        columns: "cadre_id text, role integer, division text, appoint_date text, \
                  last_date text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "course",
        columns: "code text, title text, author_id text, list integer, division text, \
                  list_date text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "interview",
        columns: "code text, unit_id text, ranking_id text, division text, \
                  hold_date text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "lecture",
        columns: "code text, lecturer_id text, series integer, topic text, division text, \
                  hold_date text, place text, audience_count integer null",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "livelihood_matter",
        columns: "code text, topic_id text, title text, division text, raise_date text, \
                  resolve_date text, beneficiary_count integer null",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "log_check",
        columns: "log_id text, checker_id text, division text, check_date text, \
                  sample_id text, outcome integer, ground text",
        indexes: &["outcome, log_id"],
    }),
    Change::Table(Table {
        name: "peer_group",
        columns: "unit_id text, name text, division text, first_date text, \
                  last_date text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "post",
        columns: "cadre_id text, unit_id text, title text, is_head integer, \
                  division text, first_date text, last_date text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "promotion_decision",
        columns: "code text, cadre_id text, result integer, saturation_id text, \
                  division text, decide_date text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "ranking",
        columns: "code text, division text, peer_group text, first_date text, \
                  last_date text, position integer null, minimum_days integer null, \
                  appeal_of text, appeal_ground text, units opaque",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "research_topic",
        columns: "code text, leader_id text, title text, division text, \
                  approve_date text, finish_date text, drop_date text, drop_ground text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "sample",
        columns: "code text, unit_id text, division text, first_date text, \
                  last_date text, draw_date text, seed text, position integer null, \
                  population_count integer null, log_ids opaque",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "saturation_result",
        columns: "code text, cadre_id text, division text, first_date text, \
                  last_date text, position integer null, valid_halves integer null, \
                  required_halves integer null, threshold_percent integer null, \
                  below_threshold integer, minimum_days integer null, appeal_of text, \
                  appeal_ground text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "study_session",
        columns: "code text, type_id text, unit_id text, topic text, division text, \
                  hold_date text, attendance_count integer null",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "study_type",
        columns: "code text, name text, programme text, division text, first_date text, \
                  last_date text, document text",
        indexes: &[],
    }),
];

/// After a log was checked only its cadre's days are counted anew.
const FIFTH: &[Change] = &[
    Change::Columns { table: "unit", columns: "earlier_superiors opaque" },
    Change::Index { table: "leave", number: 0, columns: "cadre_id, first_date" },
    Change::Index { table: "post", number: 0, columns: "cadre_id, first_date" },
];

const SEVENTH: &[Change] = &[Change::Columns { table: "leave", columns: "half integer" }];

const EIGHTH: &[Change] = &[Change::Table(Table {
    name: "shift_swap",
    columns: "cadre_id text, off_date text, work_date text, document text, division text",
    indexes: &["cadre_id, off_date"],
})];
