//! Closed periods: what is refused inside them, and what one needs to be closed.

use std::collections::{BTreeMap, HashMap};

use chassis::{FieldFault, Refusal};
use proto::ledger::v1::Reason;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Value};

use super::decide::Decider;
use super::pending::Undo;
use super::{Step, Verdict};
use crate::collection::Every;
use crate::figures::counting;
use crate::kinds::{Checked, KindInfo, parse_date};
use crate::storage::{FOREVER, Sql, Stored};

/// The table of the records that close periods.
const CLOSING: &str = "period_closing";

/// A period of a kind: its table, its first and its last day.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Closed {
    table: String,
    first: String,
    last: String,
}

/// What came for a period.
#[derive(Clone, Copy, Default)]
struct Came {
    received: i64,
    expected: i64,
    /// Whether zero was reported.
    nil: bool,
}

/// The periods that are closed, by the records that close them.
#[derive(Default)]
pub(super) struct Closings {
    in_force: Option<BTreeMap<String, Closed>>,
    /// How many records came for periods that shall be closed.
    came: HashMap<Closed, Came>,
}

impl Closings {
    /// Takes back what one record closed or opened.
    pub(super) fn put_back(&mut self, id: String, closed: Option<Closed>) {
        let in_force = self.in_force.get_or_insert_default();
        match closed {
            Some(closed) => in_force.insert(id, closed),
            None => in_force.remove(&id),
        };
    }
}

impl Closed {
    /// The period that a nil return or a closing speaks about.
    fn of(kind: &KindInfo, values: &[Value]) -> Self {
        let of = |name| kind.field(name).map_or("", |(at, _)| text(values.get(at)));
        let [table, first, last] = ["kind", "first_date", "last_date"].map(of).map(str::to_owned);
        Self { table, first, last }
    }
}

fn text(value: Option<&Value>) -> &str {
    match value {
        Some(Value::String(Some(text))) => text,
        _ => "",
    }
}

impl Decider {
    /// Reads which periods are closed, and what was returned for those that shall be.
    pub(super) async fn load_periods<'a>(
        &mut self,
        transaction: &DatabaseTransaction,
        steps: impl Iterator<Item = &'a Step> + Clone,
    ) -> Result<(), DbErr> {
        if !steps.clone().any(|step| step.kind().periods().matter()) {
            return Ok(());
        }
        let backend = transaction.get_database_backend();
        if self.closings.in_force.is_none() {
            let mut sql = Sql::new("SELECT r.id, r.kind, r.first_date, r.last_date FROM ");
            sql.push(CLOSING).push(" r WHERE r.county = ").bind(self.county.as_str());
            sql.push(" AND ");
            counting(&mut sql, "r", FOREVER - 1);
            let mut in_force = BTreeMap::new();
            for row in transaction.query_all_raw(sql.on(backend)).await? {
                let (id, table, first, last) = row.try_get_many_by_index()?;
                in_force.insert(id, Closed { table, first, last });
            }
            self.closings.in_force = Some(in_force);
        }
        for step in steps {
            let Step::Put { kind, record, .. } = step else { continue };
            if kind.table == CLOSING {
                self.load_returned(transaction, kind, Closed::of(kind, &record.row)).await?;
            }
        }
        Ok(())
    }

    /// Reads again what was returned for the periods of closings that shall be verified, whose
    /// rows have been read.
    pub(super) async fn load_closing<'a>(
        &mut self,
        transaction: &DatabaseTransaction,
        steps: impl Iterator<Item = &'a Step>,
    ) -> Result<(), DbErr> {
        for step in steps {
            let Step::Judge { kind, id, verdict: Verdict::Verify, .. } = step else { continue };
            if kind.table != CLOSING {
                continue;
            }
            let row = self.current.get(&(kind.table.clone(), id.clone())).and_then(Option::as_ref);
            let Some(period) = row.map(|row| Closed::of(kind, &row.values)) else { continue };
            self.load_returned(transaction, kind, period).await?;
        }
        Ok(())
    }

    /// Counts what was returned for a period, and looks whether zero was.
    async fn load_returned(
        &mut self,
        transaction: &DatabaseTransaction,
        kind: &KindInfo,
        period: Closed,
    ) -> Result<(), DbErr> {
        let owed = kind.periods().owed().unwrap_or_default();
        let Some(owed) = owed.iter().find(|owed| owed.table == period.table) else { return Ok(()) };
        let Some((from, until)) = owed.periods().span() else { return Ok(()) };
        let [from, until] = [from, until].map(|at| &owed.fields[at].name);
        let mut sql =
            Sql::new(format!("SELECT 0, COUNT(*) FROM \"{}\" r WHERE r.county = ", owed.table));
        sql.bind(self.county.as_str()).push(" AND r.withdrawn = 0 AND r.until = ").bind(FOREVER);
        sql.push(format!(" AND r.\"{until}\" >= ")).bind(period.first.as_str());
        sql.push(format!(" AND r.\"{from}\" <= ")).bind(period.last.as_str());
        sql.push(" UNION ALL SELECT 1, COUNT(*) FROM nil_return r WHERE r.county = ");
        sql.bind(self.county.as_str()).push(" AND r.withdrawn = 0 AND r.until = ").bind(FOREVER);
        sql.push(" AND r.kind = ").bind(period.table.as_str());
        sql.push(" AND r.first_date = ").bind(period.first.as_str());
        let days = parse_date(&period.first).zip(parse_date(&period.last));
        let due = owed.periods().due().zip(days);
        let expected = due.map_or(0, |((_, expects), days)| expects.count(&self.county, days));
        let mut came = Came { expected, ..Came::default() };
        for row in transaction.query_all_raw(sql.on(transaction.get_database_backend())).await? {
            match row.try_get_many_by_index::<(i32, i64)>()? {
                (0, count) => came.received = count,
                (_, count) => came.nil = count > 0,
            }
        }
        self.closings.came.insert(period, came);
        Ok(())
    }

    /// Refuses a record of a closed period, and what speaks wrongly about a period.
    pub(super) fn check_periods(
        &self,
        kind: &KindInfo,
        record: &Checked,
        before: Option<&Stored>,
    ) -> Result<(), Refusal> {
        self.check_open(kind, &record.row)?;
        if let Some(before) = before {
            self.check_open(kind, &before.values)?;
        }
        let Some(owed) = kind.periods().owed() else { return Ok(()) };
        let period = Closed::of(kind, &record.row);
        let Some(meant) = owed.iter().find(|owed| owed.table == period.table) else {
            return Err(not_owed(kind, owed, &period.table));
        };
        let division = text(record.row.get(kind.division));
        if division != self.county {
            return Err(below_the_county(kind, division, &self.county));
        }
        let every = meant.periods().due().map(|(every, _)| every);
        if let Some(every) = every.filter(|every| !every.holds(&period.first, &period.last)) {
            return Err(out_of_step(kind, meant, every, &period));
        }
        self.check_whole(kind, &record.row)
    }

    /// Refuses a closing of a period that is not whole and has no remark; also when it is
    /// verified, since what it rests on may have been withdrawn meanwhile.
    pub(super) fn check_whole(&self, kind: &KindInfo, values: &[Value]) -> Result<(), Refusal> {
        if kind.table != CLOSING {
            return Ok(());
        }
        let remark = kind.field("remark").map_or("", |(at, _)| text(values.get(at)));
        let came = self.closings.came.get(&Closed::of(kind, values)).copied().unwrap_or_default();
        let whole = came.nil || came.received >= came.expected.max(1);
        if remark.is_empty() && !whole { Err(unexplained(kind, came)) } else { Ok(()) }
    }

    /// Refuses to touch what lies in a closed period.
    pub(super) fn check_open(&self, kind: &KindInfo, values: &[Value]) -> Result<(), Refusal> {
        let Some((from, until)) = kind.periods().span() else { return Ok(()) };
        let [from, until] = [from, until].map(|at| text(values.get(at)));
        let all = self.closings.in_force.iter().flatten();
        let over = |closed: &Closed| {
            closed.table == kind.table && *closed.first <= *until && *from <= *closed.last
        };
        match all.into_iter().find(|(_, closed)| over(closed)) {
            Some((id, closed)) => Err(locked(kind, from.max(&closed.first), id, closed)),
            None => Ok(()),
        }
    }

    /// A closing that is verified closes its period; its withdrawal opens it again.
    pub(super) fn close(&mut self, kind: &KindInfo, row: &Stored) {
        if kind.table != CLOSING {
            return;
        }
        let in_force = self.closings.in_force.get_or_insert_default();
        let before = match row.withdrawn {
            true => in_force.remove(&row.id),
            false => in_force.insert(row.id.clone(), Closed::of(kind, &row.values)),
        };
        self.journal.push(Undo::Closing(row.id.clone(), before));
    }
}

/// A period that is not whole is not completed without a word.
fn unexplained(kind: &KindInfo, came: Came) -> Refusal {
    let Came { received, expected, .. } = came;
    Refusal::record(vec![FieldFault::new(
        format!("{}.remark", kind.table),
        Reason::FieldRequired,
        format!(
            "{received} of {expected} were returned for the period, nor was zero reported; say \
             why it is completed"
        ),
        format!("该期应报 {expected} 条，已报 {received} 条，也无零报告；关账须写明缺报说明"),
    )])
}

/// What is owed is owed by the county as a whole, and closed for it as a whole.
fn below_the_county(kind: &KindInfo, division: &str, county: &str) -> Refusal {
    Refusal::record(vec![FieldFault::new(
        format!("{}.division", kind.table),
        Reason::DivisionUnknown,
        format!("it speaks for the whole county, {county}, and not for {division} alone"),
        format!("“{}”以全县为单位，行政区划应填 {county}，不能填 {division}", kind.label),
    )])
}

/// A period is spoken of as long as it is owed: a month of what is owed monthly.
fn out_of_step(kind: &KindInfo, meant: &KindInfo, every: Every, period: &Closed) -> Refusal {
    let Closed { table, first, last } = period;
    let (en, zh) = every.words();
    Refusal::record(vec![FieldFault::new(
        format!("{}.last_date", kind.table),
        Reason::PeriodInvalid,
        format!("{table} is owed for each {en}, and {first} to {last} is none"),
        format!("“{}”按{zh}报送，{first} 至 {last} 不是完整的一个{zh}", meant.label),
    )])
}

fn not_owed(kind: &KindInfo, owed: &[std::sync::Arc<KindInfo>], table: &str) -> Refusal {
    let tables: Vec<&str> = owed.iter().map(|owed| owed.table.as_str()).collect();
    let labels: Vec<_> =
        owed.iter().map(|owed| format!("{}（{}）", owed.table, owed.label)).collect();
    Refusal::record(vec![FieldFault::new(
        format!("{}.kind", kind.table),
        Reason::KindUnknown,
        format!("{table:?} is not owed for periods; there are {}", tables.join(", ")),
        format!("“{table}”不是按期应报的种类；应报的有 {}", labels.join("、")),
    )])
}

fn locked(kind: &KindInfo, day: &str, id: &str, closed: &Closed) -> Refusal {
    let Closed { first, last, .. } = closed;
    Refusal::new(
        Reason::PeriodLocked,
        format!("{day} lies in {first} to {last}, which {id} closed; withdraw that closing first"),
        format!("{day} 属于已关账的 {first} 至 {last}（{id}）；须先撤回关账"),
    )
    .with("kind", &kind.name)
    .with("closing", id)
}
