//! The records of a plan into the books of a department, as one act or as a trial of it.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use chassis::Refusal;
use ledger::writer::MOST_REFUSALS;
use proto::ledger::v1::ledger_service_client::LedgerServiceClient;
use proto::ledger::v1::{
    ImportOptions, ImportRecordsRequest, ImportRecordsResponse, Reason, Refusal as Refused,
};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Request;
use tonic::transport::Channel;

use crate::cells::Cell;
use crate::compared;
use crate::convert;
use crate::files::{Opened, remark};
use crate::headers::Column;
use crate::mode::{Cancel, Mode};
use crate::parcel::{Gone, Parcel};
use crate::plan::{Part, Plan};
use crate::template::EXAMPLE;
use crate::verdict::{Fault, Remark, Verdict};

/// What was read of the sheets.
#[derive(Default)]
struct Fed {
    verdict: Verdict,
    /// The part and the row of every record that was sent, in order.
    places: Vec<(u32, u32)>,
    /// Whether somebody stopped it.
    stopped: bool,
}

/// Takes in, or tries, what a plan holds for a department. `progress` is told how many records
/// have been read.
///
/// A sheet that cannot be read to its end, and a row that is no record, are remarked; without
/// `partial` nothing is taken then.
///
/// # Errors
/// What refuses the import as a whole; `IMPORT_ABANDONED` when it was stopped.
pub async fn import(
    channel: Channel,
    department: &str,
    plan: Arc<Plan>,
    mode: &Mode,
    progress: impl Fn(u64),
) -> Result<Verdict, Refusal> {
    // Enough that nobody waits for whoever has just been put aside.
    let (sender, receiver) = mpsc::channel(8);
    let (options, metadata) = mode.options(&plan, department)?;
    let (reading, department) = (Arc::clone(&plan), department.to_owned());
    let cancel = mode.cancel.clone();
    let feed = move || feed(&reading, &department, options, (&sender, &cancel));
    let fed = tokio::task::spawn_blocking(feed);
    let request = Request::from_parts(metadata, Default::default(), ReceiverStream::new(receiver));
    let last = follow(channel, request, progress).await;
    let fed = fed.await.map_err(|cause| Refusal::internal(&cause))?;
    let (last, refused) = last?;
    if fed.stopped {
        let (en, zh) = ("the import was stopped; nothing was taken", "导入已取消，整批未写入");
        return Err(Refusal::new(Reason::ImportAbandoned, en, zh));
    }
    Ok(judged(&plan, fed, last, refused))
}

/// Follows the answers to the last one.
async fn follow(
    channel: Channel,
    request: Request<ReceiverStream<ImportRecordsRequest>>,
    progress: impl Fn(u64),
) -> Result<(ImportRecordsResponse, Vec<Refused>), Refusal> {
    let refuse = |status: tonic::Status| Refusal::from_status(&status);
    let mut ledger = LedgerServiceClient::new(channel);
    let mut answers = ledger.import_records(request).await.map_err(refuse)?.into_inner();
    let (mut last, mut refused) = (ImportRecordsResponse::default(), Vec::new());
    while let Some(mut answer) = answers.message().await.map_err(refuse)? {
        refused.append(&mut answer.refusals);
        progress(u64::try_from(answer.read_count).unwrap_or(0));
        last = answer;
    }
    if last.summary.is_none() {
        let (en, zh) =
            ("the import broke off; nothing is known to be taken", "导入中断，未确认写入");
        return Err(Refusal::new(Reason::ServiceDown, en, zh));
    }
    Ok((last, refused))
}

fn judged(plan: &Plan, fed: Fed, last: ImportRecordsResponse, refused: Vec<Refused>) -> Verdict {
    let Fed { mut verdict, places, stopped: _ } = fed;
    let summary = last.summary.unwrap_or_default();
    // Whoever is refused, be it for a cell that cannot be read, has not vanished.
    if verdict.refused == 0 {
        verdict.vanished = summary.vanished_count;
        verdict.vanished_records = compared::vanished(plan, last.vanished);
    }
    verdict.withdrawn = summary.withdrawn_count;
    verdict.opening_list = summary.opening_list_id;
    verdict.changes = compared::changes(plan, &places, last.changes);
    verdict.created = summary.created_count;
    verdict.revised = summary.revised_count;
    verdict.unchanged = summary.unchanged_count;
    verdict.refused += summary.refused_count;
    let remarks = refused.into_iter().filter_map(|refused| {
        let place = usize::try_from(refused.index).ok().and_then(|index| places.get(index));
        let (at, row) = *place?;
        Some(of_refusal(plan, at as usize, row, refused))
    });
    verdict.remarks.extend(remarks);
    verdict.remarks.sort_by_key(|remark| (remark.part, remark.row, remark.column));
    verdict.remarks.truncate(MOST_REFUSALS);
    let rows: BTreeSet<_> = verdict.remarks.iter().map(|one| (one.part, one.row)).collect();
    verdict.unlisted = verdict.refused - i64::try_from(rows.len()).unwrap_or(i64::MAX);
    verdict
}

/// What a department says of a record, at the cell that it is about.
fn of_refusal(plan: &Plan, at: usize, row: u32, refused: Refused) -> Remark {
    let Refused { index: _, field, reason, message, message_zh } = refused;
    let part = &plan.parts[at];
    let name = field.strip_prefix(&format!("{}.", part.kind.table)).unwrap_or(&field);
    // Of a request the field itself, or the list that holds it, or one inside a message of it.
    let ends = [
        name,
        name.split(['[', '.']).next().unwrap_or(name),
        name.rsplit('.').next().unwrap_or(name),
    ];
    let of = |end: &str| part.kind.fields.iter().position(|known| known.name == end);
    let known = ends.into_iter().find_map(of);
    let column = known.and_then(|known| part.header.column_of(known));
    let label = known.map_or(name, |known| part.kind.fields[known].label.as_str()).to_owned();
    let fault = Fault { reason, message, message_zh };
    let place = remark(&plan.file_of(part).name, &part.sheet, fault);
    Remark { part: Some(at), row, column, field: label, ..place }
}

/// Reads the sheets of a department and sends what they hold.
fn feed(
    plan: &Plan,
    department: &str,
    options: ImportOptions,
    (sender, cancel): (&mpsc::Sender<ImportRecordsRequest>, &Cancel),
) -> Fed {
    let mut fed = Fed::default();
    let whole = !options.partial;
    let mut parcel = Parcel::new(sender, options);
    // A file is opened once for all its sheets.
    let mut opened: BTreeMap<usize, Opened<'_>> = BTreeMap::new();
    for (at, part) in plan.parts.iter().enumerate() {
        if part.kind.department != department {
            continue;
        }
        let type_url = format!("type.googleapis.com/{}", part.kind.name);
        if parcel.begin(part.stated()).is_err() {
            break;
        }
        let each = &mut |row: u32, cells: Vec<Cell>| {
            if cancel.is_stopped() {
                fed.stopped = true;
                return ControlFlow::Break(());
            }
            let Some((value, explanation)) = fed.row(plan, at, row, &cells) else {
                return ControlFlow::Continue(());
            };
            match parcel.add(&type_url, value, explanation) {
                Ok(()) => ControlFlow::Continue(()),
                Err(Gone) => ControlFlow::Break(()),
            }
        };
        let walked = match opened.entry(part.file) {
            Entry::Occupied(book) => Ok(book.into_mut()),
            Entry::Vacant(place) => plan.file_of(part).open().map(|book| place.insert(book)),
        };
        if let Err(cause) = walked.and_then(|book| book.walk(&part.sheet, each)) {
            fed.verdict.remarks.push(Remark { part: Some(at), ..cause });
            fed.verdict.refused += 1;
        }
    }
    // Whoever does not listen any more says why himself.
    let _ = parcel.end(fed.stopped || whole && fed.verdict.refused > 0);
    fed
}

impl Fed {
    /// The record of a row, whose place is noted, and what explains it; nothing for one that is
    /// not sent.
    fn row(
        &mut self,
        plan: &Plan,
        at: usize,
        row: u32,
        cells: &[Cell],
    ) -> Option<(Vec<u8>, String)> {
        let part: &Part = &plan.parts[at];
        let header = &part.header;
        if row <= header.row {
            return None;
        }
        let under = |meant: Column| {
            let mut columns = header.columns.iter().zip(cells);
            columns.find(|(column, _)| **column == meant).map(|(_, cell)| cell.shown())
        };
        if under(Column::Remarks).is_some_and(|said| said == EXAMPLE) {
            self.verdict.examples += 1;
            return None;
        }
        let only_remarks = |(at, cell): (usize, &Cell)| {
            cell.is_empty() || header.columns.get(at) == Some(&Column::Remarks)
        };
        if cells.iter().enumerate().all(only_remarks) {
            return None;
        }
        self.verdict.rows += 1;
        match convert::record(&part.kind, header, cells) {
            Ok(value) => {
                self.places.push((u32::try_from(at).unwrap_or(u32::MAX), row));
                Some((value, under(Column::Explanation).unwrap_or_default().into_owned()))
            }
            Err(wrong) => {
                self.verdict.refused += 1;
                for (column, field, fault) in wrong {
                    let place = remark(&plan.file_of(part).name, &part.sheet, fault);
                    let place =
                        Remark { part: Some(at), row, column: Some(column), field, ..place };
                    if self.verdict.remarks.len() < MOST_REFUSALS {
                        self.verdict.remarks.push(place);
                    }
                }
                None
            }
        }
    }
}
