//! Which of the records that wait are looked at, as an address says it.

use chassis::Refusal;
use proto::ledger::v1::{ListWaitingRecordsRequest, RecordRef, State as Standing};

use super::waiting::{Seen, ask};
use crate::Gateway;
use crate::report::render::encoded;
use crate::web::negotiate::{Call, wrong};

/// Records that are judged at once.
pub(super) const MOST: usize = 10_000;
/// Records that are asked for at a time where all are wanted.
const AT_A_TIME: i32 = 1_000;

/// Which records are looked at.
#[derive(Clone, Default)]
pub(super) struct Selection {
    /// Whether it is returned records, and not those that wait for a verifier.
    pub(super) returned: bool,
    /// Whether only the actor's own.
    pub(super) mine: bool,
    /// The collection of a kind; all kinds where it is empty.
    pub(super) collection: String,
    /// Only what this recorder wrote.
    pub(super) recorder: String,
    /// The opening list whose records are shown; empty for what waits by itself.
    pub(super) list: String,
    token: String,
    /// What was done before this page.
    pub(super) done: String,
}

impl Selection {
    /// What an address says.
    ///
    /// # Errors
    /// `REQUEST_INVALID` for a parameter that is unknown.
    pub(super) fn read(call: &Call) -> Result<Self, Refusal> {
        let mut selection = Self::default();
        for (name, value) in call.query()? {
            match name.as_str() {
                "state" => selection.returned = value == "returned",
                "mine" => selection.mine = !value.is_empty(),
                "kind" => selection.collection.clone_from(value),
                "recorder" => value.trim().clone_into(&mut selection.recorder),
                "page_token" => selection.token.clone_from(value),
                "done" => selection.done.clone_from(value),
                "list" => selection.list.clone_from(value),
                "format" | "lang" => {}
                other => return Err(wrong(other, "there is no such parameter", "没有这个参数")),
            }
        }
        Ok(selection)
    }

    /// The question to a department.
    ///
    /// # Errors
    /// `PATH_UNKNOWN` for a kind that the department does not keep.
    pub(super) fn asked(
        &self,
        gateway: &Gateway,
        seen: &Seen<'_>,
        actor: Option<&str>,
        page_size: i32,
    ) -> Result<ListWaitingRecordsRequest, Refusal> {
        let kind = match self.collection.as_str() {
            "" => String::new(),
            name => {
                let (_, collection) = gateway.kept(seen.department, name)?;
                collection.kind.as_ref().map(|k| k.full_name().to_owned()).unwrap_or_default()
            }
        };
        let state = if self.returned { Standing::Returned } else { Standing::Recorded };
        let own = actor.filter(|_| self.mine).map(str::to_owned);
        Ok(ListWaitingRecordsRequest {
            county: seen.county.to_owned(),
            kind,
            state: state.into(),
            recorder: own.unwrap_or_else(|| self.recorder.clone()),
            page_size,
            page_token: self.token.clone(),
            opening_list_id: self.list.clone(),
        })
    }

    /// All of it as it stood at a position: what has been touched since is not judged unseen.
    ///
    /// # Errors
    /// `MESSAGE_TOO_LARGE` beyond what is judged at once.
    pub(super) async fn all(
        &self,
        gateway: &Gateway,
        seen: &Seen<'_>,
        actor: &str,
        position: i64,
    ) -> Result<Vec<RecordRef>, Refusal> {
        let client = gateway.departments.required(seen.department)?;
        let mut asked = self.asked(gateway, seen, Some(actor), AT_A_TIME)?;
        asked.page_token.clear();
        let mut all = Vec::new();
        loop {
            let answer = ask(client, asked.clone()).await?;
            for revision in answer.records.iter().filter_map(|one| one.revision.as_ref()) {
                let (Some(metadata), Some(record)) = (&revision.metadata, &revision.record) else {
                    continue;
                };
                let touched = metadata.etag.trim_matches('"').parse::<i64>();
                if touched.is_ok_and(|touched| touched <= position) {
                    let kind = record.type_url.rsplit('/').next().unwrap_or_default().to_owned();
                    let (id, etag) = (metadata.id.clone(), metadata.etag.clone());
                    all.push(RecordRef { kind, id, etag });
                }
            }
            if all.len() > MOST {
                return Err(too_many());
            }
            if answer.next_page_token.is_empty() {
                return Ok(all);
            }
            asked.page_token = answer.next_page_token;
        }
    }

    /// The query of the same selection at another page of it.
    pub(super) fn query(&self, token: &str) -> String {
        let mut query = format!("?state={}", if self.returned { "returned" } else { "recorded" });
        if self.mine {
            query.push_str("&mine=1");
        }
        let rest = [
            ("kind", self.collection.as_str()),
            ("recorder", &self.recorder),
            ("list", &self.list),
            ("page_token", token),
        ];
        for (name, value) in rest.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.push_str(&format!("&{name}={}", encoded(value)));
        }
        query
    }
}

fn too_many() -> Refusal {
    Refusal::request(chassis::FieldFault::new(
        "whole",
        proto::ledger::v1::Reason::MessageTooLarge,
        format!("more than {MOST} records are selected; pick a kind or a recorder"),
        format!("所选超过 {MOST} 条，请按种类或填报人缩小范围"),
    ))
}
