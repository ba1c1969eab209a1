//! The other counties of the city: computed where their ledgers are here, else as papers say.

use chassis::Refusal;
use sea_orm::Value;

use super::CountyScope;
use super::compute::Engine;
use super::declaration::{Measure, Reduction};
use super::exact::{Exact, parse};
use super::period::whole_year;
use super::placement::{Day, Placement};
use super::register::{Figure, Path, Selection, Test};
use super::scope::Scope;
use super::selection::counting;
use crate::divisions::Divisions;
use crate::reader::Failure;
use crate::storage::Sql;

/// The values of all other counties of the city, or why they are not all known.
pub(super) type Peers = Result<Vec<Exact>, (String, String)>;

impl Engine {
    /// What all other counties of the city have for a figure over the same days.
    pub(super) async fn peers(&self, figure: &Figure, scope: &Scope) -> Result<Peers, Refusal> {
        let Some(own) = scope.counties().next().filter(|own| own.county == scope.division) else {
            return Ok(Err((
                "only a county has a place among counties".to_owned(),
                "只有县（市、区）才有位次".to_owned(),
            )));
        };
        let (mut values, mut unknown) = (Vec::new(), Vec::new());
        let divisions = Divisions::standard();
        for (peer, name) in divisions.neighbours(&own.county) {
            match self.peer(figure, scope, &own, peer).await? {
                Some(value) => values.push(value),
                None => unknown.push((divisions.name_en(peer).unwrap_or(name), name)),
            }
        }
        if unknown.is_empty() {
            return Ok(Ok(values));
        }
        let (english, chinese): (Vec<&str>, Vec<&str>) = unknown.into_iter().unzip();
        Ok(Err((
            format!("no value of the same days is held for {}", english.join(", ")),
            format!("缺少{}的同期数据，不能排位", chinese.join("、")),
        )))
    }

    async fn peer(
        &self,
        figure: &Figure,
        scope: &Scope,
        own: &CountyScope,
        peer: &str,
    ) -> Result<Option<Exact>, Refusal> {
        if self.reader.head(peer).await?.is_some() {
            let asked = scope.positions.get(peer).copied().unwrap_or(0);
            let position = self.reader.position(peer, asked).await?;
            let positions = [(peer.to_owned(), position)].into();
            let there = Scope { division: peer.to_owned(), positions, ..scope.clone() };
            let code = &figure.declaration.code;
            return Ok(Box::pin(self.one(self.figure(code)?, &there)).await?.value);
        }
        if self.kinds.short("PeerFact").is_none() {
            return Ok(None);
        }
        let mut sql = Sql::new("SELECT p.value FROM peer_fact p WHERE p.county = ");
        sql.bind(own.county.as_str()).push(" AND ");
        counting(&mut sql, "p", own.position);
        sql.push(" AND p.figure = ").bind(figure.declaration.code.as_str());
        sql.push(" AND p.peer = ").bind(peer).push(" AND p.last_date = ");
        sql.bind(own.last_date.as_str());
        if figure.is_flow() {
            sql.push(" AND p.first_date = ").bind(own.first_date.as_str());
        }
        sql.push(" ORDER BY p.since DESC LIMIT 1");
        let rows = self.reader.rows(sql).await?;
        let value: Option<String> =
            rows.first().map(|row| row.try_get_by_index(0)).transpose().map_err(Failure::from)?;
        Ok(value.as_deref().and_then(parse))
    }

    /// The papers that say what peers have, as a list of evidence.
    pub(super) fn peer_facts(&self, figure: &Figure, scope: &Scope) -> Result<Figure, Refusal> {
        let mut facts = figure.clone();
        let Some(kind) = self.kinds.short("PeerFact") else { return Ok(facts) };
        let is = |field: &str, value: &str| {
            let path = Path { via: None, field: field.to_owned() };
            (path, Test::OneOf(vec![Value::from(value.to_owned())]))
        };
        let day = Day { via: None, field: "last_date".to_owned(), label: "期末".to_owned() };
        let mut tests =
            vec![is("figure", &figure.declaration.code), is("last_date", &scope.last_date)];
        if figure.is_flow() {
            tests.push(is("first_date", &scope.first_date));
        }
        let placement = Placement::Within(day);
        facts.selection = Some(Selection {
            kind: kind.clone(),
            placement,
            tests,
            any: Vec::new(),
            first: None,
            latest: None,
            beside: Vec::new(),
        });
        facts.declaration.measure = Measure::Count;
        Ok(facts)
    }

    /// The base year of a reduction: that of its parameter, else the year before.
    pub(super) async fn base_year(
        &self,
        reduction: &Reduction,
        scope: &Scope,
    ) -> Result<Scope, Refusal> {
        let county = scope.counties().next();
        if let (Some(code), Some(county)) = (&reduction.base_year, county)
            && let Some(year) = self.parameter(code, &county).await?
            && let Some((first_date, last_date)) = whole_year(&year)
        {
            return Ok(Scope { first_date, last_date, ..scope.clone() });
        }
        Ok(scope.year_before())
    }
}
