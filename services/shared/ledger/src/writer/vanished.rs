//! What an import states in full, what it changes, and what has vanished since the one before it.

use std::collections::HashSet;
use std::sync::Arc;

use proto::ledger::v1::{FieldChange, RecordChange, VanishedRecord};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Value};

use super::commit::Writing;
use super::decide::Stop;
use super::{Call, Outcome, Step, Verdict};
use crate::kinds::{Checked, KindInfo, row_to_wire};
use crate::storage::{FOREVER, Sql, Stored};

/// Records that are looked at together.
const CHUNK: usize = 1_000;
/// Changes, and records that have vanished, that are listed; the rest is counted.
const MOST: usize = 1_000;

/// What an import is compared with.
#[derive(Default)]
pub struct Compared {
    /// Whether to say of each record what it brings.
    pub lists_changes: bool,
    /// What it states in full.
    pub covers: Vec<Covers>,
    /// Why what has vanished is withdrawn; nothing where it is listed only.
    pub withdraw_reason: String,
}

/// Records that an import states in full, and those of them that it holds.
pub struct Covers {
    kind: Arc<KindInfo>,
    /// Columns, and what the covered records have there.
    like: Vec<(usize, Value)>,
    /// The day by which they are placed, and the months from the first to the last of them.
    date: Option<(usize, Option<(String, String)>)>,
    ids: HashSet<String>,
}

impl Covers {
    /// Records of a kind that are like a row in all that it fills; of the months that the import
    /// has, where a day is named.
    pub fn new(kind: &Arc<KindInfo>, row: Vec<Value>, date: Option<usize>) -> Self {
        let fields = kind.fields.iter().enumerate();
        let like = fields.zip(row).filter(|((_, field), value)| field.default() != *value);
        Self {
            kind: kind.clone(),
            like: like.map(|((at, _), value)| (at, value)).collect(),
            date: date.map(|at| (at, None)),
            ids: HashSet::new(),
        }
    }

    /// Takes note of a record of the import.
    fn add(&mut self, kind: &Arc<KindInfo>, record: &Checked) {
        if *kind != self.kind {
            return;
        }
        self.ids.insert(record.id.clone());
        let Some((at, span)) = &mut self.date else { return };
        let Some(Value::String(Some(day))) = record.row.get(*at) else { return };
        let Some(month) = day.get(..7) else { return };
        let (first, last) = span.get_or_insert_with(|| (month.to_owned(), month.to_owned()));
        if *month < **first {
            month.clone_into(first);
        } else if *month > **last {
            month.clone_into(last);
        }
    }

    /// The covered records whose ids come after one, as they stand; at most a chunk.
    async fn standing(
        &self,
        transaction: &DatabaseTransaction,
        county: &str,
        after: &str,
    ) -> Result<Vec<Stored>, DbErr> {
        let Self { kind, like, date, ids: _ } = self;
        let columns = Stored::columns(kind, "r.", true);
        let mut sql =
            Sql::new(format!("SELECT {columns} FROM \"{}\" r WHERE r.county = ", kind.table));
        sql.bind(county).push(" AND r.id > ").bind(after);
        sql.push(" AND r.until = ").bind(FOREVER).push(" AND r.withdrawn = 0");
        for (at, value) in like {
            sql.push(format!(" AND r.\"{}\" = ", kind.fields[*at].name)).bind(value.clone());
        }
        if let Some((at, span)) = date {
            let (first, last) = span.clone().unwrap_or_default();
            let column = format!("substr(r.\"{}\", 1, 7)", kind.fields[*at].name);
            sql.push(format!(" AND {column} >= ")).bind(first);
            sql.push(format!(" AND {column} <= ")).bind(last);
        }
        sql.push(" ORDER BY r.id LIMIT ").bind(CHUNK as i64);
        let backend = transaction.get_database_backend();
        let rows = transaction.query_all_raw(sql.on(backend)).await?;
        rows.iter().map(|row| Stored::read(kind, row, true)).collect()
    }
}

impl Compared {
    /// Takes note of a record of the import.
    pub(super) fn add(&mut self, kind: &Arc<KindInfo>, record: &Checked) {
        self.covers.iter_mut().for_each(|covers| covers.add(kind, record));
    }
}

impl Writing<'_> {
    /// Lists what has vanished of what an import states in full, and withdraws it where a reason
    /// is given.
    pub(super) async fn vanish(
        &mut self,
        call: &Call,
        compared: &Compared,
        outcome: &mut Outcome,
    ) -> Result<(), Stop> {
        for covers in &compared.covers {
            let mut after = String::new();
            loop {
                let rows = covers.standing(self.transaction, &call.county, &after).await?;
                let Some(last) = rows.last() else { break };
                after.clone_from(&last.id);
                let gone = rows.into_iter().filter(|row| !covers.ids.contains(&row.id));
                let gone: Vec<Stored> = gone.collect();
                outcome.summary.vanished_count += i64::try_from(gone.len()).unwrap_or(0);
                let room = MOST.saturating_sub(outcome.vanished.len());
                let listed = gone.iter().take(room).map(|row| vanished(&covers.kind, row));
                outcome.vanished.extend(listed);
                if !compared.withdraw_reason.is_empty() {
                    let reason = &compared.withdraw_reason;
                    let steps = gone.into_iter().map(|row| Step::Judge {
                        kind: covers.kind.clone(),
                        etag: row.etag(FOREVER),
                        id: row.id,
                        verdict: Verdict::Withdraw,
                        reason: reason.clone(),
                    });
                    let steps: Vec<Step> = steps.collect();
                    outcome.summary.withdrawn_count += i64::try_from(steps.len()).unwrap_or(0);
                    self.tables.names.insert(covers.kind.table.clone());
                    self.take_records(call, steps).await?;
                }
            }
        }
        Ok(())
    }
}

fn vanished(kind: &KindInfo, row: &Stored) -> VanishedRecord {
    let type_url = format!("type.googleapis.com/{}", kind.name);
    let record = prost_types::Any { type_url, value: row_to_wire(kind, &row.values) };
    VanishedRecord { metadata: Some(row.metadata(FOREVER - 1)), record: Some(record) }
}

/// What a record brings that takes the place of a state, or is new.
pub(super) fn change(
    place: i64,
    kind: &KindInfo,
    before: Option<&Stored>,
    record: &Checked,
) -> RecordChange {
    let mut change = RecordChange {
        index: place,
        id: record.id.clone(),
        created: before.is_none(),
        ..RecordChange::default()
    };
    let Some(before) = before else { return change };
    for ((field, old), new) in kind.fields.iter().zip(&before.values).zip(&record.row) {
        if old != new {
            let shown = |value: &Value| match (value, &field.values) {
                (Value::BigInt(Some(number)), Some(names)) => {
                    names.get(number).map_or_else(|| number.to_string(), |(name, _)| name.clone())
                }
                (Value::BigInt(Some(number)), None) => number.to_string(),
                (Value::String(Some(text)), _) => text.clone(),
                _ => String::new(),
            };
            let (field, before, after) = (field.name.clone(), shown(old), shown(new));
            change.fields.push(FieldChange { field, before, after });
        }
    }
    change
}

/// Whether there is room for one more change.
pub(super) fn has_room(changes: &[RecordChange]) -> bool {
    changes.len() < MOST
}
