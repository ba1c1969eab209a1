//! What any department needs: records, revisions, entries, verification, figures.
//!
//! A department says what its kinds are ([`kinds::Kind`]), how its tables came to be
//! ([`storage::Migration`]) and what its figures are (data, [`figures`]). Everything else holds
//! for all of them alike: the one way to write ([`writer`]), reading at a position ([`reader`]),
//! and what callers see ([`faces`]).

pub mod acts;
pub mod books;
pub mod collection;
pub mod department;
pub mod divisions;
pub mod faces;
pub mod facts;
pub mod figures;
pub mod kinds;
pub mod process;
pub mod quality;
pub mod reader;
pub mod storage;
pub mod testing;
pub mod writer;

pub use books::Books;
pub use department::{Department, Opened, Options};
