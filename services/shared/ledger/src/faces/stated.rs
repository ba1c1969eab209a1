//! Which of their fields the records of an import state, read from its messages.

use std::sync::Arc;

use chassis::{FieldFault, Refusal};
use proto::ledger::v1::{ImportRecordsRequest, Reason};

use crate::kinds::{Given, KindInfo};
use crate::writer::Keeps;

/// What the records of one message state of themselves.
pub(super) struct Stated<'a> {
    fields: &'a [String],
    /// The kind of the records, and what they leave as it stands.
    of: Option<(Arc<KindInfo>, Keeps)>,
}

impl<'a> Stated<'a> {
    /// Reads what a message says of its records.
    ///
    /// # Errors
    /// `REQUEST_INVALID` for explanations that are not one beside each record.
    pub(super) fn read(request: &'a ImportRecordsRequest) -> Result<Self, Refusal> {
        let ImportRecordsRequest { records, fields, explanations, .. } = request;
        if explanations.is_empty() || explanations.len() == records.len() {
            return Ok(Self { fields, of: None });
        }
        let (said, sent) = (explanations.len(), records.len());
        Err(wrong(
            "explanations".to_owned(),
            format!("there are {said} explanations beside {sent} records; give one a record"),
            format!("{sent} 条记录附有 {said} 条说明，须逐条对应，没有说明的留空"),
        ))
    }

    /// Refuses to say of an act which fields it states.
    ///
    /// # Errors
    /// `REQUEST_INVALID`.
    pub(super) fn check_act(&self, request: &str) -> Result<(), Refusal> {
        if self.fields.is_empty() {
            return Ok(());
        }
        Err(wrong(
            "fields".to_owned(),
            format!("an act states all that it says; send {request} in a message without fields"),
            format!("办理动作不分字段填报，{request} 须放在不带 fields 的消息中"),
        ))
    }

    /// The fields that records of a kind leave as they stand; none where they are whole.
    ///
    /// # Errors
    /// `REQUEST_INVALID` for a field that the kind lacks, and for records of a second kind.
    pub(super) fn keeps(&mut self, kind: &Arc<KindInfo>) -> Result<Keeps, Refusal> {
        match &self.of {
            Some((known, keeps)) if known == kind => return Ok(keeps.clone()),
            Some((known, _)) if !self.fields.is_empty() => {
                return Err(wrong(
                    "fields".to_owned(),
                    format!(
                        "the fields are those of one kind, not of {} and {}; send them apart",
                        known.table, kind.table
                    ),
                    format!(
                        "写明字段的一条消息只能有一类记录，不能同时有{}和{}",
                        known.label, kind.label
                    ),
                ));
            }
            _ => {}
        }
        let is_stated = |name: &String| {
            let given = kind.field(name).map(|(_, field)| field.given);
            matches!(given, Some(Given::ByRecorder | Given::ByRecording))
        };
        if let Some(at) = self.fields.iter().position(|name| !is_stated(name)) {
            let name = &self.fields[at];
            return Err(wrong(
                format!("fields[{at}]"),
                format!("{name:?} is no field of a {} that recorders fill in", kind.table),
                format!("“{name}”不是{}由填报人填写的字段", kind.label),
            ));
        }
        let left = kind.fields.iter().enumerate().filter(|(_, field)| {
            let stated = self.fields.is_empty() || self.fields.contains(&field.name);
            field.given == Given::ByRecorder && !stated
        });
        let keeps: Keeps = left.map(|(at, _)| at).collect();
        self.of = Some((kind.clone(), keeps.clone()));
        Ok(keeps)
    }
}

fn wrong(field: String, message: String, zh: String) -> Refusal {
    Refusal::request(FieldFault::new(field, Reason::RequestInvalid, message, zh))
}
