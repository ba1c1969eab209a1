//! The records behind a figure, and those it left out for one reason, page by page.

use std::collections::BTreeMap;
use std::sync::Arc;

use chassis::{FieldFault, Refusal};
use proto::figure::v1 as wire;
use proto::ledger::v1::{Reason, Revision};

use super::CountyScope;
use super::compute::Engine;
use super::declaration::Measure;
use super::period::{last_year, year_before};
use super::register::{Figure, Selection};
use super::scope::Scope;
use super::selection::{candidate, counts, qualifies};
use crate::kinds::row_to_wire;
use crate::reader::page::{MOST_BYTES, PageToken, page_size};
use crate::reader::{read, select};
use crate::storage::{Sql, Stored};

/// Why a record is left out.
pub const EXCLUDED: [&str; 4] = ["unverified", "outside_period", "not_qualifying", "withdrawn"];

/// One list of records: of an input figure, in one county.
struct List {
    figure: Arc<Figure>,
    scope: CountyScope,
}

impl Engine {
    /// Lists the revisions behind a figure, in the order of their days; of a figure over figures
    /// those of its inputs, one after another.
    ///
    /// # Errors
    /// `FIGURE_UNKNOWN`, `PAGE_TOKEN_MISMATCH`, or `REQUEST_INVALID` for an unknown reason.
    pub async fn records(
        &self,
        request: &wire::ListFigureRecordsRequest,
    ) -> Result<wire::ListFigureRecordsResponse, Refusal> {
        let wire::ListFigureRecordsRequest { scope, code, excluded_reason, .. } = request;
        check_reason(excluded_reason)?;
        let figure = self.figure(code)?.clone();
        let mut asked = scope.clone().unwrap_or_default();
        let wire::Scope { division, first_date, last_date, positions: _ } = asked.clone();
        let query = ["figure", code, excluded_reason, &division, &first_date, &last_date];
        let token = PageToken::read(&request.page_token, &query)?;
        if let Some(token) = &token {
            asked.positions = token.positions.clone().into_iter().collect();
        }
        let scope = self.scope(Some(&asked)).await?;
        let size = page_size(request.page_size)?;
        let lists = self.lists(&figure, &scope).await?;
        let mut start = token.unwrap_or_default();
        let mut revisions = Vec::new();
        let mut next = None;
        while let Some(list) = lists.get(start.list as usize) {
            let want = size - revisions.len();
            let page = self.list_page(list, excluded_reason, &start, want).await?;
            let last = page.last().filter(|_| page.len() > want).is_some();
            for (stored, day) in page.into_iter().take(want) {
                start.key = day;
                start.rest = stored.since;
                revisions.push(self.revision(list, stored).await?);
            }
            let bytes: usize = revisions.iter().map(size_of_revision).sum();
            if last || bytes > MOST_BYTES {
                next = Some(start.clone());
                break;
            }
            start = PageToken { list: start.list + 1, ..PageToken::default() };
            if revisions.len() == size {
                next = lists.get(start.list as usize).map(|_| start.clone());
                break;
            }
        }
        let positions: BTreeMap<_, _> = scope.positions.clone();
        let next_page_token = next.map(|token| PageToken { positions, ..token }.write(&query));
        Ok(wire::ListFigureRecordsResponse {
            revisions,
            next_page_token: next_page_token.unwrap_or_default(),
            scope: Some(scope.to_wire()),
        })
    }

    /// The lists of a figure: of each input and each county one.
    async fn lists(&self, figure: &Arc<Figure>, scope: &Scope) -> Result<Vec<List>, Refusal> {
        let mut parts = Vec::new();
        match &figure.declaration.measure {
            Measure::Growth(code) => {
                let input = self.figure(code)?.clone();
                let now = self.one(&input, scope).await?;
                let last = now.tally.last_day.unwrap_or_else(|| scope.last_date.clone());
                let before = Scope {
                    first_date: last_year(&scope.first_date),
                    last_date: last_year(&last),
                    ..scope.clone()
                };
                parts.push((input.clone(), scope.clone()));
                parts.push((input, before));
            }
            Measure::YearBefore(code) => {
                let (first_date, last_date) = year_before(&scope.last_date);
                let before = Scope { first_date, last_date, ..scope.clone() };
                parts.push((self.figure(code)?.clone(), before));
            }
            Measure::Quotient(quotient) => {
                parts.push((self.figure(&quotient.of)?.clone(), scope.clone()));
                parts.push((self.figure(&quotient.to)?.clone(), scope.clone()));
            }
            _ => parts.push((figure.clone(), scope.clone())),
        }
        let mut lists = Vec::new();
        for (figure, scope) in parts {
            for mut scope in scope.counties() {
                if matches!(figure.declaration.measure, Measure::Parameter(_)) {
                    scope.division.clone_from(&scope.county);
                }
                lists.push(List { figure: figure.clone(), scope });
            }
        }
        Ok(lists)
    }

    /// One more than `want` rows of a list, each with its day, after a place.
    async fn list_page(
        &self,
        list: &List,
        reason: &str,
        start: &PageToken,
        want: usize,
    ) -> Result<Vec<(Stored, String)>, Refusal> {
        let List { figure, scope } = list;
        let Some(selection) = &figure.selection else { return Ok(Vec::new()) };
        let day = selection.placement.day();
        let since = self.since(selection, scope).await?;
        let mut sql = narrowed(selection, scope, reason, since.as_deref());
        sql.push(format!(" AND (c.\"{day}\", c.since) > (")).bind(start.key.as_str());
        sql.push(", ").bind(start.rest).push(")");
        sql.push(format!(" ORDER BY c.\"{day}\", c.since LIMIT ")).bind(want as i64 + 1);
        let at = selection.kind.field(day).map_or(0, |(at, _)| at);
        let rows = self.reader.rows(sql).await?;
        let mut page = Vec::with_capacity(rows.len());
        for row in &rows {
            let stored = read(&selection.kind, row)?;
            let day = match stored.values.get(at) {
                Some(sea_orm::Value::String(Some(day))) => day.clone(),
                _ => String::new(),
            };
            page.push((stored, day));
        }
        Ok(page)
    }

    async fn revision(&self, list: &List, stored: Stored) -> Result<Revision, Refusal> {
        let Some(selection) = &list.figure.selection else { return Ok(Revision::default()) };
        let kind = &selection.kind;
        let value = row_to_wire(kind, &stored.values);
        let type_url = format!("type.googleapis.com/{}", kind.name);
        Ok(Revision {
            metadata: Some(stored.metadata(list.scope.position)),
            record: Some(prost_types::Any { type_url, value }),
            entry: None,
        })
    }
}

/// Selects the rows of one list: counted, or left out for one reason.
fn narrowed(selection: &Selection, scope: &CountyScope, reason: &str, since: Option<&str>) -> Sql {
    let mut sql = select(&selection.kind, "c");
    sql.push(" WHERE ");
    candidate(&mut sql, scope);
    sql.push(if reason == "outside_period" { " AND NOT (" } else { " AND (" });
    selection.placement.add(&mut sql, scope, since);
    sql.push(")");
    match reason {
        "withdrawn" => {
            sql.push(" AND c.withdrawn = 1");
        }
        "unverified" => {
            sql.push(" AND c.withdrawn = 0 AND (c.verified IS NULL OR c.verified > ");
            sql.bind(scope.position).push(")");
        }
        "outside_period" => {}
        _ => {
            sql.push(" AND ");
            counts(&mut sql, scope);
            sql.push(if reason.is_empty() { " AND (" } else { " AND NOT (" });
            qualifies(&mut sql, selection, scope);
            sql.push(")");
        }
    }
    sql
}

fn size_of_revision(revision: &Revision) -> usize {
    revision.record.as_ref().map_or(0, |record| record.value.len() + 160)
}

fn check_reason(reason: &str) -> Result<(), Refusal> {
    if reason.is_empty() || EXCLUDED.contains(&reason) {
        return Ok(());
    }
    let known = EXCLUDED.join(", ");
    Err(Refusal::request(FieldFault::new(
        "excluded_reason",
        Reason::EnumUnknown,
        format!("{reason:?} is none of {known}"),
        format!("“{reason}”不是可选值，可选：{known}"),
    )))
}
