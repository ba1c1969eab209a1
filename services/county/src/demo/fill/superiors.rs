//! Who verifies a work log: the superior at that time, under the superior's own account.

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;
use cadre::rules::superior::{Order, post_on};
use ledger::faces::messages::{List, Page};
use prost::{Message, Name};
use prost_types::Any;
use proto::cadre::v1::{Cadre, Post, Unit, WorkLog};
use proto::ledger::v1::RecordRef;

use super::department::Department;
use super::request::{VERIFIER, call};

/// Records of one page.
const PAGE: i32 = 1_000;

/// The units, the posts, and the cadres by their codes.
pub struct Superiors {
    units: Vec<Unit>,
    posts: Vec<Post>,
    cadres: HashMap<String, Cadre>,
}

impl Superiors {
    /// Reads them as the ledger has them.
    ///
    /// # Errors
    /// Where the service does not answer.
    pub async fn read(department: &Department<'_>) -> Result<Self> {
        let units = list::<Unit>(department, "ListUnits").await?;
        let posts = list::<Post>(department, "ListPosts").await?;
        let cadres = list::<Cadre>(department, "ListCadres").await?.into_iter();
        let cadres = cadres.map(|cadre| (cadre.code.clone(), cadre)).collect();
        Ok(Self { units, posts, cadres })
    }

    /// The states of logs by the account that verifies them.
    pub fn of(&self, logs: Vec<(WorkLog, RecordRef)>) -> BTreeMap<String, Vec<RecordRef>> {
        let mut orders: HashMap<String, Order<'_>> = HashMap::new();
        let mut by_account: BTreeMap<String, Vec<RecordRef>> = BTreeMap::new();
        for (log, state) in logs {
            let unit = self.unit_on(&log.cadre_id, &log.date);
            let order = orders.entry(log.date).or_insert_with_key(|date| self.order(date));
            let account = self.account_in(order, &log.cadre_id, unit);
            by_account.entry(account).or_default().push(state);
        }
        by_account
    }

    /// The account that verifies what a cadre who checked a log on a day found of it.
    pub fn account(&self, cadre: &str, day: &str, log_id: &str) -> String {
        let account = self.account_in(&self.order(day), cadre, self.unit_on(cadre, day));
        let writer = log_id.split('.').next().and_then(|writer| self.cadres.get(writer));
        let is_own = writer.is_some_and(|writer| writer.account == account);
        if is_own { VERIFIER.to_owned() } else { account }
    }

    /// The superior's, or where nobody is above the one that a parameter declares.
    fn account_in(&self, order: &Order<'_>, cadre: &str, unit: &str) -> String {
        let superior = order.superior(cadre, unit);
        let account = superior.and_then(|superior| self.cadres.get(superior));
        let account = account.map(|cadre| cadre.account.clone());
        account.filter(|account| !account.is_empty()).unwrap_or_else(|| VERIFIER.to_owned())
    }

    /// The unit of a cadre on a day: that of the post, else the registered one.
    fn unit_on(&self, cadre: &str, day: &str) -> &str {
        let held = post_on(self.posts.iter().filter(|post| post.cadre_id == cadre), day);
        let registered = self.cadres.get(cadre).map_or("", |cadre| cadre.unit_id.as_str());
        held.map_or(registered, |post| &post.unit_id)
    }

    fn order(&self, day: &str) -> Order<'_> {
        let units = self.units.iter().filter(|unit| !unit.superior_id.is_empty());
        let above = units.map(|unit| (&*unit.code, &*unit.superior_id));
        Order::on(day, &self.posts, above.collect())
    }
}

/// The log that a record is, where it is one.
pub fn log(record: &Any) -> Option<WorkLog> {
    let name = record.type_url.rsplit('/').next().unwrap_or_default();
    (name == WorkLog::full_name()).then(|| WorkLog::decode(&*record.value).ok()).flatten()
}

/// All records of a kind.
async fn list<K: Message + Name + Default>(
    department: &Department<'_>,
    method: &str,
) -> Result<Vec<K>> {
    let mut records = Vec::new();
    let mut request =
        List { county: department.county.to_owned(), page_size: PAGE, ..List::default() };
    loop {
        let path = format!("/{}Service/{method}", K::full_name());
        let body = request.encode_to_vec();
        let page = Page::decode(call(&department.channel, &path, body, VERIFIER).await?)?;
        for record in page.records {
            records.push(K::decode(record.as_slice())?);
        }
        if page.next_page_token.is_empty() {
            return Ok(records);
        }
        request.page_token = page.next_page_token;
    }
}
