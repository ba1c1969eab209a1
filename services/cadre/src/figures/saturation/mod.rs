//! The saturation of work logs (`domain-standards.md` 10), by set algebra in the database:
//! the days that have a log, less those of rest, of leave and outside a post; shift swaps are
//! exceptions that are looked at day by day.

mod cells;
mod kept;
mod logged;
mod parameters;
mod roster;
mod told;

use ledger::figures::{CodeMeasure, CountyScope, Sums};
use ledger::reader::Reader;

use crate::rules::saturation::Saturation as Halves;

pub(crate) use cells::{Cell, Span, Who};
pub(crate) use kept::cells;
pub(crate) use parameters::{
    CHECKER, GRACE, MINIMUM_DAYS, PEOPLE, SAMPLER, THRESHOLD, named_on, number_on, value_on, values,
};
pub(crate) use told::{LEAST, is_told};

/// Valid half-days above the line, required half-days below it, over all cadres of a division.
pub(super) struct Saturation;

impl CodeMeasure for Saturation {
    fn sums<'a>(&'a self, reader: &'a Reader, scope: &'a CountyScope) -> Sums<'a> {
        Box::pin(async move {
            // A year whose notice is not in the calendar has no required days.
            let Some(span) = Span::of(scope) else { return Ok((None, None)) };
            if !is_told(reader, scope).await? {
                return Ok((None, None));
            }
            let cells = cells(reader, &span, &Who::All).await?;
            let all: Halves = cells.iter().map(|cell| cell.saturation).sum();
            Ok((Some(i128::from(all.valid_halves)), Some(i128::from(all.required_halves))))
        })
    }

    fn missing(&self) -> Option<(String, String)> {
        Some((
            "no day of the scope owes a log, or too few cadres owe one to be told of".to_owned(),
            "本范围内没有应填日志的工作日，或干部人数过少不公布".to_owned(),
        ))
    }

    fn words(&self) -> (&'static str, &'static str) {
        (
            "有合格日志的应填半天数 ÷ 应填半天数 × 100；应填：在职的工作日（国务院节假日安排，经批准的调班除外）减去休假；\
             超过补填期限提交的和核查不合格的日志不计",
            "required half-days with a log ÷ required half-days × 100; required are working days in \
             the post (State Council calendar, approved shift swaps) less leave; logs handed in after the period of grace \
             or failed by a check do not count",
        )
    }

    fn tables(&self) -> &'static [&'static str] {
        &["cadre", "leave", "log_check", "parameter", "post", "shift_swap"]
    }
}
