//! The figures of a department: read from their files, checked against the descriptors.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use sea_orm::Value;

use super::CodeMeasure;
use super::checking::{Checking, Place};
use super::declaration::{Declaration, Due, File, First, Measure};
use super::selection::Placement;
use crate::kinds::{KindInfo, Kinds};

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
    /// The day is not after the end of the period, and there is one.
    ByCutoff,
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
    /// Whether they must be the first.
    pub first: Option<First>,
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
    /// The codes of the figures it is computed from.
    pub fn inputs(&self) -> Vec<&str> {
        match &self.declaration.measure {
            Measure::Growth(code) | Measure::YearBefore(code) => vec![code],
            Measure::Quotient(quotient) => vec![&quotient.of, &quotient.to],
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
                let sound = self.figures.get(input).is_some_and(|f| f.selection.is_some());
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

    /// All figures in the order of their declarations.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Figure>> {
        self.order.iter().filter_map(|code| self.figures.get(code))
    }
}
