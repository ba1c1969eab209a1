//! The county end to end: one suite, run on SQLite and on PostgreSQL.

mod architecture;
mod audit;
mod beside;
mod cases;
mod declarations;
mod desk;
mod evidence;
mod figures;
mod filled;
mod histories;
mod http;
mod imports;
mod industry;
mod ledger;
mod livelihood;
mod livelihood_views;
mod migrations;
mod oracle;
mod pages;
mod printed;
mod reflection;
mod refusals;
mod report;
mod saturation;
mod work_logs;
