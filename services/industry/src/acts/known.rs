//! What is known in a county at a position by a day: where the profiles are read from.

use chassis::Refusal;
use ledger::Books;
use ledger::kinds::Kind;
use ledger::reader::{check_county, check_day, check_id};
use ledger::writer::not_found;

use crate::Ours;

/// The records of a county that count at a position, seen from a day.
pub(super) struct Known<'a> {
    books: &'a Books,
    county: String,
    pub(super) date: String,
    pub(super) position: i64,
}

impl<'a> Known<'a> {
    /// What a request asks to see.
    ///
    /// # Errors
    /// `REQUEST_INVALID` for a county or a day that is none; `POSITION_AHEAD`.
    pub(super) async fn by(
        books: &'a Books,
        county: String,
        date: String,
        position: i64,
    ) -> Result<Self, Refusal> {
        check_county(&county)?;
        check_day("date", &date)?;
        let position = books.reader.position(&county, position).await?;
        Ok(Self { books, county, date, position })
    }

    /// The record of an id.
    ///
    /// # Errors
    /// `RECORD_NOT_FOUND` where none of that id counts.
    pub(super) async fn one<K: Kind<Ours>>(&self, id: &str) -> Result<K, Refusal> {
        let kind = self.books.kind::<Ours, K>()?;
        check_id(kind, id)?;
        self.optional(id).await?.ok_or_else(|| not_found(kind, id))
    }

    /// The record of an id, if one counts.
    pub(super) async fn optional<K: Kind<Ours>>(&self, id: &str) -> Result<Option<K>, Refusal> {
        let kind = self.books.kind::<Ours, K>()?;
        let place = (self.county.as_str(), self.county.as_str());
        let found = self.books.reader.counted(kind, place, (id, id), self.position).await?;
        found.first().map(|bytes| decoded(bytes)).transpose()
    }

    /// The records that hold an id in a field that points.
    pub(super) async fn pointing<K: Kind<Ours>>(
        &self,
        field: &'static str,
        id: &str,
    ) -> Result<Vec<K>, Refusal> {
        let kind = self.books.kind::<Ours, K>()?;
        let to = (field, id);
        let found = self.books.reader.pointing(kind, &self.county, to, self.position).await?;
        found.iter().map(|bytes| decoded(bytes)).collect()
    }

    /// Whether a day has come; an empty one has not.
    pub(super) fn has_come(&self, day: &str) -> bool {
        !day.is_empty() && *day <= *self.date
    }
}

fn decoded<K: Kind<Ours>>(bytes: &[u8]) -> Result<K, Refusal> {
    K::decode(bytes).map_err(|cause| Refusal::internal(&cause))
}
