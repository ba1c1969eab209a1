//! The reporting calendar: which kind is owed for which period, what was received for it, and
//! which periods are closed; and the registers that were there before the first of them.

mod calendar;
mod closing;
mod missing;
mod nil_return;
mod obligations;
pub(crate) mod opening_list;

pub use obligations::{Every, Expects, Obligation, Obligations};
pub use proto::ledger::v1::{NilReturn, OpeningList, PeriodClosing};

use crate::kinds::Findings;
use crate::storage::{Change, Table};

/// The tables of [`NilReturn`] and [`PeriodClosing`], which every department keeps.
pub const COLLECTION: &[Change] = &[
    Change::Table(Table {
        name: "nil_return",
        columns: "kind text, division text, first_date text, last_date text, remark text",
        indexes: &[],
    }),
    Change::Table(Table {
        name: "period_closing",
        columns: "kind text, division text, first_date text, last_date text, remark text",
        indexes: &[],
    }),
];

/// The table of [`OpeningList`], which every department keeps, and the index by which what waits
/// is found in the tables of all kinds.
pub const OPENING: &[Change] = &[
    Change::Table(Table {
        name: "opening_list",
        columns: "kind text, division text, open_date text, document text, \
                  record_count integer, first_position integer, last_position integer, \
                  list_hash text",
        indexes: &[],
    }),
    Change::Waiting,
];

/// Verification that leaves PostgreSQL's indexes alone, in the tables of all kinds.
pub const IN_PLACE: &[Change] = &[Change::InPlace];

/// What names a period of a kind that is owed: `trade_bulletin.20230301.421222`.
fn key(kind: &str, first_date: &str, division: &str) -> String {
    format!("{kind}.{}.{division}", first_date.replace('-', ""))
}

/// Refuses days that are not those of a month, a quarter or a year.
fn check_period(first: &str, last: &str, findings: &mut Findings) {
    if !Every::ALL.iter().any(|every| every.holds(first, last)) {
        findings.refuse(
            "last_date",
            proto::ledger::v1::Reason::DateOrder,
            format!("{first} to {last} is neither a whole month, nor a quarter, nor a year"),
            format!("{first} 至 {last} 不是完整的一个月、一个季度或一年"),
        );
    }
}
