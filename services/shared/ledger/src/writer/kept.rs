//! Records that state only some of their fields: of what is there, the others stay as they stand.

use std::collections::BTreeMap;
use std::sync::Arc;

use chassis::{FieldFault, Refusal};
use proto::ledger::v1::Reason;
use sea_orm::{DatabaseTransaction, DbErr};

use super::Step;
use super::decide::Decider;
use super::spool::Spooled;
use crate::books::below;
use crate::kinds::{Checked, KindInfo, row_to_wire};

/// Steps with their places in the import, and what was refused before it came to a step.
pub(super) type Completed = (Vec<(i64, Step)>, Vec<(i64, Refusal)>);

impl Decider {
    /// Fills in what the records of a chunk do not state, and checks these as whole records.
    pub(super) async fn complete(
        &mut self,
        transaction: &DatabaseTransaction,
        chunk: Vec<Spooled>,
    ) -> Result<Completed, DbErr> {
        let mut wanted: BTreeMap<&str, (&Arc<KindInfo>, Vec<&str>)> = BTreeMap::new();
        for Spooled { step, keeps, .. } in &chunk {
            let (kind, id) = (step.kind(), step.id());
            if !keeps.is_empty() && self.lacks(&(kind.table.clone(), id.to_owned()), true) {
                wanted.entry(&kind.table).or_insert((kind, Vec::new())).1.push(id);
            }
        }
        for (kind, ids) in wanted.into_values() {
            self.load_current(transaction, kind, &ids, true).await?;
        }
        let (mut steps, mut refused) = (Vec::with_capacity(chunk.len()), Vec::new());
        for Spooled { place, mut step, keeps } in chunk {
            match &mut step {
                Step::Put { kind, record, .. } if !keeps.is_empty() => {
                    match self.completed(kind, record, &keeps) {
                        Ok(whole) => *record = whole,
                        Err(refusal) => {
                            refused.push((place, refusal));
                            continue;
                        }
                    }
                }
                _ => {}
            }
            steps.push((place, step));
        }
        Ok((steps, refused))
    }

    fn completed(
        &self,
        kind: &KindInfo,
        record: &Checked,
        keeps: &[usize],
    ) -> Result<Checked, Refusal> {
        let key = (kind.table.clone(), record.id.clone());
        let before = self.current.get(&key).and_then(Option::as_ref).filter(|row| !row.withdrawn);
        let mut row = record.row.clone();
        for at in keeps {
            let kept = before.and_then(|before| before.values.get(*at)).cloned();
            row[*at] = kept.unwrap_or_else(|| kind.fields[*at].default());
        }
        let whole = kind.accept(&row_to_wire(kind, &row)).map_err(|r| below(r, &kind.table))?;
        if whole.id == record.id {
            return Ok(whole);
        }
        let names: Vec<&str> = keeps.iter().map(|at| kind.fields[*at].label.as_str()).collect();
        let names = names.join("、");
        Err(Refusal::record(vec![FieldFault::new(
            kind.table.clone(),
            Reason::RequestInvalid,
            format!("one of the fields that are not stated names the record: {names}"),
            format!("未填报的字段中有决定记录号的字段，须一并填报：{names}"),
        )]))
    }
}
