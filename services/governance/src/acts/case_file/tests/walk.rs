//! A case that is walked act by act, without a ledger.

use ledger::kinds::Kind;
use proto::governance::v1::{
    CaseAction, CaseFile, CaseNote, CaseProcedure, CaseStage, HandlingMode, Outcome, Rating,
};
use proto::ledger::v1::Reason;

use crate::Ours;
use crate::acts::case_file::asked::Asked;
use crate::acts::case_file::moving;
use crate::rules::case_flow::{Who, procedure_now, step};
use crate::rules::deadline::limits::Limits;

pub(super) const LEAD: &str = "U-1";
pub(super) const HELPER: &str = "U-2";
/// Who acts for the center.
pub(super) const KEEPER: &str = "keeper";

/// A case that is walked by acts of one day each, all by one account.
pub(super) struct Walk(pub(super) CaseFile);

pub(super) fn walk(procedure: CaseProcedure) -> Walk {
    let given = CaseFile { procedure: procedure.into(), ..<CaseFile as Kind<Ours>>::sample(0) };
    let mut case = moving::registered(given, "clerk", &Limits::default());
    Kind::<Ours>::derive(&mut case);
    Walk(case)
}

/// What an act brings that is well made.
fn asked(action: CaseAction, day: &str, case: &CaseFile) -> Asked {
    let unit_id = match action {
        CaseAction::Receive | CaseAction::Bounce => case.receiver_id.clone(),
        CaseAction::Answer if case.stage() == CaseStage::Received => case.receiver_id.clone(),
        _ => LEAD.to_owned(),
    };
    let outcome = match action {
        CaseAction::Discontinue => Outcome::Withdrawn,
        _ => Outcome::Resolved,
    };
    let note = CaseNote {
        date: day.to_owned(),
        unit_id,
        reason: "示例事由".to_owned(),
        proof: "示例文书1号".to_owned(),
    };
    Asked {
        action,
        note,
        handler_id: LEAD.to_owned(),
        joint_handler_ids: vec![HELPER.to_owned()],
        receiver_id: "U-9".to_owned(),
        merged_into_id: "C-99".to_owned(),
        extend_count: 10,
        procedure: CaseProcedure::MarketCheck.into(),
        mode: HandlingMode::Mediation.into(),
        outcome: outcome.into(),
        rating: Rating::Dissatisfied.into(),
        ..Asked::default()
    }
}

impl Walk {
    pub(super) fn try_act(
        &mut self,
        action: CaseAction,
        day: &str,
        actor: &str,
        change: impl FnOnce(&mut Asked),
    ) -> Result<(), Reason> {
        let mut case = self.0.clone();
        let mut asked = asked(action, day, &case);
        change(&mut asked);
        moving::take(&mut case, &asked, actor, &Limits::default()).map_err(|refusal| {
            refusal.fields.first().map_or(refusal.reason, |fault| fault.reason)
        })?;
        Kind::<Ours>::derive(&mut case);
        self.0 = case;
        Ok(())
    }

    /// An act by the account whose act it is: of the unit, of the center, of those who check.
    pub(super) fn act(&mut self, action: CaseAction, day: &str) -> &mut Self {
        let row = step(procedure_now(&self.0), self.0.stage(), action);
        let actor = match row.expect("a move of the table").who {
            Who::Handler | Who::Receiver | Who::Closer => "clerk",
            Who::Center => KEEPER,
            Who::Checker => "checker",
        };
        let taken = self.try_act(action, day, actor, |_| {});
        assert_eq!(taken, Ok(()), "{action:?} {day}");
        self
    }

    /// The unit that helps says how it did.
    pub(super) fn help(&mut self, day: &str) -> Result<(), Reason> {
        self.try_act(CaseAction::Handle, day, "helper", |asked| {
            HELPER.clone_into(&mut asked.note.unit_id)
        })
    }

    pub(super) fn handled(procedure: CaseProcedure) -> Self {
        let mut walk = walk(procedure);
        walk.act(CaseAction::Accept, "2023-04-03").act(CaseAction::Assign, "2023-04-04");
        walk.act(CaseAction::Acknowledge, "2023-04-05").act(CaseAction::Handle, "2023-04-06");
        assert_eq!(walk.help("2023-04-06"), Ok(()));
        walk
    }

    pub(super) fn rated(rating: Rating) -> Self {
        let mut walk = Self::handled(CaseProcedure::Petition);
        walk.act(CaseAction::Conclude, "2023-04-20").act(CaseAction::Answer, "2023-04-21");
        let rated = walk.try_act(CaseAction::Rate, "2023-04-22", "checker", |asked| {
            asked.rating = rating.into();
        });
        assert_eq!(rated, Ok(()));
        walk
    }
}
