//! Figures (指标): declared once as data; value, evidence, breakdown and formula all come from that.

mod breakdown;
mod checking;
mod collected;
mod companion;
mod computation;
mod compute;
mod declaration;
mod evidence;
pub mod exact;
mod found;
mod gather;
mod openings;
mod peers;
mod period;
mod place;
mod placement;
mod print;
mod register;
mod scope;
mod selection;
mod standing;
mod tally;
mod target;
pub mod units;
mod value;
mod withheld;
mod words;

use std::future::Future;
use std::pin::Pin;

use chassis::Refusal;

pub use compute::Engine;
pub use declaration::{
    Area, Beside, Class, Condition, Declaration, Dimension, Measure, Records, Select, Step, Term,
};
pub use evidence::EXCLUDED;
pub use period::{last_year, last_year_end, months_between};
pub use placement::{Day, Placement};
pub use register::{Fault, Figure, Figures, Test};
pub use scope::Scope;
pub use selection::counting;

pub use value::Computed;
pub use withheld::withheld_among;

use crate::reader::Reader;

/// Where a figure is computed: a place in one county, a period, a position.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CountyScope {
    /// The county whose ledger is read.
    pub county: String,
    /// The division inside it; the county's own code for all of it.
    pub division: String,
    /// The first day of the period.
    pub first_date: String,
    /// The last day whose facts are counted.
    pub last_date: String,
    /// What was known there.
    pub position: i64,
}

/// The two sums of a measure that needs code: above and below the line.
pub type Sums<'a> =
    Pin<Box<dyn Future<Output = Result<(Option<i128>, Option<i128>), Refusal>> + Send + 'a>>;

/// One of the few measures that a declaration cannot say.
pub trait CodeMeasure: Send + Sync {
    /// The sums above and below the line; `None` below it means that there is nothing to divide.
    fn sums<'a>(&'a self, reader: &'a Reader, scope: &'a CountyScope) -> Sums<'a>;

    /// The unit of both sums: so many of it make one.
    fn scale(&self) -> i128 {
        1
    }

    /// Why there is nothing to divide by, in English and Chinese, where the measure knows more.
    fn missing(&self) -> Option<(String, String)> {
        None
    }

    /// The formula in words, in Chinese and in English.
    fn words(&self) -> (&'static str, &'static str);

    /// The tables that it reads, besides the one of its selection.
    fn tables(&self) -> &'static [&'static str];

    /// Whether the sums of several counties make up those of all; a median, for one, is no sum.
    fn adds_up(&self) -> bool {
        true
    }
}
