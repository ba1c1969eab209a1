//! What the department keeps, one file a kind.

mod amounts;
mod attendance;
mod bed_change;
mod consortium;
mod consortium_award;
mod consortium_member;
mod designated_institution;
mod facility;
mod group_coverage;
mod housing_phase;
mod housing_project;
mod institution;
mod measurement;
mod migrations;
mod payment_coverage;
mod pension_month;
mod place_change;
mod river_work;
mod school;
mod school_project;
mod service_return;
mod service_target;
mod specialty;
mod variation;
mod volunteer_event;
mod volunteer_team;

use ledger::collection::{NilReturn, OpeningList, PeriodClosing};
use ledger::facts;
use ledger::kinds::{KindInfo, Kinds};
use proto::livelihood::v1::{
    Attendance, BedChange, Consortium, ConsortiumAward, ConsortiumMember, DesignatedInstitution,
    Facility, GroupCoverage, HousingPhase, HousingProject, Institution, Measurement,
    PaymentCoverage, PensionMonth, PlaceChange, RiverWork, School, SchoolProject, ServiceReturn,
    ServiceTarget, Specialty, Variation, VolunteerEvent, VolunteerTeam,
};

use crate::Ours;

pub use migrations::MIGRATIONS;

/// The kinds of records.
pub fn kinds() -> Kinds {
    Kinds::new([
        KindInfo::of::<Ours, School>(),
        KindInfo::of::<Ours, SchoolProject>(),
        KindInfo::of::<Ours, PlaceChange>(),
        KindInfo::of::<Ours, Consortium>(),
        KindInfo::of::<Ours, ConsortiumMember>(),
        KindInfo::of::<Ours, ConsortiumAward>(),
        KindInfo::of::<Ours, Institution>(),
        KindInfo::of::<Ours, Specialty>(),
        KindInfo::of::<Ours, ServiceTarget>(),
        KindInfo::of::<Ours, ServiceReturn>(),
        KindInfo::of::<Ours, DesignatedInstitution>(),
        KindInfo::of::<Ours, PaymentCoverage>(),
        KindInfo::of::<Ours, GroupCoverage>(),
        KindInfo::of::<Ours, BedChange>(),
        KindInfo::of::<Ours, Facility>(),
        KindInfo::of::<Ours, PensionMonth>(),
        KindInfo::of::<Ours, HousingPhase>(),
        KindInfo::of::<Ours, HousingProject>(),
        KindInfo::of::<Ours, Variation>(),
        KindInfo::of::<Ours, Measurement>(),
        KindInfo::of::<Ours, RiverWork>(),
        KindInfo::of::<Ours, VolunteerTeam>(),
        KindInfo::of::<Ours, VolunteerEvent>(),
        KindInfo::of::<Ours, Attendance>(),
        KindInfo::of::<Ours, facts::Parameter>(),
        KindInfo::of::<Ours, facts::Target>(),
        KindInfo::of::<Ours, facts::PeerFact>(),
        KindInfo::of::<Ours, facts::ExternalClaim>(),
        KindInfo::of::<Ours, NilReturn>(),
        KindInfo::of::<Ours, OpeningList>(),
        KindInfo::of::<Ours, PeriodClosing>(),
    ])
}
