//! How far an import is and what it found, as pages and as JSON.

use std::sync::Arc;

use serde::Serialize;
use sheets::{Change, Changed, Part, Plan, Remark, Shown, Vanished, Verdict, WRITTEN};

use super::answer::said_with_reason;
use super::job::{Job, Phase};
use crate::web::labels;
use crate::web::negotiate::Language;

/// Remarks on a page; the sheet with the remarks has more.
const SHOWN: usize = 200;

/// How far an import is, as a page and as JSON.
#[derive(Serialize)]
pub(super) struct JobView {
    names: Vec<String>,
    sheets: Vec<(String, String)>,
    /// What each sheet has no column for, so that it stays as it stands.
    kept: Vec<KeptView>,
    /// Columns of each sheet that are not taken, since rules and acts give them.
    given: Vec<KeptView>,
    /// The departments that take its rows, each by itself, where there are several.
    departments: Vec<String>,
    phase: &'static str,
    read: u64,
    verdict: Option<VerdictView>,
    fault: String,
    /// Whether the page should be looked at again soon.
    running: bool,
    /// Whether its file is not kept any more.
    forgotten: bool,
    /// Departments that had taken their rows when it was stopped.
    written: Vec<String>,
    can_take_all: bool,
    can_take_good: bool,
    /// Whether records have vanished that may be withdrawn with the rest.
    can_withdraw: bool,
    /// Whether its profile can be remembered.
    can_remember: bool,
    /// The document of the opening list that the rows are, and its day.
    opening: Option<(String, String)>,
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
    /// Remarks that are not shown here.
    more: usize,
    /// Refused rows that no remark speaks of, being too many.
    unlisted: i64,
    /// What each row brings, of a file that has a profile.
    changes: Vec<ChangeView>,
    /// Records that the file states in full and does not hold.
    vanished: i64,
    vanished_records: Vec<VanishedView>,
    withdrawn: i64,
    /// The opening list that was written.
    opening_list: String,
}

/// What a sheet has no column for, so that of records that are there it stays as it stands; or
/// what it has columns for that are not taken, since a rule or an act gives it.
#[derive(Serialize)]
pub(super) struct KeptView {
    sheet: String,
    kind: String,
    fields: Vec<String>,
}

impl KeptView {
    /// Of all sheets that lack something.
    pub(super) fn of(plan: &Plan, language: Language) -> Vec<Self> {
        let view = |part: &Part| Self {
            sheet: part.sheet.clone(),
            kind: labels::kind_of(&part.kind.name, language),
            fields: match language {
                Language::Chinese => part.kept().into_iter().map(str::to_owned).collect(),
                Language::English => {
                    let named = part.kept_fields().into_iter();
                    named.map(|name| labels::field_of(&part.kind.name, name, language)).collect()
                }
            },
        };
        plan.parts.iter().filter(|part| !part.kept().is_empty()).map(view).collect()
    }

    /// Columns of all sheets that are not taken.
    pub(super) fn given(plan: &Plan, language: Language) -> Vec<Self> {
        let view = |part: &Part| Self {
            sheet: part.sheet.clone(),
            kind: labels::kind_of(&part.kind.name, language),
            fields: {
                let given = part.given().into_iter();
                let called = |name: &str| labels::field_of(&part.kind.name, name, language);
                given.map(|field| called(&field.name)).collect()
            },
        };
        plan.parts.iter().filter(|part| !part.given().is_empty()).map(view).collect()
    }
}

/// The departments of a plan, where there are several.
pub(super) fn several(plan: &Plan) -> Vec<String> {
    Some(plan.departments()).filter(|all| all.len() > 1).unwrap_or_default()
}

#[derive(Serialize)]
struct ChangeView {
    row: u32,
    id: String,
    created: bool,
    fields: Vec<FieldView>,
}

#[derive(Serialize)]
struct FieldView {
    field: String,
    before: String,
    after: String,
}

#[derive(Serialize)]
struct VanishedView {
    kind: String,
    id: String,
    fields: Vec<(String, String)>,
}

impl ChangeView {
    fn new(plan: &Plan, change: &Change, language: Language) -> Self {
        let Change { part, row, id, created, fields } = change;
        let kind = plan.parts.get(*part).map_or("", |part| part.kind.name.as_str());
        let said = |name: &str, text: &str| labels::said_of(kind, name, text, language);
        let field = |field: &Changed| FieldView {
            field: match language {
                Language::Chinese => field.label.clone(),
                Language::English => labels::field_of(kind, &field.name, language),
            },
            before: said(&field.name, &field.before),
            after: said(&field.name, &field.after),
        };
        let fields = fields.iter().map(field).collect();
        Self { row: *row, id: id.clone(), created: *created, fields }
    }
}

impl VanishedView {
    fn new(record: &Vanished, language: Language) -> Self {
        let Vanished { name, kind, id, fields } = record;
        let field = |field: &Shown| match language {
            Language::Chinese => (field.label.clone(), field.text.clone()),
            Language::English => (
                labels::field_of(name, &field.name, language),
                labels::said_of(name, &field.name, &field.text, language),
            ),
        };
        let kind = match language {
            Language::Chinese => kind.clone(),
            Language::English => labels::kind_of(name, language),
        };
        Self { kind, id: id.clone(), fields: fields.iter().map(field).collect() }
    }
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
    /// What a plan came to, with at most so many of each list.
    pub(super) fn new(plan: &Plan, verdict: &Verdict, most: usize, language: Language) -> Self {
        let Verdict { rows, examples, created, revised, unchanged, refused, remarks, .. } = verdict;
        let Verdict { changes, vanished, vanished_records, withdrawn, opening_list, .. } = verdict;
        let view = |remark: &Remark| RemarkView {
            file: remark.file.clone(),
            sheet: remark.sheet.clone(),
            row: remark.row,
            cell: remark.cell(),
            field: named(plan, remark, language),
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
            unlisted: verdict.unlisted,
            changes: {
                let view = |change| ChangeView::new(plan, change, language);
                changes.iter().take(most).map(view).collect()
            },
            vanished: *vanished,
            vanished_records: {
                let view = |record| VanishedView::new(record, language);
                vanished_records.iter().take(most).map(view).collect()
            },
            withdrawn: *withdrawn,
            opening_list: opening_list.clone(),
        }
    }
}

/// What the column of a remark is called: on English pages by the name of its field, where the
/// column is known for one.
fn named(plan: &Plan, remark: &Remark, language: Language) -> String {
    let kind = remark.part.and_then(|part| plan.parts.get(part)).map(|part| &part.kind);
    let field = kind.and_then(|k| k.fields.iter().find(|field| field.label == remark.field));
    match (kind, field, language) {
        (Some(kind), Some(field), Language::English) => {
            labels::field_of(&kind.name, &field.name, language)
        }
        _ => remark.field.clone(),
    }
}

impl JobView {
    pub(super) fn new(job: &Job, language: Language) -> Self {
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
        let called = |part: &Part| labels::kind_of(&part.kind.name, language);
        let parts = job.plan.parts.iter();
        Self {
            names: job.names.clone(),
            sheets: parts.map(|part| (part.sheet.clone(), called(part))).collect(),
            kept: KeptView::of(&job.plan, language),
            given: KeptView::given(&job.plan, language),
            departments: several(&job.plan),
            read: job.read(),
            verdict: verdict
                .as_ref()
                .map(|verdict| VerdictView::new(&job.plan, verdict, SHOWN, language)),
            fault: match &phase {
                Phase::Refused(refusal) => said_with_reason(refusal, language),
                _ => String::new(),
            },
            forgotten: job.forgotten,
            written: match &phase {
                Phase::Cancelled(written) => written.clone(),
                _ => Vec::new(),
            },
            running: matches!(phase, Phase::Trying | Phase::Taking),
            can_take_all: can(false),
            can_take_good: can(true) && !can(false) && job.opening.is_none(),
            can_withdraw: tried && job.can_withdraw(),
            can_remember: job.profile_that_fits().is_ok(),
            opening: job.opening.clone().map(|opening| (opening.document, opening.open_date)),
            phase: match phase {
                Phase::Trying => "trying",
                Phase::Tried(_) => "tried",
                Phase::Taking => "taking",
                Phase::Taken(_) => "taken",
                Phase::Refused(refusal) if refusal.metadata.contains_key(WRITTEN) => "stopped",
                Phase::Refused(_) => "refused",
                Phase::Cancelled(_) => "cancelled",
            },
        }
    }
}
