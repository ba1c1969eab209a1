//! What requests of acts on milestones ask for.

use std::collections::BTreeSet;

use chassis::{FieldFault, Refusal};
use ledger::Books;
use ledger::acts::{Act, Day, Deed, Scene};
use ledger::reader::check_day;
use ledger::writer::{Put, Step};
use prost::Message;
use proto::ledger::v1::Reason;
use proto::reform::v1::{
    CompleteMilestoneRequest, Milestone, MoveMilestoneRequest, PlanMilestonesRequest,
};

use super::super::required;
use crate::Ours;
use crate::rules::progress::{self, WHOLE};

/// The acts whose requests an import may hold.
pub(in super::super) fn imported() -> Vec<Act> {
    vec![
        Act::of(|scene, request| Box::pin(plan(scene, request))),
        Act::of(|_, request| Box::pin(std::future::ready(Ok(complete(request))))),
        Act::of(|_, request| Box::pin(std::future::ready(Ok(move_by_amendment(request))))),
    ]
}

/// Plans all milestones of a task.
pub(super) async fn plan(scene: &Scene, request: PlanMilestonesRequest) -> Result<Deed, Refusal> {
    let PlanMilestonesRequest { task_id, milestones, .. } = request;
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
    check_first(&scene.books, &scene.call.county, &milestones).await?;
    Ok(Deed::steps(steps(&scene.books, &milestones)?))
}

/// Says that a milestone is done.
pub(super) fn complete(request: CompleteMilestoneRequest) -> Deed {
    let CompleteMilestoneRequest { id, etag, done_date, proof, .. } = request;
    let day = Day::of("done_date", &done_date);
    Deed::move_on::<Ours, _>((id, etag), day, move |milestone: &mut Milestone, _: &str| {
        required(&[("done_date", &done_date), ("proof", &proof)])?;
        if !milestone.done_date.is_empty() {
            return Err(done_already(milestone));
        }
        milestone.done_date = done_date;
        milestone.proof = proof;
        Ok(())
    })
}

/// Moves the due day of a milestone, which has to come before it is done; the amendment has a day
/// of its own.
pub(super) fn move_by_amendment(request: MoveMilestoneRequest) -> Deed {
    let MoveMilestoneRequest { id, etag, due_date, amendment_id, .. } = request;
    let moved = move |milestone: &mut Milestone, _: &str| {
        required(&[("due_date", &due_date), ("amendment_id", &amendment_id)])?;
        check_day("due_date", &due_date)?;
        move_to(milestone, due_date, amendment_id)
    };
    Deed::move_on::<Ours, _>((id, etag), Day::default(), moved)
}

/// Refuses a second plan of a task: with the first its weights would make more than the whole.
///
/// The same plan again goes on to the writer, which answers a repeated request as before.
async fn check_first(books: &Books, county: &str, plan: &[Milestone]) -> Result<(), Refusal> {
    let Some(first) = plan.first() else { return Ok(()) };
    let kind = books.kind::<Ours, Milestone>()?;
    let position = books.reader.position(county, 0).await?;
    let prefix = format!("{}.", first.task_id);
    let page = books.reader.records(kind, county, "", position, &prefix, 99).await?;
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
fn steps(books: &Books, milestones: &[Milestone]) -> Result<Vec<Step>, Refusal> {
    let kind = books.kind::<Ours, Milestone>()?;
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
