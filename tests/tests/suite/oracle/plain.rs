//! The plain implementation: records in memory, declarations read one condition at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ::ledger::collection::Obligation;
use ::ledger::figures::exact::{Exact, parse};
use ::ledger::figures::{Class, Declaration, Figures, Measure, Records, Term};
use ::ledger::kinds::KindInfo;
use jiff::civil::Date;
use proto::figure::v1::Scope;

use super::select::Said;

/// What a column of a record holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    Nothing,
    Number(i64),
    Text(String),
}

/// A record as it was entered.
#[derive(Clone, Debug)]
pub struct Record {
    pub id: String,
    pub cells: BTreeMap<String, Cell>,
    /// Whether it was verified.
    pub counts: bool,
}

/// What one department keeps, in the order in which it was entered.
pub struct World {
    pub figures: Figures,
    pub records: BTreeMap<String, Vec<Record>>,
    pub kinds: Vec<Arc<KindInfo>>,
    pub obligations: Vec<Obligation>,
}

/// The value of a figure, and of how many records; of a figure over figures that is not said.
#[derive(Debug, Default)]
pub struct Value {
    pub value: Option<Exact>,
    pub counted: Option<i64>,
    /// The last day of the records, of a figure over closed periods.
    pub last_day: Option<String>,
}

impl Cell {
    pub fn text(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }

    pub fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

impl Record {
    pub fn cell(&self, field: &str) -> &Cell {
        self.cells.get(field).unwrap_or_else(|| panic!("no field {field} in {self:?}"))
    }

    pub fn text(&self, field: &str) -> String {
        self.cell(field).text()
    }

    pub fn inside(&self, division: &str) -> bool {
        self.text("division").starts_with(division)
    }
}

/// Whether a figure is told of whole counties only.
pub fn is_withheld(declaration: &Declaration, scope: &Scope) -> bool {
    let is_whole = declaration.least_cell.is_some() || declaration.records == Records::Hidden;
    is_whole && scope.division.len() > 6
}

impl World {
    pub fn new(figures: Figures) -> Self {
        Self { figures, records: BTreeMap::new(), kinds: Vec::new(), obligations: Vec::new() }
    }

    pub fn kind(&self, short: &str) -> Option<&Arc<KindInfo>> {
        self.kinds.iter().find(|kind| kind.short == short)
    }

    /// The records of a table that count.
    pub fn counting(&self, table: &str) -> impl Iterator<Item = &Record> {
        self.records.get(table).into_iter().flatten().filter(|record| record.counts)
    }

    /// The value of a dated parameter on a day.
    pub fn parameter(&self, code: &str, day: &str) -> Option<String> {
        let known = self.counting("parameter").filter(|record| record.text("code") == code);
        let in_force = known.filter(|record| {
            let last = record.text("last_date");
            record.text("first_date").as_str() <= day && (last.is_empty() || last.as_str() >= day)
        });
        in_force.max_by_key(|record| record.text("first_date")).map(|record| record.text("value"))
    }

    /// The value of a figure, by a plain reading of its declaration.
    pub fn value(&self, code: &str, scope: &Scope) -> Value {
        let figure = self.figures.get(code).unwrap_or_else(|| panic!("no figure {code}"));
        let declaration = &figure.declaration;
        if is_withheld(declaration, scope) {
            return Value { counted: Some(0), ..Value::default() };
        }
        let alone = |value: Option<Exact>| Value { value, ..Value::default() };
        let hundred = Exact::from_integer(100);
        match &declaration.measure {
            Measure::Growth(of) => {
                let now = self.value(of, scope);
                let then = self.value(of, &year_earlier(scope, now.last_day.as_deref())).value;
                let then = then.filter(|then| *then > Exact::from_integer(0));
                let grown = |(now, then): (Exact, Exact)| (now / then - 1) * hundred;
                alone(now.value.zip(then).map(grown))
            }
            Measure::YearBefore(of) => alone(self.value(of, &whole_year_before(scope)).value),
            Measure::Quotient(quotient) => {
                let (of, to) = (self.value(&quotient.of, scope), self.value(&quotient.to, scope));
                let below = to.value.filter(|below| *below != Exact::from_integer(0));
                let times = Exact::from_integer(i128::from(quotient.times));
                alone(of.value.zip(below).map(|(above, below)| above / below * times))
            }
            Measure::Reduction(reduction) => {
                let now = self.value(&reduction.of, scope);
                let year = reduction.base_year.as_ref();
                let year = year.and_then(|code| self.parameter(code, &scope.last_date));
                let base = year.map_or_else(|| whole_year_before(scope), |y| whole_year(&y, scope));
                let then = self.value(&reduction.of, &base);
                let enough =
                    now.counted >= Some(reduction.least) && then.counted >= Some(reduction.least);
                let then = then.value.filter(|then| enough && *then > Exact::from_integer(0));
                alone(now.value.zip(then).map(|(now, then)| (then - now) / then * hundred))
            }
            Measure::Collected(step) => alone(super::collected::value(self, *step, scope)),
            Measure::Rank(of) => alone(self.rank(of, scope)),
            Measure::Peers(peers) => alone(self.reaching(&peers.of, peers.at_least, scope)),
            _ => self.over_records(declaration, scope),
        }
    }

    fn over_records(&self, declaration: &Declaration, asked: &Scope) -> Value {
        let select = declaration.select.as_ref().expect("a select");
        let kind = self.kind(&select.kind).expect("a kind");
        let mut scope = asked.clone();
        if declaration.measure.parameter().is_some() && scope.division.len() > 6 {
            scope.division.truncate(6);
        }
        let held = self.records.get(&kind.table).into_iter().flatten();
        let held = held.filter(|record| record.inside(&scope.division)).count();
        let chosen = self.chosen(kind, select, &scope);
        let counted = chosen.len() as i64;
        let closed = matches!(declaration.class, Class::Return | Class::Document)
            && select.in_force.is_none();
        let day = |record: &&Record| self.day(kind, record, select.day());
        let last_day = chosen.iter().map(day).max().filter(|_| closed);
        let value = if held == 0 { None } else { self.measured(declaration, &chosen, &scope) };
        Value { value, counted: Some(counted), last_day }
    }

    fn measured(
        &self,
        declaration: &Declaration,
        chosen: &[&Record],
        scope: &Scope,
    ) -> Option<Exact> {
        let select = declaration.select.as_ref()?;
        if let Some(since) = &select.since {
            self.parameter(&since.parameter, &scope.last_date)?;
        }
        let needs_one = select.latest.is_some() || select.names_a_parameter();
        let whole = |number: i128| Exact::from_integer(number);
        let divisor = whole(i128::from(declaration.divided_by.unwrap_or(1)));
        let term = |sum: Option<&String>, distinct: Option<&String>| Term {
            sum: sum.cloned(),
            distinct: distinct.cloned(),
            ..Term::default()
        };
        let kind = self.kind(&select.kind)?;
        let one = |asked: Term| self.term(kind, chosen, &asked, scope);
        let of = |terms: &[Term]| -> i128 {
            terms.iter().map(|asked| self.term(kind, chosen, asked, scope)).sum()
        };
        // Of signed sums the value itself tells too much where few cases stand behind it.
        let least = declaration.least_cell.filter(|_| declaration.class == Class::Return);
        let is_few =
            |number: i128| least.is_some_and(|least| (1..i128::from(least)).contains(&number));
        // And so does one of the returns.
        let cells = chosen.iter().flat_map(|record| {
            declaration.least_of.iter().map(|field| record.cell(field).number().unwrap_or(0))
        });
        let tells_of_few = cells.map(i128::from).any(is_few);
        let few = |above: i128, below: i128| {
            tells_of_few || is_few(if below == 0 { above } else { below })
        };
        let alone = |sum: i128| (!few(sum, 0)).then(|| whole(sum) / divisor);
        match &declaration.measure {
            Measure::Parameter(code) => {
                let value = self.parameter(code, &scope.last_date).filter(|_| !chosen.is_empty());
                parse(&value?)
            }
            Measure::YearsSince(code) => {
                let origin = self.parameter(code, &scope.last_date)?;
                let year = |day: &str| day.get(..4)?.parse::<i128>().ok();
                Some(whole(year(&scope.last_date)? - year(&origin)?))
            }
            Measure::Value(_) if chosen.len() != 1 => None,
            _ if chosen.is_empty() && needs_one => None,
            Measure::Ratio(ratio) => {
                let (above, below) = (of(&ratio.of), of(&ratio.to));
                let times = whole(i128::from(ratio.times));
                let told = below != 0 && !few(above, below);
                told.then(|| whole(above) / whole(below) * times / divisor)
            }
            Measure::Code(name) => {
                let (above, below) = super::codes::sums(name, self, scope);
                let below = below.filter(|below| *below != 0)?;
                if few(above.unwrap_or(0), below) {
                    return None;
                }
                Some(whole(above.unwrap_or(0)) / whole(below) * whole(100) / divisor)
            }
            Measure::Count => alone(one(term(None, None))),
            Measure::Distinct(field) => alone(one(term(None, Some(field)))),
            Measure::Sum(field) | Measure::Value(field) => alone(one(term(Some(field), None))),
            other => panic!("{other:?} is over figures"),
        }
    }

    fn term(&self, kind: &KindInfo, chosen: &[&Record], term: &Term, scope: &Scope) -> i128 {
        let Term { sum, distinct, days, conditions } = term;
        let chosen = chosen.iter().filter(|record| self.passes(kind, record, conditions, scope));
        if let Some([from, to]) = days {
            let day = |record: &Record, field: &str| record.text(field).parse().ok();
            let span = |record: &&&Record| -> Option<i128> {
                let (from, to): (Date, Date) = (day(record, from)?, day(record, to)?);
                Some(i128::from(from.until(to).ok()?.get_days()))
            };
            return chosen.filter_map(|record| span(&record)).sum();
        }
        match (sum, distinct) {
            (Some(field), _) => chosen.filter_map(|r| r.cell(field).number()).map(i128::from).sum(),
            (None, Some(field)) => {
                let cells = chosen.map(|record| record.cell(field));
                cells.filter(|cell| **cell != Cell::Nothing).collect::<BTreeSet<_>>().len() as i128
            }
            (None, None) => chosen.count() as i128,
        }
    }
}

/// The same days a year before, up to the day that is covered.
fn year_earlier(scope: &Scope, last: Option<&str>) -> Scope {
    Scope {
        first_date: last_year(&scope.first_date),
        last_date: same_end(last.unwrap_or(&scope.last_date)),
        ..scope.clone()
    }
}

/// The same day a year before; a leap day has the 28th.
pub fn last_year(day: &str) -> String {
    let year: i32 = day[..4].parse().expect("a year");
    let rest = if &day[4..] == "-02-29" { "-02-28" } else { &day[4..] };
    format!("{:04}{rest}", year - 1)
}

/// The last day of the same months a year before, else the same day.
pub fn same_end(day: &str) -> String {
    let (end, before): (Date, Date) =
        (day.parse().expect("a day"), last_year(day).parse().expect("a day"));
    if end == end.last_of_month() { before.last_of_month() } else { before }.to_string()
}

fn whole_year_before(scope: &Scope) -> Scope {
    let year: i16 = scope.last_date[..4].parse().expect("a year");
    whole_year(&format!("{:04}", year - 1), scope)
}

fn whole_year(year: &str, scope: &Scope) -> Scope {
    let (first_date, last_date) = (format!("{year}-01-01"), format!("{year}-12-31"));
    Scope { first_date, last_date, ..scope.clone() }
}
