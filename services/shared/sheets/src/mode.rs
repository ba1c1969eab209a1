//! How a plan is taken: by whom, whole or in part, as what, and until when.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chassis::Refusal;
use proto::ledger::v1::{ImportOptions, Opening, Reason};
use tonic::metadata::MetadataMap;

use crate::compared;
use crate::plan::{Part, Plan};
use crate::verdict::Fault;

/// How a plan is taken.
#[derive(Clone, Debug, Default)]
pub struct Mode {
    /// The county, six digits.
    pub county: String,
    /// Check everything and write nothing.
    pub validate_only: bool,
    /// Take the good rows; otherwise one bad row keeps all from being taken.
    pub partial: bool,
    /// Given to every soft rule that asks for one.
    pub explanation: String,
    /// What an opening list is handed in with, where the rows are one.
    pub opening: Option<Opening>,
    /// Why what has vanished is withdrawn; without it, it is listed only.
    pub withdraw_reason: String,
    /// What names the import, so that it may be sent again: each department that takes rows of it
    /// answers a second time as it did the first. Nothing, or a UUID.
    pub request_id: String,
    /// Who acts, as the call says it.
    pub metadata: MetadataMap,
    /// By which it is stopped.
    pub cancel: Cancel,
}

/// Stops an import from wherever it is held. What has been read to its end is not stopped any
/// more: the department takes it, or refuses it.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Stops the import.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether somebody stopped it.
    pub(crate) fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Mode {
    /// What a department is told of an import, and who acts.
    pub(crate) fn options(
        &self,
        plan: &Plan,
        department: &str,
    ) -> Result<(ImportOptions, MetadataMap), Refusal> {
        let Self {
            county,
            validate_only,
            partial,
            explanation,
            opening,
            withdraw_reason,
            request_id,
            metadata,
            cancel: _,
        } = self.clone();
        let covers = compared::covers(plan, department).map_err(|remark| {
            let Fault { message, message_zh, .. } = *remark.fault;
            let field = remark.field;
            Refusal::new(
                Reason::RequestInvalid,
                format!("the profile, {field}: {message}"),
                format!("导入方案“{field}”：{message_zh}"),
            )
        })?;
        let own = |part: &&Part| part.kind.department == department;
        let list_changes = plan.parts.iter().filter(own).any(|part| part.header.is_described());
        // A trial writes nothing that could be asked for again.
        let request_id = if validate_only { String::new() } else { request_id };
        let options = ImportOptions {
            county,
            request_id,
            validate_only,
            partial,
            explanation,
            opening,
            list_changes,
            covers,
            withdraw_reason,
        };
        Ok((options, metadata))
    }
}
