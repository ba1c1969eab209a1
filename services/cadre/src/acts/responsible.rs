//! Who verifies or returns a log, and what a check of one found, whichever call does it.
//!
//! A log is judged by the superior at that time, a check by the superior of who checked; nobody
//! judges what is about a log of one's own. Where nobody else is above, or who is has no account, it
//! is for the accounts that a dated parameter of the county declares, and without one for nobody.

use std::collections::HashMap;

use chassis::Refusal;
use ledger::Books;
use ledger::figures::{CountyScope, counting};
use ledger::kinds::{Answered, Judged, today};
use ledger::storage::{FOREVER, Sql};
use ledger::writer::Call;
use proto::ledger::v1::Reason;

use super::people::People;
use crate::figures::saturation::{CHECKER, named_on};
use crate::rules::superior::Order;

/// Records of one statement.
const CHUNK: usize = 500;

/// Refuses whoever judges a log of which another is the superior at that time.
pub(crate) fn of_logs<'a>(books: &'a Books, call: &'a Call, judged: Judged<'a>) -> Answered<'a> {
    Box::pin(async move {
        // The unit of the day is that of a post, else the registered one; what the log says of
        // it does not choose the superior.
        let from = "work_log w LEFT JOIN cadre c ON c.county = w.county AND c.id = w.cadre_id";
        let select = "SELECT w.id, w.cadre_id, COALESCE(c.unit_id, w.unit_id), w.date, \
                      COALESCE(c.account, '') FROM";
        let checkers = Checkers::read(books, call).await?;
        if checkers.is_for_all() {
            return Ok(());
        }
        let mut orders = HashMap::new();
        for chunk in judged.ids.chunks(CHUNK) {
            let mut sql = Sql::new(format!("{select} {from} AND "));
            counting(&mut sql, "c", checkers.position);
            sql.push(" WHERE w.county = ").bind(call.county.as_str()).push(" AND w.id IN ");
            sql.bind_all(chunk.iter().copied()).push(" AND w.until = ").bind(FOREVER);
            for (id, cadre, unit, date, own) in books.reader.tuples::<Row>(sql).await? {
                let subject = Subject { what: "log", id, cadre, unit, date, own };
                checkers.check(&mut orders, &subject)?;
            }
        }
        Ok(())
    })
}

/// Refuses whoever judges a check that is not for the superior of who checked to judge.
pub(crate) fn of_checks<'a>(books: &'a Books, call: &'a Call, judged: Judged<'a>) -> Answered<'a> {
    Box::pin(async move {
        let select = "SELECT k.id, k.checker_id, COALESCE(c.unit_id, ''), k.check_date, \
                      COALESCE(a.account, '') FROM log_check k JOIN work_log w ON \
                      w.county = k.county AND w.id = k.log_id AND w.until = ";
        let checkers = Checkers::read(books, call).await?;
        if checkers.is_for_all() {
            return Ok(());
        }
        let mut orders = HashMap::new();
        for chunk in judged.ids.chunks(CHUNK) {
            let mut sql = Sql::new(select);
            sql.bind(FOREVER);
            for (alias, key) in [("c", "k.checker_id"), ("a", "w.cadre_id")] {
                sql.push(format!(" LEFT JOIN cadre {alias} ON {alias}.county = k.county AND "));
                sql.push(format!("{alias}.id = {key} AND "));
                counting(&mut sql, alias, checkers.position);
            }
            sql.push(" WHERE k.county = ").bind(call.county.as_str()).push(" AND k.id IN ");
            sql.bind_all(chunk.iter().copied()).push(" AND k.until = ").bind(FOREVER);
            for (id, cadre, unit, date, own) in books.reader.tuples::<Row>(sql).await? {
                let subject = Subject { what: "check", id, cadre, unit, date, own };
                checkers.check(&mut orders, &subject)?;
            }
        }
        Ok(())
    })
}

/// Id, cadre, registered unit, day, and the account of whose log it is.
type Row = (String, String, String, String, String);

/// A record that is judged: done by a cadre of a unit on a day.
struct Subject {
    what: &'static str,
    id: String,
    cadre: String,
    unit: String,
    date: String,
    /// The account of whose log it is about; empty where there is none.
    own: String,
}

/// The caller, and who may judge instead.
struct Checkers<'a> {
    actor: &'a str,
    position: i64,
    people: People,
    /// The accounts of those who head a unit, or did.
    accounts: HashMap<String, String>,
    /// The accounts that the county declares.
    declared: Vec<String>,
    /// Whether the caller's account is a cadre's.
    is_cadre: bool,
}

impl<'a> Checkers<'a> {
    async fn read(books: &Books, call: &'a Call) -> Result<Self, Refusal> {
        let county = call.county.as_str();
        let position = books.reader.position(county, 0).await?;
        let day = today().to_string();
        let scope = CountyScope {
            county: county.to_owned(),
            division: county.to_owned(),
            first_date: day.clone(),
            last_date: day,
            position,
        };
        Ok(Self {
            actor: &call.actor,
            position,
            people: People::read(books, county, position).await?,
            accounts: accounts(books, county, position).await?,
            declared: named_on(&books.reader, &scope, CHECKER).await?,
            is_cadre: is_cadre(books, call, position).await?,
        })
    }

    /// Whether the caller judges whatever there is: nobody who heads a unit has an account, and it
    /// is a declared one of nobody who writes logs.
    fn is_for_all(&self) -> bool {
        let is_declared = self.declared.iter().any(|one| one == self.actor);
        self.accounts.is_empty() && is_declared && !self.is_cadre
    }

    fn check<'p>(
        &'p self,
        orders: &mut HashMap<String, Order<'p>>,
        subject: &Subject,
    ) -> Result<(), Refusal> {
        let Subject { cadre, date, own, .. } = subject;
        if own == self.actor {
            return Err(own_log(subject, self.actor));
        }
        let post = self.people.post_on(cadre, date);
        let unit = post.map_or(subject.unit.as_str(), |post| &post.unit_id);
        let order = orders.entry(date.clone()).or_insert_with_key(|date| self.people.order(date));
        let superior = order.superior(cadre, unit);
        let account = superior.and_then(|superior| self.accounts.get(superior));
        // A superior has no say in what was found of a log of one's own.
        let account = account.filter(|account| *account != own);
        match (superior, account) {
            (Some(_), Some(account)) if account == self.actor => Ok(()),
            (Some(superior), Some(_)) => Err(not_superior(subject, superior, self.actor)),
            _ if self.declared.iter().any(|one| one == self.actor) => Ok(()),
            _ => Err(nobody_above(subject, self.actor)),
        }
    }
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

/// Whether a caller acts under the account of a cadre.
async fn is_cadre(books: &Books, call: &Call, position: i64) -> Result<bool, Refusal> {
    let mut sql = Sql::new("SELECT c.id, '', '' FROM cadre c WHERE c.county = ");
    sql.bind(call.county.as_str()).push(" AND c.account = ").bind(call.actor.as_str());
    sql.push(" AND ");
    counting(&mut sql, "c", position);
    sql.push(" LIMIT 1");
    Ok(!books.reader.days(sql).await?.is_empty())
}

fn refusal(subject: &Subject, message: String, zh: String) -> Refusal {
    Refusal::new(Reason::NotResponsible, message, zh).with("id", &subject.id)
}

fn own_log(subject: &Subject, actor: &str) -> Refusal {
    let Subject { what, id, .. } = subject;
    let message = format!("{what} {id} is about a log of {actor}'s own");
    refusal(subject, message, format!("“{id}”涉及账号“{actor}”本人的日志，须由他人核查"))
}

fn not_superior(subject: &Subject, superior: &str, actor: &str) -> Refusal {
    let Subject { what, id, .. } = subject;
    let message = format!(
        "{what} {id} is for cadre {superior}, the superior at that time, and not for {actor}"
    );
    let zh = format!("“{id}”应由当时的上级（干部 {superior}）核查，账号“{actor}”无权核查");
    refusal(subject, message, zh).with("superior_id", superior)
}

fn nobody_above(subject: &Subject, actor: &str) -> Refusal {
    let Subject { what, id, cadre, date, .. } = subject;
    let message = format!(
        "{what} {id}: above cadre {cadre} nobody else with an account stood on {date}, and {actor} is \
         not declared to check instead (parameter {CHECKER})"
    );
    let zh = format!(
        "“{id}”：干部 {cadre} 在 {date} 没有可核查的上级账号，账号“{actor}”也未被参数 {CHECKER} 指定代为核查"
    );
    refusal(subject, message, zh).with("cadre_id", cadre)
}
