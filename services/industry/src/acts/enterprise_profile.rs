//! GetEnterpriseProfile: all that is known of an enterprise on a day, from records that count.

use std::collections::BTreeMap;

use chassis::Refusal;
use ledger::Books;
use ledger::kinds::Kind;
use proto::industry::v1::{
    Designation, Difficulty, EditionExhibit, Enterprise, EnterpriseProfile, Exhibit, Exhibition,
    GetEnterpriseProfileRequest, GuaranteedLoan, ListingStep, Project, TradeOrder,
};

use super::known::Known;
use crate::Ours;

/// The field by which records of all kinds point to an enterprise.
const HOLDER: &str = "enterprise_id";

/// The profile of an enterprise.
///
/// # Errors
/// `REQUEST_INVALID`, `POSITION_AHEAD`; `RECORD_NOT_FOUND` where no such enterprise counts.
pub(super) async fn of(
    books: &Books,
    request: GetEnterpriseProfileRequest,
) -> Result<EnterpriseProfile, Refusal> {
    let GetEnterpriseProfileRequest { county, id, date, position } = request;
    let known = Known::by(books, county, date, position).await?;
    let enterprise: Enterprise = known.one(&id).await?;
    let cluster = known.optional(&enterprise.cluster_id).await?;
    let (titles, former_titles) = titles(&known, &id).await?;
    let (open_difficulties, resolved_difficulties) = difficulties(&known, &id).await?;
    Ok(EnterpriseProfile {
        exhibits: exhibits(&known, &id).await?,
        trade_orders: orders(&known, &id).await?,
        projects: since(&known, &id, |one: &Project| &one.approve_date).await?,
        listing_steps: since(&known, &id, |one: &ListingStep| &one.step_date).await?,
        guaranteed_loans: since(&known, &id, |one: &GuaranteedLoan| &one.loan_date).await?,
        enterprise: Some(enterprise),
        cluster,
        titles,
        former_titles,
        open_difficulties,
        resolved_difficulties,
        position: known.position,
        date: known.date,
    })
}

/// The records about an enterprise whose day has come, in the order of their days.
async fn since<K: Kind<Ours>>(
    known: &Known<'_>,
    id: &str,
    day: fn(&K) -> &String,
) -> Result<Vec<K>, Refusal> {
    let mut records: Vec<K> = known.pointing(HOLDER, id).await?;
    records.retain(|record| known.has_come(day(record)));
    records.sort_by(|one, other| day(one).cmp(day(other)));
    Ok(records)
}

/// The titles in force on the day, and those that were over before it.
async fn titles(
    known: &Known<'_>,
    id: &str,
) -> Result<(Vec<Designation>, Vec<Designation>), Refusal> {
    let titles = since(known, id, |one: &Designation| &one.first_date).await?;
    let lasts = |one: &Designation| one.last_date.is_empty() || one.last_date >= known.date;
    Ok(titles.into_iter().partition(lasts))
}

/// The difficulties that were open on the day, and those that were resolved by then. One that
/// was resolved later is shown as it stood on the day.
async fn difficulties(
    known: &Known<'_>,
    id: &str,
) -> Result<(Vec<Difficulty>, Vec<Difficulty>), Refusal> {
    let raised = since(known, id, |one: &Difficulty| &one.raise_date).await?;
    let (resolved, mut open): (Vec<_>, Vec<_>) =
        raised.into_iter().partition(|one| known.has_come(&one.resolve_date));
    for one in &mut open {
        one.resolve_date.clear();
        one.resolution.clear();
        one.resolved_on_site = false;
    }
    Ok((open, resolved))
}

/// The exhibits at editions that had opened by the day.
async fn exhibits(known: &Known<'_>, id: &str) -> Result<Vec<EditionExhibit>, Refusal> {
    let mut found = Vec::new();
    let mut editions: BTreeMap<String, Option<Exhibition>> = BTreeMap::new();
    for exhibit in known.pointing::<Exhibit>(HOLDER, id).await? {
        let edition = &exhibit.exhibition_id;
        if !editions.contains_key(edition) {
            editions.insert(edition.clone(), known.optional(edition).await?);
        }
        let exhibition = editions.get(edition).cloned().flatten();
        let opened = exhibition.as_ref().is_some_and(|one| known.has_come(&one.first_date));
        if opened {
            found.push(EditionExhibit { exhibit: Some(exhibit), exhibition });
        }
    }
    let opened = |one: &EditionExhibit| one.exhibition.as_ref().map(|one| one.first_date.clone());
    found.sort_by_key(opened);
    Ok(found)
}

/// The orders with the stage that each had reached by the day.
async fn orders(known: &Known<'_>, id: &str) -> Result<Vec<TradeOrder>, Refusal> {
    let mut orders: Vec<TradeOrder> = known.pointing(HOLDER, id).await?;
    for order in &mut orders {
        let TradeOrder { intend_date, negotiate_date, realize_date, .. } = order;
        for day in [intend_date, negotiate_date, realize_date] {
            if !known.has_come(day) {
                day.clear();
            }
        }
        Kind::<Ours>::derive(order);
    }
    orders.retain(|order| order.stage != 0);
    Ok(orders)
}
