//! A page of the records behind a figure, or of those that it left out.

use chassis::Refusal;
use proto::figure::v1::ListFigureRecordsResponse;
use serde::Serialize;

use super::figure::head;
use super::negotiate::Language;
use super::page::{Shell, page};
use super::records;
use crate::figures::{Asked, Page};
use crate::report::render::html::Head;
use crate::report::render::json::text;
use crate::report::render::views::ScopeView;
use crate::report::render::{encoded, excluded_in};

#[derive(Serialize)]
struct RecordsView<'a> {
    code: &'a str,
    excluded: Option<&'a str>,
    records: Vec<serde_json::Value>,
    next_page_token: &'a str,
    scope: ScopeView,
}

/// A page of records.
pub(crate) fn json(
    asked: &Asked,
    page: &Page,
    listed: &ListFigureRecordsResponse,
) -> Result<String, Refusal> {
    let records = listed.revisions.iter().map(records::json).collect::<Result<_, _>>()?;
    Ok(text(&RecordsView {
        code: &asked.code,
        excluded: Some(page.excluded_reason.as_str()).filter(|reason| !reason.is_empty()),
        records,
        next_page_token: &listed.next_page_token,
        scope: ScopeView::from(&listed.scope.clone().unwrap_or_default()),
    }))
}

#[derive(Serialize)]
struct RecordsPage<'a> {
    head: Head<'a>,
    name: String,
    figure_link: String,
    excluded: &'a str,
    tables: Vec<records::Table>,
    first_link: Option<String>,
    next_link: Option<String>,
    csv_link: String,
    xlsx_link: String,
}

/// A page of records for people.
pub(crate) fn html(
    asked: &Asked,
    current: &Page,
    listed: &ListFigureRecordsResponse,
    record_link: records::Link<'_>,
    (language, shell): (Language, &Shell),
) -> Result<String, Refusal> {
    let links = asked.links().speaking(language);
    let scope = listed.scope.clone().unwrap_or_default();
    let all = links.records(&asked.code, &current.excluded_reason);
    let mut first = links.records(&asked.code, &current.excluded_reason);
    if current.page_size > 0 {
        first.push_str(&format!("&page_size={}", current.page_size));
    }
    let token = &listed.next_page_token;
    let view = RecordsPage {
        head: head(asked, &links, &scope),
        name: asked.name_in(language),
        figure_link: links.figure(&asked.code),
        excluded: excluded_in(&current.excluded_reason, language),
        tables: records::tables(&listed.revisions, language, record_link)?,
        csv_link: format!("{all}&format=csv"),
        xlsx_link: format!("{all}&format=xlsx"),
        next_link: (!token.is_empty()).then(|| format!("{first}&page_token={}", encoded(token))),
        first_link: (!current.page_token.is_empty()).then_some(first),
    };
    page("records.html", shell, &view)
}
