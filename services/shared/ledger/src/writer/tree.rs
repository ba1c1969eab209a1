//! Checks a record of a tree against all that stand above it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chassis::Refusal;
use sea_orm::{DatabaseTransaction, DbErr};

use super::Step;
use super::decide::Decider;
use crate::kinds::{Checked, KindInfo, row_to_wire};

impl Decider {
    /// Reads the current rows of all that stand above the records that are put, level by level.
    pub(super) async fn load_above<'a>(
        &mut self,
        transaction: &DatabaseTransaction,
        steps: impl Iterator<Item = &'a Step>,
    ) -> Result<(), DbErr> {
        let mut wanted: BTreeMap<&str, (&Arc<KindInfo>, BTreeSet<String>)> = BTreeMap::new();
        for step in steps {
            let Step::Put { kind, record, .. } = step else { continue };
            if kind.is_tree() {
                let (_, above) = wanted.entry(&kind.table).or_insert((kind, BTreeSet::new()));
                above.extend(kind.above(&record.content));
            }
        }
        for (kind, mut level) in wanted.into_values() {
            let mut seen = BTreeSet::new();
            while !level.is_empty() {
                let lacking = level.iter().map(String::as_str);
                let lacking: Vec<&str> = lacking
                    .filter(|id| self.lacks(&(kind.table.clone(), (*id).to_owned()), true))
                    .collect();
                self.load_current(transaction, kind, &lacking, true).await?;
                let contents = level.iter().filter_map(|id| self.content(kind, id));
                let next: BTreeSet<String> =
                    contents.flat_map(|content| kind.above(&content)).collect();
                seen.append(&mut level);
                level = next.difference(&seen).cloned().collect();
            }
        }
        Ok(())
    }

    /// Refuses a record that does not go together with what stands above it.
    pub(super) fn check_above(&self, kind: &KindInfo, record: &Checked) -> Result<(), Refusal> {
        let mut left = kind.above(&record.content);
        let mut above = BTreeMap::new();
        while let Some(id) = left.pop() {
            if id == record.id || above.contains_key(&id) {
                continue;
            }
            if let Some(content) = self.content(kind, &id) {
                left.extend(kind.above(&content));
                above.insert(id, content);
            }
        }
        let faults = kind.check_above(&record.content, &above);
        if faults.is_empty() {
            return Ok(());
        }
        let faults = faults.into_iter().map(|fault| fault.below(&kind.table));
        Err(Refusal::record(faults.collect()))
    }

    /// The bytes of a record as it stands; nothing where there is none, or it was withdrawn.
    fn content(&self, kind: &KindInfo, id: &str) -> Option<Vec<u8>> {
        let row = self.current.get(&(kind.table.clone(), id.to_owned()))?.as_ref()?;
        (!row.withdrawn).then(|| row_to_wire(kind, &row.values))
    }
}
