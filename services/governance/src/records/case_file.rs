//! A case file; it is moved by its acts only, by the table of `rules::case_flow`.

use calendar::Calendar;
use jiff::civil::Date;
use ledger::kinds::{Findings, Kind, Pointed, Remarks, Responsible, SAMPLE_PLACE};
use proto::governance::v1::{CaseAction, CaseFile, CaseProcedure, CaseStage, CaseType};
use proto::ledger::v1::Reason;

use crate::rules::case_flow::{procedure_now, procedure_of};
use crate::rules::clock::{Deadlines, deadlines};
use crate::rules::merging::obstacle;
use crate::{Ours, acts};

impl Kind<Ours> for CaseFile {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        let procedures = [procedure_of(self.procedure()), procedure_now(self)];
        let is_of_people = |one| matches!(one, CaseProcedure::Dispute | CaseProcedure::Petition);
        if procedures.into_iter().any(is_of_people) && self.person_count < 1 {
            findings.refuse(
                "person_count",
                Reason::ValueOutOfRange,
                "a dispute or a petition concerns at least one person",
                "纠纷、信访事项至少涉及一人",
            );
        }
        let days = [
            ("register_date", self.register_date.as_str()),
            ("accept_date", &self.accept_date),
            ("assign_date", &self.assign_date),
            ("conclude_date", &self.conclude_date),
            ("archive_date", &self.archive_date),
        ];
        let known: Vec<_> = days.into_iter().filter(|(_, day)| !day.is_empty()).collect();
        for pair in known.windows(2) {
            if let [earlier, later] = pair {
                findings.days_in_order(*earlier, *later);
            }
        }
    }

    const LOOKS_AT: &'static [&'static str] = &["merged_into_id"];

    /// What a case is merged into is looked at when it is merged, as it stands then; what becomes
    /// of the original later is told by its own acts.
    fn check_pointed(&self, pointed: &Pointed, findings: &mut Findings) {
        let original = pointed.get::<Self>("merged_into_id");
        let original = original.filter(|_| self.last_action() == CaseAction::Merge);
        if let Some((message, zh)) = original.and_then(|original| obstacle(self, &original)) {
            findings.refuse("merged_into_id", Reason::ValueOutOfRange, message, zh);
        }
    }

    /// Of cases that are counted once the one that is counted stays.
    const HELD_BY: &'static [&'static str] = &["merged_into_id"];

    const RESPONSIBLE: Option<Responsible> = Some(acts::responsible);
    const REMARKS: Option<Remarks> = Some(acts::remarks);

    fn derive(&mut self) {
        let Deadlines { first, open, behind, lacking: _ } =
            deadlines(Calendar::standard(), self.stage(), &self.events);
        let text = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        self.due_date = text(first);
        self.open_due_date = text(open);
        self.behind_date = text(behind);
        self.late = !self.due_date.is_empty() && self.first_conclude_date > self.due_date;
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("C-{n}"),
            division: SAMPLE_PLACE.to_owned(),
            r#type: CaseType::Neighbor.into(),
            summary: "宅基地界址争议".to_owned(),
            person_count: 2,
            register_date: "2023-04-03".to_owned(),
            stage: CaseStage::Registered.into(),
            ..Self::default()
        }
    }
}
