//! How far an import is and what it found, as pages and as JSON.

use std::sync::Arc;

use serde::Serialize;
use sheets::{Remark, Verdict};

use super::jobs::{Job, Phase};

/// Remarks on a page; the sheet with the remarks has more.
const SHOWN: usize = 200;

/// How far an import is, as a page and as JSON.
#[derive(Serialize)]
pub(super) struct JobView {
    names: Vec<String>,
    sheets: Vec<(String, String)>,
    phase: &'static str,
    read: u64,
    verdict: Option<VerdictView>,
    fault: String,
    /// Whether the page should be looked at again soon.
    running: bool,
    can_take_all: bool,
    can_take_good: bool,
}

#[derive(Serialize)]
pub(super) struct VerdictView {
    rows: u64,
    created: i64,
    revised: i64,
    unchanged: i64,
    refused: i64,
    examples: u64,
    remarks: Vec<RemarkView>,
    more: usize,
}

#[derive(Serialize)]
struct RemarkView {
    file: String,
    sheet: String,
    row: u32,
    cell: String,
    field: String,
    reason: String,
    message: String,
    message_zh: String,
}

impl VerdictView {
    pub(super) fn new(verdict: &Verdict, most: usize) -> Self {
        let Verdict { rows, examples, created, revised, unchanged, refused, remarks } = verdict;
        let view = |remark: &Remark| RemarkView {
            file: remark.file.clone(),
            sheet: remark.sheet.clone(),
            row: remark.row,
            cell: remark.cell(),
            field: remark.field.clone(),
            reason: remark.fault.reason.clone(),
            message: remark.fault.message.clone(),
            message_zh: remark.fault.message_zh.clone(),
        };
        Self {
            rows: *rows,
            created: *created,
            revised: *revised,
            unchanged: *unchanged,
            refused: *refused,
            examples: *examples,
            remarks: remarks.iter().take(most).map(view).collect(),
            more: remarks.len().saturating_sub(most),
        }
    }
}

impl JobView {
    pub(super) fn new(job: &Job) -> Self {
        let phase = job.phase();
        let verdict = match &phase {
            Phase::Tried(verdict) | Phase::Taken(verdict) => Some(Arc::clone(verdict)),
            _ => None,
        };
        let tried = matches!(phase, Phase::Tried(_));
        let can = |partial| {
            let verdict = verdict.as_ref().filter(|_| tried);
            verdict.is_some_and(|verdict| job.can_be_taken(verdict, partial))
        };
        let parts = job.plan.parts.iter();
        Self {
            names: job.names.clone(),
            sheets: parts.map(|part| (part.sheet.clone(), part.kind.label.clone())).collect(),
            read: job.read(),
            verdict: verdict.as_ref().map(|verdict| VerdictView::new(verdict, SHOWN)),
            fault: match &phase {
                Phase::Refused(refusal) => {
                    format!("{}（{}）", refusal.message_zh, refusal.reason_name())
                }
                _ => String::new(),
            },
            running: matches!(phase, Phase::Trying | Phase::Taking),
            can_take_all: can(false),
            can_take_good: can(true) && !can(false),
            phase: match phase {
                Phase::Trying => "trying",
                Phase::Tried(_) => "tried",
                Phase::Taking => "taking",
                Phase::Taken(_) => "taken",
                Phase::Refused(_) => "refused",
                Phase::Cancelled => "cancelled",
            },
        }
    }
}
