//! How the tables came to be. A released step is never changed; a change is a new step.

use ledger::collection::{COLLECTION, IN_PLACE, OPENING};
use ledger::facts;
use ledger::storage::{Change, Migration, Table};

/// The steps, oldest first.
pub const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "the first kinds of reform", changes: FIRST },
    Migration {
        version: 2,
        name: "tasks, meetings, inspections, leaders, honors and publicity",
        changes: SECOND,
    },
    Migration { version: 3, name: "milestones that amendments move", changes: THIRD },
    Migration { version: 4, name: "nil returns and closed periods", changes: COLLECTION },
    Migration { version: 5, name: "opening lists, and an index of what waits", changes: OPENING },
    Migration { version: 6, name: "PostgreSQL verifies rows in place", changes: IN_PLACE },
];

const FIRST: &[Change] = &[
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
];

const SECOND: &[Change] = &[
    Change::Table(Table {
        name: "agenda_item",
        columns: "meeting_id text, number integer null, topic integer, title text, \
                  document_id text, result integer, reporter_id text, division text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "amendment",
        columns: "code text, task_id text, type integer, decide_date text, meeting_id text, \
                  document text, reason text, division text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "document",
        columns: "code text, title text, type integer, number text, issuer_id text, \
                  issue_date text, division text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "exchange",
        columns: "meeting_code text, meeting_name text, level integer, hold_date text, \
                  manuscript_id text, title text, mode integer, speaker_id text, division text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "experience",
        columns: "code text, activity_id text, title text, summarize_date text, \
                  document text, division text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "finding",
        columns: "code text, inspection_id text, unit_id text, task_id text, division text, \
                  find_date text, issue text, deadline_date text, overdue_date text, \
                  stage integer, rectify_date text, rectification text, proof text, \
                  recheck_date text, rechecker_id text, recheck_note text, \
                  recheck_count integer, strike_date text, extension_reason text, \
                  extension_count integer, merged_into text, merge_date text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "honor",
        columns: "code text, certificate_no text, title text, series text, level integer, \
                  holder_id text, holder_name text, authority text, award_date text, \
                  document text, division text, designation text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "inspection",
        columns: "code text, type integer, name text, division text, start_date text, \
                  end_date text, office_id text, document text, units opaque, \
                  obliged_count integer, visited_count integer, missed text, complete integer",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "leader",
        columns: "code text, name text, division text, posts opaque",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "leader_activity",
        columns: "code text, type integer, title text, occur_date text, meeting_id text, \
                  inspection_id text, division text, actors opaque, by_principal integer",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "material",
        columns: "office_id text, section text, first_date text, last_date text, \
                  division text, paragraphs opaque, signer text, sign_date text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "meeting",
        columns: "code text, body integer, type integer, name text, organizer text, \
                  organizer_code text, organizer_level integer, division text, \
                  hold_date text, person_count integer null",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "milestone",
        columns: "task_id text, number integer null, title text, weight_percent integer null, \
                  plan_date text, due_date text, overdue_date text, division text, \
                  done_date text, proof text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "office",
        columns: "code text, name text, synonyms opaque, system integer, division text, \
                  first_date text, last_date text, inspected integer, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "pilot",
        columns: "code text, programme_id text, name text, level integer, approve_date text, \
                  last_date text, authority text, document text, owner_id text, division text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "publication",
        columns: "code text, channel integer, level integer, title text, outlet text, \
                  publish_date text, manuscript_id text, reprint_of text, item_id text, \
                  owner_id text, division text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "statement",
        columns: "code text, subject text, value text, unit text, division text, \
                  first_date text, last_date text, authority text, document text, \
                  statement text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "task",
        columns: "code text, list_id text, domain integer, title text, origin integer, \
                  level integer, is_key integer, owner_id text, leader_id text, \
                  state integer, state_document text, division text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "task_lead",
        columns: "task_id text, leader_id text, role integer, first_date text, \
                  last_date text, document text, division text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "task_list",
        columns: "code text, year integer null, name text, division text, approve_date text, \
                  meeting_id text, document text, first_date text, last_date text",
        indexes: &[],
    }),
];

const THIRD: &[Change] =
    &[Change::Columns { table: "milestone", columns: "planned_due_date text, amendment_id text" }];
