//! What closed periods mean for a kind: the day that places its records, or the kinds it closes.

use std::sync::{Arc, OnceLock};

use super::{Column, KindInfo, Kinds};
use crate::collection::Expects;

/// Known once it is known what the department owes.
#[derive(Default)]
pub struct Periods {
    /// The place among the fields of the day that says in which period a record lies.
    date: OnceLock<usize>,
    /// How many records are due for a period.
    expects: OnceLock<Expects>,
    /// The kinds that are owed, where this one speaks about their periods.
    owed: OnceLock<Vec<Arc<KindInfo>>>,
}

impl Periods {
    /// The place among the fields of the day that says in which period a record lies.
    pub fn date(&self) -> Option<usize> {
        self.date.get().copied()
    }

    /// How many records of the kind are due for a period.
    pub fn expects(&self) -> Expects {
        self.expects.get().copied().unwrap_or_default()
    }

    /// The kinds that are owed, where the kind speaks about their periods.
    pub fn owed(&self) -> Option<&[Arc<KindInfo>]> {
        self.owed.get().map(Vec::as_slice)
    }

    /// Whether records of the kind lie in periods, or speak about them.
    pub fn matter(&self) -> bool {
        self.date().is_some() || self.owed().is_some()
    }
}

impl KindInfo {
    /// What closed periods mean for it.
    pub fn periods(&self) -> &Periods {
        &self.periods
    }

    /// Says which field's day places its records, and how many are due.
    pub(crate) fn place_by(&self, field: &str, expects: Expects) -> Result<(), String> {
        let table = &self.table;
        let (at, found) = self.field(field).ok_or_else(|| format!("{table} has no {field:?}"))?;
        if found.column != Column::Text || found.format != proto::ledger::v1::Format::Date {
            return Err(format!("{field} of {table} is no day"));
        }
        self.periods.date.get_or_init(|| at);
        self.periods.expects.get_or_init(|| expects);
        Ok(())
    }
}

impl Kinds {
    /// Says to the kinds that speak about periods which ones are owed.
    pub(crate) fn oblige(&self, owed: Vec<Arc<KindInfo>>) {
        for short in ["NilReturn", "PeriodClosing"] {
            if let Some(kind) = self.short(short) {
                kind.periods.owed.get_or_init(|| owed.clone());
            }
        }
    }
}
