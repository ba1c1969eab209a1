//! The acts on cases as requests ask for them, by themselves or in an import.

use std::sync::Arc;

use chassis::Refusal;
use ledger::acts::{Act, Day, Deed, Scene};
use prost::{Message, Name};
use proto::governance::v1::{CaseFile, RegisterCaseFileRequest};

use super::asked::{self, Asked};
use super::{limits, moving};
use crate::Ours;
use crate::rules::deadline::limits::Limits;

/// The acts whose requests an import may hold.
pub(crate) fn imported() -> Vec<Act> {
    vec![
        Act::of(|scene, request: RegisterCaseFileRequest| Box::pin(registers(scene, request))),
        moved(asked::accept),
        moved(asked::refuse),
        moved(asked::transfer),
        moved(asked::receive),
        moved(asked::bounce),
        moved(asked::assign),
        moved(asked::acknowledge),
        moved(asked::handle),
        moved(asked::urge),
        moved(asked::pause),
        moved(asked::resume),
        moved(asked::extend),
        moved(asked::reclassify),
        moved(asked::conclude),
        moved(asked::discontinue),
        moved(asked::answer),
        moved(asked::rate),
        moved(asked::recheck),
        moved(asked::merge),
        moved(asked::reopen),
        moved(asked::archive),
    ]
}

fn moved<M>(read: fn(M) -> Asked) -> Act
where
    M: Message + Name + Default + 'static,
{
    Act::of(move |scene, request| Box::pin(moves(scene, read(request))))
}

/// Registers a case.
pub(super) async fn registers(
    scene: &Scene,
    request: RegisterCaseFileRequest,
) -> Result<Deed, Refusal> {
    let limits = limits_of(scene).await?;
    let given = request.case_file.unwrap_or_default();
    let registered = move |actor: &str| moving::registered(given.clone(), actor, &limits);
    Ok(Deed::register::<Ours, CaseFile>(registered))
}

/// Moves a case on as it is asked for.
pub(super) async fn moves(scene: &Scene, asked: Asked) -> Result<Deed, Refusal> {
    let limits = limits_of(scene).await?;
    let at = (asked.id.clone(), asked.etag.clone());
    let day = Day::of(asked.names.date, &asked.note.date);
    let step = move |case: &mut CaseFile, actor: &str| moving::take(case, &asked, actor, &limits);
    Ok(Deed::move_on::<Ours, _>(at, day, step))
}

async fn limits_of(scene: &Scene) -> Result<Arc<Limits>, Refusal> {
    scene.once("", limits::of(&scene.books, &scene.call.county)).await
}
