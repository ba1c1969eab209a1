//! The figures of a department: read from their files, checked against the descriptors.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use sea_orm::Value;

use super::CodeMeasure;
use super::checking::Checking;
use super::companion::Companion;
use super::declaration::{Area, Declaration, Due, File, First, Latest, Measure};
use super::place::Place;
use super::placement::Placement;
use crate::kinds::{KindInfo, Kinds};
use crate::writer::LIST;

/// A declaration that cannot be loaded, and where it stands.
#[derive(Debug, PartialEq)]
pub struct Fault {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for Fault {}

/// A condition on a column, ready for a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// The column is one of these.
    OneOf(Vec<Value>),
    /// The number is this or more.
    AtLeast(i64),
    /// The number is this or less.
    AtMost(i64),
    /// There is something in it, or nothing.
    Filled(bool),
    /// The day is the first of the period.
    IsFirstDay,
    /// The day is up to the end of the period, or it is not: later, or none.
    ByCutoff(bool),
    /// The same of a day that is not the end of the period: of its months, the end of it.
    By(String, bool),
    /// The day is inside the period.
    InPeriod,
    /// The day is before the first of the period, or it is not: later, or none.
    BeforePeriod(bool),
    /// It is no more than another field.
    AtMostField(String),
    /// It is no less than another field.
    AtLeastField(String),
    /// It is the value of a parameter in force on the last day.
    IsParameter(String),
    /// It is the code of a place inside the scope's city or province.
    Inside(Area),
}

/// A field of a record, or of the record that one of its fields points to.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// The field that points, and the kind it points to.
    pub via: Option<(String, Arc<KindInfo>)>,
    /// The field itself.
    pub field: String,
}

/// Tests of several columns, all of which a record must pass.
pub type Tests = Vec<(Path, Test)>;

/// A part of a sum, ready for a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The column added up, if one is.
    pub sum: Option<String>,
    /// The column whose different values are counted, if one is.
    pub distinct: Option<String>,
    /// The columns of the days between which days are counted, if they are.
    pub days: Option<[String; 2]>,
    /// Of which records.
    pub tests: Tests,
}

/// The records a figure is about, ready for a statement.
#[derive(Clone)]
pub struct Selection {
    /// Their kind.
    pub kind: Arc<KindInfo>,
    /// What places them in the period.
    pub placement: Placement,
    /// What they must be.
    pub tests: Tests,
    /// Of which they must pass one, where there are any.
    pub any: Vec<Tests>,
    /// Whether they must be the first.
    pub first: Option<First>,
    /// Whether they must be the latest.
    pub latest: Option<Latest>,
    /// What stands beside them, or must not.
    pub beside: Vec<Companion>,
}

impl Selection {
    /// The tests of its records, also those of which one is enough.
    pub(super) fn all_tests(&self) -> impl Iterator<Item = &(Path, Test)> {
        self.tests.iter().chain(self.any.iter().flatten())
    }

    /// The tables that it reads.
    pub(super) fn tables(&self) -> impl Iterator<Item = &str> {
        let since = matches!(self.placement, Placement::Since { .. });
        [self.kind.table.as_str(), LIST]
            .into_iter()
            .chain(since.then_some("parameter"))
            .chain(self.placement.tables())
            .chain(self.all_tests().flat_map(|(path, test)| tables_of(path, test)))
            .chain(self.beside.iter().flat_map(Companion::tables))
    }
}

/// The tables that a condition reads besides the record's own.
pub(super) fn tables_of<'a>(path: &'a Path, test: &Test) -> impl Iterator<Item = &'a str> {
    let pointed = path.via.as_ref().map(|(_, kind)| kind.table.as_str());
    pointed.into_iter().chain(matches!(test, Test::IsParameter(_)).then_some("parameter"))
}

/// How much should be there, ready for a statement.
#[derive(Clone, Debug)]
pub struct CoverageRule {
    /// What is there.
    pub covered: Part,
    /// What should be there.
    pub due: Due,
    /// As many times as this figure says.
    pub each: Option<String>,
    /// Below so many percent the text says so.
    pub limit: Option<i64>,
}

/// A figure that has been checked.
#[derive(Clone)]
pub struct Figure {
    /// The declaration.
    pub declaration: Declaration,
    /// The records it is about; none of a figure over figures.
    pub selection: Option<Selection>,
    /// The parts above the line.
    pub above: Vec<Part>,
    /// The parts below the line.
    pub below: Vec<Part>,
    /// The coverage.
    pub coverage: Option<CoverageRule>,
    /// The code of a measure that needs it.
    pub code: Option<Arc<dyn CodeMeasure>>,
}

impl Figure {
    /// Whether it counts what happens in a period, and not what there is at its end.
    pub(super) fn is_flow(&self) -> bool {
        let placement = self.selection.as_ref().map(|selection| &selection.placement);
        matches!(placement, Some(Placement::Within(_)))
    }

    /// Whether it counts what is in force; its days say since when, not up to when.
    pub(super) fn is_state(&self) -> bool {
        let placement = self.selection.as_ref().map(|selection| &selection.placement);
        matches!(placement, Some(Placement::InForce { .. }))
    }

    /// Whether it has no value, rather than zero, where no record counts.
    pub(super) fn needs_one(&self) -> bool {
        let named = |(_, test): &(Path, Test)| matches!(test, Test::IsParameter(_));
        let is_value = matches!(self.declaration.measure, Measure::Value(_));
        let selection = self.selection.as_ref();
        is_value
            || selection.is_some_and(|selection| {
                selection.latest.is_some() || selection.tests.iter().any(named)
            })
    }

    /// Whether each county has a value of its own that those of several do not make up.
    pub(super) fn stands_alone(&self) -> bool {
        self.code.as_ref().is_some_and(|code| !code.adds_up())
    }

    /// The tables that its tallies are taken from.
    pub(super) fn tables(&self) -> impl Iterator<Item = &str> {
        let covered = self.coverage.iter().map(|coverage| &coverage.covered);
        let parts = self.above.iter().chain(&self.below).chain(covered);
        let tests = parts.flat_map(|part| &part.tests);
        let own = self.selection.iter().flat_map(Selection::tables);
        let code = self.code.iter().flat_map(|code| code.tables()).copied();
        own.chain(code).chain(tests.flat_map(|(path, test)| tables_of(path, test)))
    }

    /// The codes of the figures it is computed from.
    pub fn inputs(&self) -> Vec<&str> {
        match &self.declaration.measure {
            Measure::Growth(code) | Measure::YearBefore(code) => vec![code],
            Measure::Quotient(quotient) => vec![&quotient.of, &quotient.to],
            Measure::Reduction(reduction) => vec![&reduction.of],
            Measure::Rank(code) => vec![code],
            Measure::Peers(peers) => vec![&peers.of],
            _ => Vec::new(),
        }
    }
}

/// The figures of one department, by code.
#[derive(Clone, Default)]
pub struct Figures {
    figures: BTreeMap<String, Arc<Figure>>,
    order: Vec<String>,
}

impl Figures {
    /// Reads files of declarations and checks them against the kinds.
    ///
    /// # Errors
    /// The first declaration that is wrong, with its file and line: bad YAML, an unknown kind,
    /// field, value, measure or figure, a code declared twice, no or several placements.
    pub fn load(
        kinds: &Kinds,
        files: &[(&str, &str)],
        codes: &HashMap<&'static str, Arc<dyn CodeMeasure>>,
    ) -> Result<Self, Fault> {
        let mut figures = Self::default();
        let mut lines = BTreeMap::new();
        for (name, text) in files {
            let file: File = serde_saphyr::from_str(text).map_err(|cause| Fault {
                file: (*name).to_owned(),
                line: cause.location().map_or(0, |place| place.line() as usize),
                message: cause.to_string(),
            })?;
            for declared in file.figures {
                let line = declared.referenced.line() as usize;
                let place = Place { file: name, text, line };
                let figure = Checking { kinds, codes, place: &place }.check(declared.value)?;
                let code = figure.declaration.code.clone();
                if figures.figures.insert(code.clone(), Arc::new(figure)).is_some() {
                    return Err(place.fault(&code, format!("{code} is declared twice")));
                }
                lines.insert(code.clone(), (name.to_string(), line));
                figures.order.push(code);
            }
        }
        figures.check_inputs(&lines)?;
        Ok(figures)
    }

    fn check_inputs(&self, lines: &BTreeMap<String, (String, usize)>) -> Result<(), Fault> {
        for (code, figure) in &self.figures {
            let each = figure.coverage.as_ref().and_then(|coverage| coverage.each.as_deref());
            for input in figure.inputs().into_iter().chain(each) {
                // Inputs are selections: a chain of figures over figures could go round.
                let sound = self.figures.get(input);
                let sound = sound.is_some_and(|f| f.selection.is_some() || f.step().is_some());
                if !sound {
                    let (file, line) = lines.get(code).cloned().unwrap_or_default();
                    let message = format!("{code}: {input} is no figure over records");
                    return Err(Fault { file, line, message });
                }
            }
        }
        Ok(())
    }

    /// The figure of a code.
    pub fn get(&self, code: &str) -> Option<&Arc<Figure>> {
        self.figures.get(code)
    }

    /// The decimals of a figure's growth in percent: those of the figure that tells the growth, so
    /// that both say the same, else one.
    pub fn growth_decimals(&self, code: &str) -> u32 {
        let tells = |measure: &Measure| matches!(measure, Measure::Growth(of) if of == code);
        let telling = self.iter().find(|figure| tells(&figure.declaration.measure));
        telling.map_or(1, |figure| figure.declaration.print.decimals)
    }

    /// All figures in the order of their declarations.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Figure>> {
        self.order.iter().filter_map(|code| self.figures.get(code))
    }
}
