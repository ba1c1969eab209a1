//! How the tables came to be. A released step is never changed; a change is a new step.

use ledger::collection::{COLLECTION, IN_PLACE, OPENING};
use ledger::facts::{EXTERNAL_CLAIM, PARAMETER, TARGET};
use ledger::storage::{Change, Migration, Table};

/// The steps, oldest first.
pub const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "the first kinds of ecology", changes: FIRST },
    Migration { version: 2, name: "stations, farmland, forest, patrols, loans", changes: SECOND },
    Migration { version: 3, name: "nil returns and closed periods", changes: COLLECTION },
    Migration { version: 4, name: "opening lists, and an index of what waits", changes: OPENING },
    Migration { version: 5, name: "PostgreSQL verifies rows in place", changes: IN_PLACE },
];

const FIRST: &[Change] = &[
    Change::Table(Table {
        name: "air_day",
        columns: "date text, division text, so2_ug integer null, no2_ug integer null, \
                  pm10_ug integer null, pm25_ug integer null, o3_8h_ug integer null, \
                  co_mg_x10 integer null, so2_hours integer null, no2_hours integer null, \
                  pm10_hours integer null, pm25_hours integer null, o3_8h_windows integer null, \
                  co_hours integer null, confirmation integer, aqi integer null, \
                  air_level integer, primary_pollutants text, valid integer, invalid_reason text, \
                  standard text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "designation",
        columns: "scheme integer, level integer, holder_id text, holder_name text, division text, \
                  announce_date text, last_date text, batch text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "water_sample",
        columns: "source_id text, sample_date text, division text, body integer, \
                  target_class integer, ph_x100 integer null, do_ng_l integer null, \
                  permanganate_ng_l integer null, cod_ng_l integer null, bod5_ng_l integer null, \
                  ammonia_ng_l integer null, phosphorus_ng_l integer null, \
                  copper_ng_l integer null, zinc_ng_l integer null, fluoride_ng_l integer null, \
                  selenium_ng_l integer null, arsenic_ng_l integer null, \
                  mercury_ng_l integer null, cadmium_ng_l integer null, \
                  chromium6_ng_l integer null, lead_ng_l integer null, cyanide_ng_l integer null, \
                  phenol_ng_l integer null, petroleum_ng_l integer null, \
                  surfactant_ng_l integer null, sulfide_ng_l integer null, water_class integer, \
                  compliant integer, exceeding text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "water_source",
        columns: "code text, name text, level integer, body integer, target_class integer, \
                  division text, first_date text, last_date text",
        indexes: &[],
    }),
];

const SECOND: &[Change] = &[
    Change::Columns {
        table: "air_day",
        columns: "exceeding_pollutants text, station_count integer null, \
                  so2_valid integer, no2_valid integer, pm10_valid integer, \
                  pm25_valid integer, o3_valid integer, co_valid integer",
    },
    Change::Columns { table: "water_source", columns: "zone integer" },
    Change::Columns {
        table: "water_sample",
        columns: "sulfate_ng_l integer null, chloride_ng_l integer null, \
                  nitrate_ng_l integer null, iron_ng_l integer null, \
                  manganese_ng_l integer null",
    },
    Change::Columns {
        table: "designation",
        columns: "batch_year integer null, last_document text",
    },
    Change::Table(Table {
        name: "air_station",
        columns: "code text, name text, division text, role integer, first_date text, \
                  last_date text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "batch_place",
        columns: "scheme integer, batch text, batch_name text, place_code text, \
                  place_name text, city_name text, province_name text, division text, \
                  announce_date text, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "demonstration_zone",
        columns: "code text, name text, type integer, season_year integer null, \
                  division text, area_mu_x100 integer null, crop text, document text, \
                  season_first_date text, season_last_date text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "farmland_plot",
        columns: "code text, season_year integer null, division text, \
                  area_mu_x100 integer null, grade integer, measure integer, \
                  measure_first_date text, measure_last_date text, sample_date text, \
                  produce_result integer, accounting_part integer, \
                  season_first_date text, season_last_date text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "fertilizer_use",
        columns: "parcel text, season_year integer null, division text, \
                  area_mu_x100 integer null, nutrient_kg_x100 integer null, \
                  season_first_date text, season_last_date text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "forest_survey",
        columns: "code text, name text, division text, reference_date text, \
                  approve_date text, document text, land_m2 integer null, \
                  arbor_m2 integer null, bamboo_m2 integer null, \
                  special_shrub_m2 integer null, shelterbelt_m2 integer null, \
                  beside_m2 integer null, open_arbor_m2 integer null, \
                  other_shrub_m2 integer null, parts opaque, forest_m2 integer null",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "green_loan",
        columns: "code text, type integer, borrower_id text, borrower_name text, \
                  lender text, division text, loan_date text, due_date text, \
                  amount_fen integer null, document text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "patrol",
        columns: "code text, system integer, level integer, division text, \
                  patrol_date text, subject text, problem_count integer null, \
                  problems text, close_date text, closing text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "station_day",
        columns: "station_id text, date text, division text, so2_ug integer null, \
                  no2_ug integer null, pm10_ug integer null, pm25_ug integer null, \
                  o3_8h_ug integer null, co_mg_x10 integer null, so2_hours integer null, \
                  no2_hours integer null, pm10_hours integer null, \
                  pm25_hours integer null, o3_8h_windows integer null, \
                  co_hours integer null, confirmation integer",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "water_abstraction",
        columns: "source_id text, first_date text, last_date text, division text, \
                  volume_m3 integer null, sample_id text",
        indexes: &[],
    }),
    Change::Table(EXTERNAL_CLAIM),
    Change::Table(PARAMETER),
    Change::Table(TARGET),
];
