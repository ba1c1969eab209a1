//! Spreadsheets in and out: templates of every kind from the descriptors alone, sheets read as
//! records within bounded memory, and the same sheets with the remarks of a trial in them.

mod acts;
mod added;
mod cells;
mod compared;
mod convert;
mod departments;
mod edited;
mod edits;
mod files;
mod form;
mod headers;
mod hostile;
mod import;
mod kinds;
mod lines;
mod mode;
mod package;
mod parcel;
mod percents;
mod plan;
mod profile;
mod profiles;
mod quantities;
mod rebuilt;
mod record;
mod remarked;
mod styles;
mod template;
#[cfg(test)]
mod tests;
mod text;
mod verdict;

pub use acts::Act;
pub use compared::{Change, Changed, Shown, Vanished};
pub use departments::{Channels, Entered, WRITTEN, enter, take};
pub use files::{File, MOST_BYTES};
pub use form::{Input, Shape};
pub use import::import;
pub use kinds::{Kind, Register};
pub use mode::{Cancel, Mode};
pub use plan::{Choice, Part, Plan};
pub use profile::Profile;
pub use profiles::Profiles;
pub use proto::ledger::v1::Opening;
pub use remarked::{Remarked, remarked};
pub use template::template;
pub use verdict::{Fault, Remark, Verdict};
