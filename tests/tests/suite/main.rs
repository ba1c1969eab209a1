//! The county end to end: one suite, run on SQLite and on PostgreSQL.

mod architecture;
mod audit;
mod declarations;
mod desk;
mod evidence;
mod figures;
mod filled;
mod histories;
mod http;
mod imports;
mod ledger;
mod migrations;
mod pages;
mod reflection;
mod refusals;
mod report;
mod rest;
mod sheets;
