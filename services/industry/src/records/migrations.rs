//! How the tables came to be. A released step is never changed; a change is a new step.

use ledger::collection::{COLLECTION, IN_PLACE, OPENING};
use ledger::facts::{EXTERNAL_CLAIM, PARAMETER, PEER_FACT, TARGET};
use ledger::storage::{Change, Migration, Table};

/// The steps, oldest first.
pub const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "the first kinds of industry", changes: FIRST },
    Migration {
        version: 2,
        name: "clusters, exhibitions, projects, orders, loans",
        changes: SECOND,
    },
    Migration { version: 3, name: "nil returns and closed periods", changes: COLLECTION },
    Migration { version: 4, name: "a month of trade beside the one before it", changes: FOURTH },
    Migration { version: 5, name: "opening lists, and an index of what waits", changes: OPENING },
    Migration { version: 6, name: "whose a difficulty is", changes: SIXTH },
    Migration { version: 7, name: "PostgreSQL verifies rows in place", changes: IN_PLACE },
];

/// Who is to resolve a difficulty is said beside what is overdue.
const SIXTH: &[Change] =
    &[Change::Columns { table: "difficulty", columns: "handling_office text" }];

/// A month is held against the one before it when it is entered.
const FOURTH: &[Change] = &[Change::Index {
    table: "trade_bulletin",
    number: 0,
    columns: "direction, division, first_date, id",
}];

const FIRST: &[Change] = &[
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
];

const SECOND: &[Change] = &[
    Change::Columns { table: "enterprise", columns: "cluster_id text" },
    Change::Columns { table: "difficulty", columns: "due_date text" },
    Change::Columns {
        table: "designation",
        columns: "valid_date text, review_date text, review_result integer, last_document text, \
                  grade integer null, place_code text",
    },
    Change::Table(Table {
        name: "cluster",
        columns: "code text, name text, is_leading integer, division text, \
                  first_date text, last_date text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "exhibit",
        columns: "exhibition_id text, enterprise_id text, division text, \
                  booth_count integer null, guided_by text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "exhibition",
        columns: "code text, series text, edition text, tier integer, place text, \
                  division text, first_date text, last_date text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "guarantee_scheme",
        columns: "code text, name text, division text, first_date text, \
                  last_date text, shares opaque, attested integer, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "guaranteed_loan",
        columns: "code text, enterprise_id text, division text, lender text, \
                  guarantor text, loan_date text, due_date text, \
                  amount_fen integer null, scheme_id text, shares opaque, \
                  document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "listing_step",
        columns: "enterprise_id text, division text, board integer, stage integer, \
                  step_date text, exchange text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "project",
        columns: "code text, name text, type integer, division text, owner text, \
                  enterprise_id text, approve_date text, approve_document text, \
                  sign_date text, sign_document text, land_date text, \
                  land_document text, production_date text, \
                  planned_investment_fen integer null, \
                  planned_capacity integer null, capacity_unit text, \
                  land_m2 integer null",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "project_part",
        columns: "project_id text, code text, name text, type text, division text, \
                  quantity integer null, quantity_unit text, floor_m2 integer null, \
                  tier_count integer null, plan_date text, build_date text, \
                  document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "project_place",
        columns: "project_id text, division text, role integer, \
                  sequence integer null, first_date text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "project_year",
        columns: "project_id text, year integer null, division text, \
                  report_date text, output_quantity integer null, output_unit text, \
                  output_fen integer null, forecast_net_profit_fen integer null, \
                  capacity_in_use integer null, paid_investment_fen integer null, \
                  job_count integer null, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "tender",
        columns: "code text, title text, division text, open_date text, \
                  announced_online integer, bid_online integer, \
                  opened_online integer, evaluated_online integer, \
                  awarded_online integer, all_online integer, \
                  remote_evaluation integer, remote_place text, \
                  across_provinces integer, separate_award integer, \
                  award_fen integer null",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "trade_comparison",
        columns: "first_date text, last_date text, flow integer, division text, \
                  growth_x100 integer null, growth_usd_x100 integer null, \
                  vintage integer, release_date text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "trade_order",
        columns: "code text, enterprise_id text, division text, channel integer, \
                  direction integer, intend_date text, negotiate_date text, \
                  realize_date text, stage integer, amount_fen integer null, \
                  amount_usd_cent integer null, supervision_mode text, \
                  declaration text, document text",
        indexes: &[],
    }),
    Change::Table(EXTERNAL_CLAIM),
    Change::Table(PARAMETER),
    Change::Table(PEER_FACT),
    Change::Table(TARGET),
];
