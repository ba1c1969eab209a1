//! Other counties of the city: papers that say what they have, and the place among them.

use ::ledger::Books;
use ::ledger::divisions::Divisions;
use ::ledger::figures::Measure;
use ::ledger::figures::exact::{Exact, parse};
use ::ledger::kinds::{row_to_wire, wire_to_row};
use proto::figure::v1::Scope;
use sea_orm::Value as Stored;

use super::plain::World;
use super::random::{Draw, enter};
use crate::desk::COUNTY;

/// Enters what each other county has for every figure that is compared, over whole counties.
pub async fn fill(books: &Books, world: &mut World, draw: &mut Draw, scopes: &[Scope]) {
    let Some(kind) = world.kind("PeerFact").cloned() else { return };
    let mut drawn = Vec::new();
    let of = |measure: &Measure| match measure {
        Measure::Rank(code) => Some(code.clone()),
        Measure::Peers(peers) => Some(peers.of.clone()),
        _ => None,
    };
    let mut codes: Vec<_> =
        world.figures.iter().filter_map(|f| of(&f.declaration.measure)).collect();
    codes.sort();
    codes.dedup();
    for code in &codes {
        for scope in scopes.iter().filter(|scope| scope.division == COUNTY) {
            for (peer, _) in Divisions::standard().neighbours(COUNTY) {
                let sample = kind.sample(5_000 + drawn.len() as u32);
                let mut row = wire_to_row(&kind, &sample).expect("a sample");
                for (field, cell) in kind.fields.iter().zip(&mut row) {
                    let text = match field.name.as_str() {
                        "figure" => code.clone(),
                        "peer" => peer.to_owned(),
                        "first_date" => scope.first_date.clone(),
                        "last_date" => scope.last_date.clone(),
                        "value" => draw.below(12).to_string(),
                        _ => continue,
                    };
                    *cell = Stored::String(Some(text));
                }
                let record = kind.accept(&row_to_wire(&kind, &row));
                drawn.push(record.unwrap_or_else(|refusal| panic!("{code} of {peer}: {refusal}")));
            }
        }
    }
    enter(books, world, draw, &kind, drawn).await;
}

impl World {
    /// What all other counties have for a figure over the same days; none where one is unknown.
    fn peers(&self, code: &str, scope: &Scope) -> Option<Vec<Exact>> {
        if scope.division != COUNTY {
            return None;
        }
        let figure = self.figures.get(code).expect("a figure");
        let select = figure.declaration.select.as_ref().expect("a select");
        let flow = select.within.is_some();
        let of = |peer: &str| {
            let held = self.counting("peer_fact").filter(|fact| {
                fact.text("figure") == code
                    && fact.text("peer") == peer
                    && fact.text("last_date") == scope.last_date
                    && (!flow || fact.text("first_date") == scope.first_date)
            });
            parse(&held.last()?.text("value"))
        };
        Divisions::standard().neighbours(COUNTY).map(|(peer, _)| of(peer)).collect()
    }

    /// One, and how many others have more.
    pub fn rank(&self, code: &str, scope: &Scope) -> Option<Exact> {
        let own = self.value(code, scope).value?;
        let more = self.peers(code, scope)?.into_iter().filter(|peer| *peer > own).count();
        Some(Exact::from_integer(1 + more as i128))
    }

    /// How many counties have so much.
    pub fn reaching(&self, code: &str, least: i64, scope: &Scope) -> Option<Exact> {
        let own = self.value(code, scope).value?;
        let least = Exact::from_integer(i128::from(least));
        let peers = self.peers(code, scope)?;
        let count = peers.into_iter().chain([own]).filter(|value| *value >= least).count();
        Some(Exact::from_integer(count as i128))
    }
}
