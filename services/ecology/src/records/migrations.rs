//! How the tables came to be. A released step is never changed; a change is a new step.

use ledger::storage::{Change, Migration, Table};

/// The steps, oldest first.
pub const MIGRATIONS: &[Migration] = &[Migration {
    version: 1,
    name: "the first kinds of ecology",
    changes: &[
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
    ],
}];
