//! A case file; it is moved by its acts only, by the table of `rules::case_flow`.

use calendar::Calendar;
use jiff::civil::Date;
use ledger::kinds::{Findings, Kind, Responsible, SAMPLE_PLACE};
use proto::governance::v1::{CaseFile, CaseProcedure, CaseStage, CaseType};
use proto::ledger::v1::Reason;

use crate::rules::case_flow::procedure_of;
use crate::rules::clock::{Deadlines, deadlines};
use crate::{Ours, acts};

impl Kind<Ours> for CaseFile {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        let procedure = procedure_of(self.procedure());
        let of_people = [CaseProcedure::Dispute, CaseProcedure::Petition].contains(&procedure);
        if of_people && self.person_count < 1 {
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

    const RESPONSIBLE: Option<Responsible> = Some(acts::responsible);

    fn derive(&mut self) {
        let Deadlines { first, open, behind } =
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
