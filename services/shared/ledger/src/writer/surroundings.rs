//! Checks a record against what is around it: its county, and the records that it points to.

use chassis::{FieldFault, Refusal};
use proto::ledger::v1::Reason;
use sea_orm::Value;

use super::decide::Decider;
use super::load::references;
use crate::kinds::{Checked, KindInfo, Pointed, row_to_wire};

impl Decider {
    /// Checks the place of a record and all that it points to.
    pub(super) fn check_surroundings(
        &self,
        kind: &KindInfo,
        record: &mut Checked,
    ) -> Result<(), Refusal> {
        self.check_place(kind, record)?;
        self.check_references(kind, record)?;
        self.check_pointed(kind, record)
    }

    fn check_place(&self, kind: &KindInfo, record: &Checked) -> Result<(), Refusal> {
        let place = match record.row.get(kind.division) {
            Some(Value::String(Some(place))) => place.as_str(),
            _ => "",
        };
        if place.starts_with(&self.county) {
            return Ok(());
        }
        let fault = FieldFault::new(
            format!("{}.division", kind.table),
            Reason::DivisionUnknown,
            format!("division {place} is not inside county {}", self.county),
            format!("行政区划 {place} 不在县 {} 之内", self.county),
        );
        Err(Refusal::record(vec![fault]))
    }

    fn check_references(&self, kind: &KindInfo, record: &Checked) -> Result<(), Refusal> {
        let missing = references(kind, record).filter(|(_, table, id)| {
            let here = || {
                let row = self.current.get(&((*table).to_owned(), (*id).to_owned()));
                row.and_then(Option::as_ref).is_some_and(|row| !row.withdrawn)
            };
            !self.knows(table, id) && !here()
        });
        let faults: Vec<_> = missing
            .map(|(field, table, id)| {
                FieldFault::new(
                    format!("{}.{field}", kind.table),
                    Reason::ReferenceUnknown,
                    format!("there is no {table} {id:?}"),
                    format!("没有编号为“{id}”的 {table} 记录"),
                )
            })
            .collect();
        if faults.is_empty() { Ok(()) } else { Err(Refusal::record(faults)) }
    }

    /// A kind may look at what it points to; what it asks to explain joins the soft rules.
    fn check_pointed(&self, kind: &KindInfo, record: &mut Checked) -> Result<(), Refusal> {
        if kind.looked_at().is_empty() {
            return Ok(());
        }
        let mut pointed = Pointed::default();
        for (looking, of) in kind.looked_at() {
            let found = references(kind, record).find(|(field, ..)| field == looking);
            let Some((_, table, id)) = found else { continue };
            let row = self.current.get(&(table.to_owned(), id.to_owned())).cloned().flatten();
            if let Some(row) = row {
                pointed.insert(looking, row_to_wire(of, &row.values));
            }
        }
        let (hard, soft) = kind.check_pointed(&record.content, &pointed);
        if !hard.is_empty() {
            let named = hard.into_iter().map(|fault| fault.below(&kind.table));
            return Err(Refusal::record(named.collect()));
        }
        record.soft.extend(soft);
        Ok(())
    }
}
