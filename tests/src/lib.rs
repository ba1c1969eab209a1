//! What the suites need: a PostgreSQL server of their own, and a county on either database.

pub mod county;
pub mod postgres;

pub use county::{Database, each_database, start_county};
pub use postgres::Postgres;
