//! Cases that are turned away, or sent on to another office.

use jiff::civil::Date;
use proto::governance::v1::{CaseAction, CaseProcedure};

use super::super::super::super::calendar::after;
use super::super::matters::REFUSE_GROUNDS;
use super::{HELPER, Way};

/// So many days after taking up a petition that office tells those who brought it; 15 are allowed.
const INFORM_DAYS: i64 = 5;

impl Way<'_> {
    pub(super) fn refuse(&mut self, day: Date) {
        let ground = *self.random.pick(&REFUSE_GROUNDS);
        self.step(CaseAction::Refuse, day).reason = ground.to_owned();
        let day = self.later(day, 3, 20);
        self.within(day, |way| {
            way.step(CaseAction::Archive, day);
        });
    }

    /// Sends the case on; it is sent back once before it is taken up there.
    pub(super) fn transfer(&mut self, day: Date, to_the_end: bool) {
        let receiver = HELPER.to_owned();
        self.step(CaseAction::Transfer, day).unit_id.clone_from(&receiver);
        if !to_the_end {
            return;
        }
        for action in [CaseAction::Bounce, CaseAction::Transfer, CaseAction::Receive] {
            self.step(action, day).unit_id.clone_from(&receiver);
        }
        if self.procedure == CaseProcedure::Petition {
            self.inform(after(day, INFORM_DAYS), &receiver);
        }
        let day = self.later(day, 5, 20);
        self.within(day, |way| {
            way.step(CaseAction::Archive, day);
        });
    }

    /// The office that took up a petition tells those who brought it.
    fn inform(&mut self, day: Date, receiver: &str) {
        self.within(day, |way| {
            let step = way.step(CaseAction::Answer, day);
            receiver.clone_into(&mut step.unit_id);
            step.proof = format!("示例受理告知书〔{}〕1号", day.year());
        });
    }
}
