//! What closed periods mean for a kind: the day that places its records, or the kinds it closes.

use std::sync::{Arc, OnceLock};

use super::{Column, KindInfo, Kinds};
use crate::collection::{Every, Expects};

/// Known once it is known what the department owes.
#[derive(Default)]
pub struct Periods {
    /// The place among the fields of the day that says in which period a record lies.
    date: OnceLock<usize>,
    /// How often it is owed, and how many records are due for a period.
    due: OnceLock<(Every, Expects)>,
    /// The kinds that are owed, where this one speaks about their periods.
    owed: OnceLock<Vec<Arc<KindInfo>>>,
}

impl Periods {
    /// The place among the fields of the day that says in which period a record lies.
    pub fn date(&self) -> Option<usize> {
        self.date.get().copied()
    }

    /// How often the kind is owed, and how many records of it are due for a period; nothing of
    /// one that is not owed.
    pub fn due(&self) -> Option<(Every, Expects)> {
        self.due.get().copied()
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

    /// Says which field's day places its records, how often it is owed, and how many are due.
    pub(crate) fn place_by(&self, field: &str, due: (Every, Expects)) -> Result<(), String> {
        let table = &self.table;
        let (at, found) = self.field(field).ok_or_else(|| format!("{table} has no {field:?}"))?;
        if found.column != Column::Text || found.format != proto::ledger::v1::Format::Date {
            return Err(format!("{field} of {table} is no day"));
        }
        self.periods.date.get_or_init(|| at);
        self.periods.due.get_or_init(|| due);
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
