//! What the department keeps, one file a kind.

mod agenda_item;
mod amendment;
mod document;
mod exchange;
mod experience;
mod finding;
mod honor;
mod inspection;
mod leader;
mod leader_activity;
mod material;
mod meeting;
mod migrations;
mod milestone;
mod office;
mod pilot;
mod programme;
mod publication;
mod statement;
mod task;
mod task_lead;
mod task_list;

use ledger::collection::{NilReturn, OpeningList, PeriodClosing};
use ledger::facts;
use ledger::kinds::{KindInfo, Kinds, parse_date};
use proto::reform::v1::{
    AgendaItem, Amendment, Document, Exchange, Experience, Finding, Honor, Inspection, Leader,
    LeaderActivity, Material, Meeting, Milestone, Office, Pilot, Programme, Publication, Statement,
    Task, TaskLead, TaskList,
};

use crate::Ours;

pub use migrations::MIGRATIONS;

/// The kinds of records.
pub fn kinds() -> Kinds {
    Kinds::new([
        KindInfo::of::<Ours, AgendaItem>(),
        KindInfo::of::<Ours, Amendment>(),
        KindInfo::of::<Ours, Document>(),
        KindInfo::of::<Ours, Exchange>(),
        KindInfo::of::<Ours, Experience>(),
        KindInfo::of::<Ours, Finding>(),
        KindInfo::of::<Ours, Honor>(),
        KindInfo::of::<Ours, Inspection>(),
        KindInfo::of::<Ours, Leader>(),
        KindInfo::of::<Ours, LeaderActivity>(),
        KindInfo::of::<Ours, Material>(),
        KindInfo::of::<Ours, Meeting>(),
        KindInfo::of::<Ours, Milestone>(),
        KindInfo::of::<Ours, Office>(),
        KindInfo::of::<Ours, Pilot>(),
        KindInfo::of::<Ours, Programme>(),
        KindInfo::of::<Ours, Publication>(),
        KindInfo::of::<Ours, Statement>(),
        KindInfo::of::<Ours, Task>(),
        KindInfo::of::<Ours, TaskLead>(),
        KindInfo::of::<Ours, TaskList>(),
        KindInfo::of::<Ours, facts::Parameter>(),
        KindInfo::of::<Ours, facts::Target>(),
        KindInfo::of::<Ours, facts::PeerFact>(),
        KindInfo::of::<Ours, facts::ExternalClaim>(),
        KindInfo::of::<Ours, NilReturn>(),
        KindInfo::of::<Ours, OpeningList>(),
        KindInfo::of::<Ours, PeriodClosing>(),
    ])
}

/// The day after a day, as text; nothing after what is no day.
fn day_after(day: &str) -> String {
    let next = parse_date(day).and_then(|day| day.tomorrow().ok());
    next.map(|day| day.to_string()).unwrap_or_default()
}
