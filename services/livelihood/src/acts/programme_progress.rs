//! GetProgrammeProgress: the items of a programme of public health with their last returns.

use std::collections::BTreeMap;

use chassis::Refusal;
use ledger::Books;
use ledger::reader::check_county;
use proto::livelihood::v1::service_target_service_server::ServiceTargetService;
use proto::livelihood::v1::{
    GetProgrammeProgressRequest, ItemProgress, ProgrammeProgress, ServiceReturn, ServiceTarget,
};
use tonic::{Request, Response, Status};

use super::{check_period, counted, thousandths};
use crate::rules::completion::{Item, SCALE, completion};

/// The acts on targets.
pub(super) struct ServiceTargets {
    books: Books,
}

impl ServiceTargets {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }
}

#[tonic::async_trait]
impl ServiceTargetService for ServiceTargets {
    async fn get_programme_progress(
        &self,
        request: Request<GetProgrammeProgressRequest>,
    ) -> Result<Response<ProgrammeProgress>, Status> {
        Ok(Response::new(of(&self.books, request.into_inner()).await?))
    }
}

async fn of(
    books: &Books,
    request: GetProgrammeProgressRequest,
) -> Result<ProgrammeProgress, Refusal> {
    let GetProgrammeProgressRequest { county, programme, first_date, last_date, position } =
        request;
    check_county(&county)?;
    check_period(&first_date, &last_date)?;
    let position = books.reader.position(&county, position).await?;
    let mut targets: Vec<ServiceTarget> = counted(books, &county, position).await?;
    targets.retain(|one| one.programme == programme);
    targets.retain(|one| one.first_date <= last_date && one.last_date >= last_date);
    let mut returns: Vec<ServiceReturn> = counted(books, &county, position).await?;
    returns.retain(|one| (&*first_date..=&*last_date).contains(&&*one.return_date));
    returns.sort_by(|one, other| one.return_date.cmp(&other.return_date));
    Ok(ProgrammeProgress { position, ..view(&targets, &returns) })
}

/// The progress of items; of the returns of an item the last one stays.
fn view(targets: &[ServiceTarget], returns: &[ServiceReturn]) -> ProgrammeProgress {
    let last: BTreeMap<&str, &ServiceReturn> =
        returns.iter().map(|one| (one.target_id.as_str(), one)).collect();
    let item = |target: &ServiceTarget| {
        let found = last.get(target.code.as_str());
        let (due, done) = (target.target.unwrap_or(0), found.and_then(|one| one.done));
        ItemProgress {
            id: target.code.clone(),
            item: target.item.clone(),
            item_unit: target.item_unit.clone(),
            target: due,
            done,
            return_date: found.map(|one| one.return_date.clone()).unwrap_or_default(),
            reached: done.is_some_and(|done| done >= due),
        }
    };
    let items: Vec<ItemProgress> = targets.iter().map(item).collect();
    let weighed = targets.iter().zip(&items).map(|(target, item)| Item {
        target: item.target,
        done: item.done,
        weight: i64::from(target.weight.unwrap_or(1)),
    });
    let found = completion(&weighed.collect::<Vec<_>>());
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    ProgrammeProgress {
        item_count: count(items.len()),
        reached_count: count(items.iter().filter(|item| item.reached).count()),
        completion_x10: found.and_then(|one| thousandths(one.reached, one.weight * SCALE)),
        items,
        position: 0,
    }
}
