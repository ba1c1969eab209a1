//! What the department keeps, one file a kind.

mod appointment;
mod cadre;
mod course;
mod interview;
mod leave;
mod lecture;
mod livelihood_matter;
mod log_check;
mod migrations;
mod peer_group;
mod post;
mod promotion_decision;
mod ranking;
mod research_topic;
mod sample;
mod saturation_result;
mod shift_swap;
mod study_session;
mod study_type;
pub(crate) mod unit;
mod work_log;

use ledger::collection::{NilReturn, OpeningList, PeriodClosing};
use ledger::facts;
use ledger::kinds::{KindInfo, Kinds};
use proto::cadre::v1::{
    Appointment, Cadre, Course, Interview, Leave, Lecture, LivelihoodMatter, LogCheck, PeerGroup,
    Post, PromotionDecision, Ranking, ResearchTopic, Sample, SaturationResult, ShiftSwap,
    StudySession, StudyType, Unit, WorkLog,
};

use crate::Ours;

pub use migrations::MIGRATIONS;

/// The kinds of records.
pub fn kinds() -> Kinds {
    Kinds::new([
        KindInfo::of::<Ours, Unit>(),
        KindInfo::of::<Ours, PeerGroup>(),
        KindInfo::of::<Ours, Cadre>(),
        KindInfo::of::<Ours, Post>(),
        KindInfo::of::<Ours, Leave>(),
        KindInfo::of::<Ours, ShiftSwap>(),
        KindInfo::of::<Ours, WorkLog>(),
        KindInfo::of::<Ours, Sample>(),
        KindInfo::of::<Ours, LogCheck>(),
        KindInfo::of::<Ours, SaturationResult>(),
        KindInfo::of::<Ours, Ranking>(),
        KindInfo::of::<Ours, Interview>(),
        KindInfo::of::<Ours, PromotionDecision>(),
        KindInfo::of::<Ours, Lecture>(),
        KindInfo::of::<Ours, Appointment>(),
        KindInfo::of::<Ours, Course>(),
        KindInfo::of::<Ours, ResearchTopic>(),
        KindInfo::of::<Ours, LivelihoodMatter>(),
        KindInfo::of::<Ours, StudyType>(),
        KindInfo::of::<Ours, StudySession>(),
        KindInfo::of::<Ours, facts::Parameter>(),
        KindInfo::of::<Ours, NilReturn>(),
        KindInfo::of::<Ours, OpeningList>(),
        KindInfo::of::<Ours, PeriodClosing>(),
    ])
}

/// A day without its hyphens, for a key.
fn compact(day: &str) -> String {
    day.replace('-', "")
}
