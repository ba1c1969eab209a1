//! What was due in a period, and what was received for it, on time and verified: as figures.
//!
//! A return is due in the period that its due day lies in, so that months add up. Whether it was
//! on time is told by the ledger's own clock: the day on which its records were first entered.

use std::collections::BTreeMap;
use std::sync::Arc;

use chassis::Refusal;
use jiff::civil::Date;
use proto::ledger::v1::{Collected, DuePeriod};

use super::CountyScope;
use super::compute::Engine;
use super::declaration::{Measure, Records, Step};
use super::openings::Openings;
use super::placement::{Day, Placement};
use super::register::{Figure, Selection};
use super::tally::Tally;
use crate::collection::Obligation;
use crate::kinds::{KindInfo, parse_date};

/// The kind of what says that there was nothing to return.
const NIL: &str = "NilReturn";

impl Figure {
    /// What it counts of what was due, where it does.
    pub(super) fn step(&self) -> Option<Step> {
        match self.declaration.measure {
            Measure::Collected(step) => Some(step),
            _ => None,
        }
    }
}

impl Engine {
    /// The tables that figures about what was due are taken from.
    pub(super) fn owed_tables(&self) -> impl Iterator<Item = &str> {
        let owed = self.obligations.iter().map(|one| one.kind.table.as_str());
        owed.chain(["nil_return", "period_closing"])
    }

    /// The kinds that figures about what was due open to.
    pub(super) fn owed_kinds(&self) -> Vec<Arc<KindInfo>> {
        let owed = self.obligations.iter().map(|one| Arc::clone(&one.kind));
        owed.filter(|kind| !self.hides(kind)).chain(self.kinds.short(NIL).cloned()).collect()
    }

    /// Whether a figure over a kind tells its total only: then no list of it is given here either.
    fn hides(&self, kind: &KindInfo) -> bool {
        self.figures.iter().any(|figure| {
            let over = figure.selection.as_ref().is_some_and(|one| *one.kind == *kind);
            let told = &figure.declaration;
            over && (told.records == Records::Hidden || told.least_cell.is_some())
        })
    }

    /// What was due in a county, of the figures of each step by their codes. A part of a county
    /// owes nothing of its own.
    pub(super) async fn collected(
        &self,
        (scope, openings): (&CountyScope, &Openings),
        steps: BTreeMap<Step, Vec<String>>,
        marks: &BTreeMap<String, i64>,
    ) -> Result<Vec<(String, Arc<Tally>)>, Refusal> {
        let days = parse_date(&scope.first_date).zip(parse_date(&scope.last_date));
        let Some((first, last)) = days.filter(|_| !steps.is_empty()) else { return Ok(Vec::new()) };
        if scope.division != scope.county {
            let codes = steps.into_values().flatten();
            return Ok(codes.map(|code| (code, Arc::default())).collect());
        }
        let (county, position) = (&scope.county, scope.position);
        let periods = self.obligations.due(&self.reader, county, (first, last), position).await?;
        let mut behind = Tally::default();
        for (figure, scope) in self.behind_collected(scope, (first, last)) {
            for tally in self.group_tallies(&[&figure], (&scope, openings), marks).await? {
                behind.add(&tally);
            }
        }
        let tally = |step: Step| {
            let above = periods.iter().filter(|period| step.holds(period)).count() as i128;
            match step {
                // The calendar says what is due: there is nothing to open.
                Step::Expected => Tally { total: 0, above, ..Tally::default() },
                _ => Tally { above, ..behind.clone() },
            }
        };
        let of_step = |(step, codes): (Step, Vec<String>)| {
            let tally = Arc::new(tally(step));
            codes.into_iter().map(move |code| (code, Arc::clone(&tally)))
        };
        Ok(steps.into_iter().flat_map(of_step).collect())
    }

    /// The records behind what was received, as figures that list them.
    pub(super) fn behind_collected(
        &self,
        scope: &CountyScope,
        days: (Date, Date),
    ) -> Vec<(Arc<Figure>, CountyScope)> {
        let Some(any) = self.figures.iter().find(|figure| figure.step().is_some()) else {
            return Vec::new();
        };
        if scope.division != scope.county {
            return Vec::new();
        }
        let within = |kind: &Arc<KindInfo>, field: &str, (first, last): (Date, Date)| {
            let figure = counting(any, kind, field);
            let (first_date, last_date) = (first.to_string(), last.to_string());
            (Arc::new(figure), CountyScope { first_date, last_date, ..scope.clone() })
        };
        let (mut lists, mut hull): (Vec<_>, Option<(Date, Date)>) = (Vec::new(), None);
        for owed in self.obligations.iter() {
            let Obligation { kind, date, .. } = owed;
            let periods = owed.due_within(days);
            let (Some(first), Some(last)) = (periods.first(), periods.last()) else { continue };
            let span = (first.0, last.1);
            hull = Some(hull.map_or(span, |(a, b)| (a.min(span.0), b.max(span.1))));
            if !self.hides(kind) {
                lists.push(within(kind, date, span));
            }
        }
        if let (Some(kind), Some(hull)) = (self.kinds.short(NIL), hull) {
            lists.push(within(kind, "first_date", hull));
        }
        lists
    }
}

impl Step {
    /// What is counted of the returns that were due.
    pub(super) fn words(self) -> (String, String) {
        let (zh, en) = match self {
            Self::Expected => ("全部报告期数", "all of them"),
            Self::Received => (
                "已报齐或已零报告的报告期数，不论是否已审核",
                "those received in whole or reported as zero, verified or not",
            ),
            Self::OnTime => (
                "在截止日及以前报齐或零报告的报告期数，以首次登入台账之日为准",
                "those whole or reported as zero by their due day, as first entered in the ledger",
            ),
            Self::Verified => (
                "已报齐或已零报告、且全部经审核的报告期数",
                "those received in whole or reported as zero, and verified",
            ),
        };
        (
            format!("报送日历上截止日在期内的应报表：{zh}"),
            format!("of returns due in the period: {en}"),
        )
    }

    /// Whether a period that was due is one of those counted.
    fn holds(self, period: &DuePeriod) -> bool {
        let nil = period.collected() == Collected::Nil;
        let received =
            nil || matches!(period.collected(), Collected::Received | Collected::Verified);
        match self {
            Self::Expected => true,
            Self::Received => received,
            Self::OnTime => received && !period.late,
            Self::Verified if nil => period.verified_count > 0,
            Self::Verified => period.collected() == Collected::Verified,
        }
    }
}

/// A figure that counts the records of a kind by a day of theirs.
fn counting(like: &Figure, kind: &Arc<KindInfo>, field: &str) -> Figure {
    let label = kind.field(field).map(|(_, field)| field.label.clone()).unwrap_or_default();
    let placement = Placement::Within(Day { via: None, field: field.to_owned(), label });
    let (kind, tests, beside) = (Arc::clone(kind), Vec::new(), Vec::new());
    let mut figure = like.clone();
    figure.selection = Some(Selection {
        kind,
        placement,
        tests,
        any: Vec::new(),
        first: None,
        latest: None,
        beside,
    });
    figure.declaration.measure = Measure::Count;
    figure
}
