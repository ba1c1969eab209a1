//! Plans the milestones of a task together, moves one by an amendment, says of one that it is done.

use std::collections::BTreeSet;

use chassis::{FieldFault, Refusal};
use ledger::Books;
use ledger::kinds::encode_with_metadata;
use ledger::reader::check_day;
use ledger::writer::{Put, Step, Written};
use prost::Message;
use proto::ledger::v1::Reason;
use proto::reform::v1::milestone_service_server::MilestoneService;
use proto::reform::v1::{
    CompleteMilestoneRequest, Milestone, MoveMilestoneRequest, PlanMilestonesRequest,
    PlanMilestonesResponse,
};
use tonic::{Request, Response, Status};

use super::{Act, required};
use crate::Ours;
use crate::rules::progress::{self, WHOLE};

/// The acts on milestones.
pub(super) struct Milestones {
    books: Books,
}

impl Milestones {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }

    /// Refuses a second plan of a task: with the first its weights would make more than the whole.
    ///
    /// The same plan again goes on to the writer, which answers a repeated request as before.
    async fn check_first(&self, county: &str, plan: &[Milestone]) -> Result<(), Refusal> {
        let Some(first) = plan.first() else { return Ok(()) };
        let kind = self.books.kind::<Ours, Milestone>()?;
        let position = self.books.reader.position(county, 0).await?;
        let prefix = format!("{}.", first.task_id);
        let page = self.books.reader.records(kind, county, "", position, &prefix, 99).await?;
        for known in page.records.iter().filter(|known| known.id.starts_with(&prefix)) {
            let known = ledger::kinds::row_to_wire(kind, &known.values);
            let known = Milestone::decode(known.as_slice()).map_err(|c| Refusal::internal(&c))?;
            let same = |one: &Milestone| (one.number, &one.title) == (known.number, &known.title);
            if !plan.iter().any(same) {
                return Err(planned_already(&known));
            }
        }
        Ok(())
    }

    /// One step of a proposal a milestone; a refusal names which one it is of.
    fn steps(&self, milestones: &[Milestone]) -> Result<Vec<Step>, Refusal> {
        let kind = self.books.kind::<Ours, Milestone>()?;
        let step = |(index, milestone): (usize, &Milestone)| {
            let below = |mut refusal: Refusal| {
                let faults = std::mem::take(&mut refusal.fields);
                if faults.is_empty() {
                    return refusal;
                }
                let root = format!("milestones[{index}]");
                Refusal::record(faults.into_iter().map(|fault| fault.below(&root)).collect())
            };
            let record = kind.accept(&milestone.encode_to_vec()).map_err(below)?;
            let (kind, explanation) = (kind.clone(), String::new());
            Ok(Step::Put { kind, record, put: Put::Register, explanation })
        };
        milestones.iter().enumerate().map(step).collect()
    }
}

#[tonic::async_trait]
impl MilestoneService for Milestones {
    async fn plan_milestones(
        &self,
        request: Request<PlanMilestonesRequest>,
    ) -> Result<Response<PlanMilestonesResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let PlanMilestonesRequest { county, task_id, milestones, request_id, validate_only } =
            request;
        let (method, metadata) = ("PlanMilestones", &metadata);
        let act = Act { method, metadata, body, county, request_id, validate_only };
        let call = act.call()?;
        required(&[("task_id", &task_id)])?;
        // A plan that is settled first has been moved by nothing yet.
        let of_task = |one: Milestone| Milestone {
            task_id: task_id.clone(),
            planned_due_date: String::new(),
            amendment_id: String::new(),
            ..one
        };
        let milestones: Vec<Milestone> = milestones.into_iter().map(of_task).collect();
        check_plan(&milestones)?;
        self.check_first(&call.county, &milestones).await?;
        let written = self.books.propose(call, self.steps(&milestones)?).await?;
        let milestones = written.iter().map(decode).collect::<Result<_, _>>()?;
        Ok(Response::new(PlanMilestonesResponse { milestones }))
    }

    async fn complete_milestone(
        &self,
        request: Request<CompleteMilestoneRequest>,
    ) -> Result<Response<Milestone>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let CompleteMilestoneRequest { county, id, etag, done_date, proof, .. } = request;
        let CompleteMilestoneRequest { request_id, validate_only, .. } = request;
        let (method, metadata) = ("CompleteMilestone", &metadata);
        let act = Act { method, metadata, body, county, request_id, validate_only };
        required(&[("done_date", &done_date), ("proof", &proof)])?;
        let complete = |milestone: &mut Milestone| {
            if !milestone.done_date.is_empty() {
                return Err(done_already(milestone));
            }
            milestone.done_date = done_date;
            milestone.proof = proof;
            Ok(())
        };
        Ok(Response::new(self.books.advance(act.call()?, &id, &etag, complete).await?))
    }

    async fn move_milestone(
        &self,
        request: Request<MoveMilestoneRequest>,
    ) -> Result<Response<Milestone>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let MoveMilestoneRequest { county, id, etag, due_date, amendment_id, .. } = request;
        let MoveMilestoneRequest { request_id, validate_only, .. } = request;
        let (method, metadata) = ("MoveMilestone", &metadata);
        let act = Act { method, metadata, body, county, request_id, validate_only };
        required(&[("due_date", &due_date), ("amendment_id", &amendment_id)])?;
        check_day("due_date", &due_date)?;
        let moved = |milestone: &mut Milestone| move_to(milestone, due_date, amendment_id);
        Ok(Response::new(self.books.advance(act.call()?, &id, &etag, moved).await?))
    }
}

/// Moves a milestone that is not done; the day of the plan that was settled first stays.
fn move_to(milestone: &mut Milestone, due: String, amendment: String) -> Result<(), Refusal> {
    if !milestone.done_date.is_empty() {
        return Err(done_already(milestone));
    }
    if milestone.due_date == due {
        return Err(due_already(milestone));
    }
    if milestone.planned_due_date.is_empty() {
        milestone.planned_due_date.clone_from(&milestone.due_date);
    }
    (milestone.due_date, milestone.amendment_id) = (due, amendment);
    Ok(())
}

/// Refuses a plan whose weights do not make the whole, or that has a number twice.
fn check_plan(milestones: &[Milestone]) -> Result<(), Refusal> {
    let weights = milestones.iter().map(|one| one.weight_percent.unwrap_or_default());
    if !progress::is_whole(weights) {
        return Err(Refusal::request(FieldFault::new(
            "milestones",
            Reason::SumMismatch,
            format!("the weights of a task's milestones add up to {WHOLE}"),
            format!("一项任务各节点的权重合计应为{WHOLE}"),
        )));
    }
    let numbers: BTreeSet<Option<i32>> = milestones.iter().map(|one| one.number).collect();
    if numbers.len() < milestones.len() {
        return Err(Refusal::request(FieldFault::new(
            "milestones",
            Reason::RecordExists,
            "a number stands twice",
            "节点序号重复",
        )));
    }
    Ok(())
}

fn planned_already(known: &Milestone) -> Refusal {
    let Milestone { task_id, title, .. } = known;
    Refusal::new(
        Reason::TransitionNotAllowed,
        format!("task {task_id} is planned already, with milestone {title}"),
        format!("任务“{task_id}”的节点已经排定（如“{title}”）"),
    )
    .with("task_id", task_id)
}

fn decode(written: &Written) -> Result<Milestone, Refusal> {
    let wire = encode_with_metadata(&written.metadata, &written.content);
    Milestone::decode(wire.as_slice()).map_err(|cause| Refusal::internal(&cause))
}

fn done_already(milestone: &Milestone) -> Refusal {
    let Milestone { title, done_date, .. } = milestone;
    Refusal::new(
        Reason::TransitionNotAllowed,
        format!("milestone {title} was done on {done_date}"),
        format!("节点“{title}”已于 {done_date} 完成"),
    )
    .with("id", ledger::kinds::Kind::<Ours>::key(milestone))
}

fn due_already(milestone: &Milestone) -> Refusal {
    let Milestone { title, due_date, .. } = milestone;
    Refusal::new(
        Reason::TransitionNotAllowed,
        format!("milestone {title} is due on {due_date} already"),
        format!("节点“{title}”原本就应于 {due_date} 完成"),
    )
    .with("id", ledger::kinds::Kind::<Ours>::key(milestone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_milestone_that_is_moved_twice_keeps_the_day_that_was_settled_first() {
        let mut milestone = Milestone { due_date: "2023-06-30".to_owned(), ..Milestone::default() };
        for (day, amendment) in [("2023-09-30", "a-1"), ("2023-11-30", "a-2")] {
            move_to(&mut milestone, day.to_owned(), amendment.to_owned()).expect("moved");
        }
        let Milestone { due_date, planned_due_date, amendment_id, .. } = &milestone;
        assert_eq!(
            (due_date.as_str(), planned_due_date.as_str(), amendment_id.as_str()),
            ("2023-11-30", "2023-06-30", "a-2")
        );
        let again = move_to(&mut milestone, "2023-11-30".to_owned(), "a-3".to_owned());
        assert_eq!(again.expect_err("due already").reason, Reason::TransitionNotAllowed);
        milestone.done_date = "2023-10-01".to_owned();
        let late = move_to(&mut milestone, "2023-12-30".to_owned(), "a-3".to_owned());
        assert_eq!(late.expect_err("done already").reason, Reason::TransitionNotAllowed);
    }

    #[test]
    fn a_plan_is_whole_and_numbered() {
        let of = |parts: &[(i32, i32)]| {
            let one = |(number, weight): &(i32, i32)| Milestone {
                number: Some(*number),
                weight_percent: Some(*weight),
                ..Milestone::default()
            };
            let refusal = check_plan(&parts.iter().map(one).collect::<Vec<_>>()).err();
            refusal.map(|refusal| refusal.fields[0].reason)
        };
        assert_eq!(of(&[(1, 40), (2, 60)]), None);
        assert_eq!(of(&[(1, 40), (2, 59)]), Some(Reason::SumMismatch));
        assert_eq!(of(&[]), Some(Reason::SumMismatch));
        assert_eq!(of(&[(1, 40), (1, 60)]), Some(Reason::RecordExists));
    }
}
