//! What closed periods mean for a kind: the day that places its records, or the kinds it closes.

use std::sync::{Arc, OnceLock};

use proto::ledger::v1::Format;

use super::{Column, KindInfo, Kinds};
use crate::collection::{Every, Expects};

/// Known once it is known what the department owes.
#[derive(Default)]
pub struct Periods {
    /// The places among the fields of the days from which and up to which a record is about
    /// periods; of most kinds that is one day.
    span: OnceLock<(usize, usize)>,
    /// How often it is owed, and how many records are due for a period.
    due: OnceLock<(Every, Expects)>,
    /// The kinds that are owed, where this one speaks about their periods.
    owed: OnceLock<Vec<Arc<KindInfo>>>,
}

impl Periods {
    /// The places among the fields of the days from which and up to which a record is about
    /// periods.
    pub fn span(&self) -> Option<(usize, usize)> {
        self.span.get().copied()
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
        self.span().is_some() || self.owed().is_some()
    }
}

impl KindInfo {
    /// What closed periods mean for it.
    pub fn periods(&self) -> &Periods {
        &self.periods
    }

    /// Says which fields' days place its records, how often it is owed, and how many are due.
    pub(crate) fn place_by(
        &self,
        (from, until): (&str, Option<&str>),
        due: (Every, Expects),
    ) -> Result<(), String> {
        let (from, until) = (self.day_at(from)?, until.map(|field| self.day_at(field)));
        let until = until.unwrap_or(Ok(from))?;
        self.periods.span.get_or_init(|| (from, until));
        self.periods.due.get_or_init(|| due);
        Ok(())
    }

    /// The place among the fields of one that is a day.
    fn day_at(&self, field: &str) -> Result<usize, String> {
        let table = &self.table;
        let (at, found) = self.field(field).ok_or_else(|| format!("{table} has no {field:?}"))?;
        let is_day = found.column == Column::Text && found.format == Format::Date;
        if is_day { Ok(at) } else { Err(format!("{field} of {table} is no day")) }
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
