//! The way of one case, act by act; what would come after the cutoff is left undone.

mod elsewhere;

use jiff::civil::Date;
use proto::governance::v1::{CaseAction, CaseProcedure, HandlingMode, Outcome, Rating};

use super::super::super::calendar::{CUTOFF, after};
use super::super::super::places::Village;
use super::super::super::{CaseStep, cadre};
use super::Random;
use super::fates::Fate;
use super::matters::proof;

/// The office that takes up what is sent on, and helps where it is asked to.
const HELPER: &str = "DW-X05";

/// A case on its way.
pub struct Way<'a> {
    random: &'a mut Random,
    procedure: CaseProcedure,
    lead: String,
    /// Whether another unit handles the case as well.
    has_helper: bool,
    /// What is concluded in the year is concluded up to this day.
    last: Date,
    steps: Vec<CaseStep>,
}

impl<'a> Way<'a> {
    pub fn new(
        random: &'a mut Random,
        procedure: CaseProcedure,
        village: &Village,
        last: Date,
    ) -> Self {
        let lead = cadre::township_unit(village.township);
        Self { random, procedure, lead, has_helper: false, last, steps: Vec::new() }
    }

    /// Walks from the day on which the case is accepted, or turned away.
    pub fn walk(mut self, day: Date, fate: Fate) -> Vec<CaseStep> {
        match fate {
            Fate::Registered => {}
            Fate::Refused => self.refuse(day),
            Fate::Transferred => self.transfer(day, false),
            Fate::Received => self.transfer(day, true),
            Fate::Accepted => self.accept(day),
            Fate::Merged => {
                self.accept(day);
                let day = self.later(day, 1, 3).min(self.last);
                self.step(CaseAction::Merge, day);
            }
            Fate::Assigned
            | Fate::Acknowledged
            | Fate::Handling
            | Fate::Supervised
            | Fate::Paused
            | Fate::Overdue => self.open(day, fate),
            _ => self.closed(day, fate),
        }
        self.steps
    }

    fn accept(&mut self, day: Date) {
        if self.procedure != CaseProcedure::InspectionFinding {
            self.step(CaseAction::Accept, day);
        }
    }

    /// Assigns the case to the village's township, which signs for it and begins.
    fn begin(&mut self, day: Date) -> Date {
        let day = self.assign(day);
        let day = self.later(day, 0, 1).min(self.last);
        self.step(CaseAction::Acknowledge, day);
        let day = self.later(day, 0, 2).min(self.last);
        self.handle(day);
        day
    }

    fn assign(&mut self, day: Date) -> Date {
        let day = match self.procedure {
            CaseProcedure::InspectionFinding => day,
            _ => self.later(day, 0, 3).min(self.last),
        };
        self.has_helper = self.random.chance(40);
        let has_helper = self.has_helper;
        let step = self.step(CaseAction::Assign, day);
        if has_helper {
            step.helpers.push(HELPER.to_owned());
        }
        day
    }

    fn handle(&mut self, day: Date) {
        let mode = match self.procedure {
            CaseProcedure::Dispute => HandlingMode::Mediation,
            _ => HandlingMode::Administration,
        };
        self.step(CaseAction::Handle, day).mode = mode;
    }

    fn open(&mut self, day: Date, fate: Fate) {
        self.accept(day);
        if fate == Fate::Assigned {
            self.assign(day);
            return;
        }
        if fate == Fate::Acknowledged {
            let day = self.assign(day);
            self.step(CaseAction::Acknowledge, day);
            return;
        }
        let day = self.begin(day);
        match fate {
            Fate::Supervised | Fate::Overdue => {
                self.step(CaseAction::Urge, day);
            }
            Fate::Paused => {
                self.step(CaseAction::Pause, day);
            }
            _ => {}
        }
    }

    fn closed(&mut self, day: Date, fate: Fate) {
        let outcome = match fate {
            Fate::Concluded(outcome) | Fate::Ended(outcome) => outcome,
            _ => Outcome::Resolved,
        };
        self.accept(day);
        let started = self.begin(day);
        let handled = match fate {
            Fate::Concluded(_) => self.on_the_way(started),
            _ => started,
        };
        let concluded = match fate {
            Fate::Late => {
                let limit = if self.procedure == CaseProcedure::Petition { 60 } else { 30 };
                let day = self.later(day, limit + 1, limit + 15);
                day.max(handled)
            }
            _ => self.later(handled, 1, self.longest()),
        };
        let concluded = self.conclude(concluded.min(self.last), outcome, fate);
        self.after_conclusion(concluded, fate);
    }

    /// Days that a case takes which is concluded in time.
    fn longest(&self) -> i64 {
        match self.procedure {
            CaseProcedure::Petition => 40,
            CaseProcedure::MarketCheck => 2,
            CaseProcedure::InspectionFinding => 8,
            CaseProcedure::Dispute | CaseProcedure::Unspecified => 15,
        }
    }

    /// Some cases are urged, and the time of some stands still, before they are concluded.
    fn on_the_way(&mut self, day: Date) -> Date {
        if self.random.chance(30) {
            self.step(CaseAction::Urge, day);
            self.handle(day);
        }
        if self.random.chance(20) {
            self.step(CaseAction::Pause, day);
            let day = self.later(day, 4, 9).min(self.last);
            self.step(CaseAction::Resume, day);
            return day;
        }
        day
    }

    fn conclude(&mut self, day: Date, outcome: Outcome, fate: Fate) -> Date {
        let proof = proof(self.random, self.procedure, outcome, day);
        let action = match fate {
            Fate::Ended(_) => CaseAction::Discontinue,
            _ => CaseAction::Conclude,
        };
        if self.has_helper {
            self.handle(day);
            self.steps.last_mut().into_iter().for_each(|step| HELPER.clone_into(&mut step.unit_id));
        }
        let step = self.step(action, day);
        step.outcome = outcome;
        step.proof = proof;
        day
    }

    /// Feeds back, has it rated, has it looked at again where it was found wanting, archives.
    fn after_conclusion(&mut self, day: Date, fate: Fate) {
        let answered = self.later(day, 0, 5);
        let again = matches!(fate, Fate::Rechecked | Fate::Upheld);
        let rating = if again { Rating::Dissatisfied } else { self.rating() };
        if !self.answer(answered, rating) {
            return;
        }
        let day = self.later(answered, 1, 8);
        match fate {
            Fate::Rechecked => {
                self.step(CaseAction::Recheck, day);
                self.handle(day);
                self.resolve_again(day);
            }
            Fate::Upheld => {
                self.step(CaseAction::Recheck, day);
                let day = self.later(day, 3, 12);
                let proof = proof(self.random, self.procedure, Outcome::Resolved, day);
                self.step(CaseAction::Answer, day).proof = proof;
                self.step(CaseAction::Rate, day).rating = Rating::NotGiven;
                self.archive(day);
            }
            Fate::Reopened | Fate::ReopenedLater => {
                self.step(CaseAction::Archive, day);
                let day = match fate {
                    Fate::ReopenedLater => after(self.last, self.random.between(10, 90)),
                    _ => self.later(day, 20, 60),
                };
                self.last = CUTOFF;
                self.step(CaseAction::Reopen, day);
                let day = self.begin(day);
                self.resolve_again(day);
            }
            _ => self.archive(answered),
        }
    }

    fn resolve_again(&mut self, day: Date) {
        let day = self.later(day, 2, 12);
        let day = self.conclude(day, Outcome::Resolved, Fate::Rechecked);
        let answered = self.later(day, 0, 4);
        self.answer(answered, Rating::Satisfied);
        self.archive(answered);
    }

    /// Tells those who brought the case, and asks them; a finding is of nobody.
    fn answer(&mut self, day: Date, rating: Rating) -> bool {
        if self.procedure == CaseProcedure::InspectionFinding {
            return true;
        }
        if day > CUTOFF {
            return false;
        }
        self.step(CaseAction::Answer, day);
        if self.procedure != CaseProcedure::MarketCheck {
            self.step(CaseAction::Rate, day).rating = rating;
        }
        true
    }

    fn rating(&mut self) -> Rating {
        *self.random.pick(&[
            Rating::Satisfied,
            Rating::Satisfied,
            Rating::Satisfied,
            Rating::FairlySatisfied,
            Rating::NotGiven,
        ])
    }

    fn archive(&mut self, day: Date) {
        let day = self.later(day, 3, 20);
        self.within(day, |way| {
            way.step(CaseAction::Archive, day);
        });
    }

    fn later(&mut self, day: Date, low: i64, high: i64) -> Date {
        after(day, self.random.between(low, high))
    }

    fn within(&mut self, day: Date, then: impl FnOnce(&mut Self)) {
        if day <= CUTOFF {
            then(self);
        }
    }

    fn step(&mut self, action: CaseAction, day: Date) -> &mut CaseStep {
        let reason = match action {
            CaseAction::Transfer => "属该部门职责范围",
            CaseAction::Bounce => "材料不全，退回补正",
            CaseAction::Urge => "进展滞后，督促加快",
            CaseAction::Pause => "等待鉴定结论",
            CaseAction::Recheck => "当事人不满意，另行指派复核",
            CaseAction::Reopen => "出现新的事实，恢复办理",
            CaseAction::Discontinue => "经调解未达成一致或申请撤回",
            CaseAction::Answer => "告知办理结果",
            _ => "",
        };
        let step = CaseStep::new(action, day.to_string(), self.lead.clone(), reason);
        let at = self.steps.len();
        self.steps.push(step);
        &mut self.steps[at]
    }
}
