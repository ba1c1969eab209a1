//! The acts of a plan, each by its own request, which is put together from its descriptor.

use ledger::kinds::pool;
use prost::{Message, Name};
use prost_reflect::{DynamicMessage, FieldDescriptor, Value};
use proto::governance::v1::{CaseAction, CaseFile, CaseNote};
use tonic::Status;

use super::super::super::generator::CaseStep;
use super::super::request::{CENTER, CHECKER, RECORDER, call, request_id};
use super::Walk;

impl Walk {
    /// Takes one step.
    ///
    /// # Errors
    /// What refuses the act; `INTERNAL` for one that the contracts do not have.
    pub(super) async fn step(&mut self, step: CaseStep) -> Result<CaseFile, Status> {
        self.is_rechecked = match step.action {
            CaseAction::Recheck => true,
            CaseAction::Handle => false,
            _ => self.is_rechecked,
        };
        let method = method(step.action);
        let request = self.request(&method, &step)?;
        let path = format!("/{}Service/{method}", CaseFile::full_name());
        let answer = call(&self.channel, &path, request, self.actor(step.action)).await?;
        CaseFile::decode(answer).map_err(|cause| Status::internal(cause.to_string()))
    }

    /// Who does it: what a unit handles, others oversee and check.
    fn actor(&self, action: CaseAction) -> &'static str {
        use CaseAction::{
            Accept, Answer, Archive, Assign, Merge, Rate, Recheck, Reclassify, Refuse, Reopen,
            Transfer, Urge,
        };
        match action {
            Rate | Recheck | Archive => CHECKER,
            Answer if self.is_rechecked => CHECKER,
            Accept | Refuse | Transfer | Assign | Urge | Reclassify | Merge | Reopen => CENTER,
            _ => RECORDER,
        }
    }

    /// The request of an act on the case as it was last seen, with a request id that follows from
    /// both.
    fn request(&self, method: &str, step: &CaseStep) -> Result<Vec<u8>, Status> {
        let name = format!("{}.{method}Request", CaseFile::PACKAGE);
        let descriptor = pool().get_message_by_name(&name);
        let descriptor = descriptor.ok_or_else(|| Status::internal(format!("no {name}")))?;
        let mut request = DynamicMessage::new(descriptor.clone());
        for field in descriptor.fields() {
            if let Some(value) = self.value(&field, step)? {
                request.set_field(&field, value);
            }
        }
        Ok(request.encode_to_vec())
    }

    /// What a step says in a field of its request; nothing of what it does not know.
    fn value(&self, field: &FieldDescriptor, step: &CaseStep) -> Result<Option<Value>, Status> {
        let (id, etag) = (&self.seen.id, &self.seen.etag);
        let text = |text: &str| Some(Value::String(text.to_owned()));
        Ok(match field.name() {
            "county" => text(&self.county),
            "id" => text(id),
            "etag" => text(etag),
            "request_id" => text(&request_id(step.action.as_str_name(), [id, etag])),
            "note" => Some(note(field, step)?),
            "refuse_ground" => text(&step.reason),
            "proof" => text(&step.proof),
            "merged_into_id" => text(&step.merged_into_id),
            "unit_id" | "handler_id" | "receiver_id" => text(&step.unit_id),
            "joint_handler_ids" => {
                let helpers = step.helpers.iter().cloned().map(Value::String);
                Some(Value::List(helpers.collect()))
            }
            "mode" => Some(Value::EnumNumber(step.mode.into())),
            "outcome" => Some(Value::EnumNumber(step.outcome.into())),
            "rating" => Some(Value::EnumNumber(step.rating.into())),
            name if name.ends_with("_date") => text(&step.date),
            _ => None,
        })
    }
}

/// What an act is called: `AcceptCaseFile`.
fn method(action: CaseAction) -> String {
    if action == CaseAction::Answer {
        return "AnswerPetitioner".to_owned();
    }
    let verb = action.as_str_name().trim_start_matches("CASE_ACTION_");
    let (first, rest) = verb.split_at(1.min(verb.len()));
    format!("{first}{}CaseFile", rest.to_lowercase())
}

fn note(field: &FieldDescriptor, step: &CaseStep) -> Result<Value, Status> {
    let CaseStep { date, unit_id, reason, proof, .. } = step.clone();
    let note = CaseNote { date, unit_id, reason, proof };
    let broken = |cause: String| Status::internal(cause);
    let kind = field.kind().as_message().cloned();
    let kind = kind.ok_or_else(|| broken("a note is no message".to_owned()))?;
    let message = DynamicMessage::decode(kind, note.encode_to_vec().as_slice());
    message.map(Value::Message).map_err(|cause| broken(cause.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_of_a_plan_has_its_request() {
        for action in (2..=22).filter_map(|number| CaseAction::try_from(number).ok()) {
            let name = format!("{}.{}Request", CaseFile::PACKAGE, method(action));
            assert!(pool().get_message_by_name(&name).is_some(), "{name}");
        }
    }
}
