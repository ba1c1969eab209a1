//! Who acts, as a cadre; in which unit on a day, and under whom.

use chassis::Refusal;
use ledger::Books;
use ledger::figures::counting;
use ledger::storage::Sql;
use proto::cadre::v1::{Cadre, Post, Unit};
use proto::ledger::v1::Reason;

use super::read::{counted, counted_between, existing, in_force};
use crate::records::unit::superior_on;
use crate::rules::superior::{Order, post_on};

/// The cadre who acts under an account.
///
/// # Errors
/// `NOT_RESPONSIBLE` where the account is no cadre's.
pub(super) async fn acting(
    books: &Books,
    county: &str,
    actor: &str,
    position: i64,
) -> Result<Cadre, Refusal> {
    let mut sql = Sql::new("SELECT c.id, '', '' FROM cadre c WHERE c.county = ");
    sql.bind(county).push(" AND c.account = ").bind(actor).push(" AND ");
    counting(&mut sql, "c", position);
    sql.push(" ORDER BY c.id LIMIT 1");
    let found = books.reader.days(sql).await?.into_iter().next();
    let cadre = match found {
        Some((id, _, _)) => existing(books, county, &id, position).await?,
        None => None,
    };
    cadre.ok_or_else(|| {
        Refusal::new(
            Reason::NotResponsible,
            format!("{actor} is the account of no cadre"),
            format!("账号“{actor}”不属于任何干部"),
        )
        .with("actor", actor)
    })
}

/// The posts of a county by cadre, and its units, to be looked at day by day.
pub(super) struct People {
    posts: Vec<Post>,
    units: Vec<Unit>,
}

impl People {
    /// Reads them as they count at a position.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn read(books: &Books, county: &str, position: i64) -> Result<Self, Refusal> {
        let posts = counted(books, county, position).await?;
        let units = counted(books, county, position).await?;
        Ok(Self::new(posts, units))
    }

    /// Reads the posts of one cadre only; the id of a post begins with the cadre's.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn of(
        books: &Books,
        county: &str,
        cadre: &Cadre,
        position: i64,
    ) -> Result<Self, Refusal> {
        let (first, last) = (format!("{}.", cadre.code), format!("{}/", cadre.code));
        let posts = counted_between(books, county, (&first, &last), position).await?;
        Ok(Self::new(posts, Vec::new()))
    }

    fn new(mut posts: Vec<Post>, units: Vec<Unit>) -> Self {
        posts.sort_by(|one, other| one.cadre_id.cmp(&other.cadre_id));
        Self { posts, units }
    }

    /// The unit of a cadre on a day and where it is: that of the post, else the registered one.
    pub(super) fn unit_on<'a>(&'a self, cadre: &'a Cadre, day: &str) -> (&'a str, &'a str) {
        self.post_on(&cadre.code, day)
            .map_or((&cadre.unit_id, &cadre.division), |post| (&post.unit_id, &post.division))
    }

    /// The post of a cadre on a day.
    pub(super) fn post_on(&self, cadre: &str, day: &str) -> Option<&Post> {
        let first = self.posts.partition_point(|post| post.cadre_id.as_str() < cadre);
        let own = self.posts.iter().skip(first).take_while(|post| post.cadre_id == cadre);
        post_on(own, day)
    }

    /// Who stands above whom on a day.
    pub(super) fn order(&self, day: &str) -> Order<'_> {
        let units = self.units.iter();
        let units = units.filter(|unit| in_force(&unit.first_date, &unit.last_date, day));
        let above = units.map(|unit| (unit.code.as_str(), superior_on(unit, day)));
        Order::on(day, &self.posts, above.filter(|(_, superior)| !superior.is_empty()).collect())
    }
}
