//! How the tables came to be. A released step is never changed; a change is a new step.

use ledger::collection::{COLLECTION, IN_PLACE, OPENING};
use ledger::facts;
use ledger::storage::{Change, Migration, Table};

/// The steps, oldest first.
pub const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "the first kinds of livelihood", changes: FIRST },
    Migration { version: 2, name: "education, health, care, housing, rivers", changes: SECOND },
    Migration { version: 3, name: "nil returns and closed periods", changes: COLLECTION },
    Migration { version: 4, name: "all who came to an event of volunteers", changes: FOURTH },
    Migration { version: 5, name: "opening lists, and an index of what waits", changes: OPENING },
    Migration { version: 6, name: "PostgreSQL verifies rows in place", changes: IN_PLACE },
];

const FIRST: &[Change] = &[
    Change::Table(facts::PARAMETER),
    Change::Table(facts::TARGET),
    Change::Table(facts::PEER_FACT),
    Change::Table(facts::EXTERNAL_CLAIM),
    Change::Table(Table {
        name: "school",
        columns: "code text, name text, stage integer, ownership integer, location integer, \
                  division text, first_date text, last_date text",
        indexes: &[],
    }),
];

const SECOND: &[Change] = &[
    Change::Table(Table {
        name: "attendance",
        columns: "event_id text, team_id text, school_id text, division text, \
                  attended integer, people_count integer null, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "bed_change",
        columns: "code text, institution_id text, type integer, division text, \
                  effective_date text, delta_beds integer null, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "consortium",
        columns: "code text, name text, lead_school_id text, division text, \
                  establish_date text, dissolve_date text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "consortium_award",
        columns: "consortium_id text, level integer, division text, award_date text, \
                  document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "consortium_member",
        columns: "consortium_id text, school_id text, division text, join_date text, \
                  leave_date text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "designated_institution",
        columns: "institution_id text, division text, first_date text, last_date text, \
                  method integer, first_settlement_date text, signer text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "facility",
        columns: "code text, name text, type integer, location integer, division text, \
                  open_date text, close_date text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "group_coverage",
        columns: "division text, return_date text, catalogue_count integer null, \
                  paid_count integer null, signer text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "housing_phase",
        columns: "code text, name text, number integer null, division text, \
                  approve_date text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "housing_project",
        columns: "code text, name text, phase_id text, division text, approve_date text, \
                  contract_fen integer null, start_date text, complete_date text, \
                  document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "institution",
        columns: "code text, name text, class integer, type integer, ownership integer, \
                  division text, first_license_date text, close_date text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "measurement",
        columns: "project_id text, division text, measure_date text, \
                  cumulative_fen integer null, supervisor text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "payment_coverage",
        columns: "institution_id text, first_date text, last_date text, division text, \
                  inpatient_fund_fen integer null, grouped_fund_fen integer null, \
                  inpatient_count integer null, grouped_count integer null, signer text, \
                  document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "pension_month",
        columns: "division text, first_date text, last_date text, due_count integer null, \
                  paid_count integer null, due_fen integer null, paid_fen integer null, \
                  signer text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "place_change",
        columns: "code text, school_id text, project_id text, division text, \
                  effective_date text, delta_places integer null, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "river_work",
        columns: "code text, name text, type integer, water_body_id text, \
                  water_body_name text, division text, start_date text, accept_date text, \
                  document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "school_project",
        columns: "code text, name text, school_id text, type integer, programme integer, \
                  division text, start_date text, complete_date text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "service_return",
        columns: "target_id text, division text, return_date text, done integer null, \
                  signer text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "service_target",
        columns: "code text, programme integer, item text, item_unit text, division text, \
                  first_date text, last_date text, target integer null, \
                  weight integer null, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "specialty",
        columns: "code text, name text, institution_id text, level integer, \
                  division text, approve_date text, revoke_date text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "variation",
        columns: "code text, project_id text, division text, approve_date text, \
                  delta_fen integer null, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "volunteer_event",
        columns: "code text, name text, division text, event_date text, place text, \
                  organizer text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "volunteer_team",
        columns: "code text, name text, scheme integer, division text, first_date text, \
                  last_date text, document text",
        indexes: &[],
    }),
];

/// A month is held against the one before it when it is entered.
const FOURTH: &[Change] = &[
    Change::Columns { table: "volunteer_event", columns: "people_count integer null" },
    Change::Index { table: "pension_month", number: 0, columns: "division, first_date, id" },
];
