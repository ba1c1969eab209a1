//! The records behind a figure, and those it left out for one reason, page by page.

use std::collections::BTreeMap;
use std::sync::Arc;

use chassis::{FieldFault, Refusal};
use proto::figure::v1 as wire;
use proto::ledger::v1::{Entry, Reason, Revision};

use super::CountyScope;
use super::compute::Engine;
use super::declaration::{Measure, Peers, Step};
use super::placement::day_and;
use super::register::{Figure, Selection};
use super::scope::Scope;
use super::selection::{candidate, counts, qualifies};
use crate::kinds::{parse_date, row_to_wire};
use crate::reader::page::{MOST_BYTES, PageToken, page_size};
use crate::reader::{Failure, read, select_with};
use crate::storage::{Sql, Stored, entry};

/// Why a record is left out.
pub const EXCLUDED: [&str; 4] = ["unverified", "outside_period", "not_qualifying", "withdrawn"];

/// One list of records: of an input figure, in one county.
pub(super) struct List {
    pub(super) figure: Arc<Figure>,
    pub(super) scope: CountyScope,
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
        if self.is_hidden(&figure) {
            return Err(restricted(&figure));
        }
        let mut asked = scope.clone().unwrap_or_default();
        let wire::Scope { division, first_date, last_date, positions: _ } = asked.clone();
        let query = ["figure", code, excluded_reason, &division, &first_date, &last_date];
        let token = PageToken::read(&request.page_token, &query)?;
        if let Some(token) = &token {
            asked.positions = token.positions.clone().into_iter().collect();
        }
        let scope = self.scope(Some(&asked)).await?;
        if self.is_withheld(&figure, &scope) {
            return Err(restricted(&figure));
        }
        let size = page_size(request.page_size)?;
        let lists = self.lists(&figure, &scope).await?;
        let mut start = token.unwrap_or_default();
        let mut revisions = Vec::new();
        let mut next = None;
        while let Some(list) = lists.get(start.list as usize) {
            let want = size - revisions.len();
            let page = self.list_page(list, excluded_reason, &start, want).await?;
            let last = page.last().filter(|_| page.len() > want).is_some();
            let sinces = page.iter().take(want).map(|(stored, _)| stored.since);
            let entries = self.reader.entries(&list.scope.county, sinces).await?;
            for (stored, day) in page.into_iter().take(want) {
                start.key = day;
                start.rest = stored.since;
                let entry = entries.iter().find(|entry| entry.seq == stored.since);
                revisions.push(revision(list, stored, entry.map(entry::Model::to_wire)));
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
    pub(super) async fn lists(
        &self,
        figure: &Arc<Figure>,
        scope: &Scope,
    ) -> Result<Vec<List>, Refusal> {
        let mut parts = Vec::new();
        match &figure.declaration.measure {
            Measure::Growth(code) => {
                let input = self.figure(code)?.clone();
                let now = self.one(&input, scope).await?;
                let before = scope.last_year(now.tally.last_day.as_deref());
                parts.push((input.clone(), scope.clone()));
                parts.push((input, before));
            }
            Measure::YearBefore(code) => {
                parts.push((self.figure(code)?.clone(), scope.year_before()));
            }
            Measure::Reduction(reduction) => {
                let input = self.figure(&reduction.of)?.clone();
                let base = self.base_year(reduction, scope).await?;
                parts.push((input.clone(), scope.clone()));
                parts.push((input, base));
            }
            Measure::Rank(code) | Measure::Peers(Peers { of: code, .. }) => {
                let input = self.figure(code)?;
                parts.push((input.clone(), scope.clone()));
                parts.push((Arc::new(self.peer_facts(input, scope)?), scope.clone()));
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
                if let Some(step) = figure.step() {
                    lists.extend(self.behind(step, &scope));
                    continue;
                }
                if figure.declaration.measure.parameter().is_some() {
                    scope.division.clone_from(&scope.county);
                }
                lists.push(List { figure: figure.clone(), scope });
            }
        }
        Ok(lists)
    }

    /// The lists of a figure about what was due: of each kind that is owed one.
    fn behind(&self, step: Step, scope: &CountyScope) -> Vec<List> {
        let days = parse_date(&scope.first_date).zip(parse_date(&scope.last_date));
        let days = days.filter(|_| step != Step::Expected);
        let behind = days.map(|days| self.behind_collected(scope, days)).unwrap_or_default();
        behind.into_iter().map(|(figure, scope)| List { figure, scope }).collect()
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
        let (day, at) = (selection.placement.day(), scope.position);
        let since = self.since(selection, scope).await?;
        let mut sql = narrowed(selection, scope, reason, since.as_deref());
        day_and(sql.push(" AND ("), day, "c", at).push(", c.since) > (").bind(start.key.as_str());
        sql.push(", ").bind(start.rest).push(") ORDER BY ");
        day_and(&mut sql, day, "c", at).push(", c.since LIMIT ").bind(want as i64 + 1);
        let rows = self.reader.rows(sql).await?;
        let mut page = Vec::with_capacity(rows.len());
        for row in &rows {
            let stored = read(&selection.kind, row)?;
            let day: String = row.try_get("", "evidence_day").map_err(Failure::from)?;
            page.push((stored, day));
        }
        Ok(page)
    }
}

/// A record of a list, with the entry that wrote it.
fn revision(list: &List, stored: Stored, entry: Option<Entry>) -> Revision {
    let Some(selection) = &list.figure.selection else { return Revision::default() };
    let kind = &selection.kind;
    let value = row_to_wire(kind, &stored.values);
    let type_url = format!("type.googleapis.com/{}", kind.name);
    Revision {
        metadata: Some(stored.metadata(list.scope.position)),
        record: Some(prost_types::Any { type_url, value }),
        entry,
    }
}

/// Selects the rows of one list: counted, or left out for one reason.
fn narrowed(selection: &Selection, scope: &CountyScope, reason: &str, since: Option<&str>) -> Sql {
    let mut sql = select_with(&selection.kind, "c", |sql| {
        day_and(sql.push(", "), selection.placement.day(), "c", scope.position)
            .push(" AS evidence_day");
    });
    narrow(&mut sql, selection, scope, reason, since);
    sql
}

/// Adds the conditions of one list to a statement over rows `c`.
pub(super) fn narrow(
    sql: &mut Sql,
    selection: &Selection,
    scope: &CountyScope,
    reason: &str,
    since: Option<&str>,
) {
    sql.push(" WHERE ");
    candidate(sql, scope);
    sql.push(if reason == "outside_period" { " AND NOT (" } else { " AND (" });
    selection.placement.add(sql, "c", scope, since);
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
            counts(sql, scope);
            sql.push(if reason.is_empty() { " AND (" } else { " AND NOT (" });
            qualifies(sql, selection, scope, since);
            sql.push(")");
        }
    }
}

/// Refuses what would show more than the total.
pub(super) fn restricted(figure: &Figure) -> Refusal {
    let code = &figure.declaration.code;
    Refusal::new(
        Reason::EvidenceRestricted,
        format!("{code} is answered as a total only: no list of records, no breakdown"),
        format!("指标 {code} 仅公布合计，不提供名单与分列"),
    )
    .with("code", code)
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
