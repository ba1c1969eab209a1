//! A log is verified by the superior at that time, whichever call does it.

use std::collections::HashMap;

use chassis::Refusal;
use ledger::Books;
use ledger::figures::counting;
use ledger::kinds::Answered;
use ledger::storage::{FOREVER, Sql};
use ledger::writer::Call;
use proto::ledger::v1::Reason;

use super::people::People;
use crate::rules::superior::Order;

/// Logs of one statement.
const CHUNK: usize = 500;

/// Refuses whoever verifies a log whose superior has another account. Where nobody is above, or
/// the one above has no account, anybody but its recorder may.
pub(crate) fn responsible<'a>(
    books: &'a Books,
    call: &'a Call,
    ids: &'a [&'a str],
) -> Answered<'a> {
    Box::pin(check(books, call, ids))
}

async fn check(books: &Books, call: &Call, ids: &[&str]) -> Result<(), Refusal> {
    let county = call.county.as_str();
    let position = books.reader.position(county, 0).await?;
    let accounts = accounts(books, county, position).await?;
    if accounts.is_empty() {
        return Ok(());
    }
    let people = People::read(books, county, position).await?;
    let mut orders: HashMap<String, Order<'_>> = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        // The unit of the day is that of a post, else the registered one; what the log says of
        // it does not choose the superior.
        let mut sql = Sql::new("SELECT w.id, w.cadre_id, COALESCE(c.unit_id, w.unit_id), w.date ");
        sql.push("FROM work_log w LEFT JOIN cadre c ON c.county = w.county AND c.id = w.cadre_id");
        sql.push(" AND ");
        counting(&mut sql, "c", position);
        sql.push(" WHERE w.county = ").bind(county).push(" AND w.id IN ");
        sql.bind_all(chunk.iter().copied()).push(" AND w.until = ").bind(FOREVER);
        type Row = (String, String, String, String);
        for (id, cadre, registered, date) in books.reader.tuples::<Row>(sql).await? {
            let post = people.post_on(&cadre, &date);
            let unit = post.map_or(registered.as_str(), |post| &post.unit_id);
            let order = orders.entry(date).or_insert_with_key(|date| people.order(date));
            let superior = order.superior(&cadre, unit);
            let account = superior.and_then(|superior| accounts.get(superior));
            if let (Some(superior), Some(account)) = (superior, account)
                && *account != call.actor
            {
                return Err(not_responsible(&id, superior, &call.actor));
            }
        }
    }
    Ok(())
}

/// The accounts of those who head a unit, or did.
async fn accounts(
    books: &Books,
    county: &str,
    position: i64,
) -> Result<HashMap<String, String>, Refusal> {
    let mut sql = Sql::new("SELECT c.id, c.account, '' FROM post p JOIN cadre c ON ");
    sql.push("c.county = p.county AND c.id = p.cadre_id WHERE p.county = ").bind(county);
    sql.push(" AND p.is_head = 1 AND c.account > '' AND ");
    counting(&mut sql, "p", position);
    sql.push(" AND ");
    counting(&mut sql, "c", position);
    let found = books.reader.days(sql).await?.into_iter();
    Ok(found.map(|(cadre, account, _)| (cadre, account)).collect())
}

fn not_responsible(id: &str, superior: &str, actor: &str) -> Refusal {
    Refusal::new(
        Reason::NotResponsible,
        format!("log {id} is for cadre {superior}, the superior at that time, and not for {actor}"),
        format!("日志 {id} 应由当时的上级（干部 {superior}）核查，账号“{actor}”无权核查"),
    )
    .with("id", id)
    .with("superior_id", superior)
}
