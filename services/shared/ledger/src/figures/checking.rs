//! Checks a declaration against the descriptors; a wrong one names its line.

mod select;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use sea_orm::Value;

use super::CodeMeasure;
use super::declaration::{Condition, Coverage, Declaration, Measure, Term};
use super::place::Place;
use super::placement::Day;
use super::register::{CoverageRule, Fault, Figure, Part, Path, Selection, Test, Tests};
use crate::kinds::{Column, KindInfo, Kinds};

/// Checks one declaration.
pub(super) struct Checking<'a> {
    pub(super) kinds: &'a Kinds,
    pub(super) codes: &'a HashMap<&'static str, Arc<dyn CodeMeasure>>,
    pub(super) place: &'a Place<'a>,
}

impl Checking<'_> {
    pub(super) fn check(&self, declaration: Declaration) -> Result<Figure, Fault> {
        let over_figures = declaration.measure.selects_nothing();
        let selection = match &declaration.select {
            Some(select) if !over_figures => Some(self.selection(select)?),
            None if over_figures => None,
            Some(_) => {
                return Err(self.wrong("select", "a figure over figures selects no records"));
            }
            None => return Err(self.wrong("measure", "the measure needs a select")),
        };
        let (above, below, code) = self.measure(&declaration, selection.as_ref())?;
        let coverage = match (&declaration.coverage, &selection) {
            (Some(Coverage { covered, due, each, limit }), Some(selection)) => Some(CoverageRule {
                covered: self.part(&selection.kind, covered)?,
                due: *due,
                each: each.clone(),
                limit: *limit,
            }),
            (Some(_), None) => {
                return Err(self.wrong("coverage", "coverage needs a select"));
            }
            (None, _) => None,
        };
        self.check_facts(&declaration, selection.as_ref())?;
        self.check_cells(&declaration, selection.as_ref())?;
        if declaration.divided_by.is_some_and(|divisor| divisor < 1) {
            return Err(self.wrong("divided_by", "divided_by is 1 or more"));
        }
        Ok(Figure { declaration, selection, above, below, coverage, code })
    }

    /// The numbers of a return that are cells are numbers of its kind, and bounded.
    fn check_cells(
        &self,
        declaration: &Declaration,
        selection: Option<&Selection>,
    ) -> Result<(), Fault> {
        for field in &declaration.least_of {
            let column = selection.map(|selection| self.column(&selection.kind, field)).transpose();
            if column? != Some(Column::Integer) {
                return Err(self.wrong(field, format!("{field} is no number of a return")));
            }
            if declaration.least_cell.is_none() {
                return Err(self.wrong("least_of", "least_of needs a least_cell"));
            }
        }
        Ok(())
    }

    /// What is computed with parameters or peers needs the department to keep them.
    fn check_facts(
        &self,
        declaration: &Declaration,
        selection: Option<&Selection>,
    ) -> Result<(), Fault> {
        let reads_parameters = selection.is_some_and(|s| s.tables().any(|t| t == "parameter"));
        let kept = |name: &str| self.kinds.short(name).is_some();
        match &declaration.measure {
            Measure::Rank(_) | Measure::Peers(_) if !kept("PeerFact") => {
                Err(self.wrong("measure", "the department keeps no kind PeerFact"))
            }
            measure if measure.parameter().is_none() && !reads_parameters => Ok(()),
            _ if !kept("Parameter") => {
                Err(self.wrong("select", "the department keeps no kind Parameter"))
            }
            _ => Ok(()),
        }
    }

    #[expect(clippy::type_complexity, reason = "the three parts of a measure, used once")]
    fn measure(
        &self,
        declaration: &Declaration,
        selection: Option<&Selection>,
    ) -> Result<(Vec<Part>, Vec<Part>, Option<Arc<dyn CodeMeasure>>), Fault> {
        let Some(Selection { kind, .. }) = selection else {
            return Ok((Vec::new(), Vec::new(), None));
        };
        let parts = |terms: &[Term]| -> Result<Vec<Part>, Fault> {
            terms.iter().map(|term| self.part(kind, term)).collect()
        };
        let term = |sum: Option<&String>, distinct: Option<&String>| Term {
            sum: sum.cloned(),
            distinct: distinct.cloned(),
            ..Term::default()
        };
        Ok(match &declaration.measure {
            Measure::Count | Measure::Parameter(_) | Measure::YearsSince(_) => {
                (parts(&[term(None, None)])?, vec![], None)
            }
            Measure::Distinct(field) => (parts(&[term(None, Some(field))])?, vec![], None),
            Measure::Sum(field) | Measure::Value(field) => {
                (parts(&[term(Some(field), None)])?, vec![], None)
            }
            Measure::Ratio(ratio) => (parts(&ratio.of)?, parts(&ratio.to)?, None),
            Measure::Code(name) => match self.codes.get(name.as_str()) {
                Some(code) => (Vec::new(), Vec::new(), Some(code.clone())),
                None => return Err(self.wrong(name, format!("there is no measure {name}"))),
            },
            Measure::Growth(_)
            | Measure::YearBefore(_)
            | Measure::Quotient(_)
            | Measure::Reduction(_)
            | Measure::Rank(_)
            | Measure::Peers(_)
            | Measure::Collected(_) => (Vec::new(), Vec::new(), None),
        })
    }

    fn part(&self, kind: &Arc<KindInfo>, term: &Term) -> Result<Part, Fault> {
        let Term { sum, distinct, days, conditions } = term;
        if let Some(field) = sum
            && self.column(kind, field)? != Column::Integer
        {
            return Err(self.wrong(field, format!("{field} is no number to add up")));
        }
        if let Some(field) = distinct {
            self.column(kind, field)?;
        }
        for field in days.iter().flatten() {
            self.plain_day(kind, field)?;
        }
        let tests = self.tests(kind, conditions)?;
        Ok(Part { sum: sum.clone(), distinct: distinct.clone(), days: days.clone(), tests })
    }

    fn tests(
        &self,
        kind: &KindInfo,
        conditions: &BTreeMap<String, Condition>,
    ) -> Result<Tests, Fault> {
        let mut tests = Tests::new();
        for (path, condition) in conditions {
            let path = self.path(kind, path)?;
            let kind = path.via.as_ref().map_or(kind, |(_, kind)| kind);
            let field = &path.field;
            let mut add = |test| tests.push((path.clone(), test));
            match condition {
                Condition::Flag(flag) => {
                    add(Test::OneOf(vec![self.value(kind, field, &flag.to_string())?]));
                }
                Condition::Number(number) => {
                    add(Test::OneOf(vec![self.value(kind, field, &number.to_string())?]));
                }
                Condition::Text(text) => add(Test::OneOf(vec![self.value(kind, field, text)?])),
                Condition::OneOf(texts) => {
                    let values = texts.iter().map(|text| self.value(kind, field, text));
                    add(Test::OneOf(values.collect::<Result<_, _>>()?));
                }
                Condition::Bounds(bounds) => {
                    self.column(kind, field)?;
                    for other in bounds.at_most_field.iter().chain(&bounds.at_least_field) {
                        self.column(kind, other)?;
                    }
                    bounds.at_least.map(Test::AtLeast).map(&mut add);
                    bounds.at_most.map(Test::AtMost).map(&mut add);
                    bounds.filled.map(Test::Filled).map(&mut add);
                    bounds.is_first_day.then_some(Test::IsFirstDay).map(&mut add);
                    bounds.by_cutoff.map(Test::ByCutoff).map(&mut add);
                    bounds.in_period.then_some(Test::InPeriod).map(&mut add);
                    bounds.before_period.map(Test::BeforePeriod).map(&mut add);
                    bounds.at_most_field.clone().map(Test::AtMostField).map(&mut add);
                    bounds.at_least_field.clone().map(Test::AtLeastField).map(&mut add);
                    bounds.parameter.clone().map(Test::IsParameter).map(&mut add);
                    bounds.inside.map(Test::Inside).map(&mut add);
                }
            }
        }
        Ok(tests)
    }

    /// Reads `field`, or `field.of_the_record_it_points_to`.
    fn path(&self, kind: &KindInfo, text: &str) -> Result<Path, Fault> {
        let Some((pointer, field)) = text.split_once('.') else {
            return Ok(Path { via: None, field: text.to_owned() });
        };
        let table = kind.field(pointer).and_then(|(_, info)| info.refers.clone());
        let pointed = self.kinds.iter().find(|kind| Some(&kind.table) == table.as_ref());
        match pointed {
            Some(kind) => {
                Ok(Path { via: Some((pointer.to_owned(), kind.clone())), field: field.to_owned() })
            }
            None => Err(self.wrong(text, format!("{pointer} points to no record"))),
        }
    }

    /// A value of a field as its column holds it.
    fn value(&self, kind: &KindInfo, field: &str, text: &str) -> Result<Value, Fault> {
        let column = self.column(kind, field)?;
        let Some((_, info)) = kind.field(field) else { return Err(self.unknown(kind, field)) };
        if let Some(values) = &info.values {
            let found = values.iter().find(|(_, (name, _))| name == text);
            let message = || format!("{text} is no value of {field}");
            let found = found.ok_or_else(|| self.wrong(text, message()))?;
            return Ok(Value::BigInt(Some(*found.0)));
        }
        if info.boolean {
            return match text {
                "true" => Ok(Value::BigInt(Some(1))),
                "false" => Ok(Value::BigInt(Some(0))),
                _ => Err(self.wrong(field, format!("{field} is true or false"))),
            };
        }
        match column {
            Column::Text => Ok(Value::String(Some(text.to_owned()))),
            Column::Integer => {
                let number = text
                    .parse()
                    .map_err(|_| self.wrong(field, format!("{field} is a number, not {text:?}")))?;
                Ok(Value::BigInt(Some(number)))
            }
            Column::Opaque => Err(self.unknown(kind, field)),
        }
    }

    fn column(&self, kind: &KindInfo, field: &str) -> Result<Column, Fault> {
        match kind.field(field) {
            Some((_, info)) if info.column != Column::Opaque => Ok(info.column),
            _ => Err(self.unknown(kind, field)),
        }
    }

    /// A day of a record, or of the record that it points to.
    fn day(&self, kind: &KindInfo, field: &str) -> Result<Day, Fault> {
        let path = self.path(kind, field)?;
        let of = path.via.as_ref().map_or(kind, |(_, kind)| kind);
        let field = self.plain_day(of, &path.field)?;
        let label = of.field(&field).map(|(_, info)| info.label.as_str()).unwrap_or_default();
        let label = match &path.via {
            Some((_, kind)) => format!("{}的{label}", kind.label),
            None => label.to_owned(),
        };
        let via = path.via.map(|(pointer, kind)| (pointer, kind.table.clone()));
        Ok(Day { via, field, label })
    }

    fn plain_day(&self, kind: &KindInfo, field: &str) -> Result<String, Fault> {
        match kind.field(field) {
            Some((_, info)) if info.format == proto::ledger::v1::Format::Date => {
                Ok(field.to_owned())
            }
            Some(_) => Err(self.wrong(field, format!("{field} is not a day"))),
            None => Err(self.unknown(kind, field)),
        }
    }

    fn unknown(&self, kind: &KindInfo, field: &str) -> Fault {
        self.wrong(field, format!("{} has no field {field}", kind.short))
    }

    fn wrong(&self, word: &str, message: impl Into<String>) -> Fault {
        self.place.fault(word, message.into())
    }
}
