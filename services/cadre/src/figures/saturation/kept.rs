//! Cells remembered of one position, brought to another one by what was touched between the two.

use std::collections::BTreeSet;
use std::sync::Arc;

use chassis::Refusal;
use ledger::reader::Reader;
use ledger::storage::Sql;
use moka::sync::Cache;
use prost::Name;
use proto::cadre::v1::{Cadre, Leave, LogCheck, Post, ShiftSwap, WorkLog};
use proto::figure::v1::Parameter;

use super::cells::{Cells, FEW, Span, Who, anew};
use super::parameters::GRACE;

/// So many cells are remembered, of all spans together.
const MOST_CELLS: u64 = 200_000;
/// After more acts than these a span is computed anew.
const MOST_ACTS: usize = 4_000;

/// What is remembered.
pub(super) struct Kept(Cache<Key, Arc<At>>);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    county: String,
    division: String,
    first_date: String,
    last_date: String,
    by_month: bool,
    with_unchecked: bool,
}

/// The cells of everybody at a position.
struct At {
    position: i64,
    cells: Cells,
}

impl Default for Kept {
    fn default() -> Self {
        let weigh = |_: &Key, at: &Arc<At>| u32::try_from(at.cells.iter().count()).unwrap_or(1);
        Self(Cache::builder().max_capacity(MOST_CELLS).weigher(weigh).build())
    }
}

/// The cells of a place: remembered ones where the ledger has not moved too far between.
///
/// # Errors
/// When the database fails.
pub(crate) async fn cells(reader: &Reader, span: &Span<'_>, who: &Who) -> Result<Cells, Refusal> {
    if let Who::Some(_) = who {
        return anew(reader, span, who).await;
    }
    let kept = reader.memory::<Kept>();
    let (key, position) = (Key::of(span), span.scope.position);
    let before = kept.0.get(&key);
    let moved = match &before {
        Some(before) => before.moved(reader, span).await?,
        None => None,
    };
    let cells = match moved {
        Some(cells) => cells,
        None => anew(reader, span, who).await?,
    };
    if before.is_none_or(|before| before.position < position) {
        kept.0.insert(key, Arc::new(At { position, cells: cells.clone() }));
    }
    Ok(cells)
}

impl Key {
    fn of(span: &Span<'_>) -> Self {
        let scope = span.scope;
        Self {
            county: scope.county.clone(),
            division: scope.division.clone(),
            first_date: scope.first_date.clone(),
            last_date: scope.last_date.clone(),
            by_month: span.by_month,
            with_unchecked: span.with_unchecked,
        }
    }
}

impl At {
    /// The cells at the position of a span; nothing where too much was touched between.
    async fn moved(&self, reader: &Reader, span: &Span<'_>) -> Result<Option<Cells>, Refusal> {
        let at = span.scope.position;
        if at == self.position {
            return Ok(Some(self.cells.clone()));
        }
        let between = (at.min(self.position), at.max(self.position));
        let Some(touched) = touched(reader, &span.scope.county, between).await? else {
            return Ok(None);
        };
        if touched.is_empty() {
            return Ok(Some(self.cells.clone()));
        }
        let part = anew(reader, span, &Who::Some(touched.iter().cloned().collect())).await?;
        Ok(Some(self.cells.replaced(&touched, part)))
    }
}

/// The cadres whose cells may differ between two positions: those whom any revision of a record
/// that was acted on names. Nothing where they are many, or the period of grace was touched.
async fn touched(
    reader: &Reader,
    county: &str,
    between: (i64, i64),
) -> Result<Option<BTreeSet<String>>, Refusal> {
    let cadre = Cadre::full_name();
    let parameter = Parameter::full_name();
    let kinds: Vec<String> = (sources().into_iter().map(|source| source.kind))
        .chain([cadre.clone(), parameter.clone()])
        .collect();
    let acts = reader.touched(county, &kinds, between, MOST_ACTS).await?;
    let is_grace = |(kind, id): &(String, String)| *kind == parameter && id.starts_with(GRACE);
    let Some(acts) = acts.filter(|acts| !acts.iter().any(is_grace)) else { return Ok(None) };
    let mut cadres: BTreeSet<String> = of(&acts, &cadre).into_iter().map(str::to_owned).collect();
    for Source { kind, row, from } in sources() {
        for chunk in of(&acts, &kind).chunks(500) {
            let mut sql = Sql::new(format!("SELECT DISTINCT t.cadre_id, '', '' FROM {from}"));
            sql.push(format!(" WHERE {row}.county = ")).bind(county);
            sql.push(format!(" AND {row}.id IN ")).bind_all(chunk.iter().copied());
            cadres.extend(reader.days(sql).await?.into_iter().map(|(cadre, _, _)| cadre));
        }
    }
    Ok(Some(cadres).filter(|cadres| cadres.len() <= FEW))
}

/// The ids of the records of a kind.
fn of<'a>(acts: &'a BTreeSet<(String, String)>, kind: &str) -> Vec<&'a str> {
    acts.iter().filter(|(one, _)| one == kind).map(|(_, id)| id.as_str()).collect()
}

/// Where the cadre stands whom a record of a kind is about: rows `t`, found by the ids of `row`.
struct Source {
    kind: String,
    row: &'static str,
    from: &'static str,
}

fn sources() -> [Source; 5] {
    let checked = "log_check k JOIN work_log t ON t.county = k.county AND t.id = k.log_id";
    let source = |kind, row, from| Source { kind, row, from };
    [
        source(Post::full_name(), "t", "post t"),
        source(Leave::full_name(), "t", "leave t"),
        source(ShiftSwap::full_name(), "t", "shift_swap t"),
        source(WorkLog::full_name(), "t", "work_log t"),
        source(LogCheck::full_name(), "k", checked),
    ]
}
