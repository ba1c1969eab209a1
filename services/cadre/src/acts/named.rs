//! Who is named to whom: a cadre to that cadre and to the superior, and to all where a dated
//! parameter of the county has turned named rankings on.

use std::collections::BTreeSet;

use chassis::Refusal;
use ledger::Books;
use ledger::figures::{CountyScope, counting};
use ledger::storage::Sql;
use proto::cadre::v1::Cadre;
use proto::ledger::v1::Reason;

use super::people::People;
use super::read::counted;
use crate::figures::saturation::{PEOPLE, number_on};

/// Refuses to tell of one cadre to a caller to whom that cadre is not named.
///
/// # Errors
/// `NOT_RESPONSIBLE`, whether there is such a cadre or not.
pub(super) async fn check_named(
    books: &Books,
    scope: &CountyScope,
    cadre: &str,
    actor: &str,
) -> Result<(), Refusal> {
    if are_all_named(books, scope).await? || known(books, scope, actor).await?.contains(cadre) {
        return Ok(());
    }
    Err(Refusal::new(
        Reason::NotResponsible,
        format!("what cadre {cadre} alone has done is told to that cadre and to the superior"),
        format!("干部 {cadre} 个人的情况只向本人及其上级提供"),
    )
    .with("cadre_id", cadre))
}

/// Whether the county has turned named rankings on.
pub(super) async fn are_all_named(books: &Books, scope: &CountyScope) -> Result<bool, Refusal> {
    Ok(number_on(&books.reader, scope, PEOPLE).await? == Some(1))
}

/// The cadres who are named to a caller: who acts under the account, and those whose superior that
/// is on the last day.
pub(super) async fn known(
    books: &Books,
    scope: &CountyScope,
    actor: &str,
) -> Result<BTreeSet<String>, Refusal> {
    if actor.is_empty() {
        return Ok(BTreeSet::new());
    }
    let (county, position) = (scope.county.as_str(), scope.position);
    let mut sql = Sql::new("SELECT c.id, '', '' FROM cadre c WHERE c.county = ");
    sql.bind(county).push(" AND c.account = ").bind(actor).push(" AND ");
    counting(&mut sql, "c", position);
    let own: BTreeSet<String> =
        books.reader.days(sql).await?.into_iter().map(|(id, _, _)| id).collect();
    if own.is_empty() {
        return Ok(own);
    }
    let people = People::read(books, county, position).await?;
    let order = people.order(&scope.last_date);
    let cadres: Vec<Cadre> = counted(books, county, position).await?;
    let below = cadres.into_iter().filter(|cadre| {
        let unit = people.unit_on(cadre, &scope.last_date).0;
        order.superior(&cadre.code, unit).is_some_and(|superior| own.contains(superior))
    });
    let below: Vec<String> = below.map(|cadre| cadre.code).collect();
    Ok(own.into_iter().chain(below).collect())
}
