//! Acts as sheets hold them: a row asks for one act, as its request would.

use ledger::kinds::act_label;
use prost_reflect::{FieldDescriptor, MethodDescriptor};

use crate::kinds::Kind;
use crate::lines::{self, Inside};

/// What stands in every request, and is said by the import instead.
const OF_THE_IMPORT: [&str; 4] = ["county", "etag", "request_id", "validate_only"];

/// An act on records of a kind.
#[derive(Clone, Debug)]
pub struct Act {
    /// The full name of the kind.
    pub of: String,
    /// The method that does it by itself.
    pub method: MethodDescriptor,
    /// The fields of messages inside the request, and the number of the field that holds them.
    pub(crate) inner: Vec<(String, u32)>,
}

impl Kind {
    /// What a row of an act on records of the kind says; nothing for a method that is no act.
    pub(crate) fn of_act(of: &Self, method: &MethodDescriptor) -> Option<Self> {
        let request = method.input();
        let mut kind = of.asking(&request, |_| false);
        kind.label = act_label(method)?;
        kind.table.clone_from(&of.table);
        let mut inner = Vec::new();
        let mut asked: Vec<FieldDescriptor> = request.fields().collect();
        asked.sort_by_key(FieldDescriptor::number);
        for field in asked.iter().filter(|field| !OF_THE_IMPORT.contains(&field.name())) {
            let fields = match field.kind().as_message().filter(|_| !field.is_list()) {
                Some(message) if message.full_name() == of.name => of.fields.clone(),
                Some(message) => of.asking(message, |_| true).fields,
                None => of.asking(&request, |name| name == field.name()).fields,
            };
            if let Some(message) = field.kind().as_message().filter(|_| !field.is_list()) {
                inner.extend(fields.iter().map(|one| (one.name.clone(), field.number())));
                kind.inside.extend(lines::of_message(message));
            }
            kind.fields.extend(fields);
        }
        kind.name_the_record(of);
        kind.leave_out_what_is_said();
        kind.act = Some(Act { of: of.name.clone(), method: method.clone(), inner });
        Some(kind)
    }

    /// The column of the record that is moved on is called as the record calls it.
    fn name_the_record(&mut self, of: &Self) {
        let Some(id) = self.fields.iter_mut().find(|field| field.name == "id") else { return };
        let code = of.fields.iter().find(|field| field.name == "code");
        id.label = code.map_or("记录号", |code| &code.label).to_owned();
        id.refers = Some(of.table.clone());
        id.required = true;
    }

    /// A part of a list does not say again what the row says, nor what the import does.
    fn leave_out_what_is_said(&mut self) {
        let said: Vec<String> = self.fields.iter().map(|field| field.name.clone()).collect();
        for (_, inside) in &mut self.inside {
            if let Inside::Fields(fields) = inside {
                fields.retain(|field| {
                    !said.contains(&field.name) && !OF_THE_IMPORT.contains(&field.name.as_str())
                });
            }
        }
    }

    /// The number of the field of the request that holds a field; 0 for one of its own.
    pub(crate) fn outer(&self, field: &ledger::kinds::Field) -> u32 {
        let inner = self.act.iter().flat_map(|act| &act.inner);
        inner.into_iter().find(|(name, _)| *name == field.name).map_or(0, |(_, outer)| *outer)
    }

    /// The field of the contract behind one of a sheet.
    pub(crate) fn described(&self, field: &ledger::kinds::Field) -> Option<FieldDescriptor> {
        let own = match self.outer(field) {
            0 => self.message.clone(),
            outer => self.message.get_field(outer)?.kind().as_message()?.clone(),
        };
        own.get_field(field.number)
    }

    /// Whether only acts write it and none of them can be brought by a sheet.
    pub fn is_computed(&self) -> bool {
        self.moved_by_acts && ledger::kinds::imported_acts_of(&self.name).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use ledger::kinds::{Given, fields_of};

    use super::*;
    use crate::Register;

    #[test]
    fn every_column_of_every_act_has_a_name_and_stands_once() {
        let register = Register::of(["governance", "cadre", "reform"]);
        let acts: Vec<_> = register.sheets().filter(|kind| kind.act.is_some()).collect();
        assert_eq!(acts.len(), 32);
        for act in acts {
            let names: Vec<&str> = act.columns().map(|(_, field)| field.name.as_str()).collect();
            let labels: Vec<&str> = act.columns().map(|(_, field)| field.label.as_str()).collect();
            for (at, label) in labels.iter().enumerate() {
                assert!(!label.is_empty(), "{}.{} has no label", act.name, names[at]);
                assert!(!labels[..at].contains(label), "{}: {label} stands twice", act.name);
                assert!(!OF_THE_IMPORT.contains(&names[at]), "{}.{}", act.name, names[at]);
            }
            assert!(act.columns().any(|(_, field)| field.required), "{}", act.name);
        }
        let given = |field: &ledger::kinds::Field| field.given == Given::ByAct;
        let register = register.sheets().find(|kind| kind.label == "登记案件").expect("the act");
        assert!(register.fields.iter().any(given), "an export's own columns are known");
        assert_eq!(register.fields.len(), fields_of(&case_file()).len());
    }

    fn case_file() -> prost_reflect::MessageDescriptor {
        let name = "xianzhi.governance.v1.CaseFile";
        ledger::kinds::pool().get_message_by_name(name).expect("a kind")
    }
}
