//! What the checker of a log is told on the page of what waits; nothing of it refuses or punishes.

use ledger::Books;
use ledger::kinds::{Kind, Remarked, day_of};
use ledger::storage::Stored;
use proto::cadre::v1::WorkLog;
use proto::ledger::v1::Remark;

use super::unchecked::{Seen, looked_at};
use crate::Ours;

/// The remarks on logs that wait in a county at a position.
pub(crate) fn remarks<'a>(
    books: &'a Books,
    county: &'a str,
    rows: &'a [Stored],
    position: i64,
) -> Remarked<'a> {
    Box::pin(async move {
        let logs = books.decoded::<Ours, WorkLog>(rows)?.into_iter();
        let logs: Vec<_> = logs.map(|log| (Kind::<Ours>::key(&log), log)).collect();
        let seen = looked_at(books, (county, position), &logs).await?;
        let remarks = rows.iter().zip(&logs).zip(seen);
        Ok(remarks.map(|((row, (_, log)), seen)| of(row, log, seen)).collect())
    })
}

fn of(row: &Stored, log: &WorkLog, seen: Seen) -> Vec<Remark> {
    let Seen { vague, repeats, late } = seen;
    let mut remarks = Vec::new();
    if vague {
        remarks.push(remark("says too little".to_owned(), "内容空泛".to_owned()));
    }
    if let Some(other) = repeats {
        remarks.push(remark(format!("repeats log {other}"), format!("与日志 {other} 内容雷同")));
    }
    if late {
        let days = log.delay_days.unwrap_or(0);
        remarks.push(remark(
            format!("filled in {days} working days late, after the period of grace"),
            format!("补填：迟 {days} 个工作日，超过补填期限"),
        ));
    }
    let recorded = row.at.map(|at| day_of(at).to_string()).unwrap_or_default();
    if !log.submit_date.is_empty() && log.submit_date < recorded && row.revision == 1 {
        let stated = &log.submit_date;
        remarks.push(remark(
            format!("the import of {recorded} states {stated} as the day of submission"),
            format!("提交日期 {stated} 为导入所述，录入日期为 {recorded}"),
        ));
    }
    remarks
}

fn remark(text: String, text_zh: String) -> Remark {
    Remark { text, text_zh }
}
