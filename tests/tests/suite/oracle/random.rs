//! Random records of every kind: samples with their fields drawn anew, as long as they pass.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ::ledger::Books;
use ::ledger::divisions::Divisions;
use ::ledger::figures::{Condition, Measure};
use ::ledger::kinds::{Checked, Field, Given, KindInfo, row_to_wire, wire_to_row};
use ::ledger::writer::{Call, Put, Step, Verdict};
use prost::Message as _;
use proto::ledger::v1::Format;
use sea_orm::Value as Stored;

use super::plain::{Cell, Record, World};
use crate::desk::{COUNTY, RECORDER, VERIFIER};

/// What is said of a whole period, or of a whole register, by its tables.
const KINDS_OF_PERIODS: [&str; 3] = ["nil_return", "period_closing", "opening_list"];

/// Draws the same numbers for the same seed (SplitMix64).
pub struct Draw(u64);

impl Draw {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound.max(1)
    }

    pub fn one_in(&mut self, bound: u64) -> bool {
        self.below(bound) == 0
    }

    pub fn pick<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        if of.is_empty() { None } else { of.get(self.below(of.len() as u64) as usize).cloned() }
    }

    /// A day of three years, mostly of the middle one.
    pub fn day(&mut self) -> String {
        let year = if self.one_in(3) { 2022 + 2 * self.below(2) } else { 2023 };
        format!("{year}-{:02}-{:02}", 1 + self.below(12), 1 + self.below(28))
    }
}

/// Enters and mostly verifies random records of every kind, and the parameters they are judged by.
pub async fn fill(books: &Books, world: &mut World, draw: &mut Draw, count: usize) {
    world.kinds = books.kinds.iter().cloned().collect();
    checker(books, world).await;
    // What is said of a period is no record of a figure, and would close it to the others.
    let counted = |kind: &Arc<KindInfo>| !KINDS_OF_PERIODS.contains(&kind.table.as_str());
    for kind in in_order(&world.kinds).into_iter().filter(counted) {
        let mut ids = BTreeSet::new();
        let mut drawn = Vec::new();
        for n in 0..count as u32 {
            if let Some(record) = record(&kind, n, world, draw)
                && ids.insert(record.id.clone())
            {
                drawn.push(record);
            }
        }
        let least = count / 4;
        assert!(drawn.len() >= least, "only {} random records of {}", drawn.len(), kind.name);
        enter(books, world, draw, &kind, drawn).await;
    }
    parameters(books, world, draw).await;
}

/// Where work logs are kept, the parameter by which the verifier judges them: nobody is above.
async fn checker(books: &Books, world: &mut World) {
    let kinds = world.kind("WorkLog").and(world.kind("Parameter"));
    let Some(kind) = kinds.cloned() else { return };
    let parameter = crate::work_logs::parameter("worklog.check.account", VERIFIER);
    let parameter = kind.accept(&parameter.encode_to_vec()).expect("a good parameter");
    // Most records are verified; this one has to be.
    let draws = (0..).map(Draw::new).find(|draw| !Draw(draw.0).one_in(12));
    enter(books, world, &mut draws.expect("a draw"), &kind, vec![parameter]).await;
}

/// Kinds after those that they refer to.
fn in_order(kinds: &[Arc<KindInfo>]) -> Vec<Arc<KindInfo>> {
    let mut left: Vec<_> = kinds.to_vec();
    let mut order: Vec<Arc<KindInfo>> = Vec::new();
    while !left.is_empty() {
        let known = |table: &String| order.iter().any(|kind| kind.table == *table);
        let free = left.iter().position(|kind| {
            let refers = kind.fields.iter().filter_map(|field| field.refers.as_ref());
            refers.into_iter().all(|table| known(table) || *table == kind.table)
        });
        order.push(left.remove(free.unwrap_or(0)));
    }
    order
}

/// A sample with fields drawn anew; fewer of them each time that the result is refused.
fn record(kind: &Arc<KindInfo>, n: u32, world: &World, draw: &mut Draw) -> Option<Checked> {
    let sample = wire_to_row(kind, &kind.sample(n)).ok()?;
    for attempt in 0..40_u64 {
        let mut row = sample.clone();
        for (field, cell) in kind.fields.iter().zip(&mut row) {
            let refers = field.refers.is_some() && !is_empty(cell);
            if field.given != Given::ByRule && (refers || draw.below(40) >= attempt) {
                redraw(kind, field, cell, world, draw);
            }
        }
        if let Ok(record) = kind.accept(&row_to_wire(kind, &row))
            && record.soft.is_empty()
        {
            return Some(record);
        }
    }
    None
}

fn is_empty(cell: &Stored) -> bool {
    matches!(cell, Stored::String(Some(text)) if text.is_empty())
}

fn redraw(kind: &KindInfo, field: &Field, cell: &mut Stored, world: &World, draw: &mut Draw) {
    let text = |text: String| Stored::String(Some(text));
    let number = |number: i64| Stored::BigInt(Some(number));
    if let Some(table) = &field.refers {
        let known = world.records.get(table);
        let ids: Vec<_> = known.into_iter().flatten().map(|record| record.id.clone()).collect();
        let none = !field.required && (*table == kind.table || draw.one_in(3));
        let id = draw.pick(&ids).filter(|_| !none);
        *cell = text(id.unwrap_or_default());
        return;
    }
    if let Some(values) = &field.values {
        let values: Vec<i64> = values.keys().copied().filter(|value| *value != 0).collect();
        *cell = number(draw.pick(&values).unwrap_or(0));
        return;
    }
    match (field.format, &mut *cell) {
        (Format::Date, _) => {
            let none = !field.required && draw.one_in(3);
            *cell = text(if none { String::new() } else { draw.day() });
        }
        (Format::Division, _) => *cell = text(division(draw)),
        (Format::Unspecified, Stored::BigInt(value)) if field.boolean => {
            *value = Some(i64::from(draw.one_in(2)));
        }
        (Format::Unspecified, Stored::BigInt(value)) => {
            let bound = value.unwrap_or(1).unsigned_abs().max(3) * 2;
            *value = (!field.optional || !draw.one_in(8)).then(|| draw.below(bound) as i64);
        }
        // Other texts name things: a few of each, so that some are the same.
        (Format::Unspecified, Stored::String(Some(value))) if !field.required && draw.one_in(3) => {
            value.clear();
        }
        _ => {}
    }
}

fn division(draw: &mut Draw) -> String {
    let townships: Vec<_> = Divisions::standard().townships(COUNTY).collect();
    match draw.pick(&townships) {
        Some((code, _)) if !draw.one_in(6) => code.to_owned(),
        _ => COUNTY.to_owned(),
    }
}

/// Enters records as the acts of a department do, and verifies most of them.
pub async fn enter(
    books: &Books,
    world: &mut World,
    draw: &mut Draw,
    kind: &Arc<KindInfo>,
    drawn: Vec<Checked>,
) {
    for chunk in drawn.chunks(200) {
        let taken = put(books, kind, chunk).await;
        let mut verdicts = Vec::new();
        for (record, etag) in taken {
            let counts = !draw.one_in(12);
            let cells = kind.fields.iter().zip(&record.row).map(|(field, stored)| {
                let cell = match stored {
                    Stored::String(Some(text)) => Cell::Text(text.clone()),
                    Stored::BigInt(Some(number)) => Cell::Number(*number),
                    _ => Cell::Nothing,
                };
                (field.name.clone(), cell)
            });
            let cells: BTreeMap<_, _> = cells.collect();
            let id = record.id.clone();
            world.records.entry(kind.table.clone()).or_default().push(Record { id, cells, counts });
            if counts {
                verdicts.push(Step::Judge {
                    kind: kind.clone(),
                    id: record.id.clone(),
                    etag,
                    verdict: Verdict::Verify,
                    reason: String::new(),
                });
            }
        }
        books.propose(call(VERIFIER), verdicts).await.expect("verified");
    }
}

/// Puts records together, or one by one where one of them does not fit those it points to; the
/// records that were taken, each with its tag.
async fn put<'a>(
    books: &Books,
    kind: &Arc<KindInfo>,
    records: &'a [Checked],
) -> Vec<(&'a Checked, String)> {
    let step = |record: &Checked| Step::Put {
        kind: kind.clone(),
        record: record.clone(),
        put: Put::Register,
        explanation: String::new(),
    };
    if let Ok(written) = books.propose(call(RECORDER), records.iter().map(step).collect()).await {
        let etags = written.into_iter().map(|written| written.metadata.etag);
        return records.iter().zip(etags).collect();
    }
    let mut taken = Vec::new();
    for record in records {
        if let Ok(written) = books.propose(call(RECORDER), vec![step(record)]).await {
            taken.extend(written.into_iter().map(|written| (record, written.metadata.etag)));
        }
    }
    assert!(!taken.is_empty(), "no random record of {} fits what it points to", kind.name);
    taken
}

fn call(actor: &str) -> Call {
    Call {
        county: COUNTY.to_owned(),
        actor: actor.to_owned(),
        method: "Oracle",
        request_id: String::new(),
        digest: Vec::new(),
        validate_only: false,
    }
}

/// A value for every parameter that the figures ask for.
async fn parameters(books: &Books, world: &mut World, draw: &mut Draw) {
    let Some(kind) = world.kind("Parameter").cloned() else { return };
    let mut wanted: BTreeMap<String, String> = BTreeMap::new();
    for figure in world.figures.iter() {
        let declaration = &figure.declaration;
        match &declaration.measure {
            Measure::Parameter(code) => {
                wanted.insert(code.clone(), (50 + draw.below(50)).to_string());
            }
            Measure::YearsSince(code) => {
                wanted.insert(code.clone(), draw.day().replace("20", "19"));
            }
            Measure::Reduction(reduction) => {
                wanted.extend(reduction.base_year.clone().map(|code| (code, "2022".to_owned())));
            }
            _ => {}
        }
        let Some(select) = &declaration.select else { continue };
        wanted.extend(
            select.since.iter().map(|since| {
                (since.parameter.clone(), format!("2022-{:02}-01", 1 + draw.below(12)))
            }),
        );
        for (path, condition) in &select.conditions {
            let Condition::Bounds(bounds) = condition else { continue };
            let Some(code) = &bounds.parameter else { continue };
            let table = &world.kind(&select.kind).expect("a kind").table;
            let held: Vec<_> = world.counting(table).map(|record| record.text(path)).collect();
            wanted.extend(draw.pick(&held).map(|value| (code.clone(), value)));
        }
    }
    let drawn = wanted.into_iter().enumerate().map(|(n, (code, value))| {
        let mut row = wire_to_row(&kind, &kind.sample(1_000 + n as u32)).expect("a sample");
        for (field, cell) in kind.fields.iter().zip(&mut row) {
            match field.name.as_str() {
                "code" => *cell = Stored::String(Some(code.clone())),
                "value" => *cell = Stored::String(Some(value.clone())),
                _ => {}
            }
        }
        kind.accept(&row_to_wire(&kind, &row)).unwrap_or_else(|refusal| panic!("{code}: {refusal}"))
    });
    let drawn: Vec<_> = drawn.collect();
    enter(books, world, draw, &kind, drawn).await;
}
