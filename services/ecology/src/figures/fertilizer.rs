//! Measures over the fertilizer of parcels: those with a return in both years, set side by side.

use chassis::Refusal;
use ledger::figures::{CodeMeasure, CountyScope, Sums, counting};
use ledger::kinds::parse_date;
use ledger::reader::Reader;
use ledger::storage::Sql;
use proto::ecology::v1::ZoneType;

use crate::rules::fertilizer::{Season, Use, compared_area_mu_x100, reduction};

/// By how much the use per area has come down against the season before, in percent.
pub(super) struct Reduction;

/// How much of the demonstration area has a return in both seasons, in percent.
pub(super) struct Compared;

impl CodeMeasure for Reduction {
    fn sums<'a>(&'a self, reader: &'a Reader, scope: &'a CountyScope) -> Sums<'a> {
        Box::pin(async move {
            let Some((before, now)) = seasons(reader, scope).await? else {
                return Ok((None, None));
            };
            let found = reduction(&before, &now);
            Ok((found.map(|(above, _)| above), found.map(|(_, below)| below)))
        })
    }

    fn words(&self) -> (&'static str, &'static str) {
        (
            "（上年亩均化肥折纯量 − 本年亩均化肥折纯量）÷ 上年亩均化肥折纯量 × 100，只计两年均有报告的地块",
            "(use per mu of the year before − use per mu of this year) ÷ use per mu of the year \
             before × 100, over the parcels with a return in both years",
        )
    }

    fn tables(&self) -> &'static [&'static str] {
        &["fertilizer_use"]
    }
}

impl CodeMeasure for Compared {
    fn sums<'a>(&'a self, reader: &'a Reader, scope: &'a CountyScope) -> Sums<'a> {
        Box::pin(async move {
            let Some((before, now)) = seasons(reader, scope).await? else {
                return Ok((None, None));
            };
            let mut sql = Sql::new("SELECT c.id, c.area_mu_x100 FROM demonstration_zone c WHERE ");
            of_season(&mut sql, scope, &year_of(scope, 0));
            sql.push(" AND c.type = ").bind(i64::from(ZoneType::FertilizerReduction as i32));
            let zones = reader.counts(sql).await?;
            let area: i128 = zones.iter().map(|(_, area)| i128::from(*area)).sum();
            Ok((Some(compared_area_mu_x100(&before, &now)), Some(area).filter(|area| *area > 0)))
        })
    }

    fn words(&self) -> (&'static str, &'static str) {
        (
            "两年均有报告的地块面积 ÷ 化肥减量增效核心示范片区面积 × 100",
            "area of the parcels with a return in both years ÷ area of the demonstration zones × 100",
        )
    }

    fn tables(&self) -> &'static [&'static str] {
        &["fertilizer_use", "demonstration_zone"]
    }
}

/// The season that holds the last day of the scope, and the one before it.
async fn seasons(
    reader: &Reader,
    scope: &CountyScope,
) -> Result<Option<(Season, Season)>, Refusal> {
    if parse_date(&scope.last_date).is_none() {
        return Ok(None);
    }
    let before = season(reader, scope, &year_of(scope, 1)).await?;
    Ok(Some((before, season(reader, scope, &year_of(scope, 0)).await?)))
}

/// The first day of the season so many years before the last day of the scope.
fn year_of(scope: &CountyScope, years: i16) -> String {
    let year = parse_date(&scope.last_date).map_or(0, |day| day.year() - years);
    format!("{year:04}-01-01")
}

async fn season(reader: &Reader, scope: &CountyScope, first: &str) -> Result<Season, Refusal> {
    let mut season = Season::new();
    for (column, is_area) in [("area_mu_x100", true), ("nutrient_kg_x100", false)] {
        let mut sql = Sql::new(format!("SELECT c.parcel, c.{column} FROM fertilizer_use c WHERE "));
        of_season(&mut sql, scope, first);
        for (parcel, amount) in reader.counts(sql).await? {
            let none = Use { nutrient_kg_x100: 0, area_mu_x100: 0 };
            let found = season.entry(parcel).or_insert(none);
            *(if is_area { &mut found.area_mu_x100 } else { &mut found.nutrient_kg_x100 }) = amount;
        }
    }
    Ok(season)
}

/// Adds the condition that row `c` lies in the division and in a season, and counts.
fn of_season(sql: &mut Sql, scope: &CountyScope, first: &str) {
    sql.push("c.county = ").bind(scope.county.as_str());
    sql.push(" AND c.division >= ").bind(scope.division.as_str());
    sql.push(" AND c.division < ").bind(ledger::divisions::after_prefix(&scope.division));
    sql.push(" AND c.season_first_date = ").bind(first).push(" AND ");
    counting(sql, "c", scope.position);
}
