//! What rules of quality find among the records that figures count, shown beside the figures.

use std::collections::BTreeMap;

use proto::figure::v1::{FigureFinding, ListFigureFindingsRequest};
use proto::ledger::v1::Severity;
use serde::Serialize;

use crate::departments::Budget;
use crate::report::Place;
use crate::report::render::Links;
use crate::{Gateway, LONGEST, Report, scope_of};

/// What one rule finds beside a figure.
#[derive(Debug, Serialize)]
pub(crate) struct FindingView<'a> {
    rule: &'a str,
    name: &'a str,
    name_en: &'a str,
    /// `error`, `warning` or `notice`.
    severity: &'static str,
    remedy: &'a str,
    remedy_en: &'a str,
    /// Records that the figure counts and the rule finds.
    count: i64,
    explained_count: i64,
    /// Some of them, what was not explained first.
    records: Vec<FoundView<'a>>,
}

#[derive(Debug, Serialize)]
struct FoundView<'a> {
    county: &'a str,
    id: &'a str,
    field: &'a str,
    message: &'a str,
    message_zh: &'a str,
    explanation: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
}

/// Where the page of a record is, by county, kind and id.
pub(crate) type Link<'a> = &'a dyn Fn(&str, &str, &str) -> Option<String>;

impl<'a> FindingView<'a> {
    pub(crate) fn all(findings: &'a [FigureFinding], link: Link<'_>) -> Vec<Self> {
        findings.iter().filter_map(|finding| Self::new(finding, link)).collect()
    }

    fn new(finding: &'a FigureFinding, link: Link<'_>) -> Option<Self> {
        let FigureFinding { code: _, rule, count, explained_count, records } = finding;
        let rule = rule.as_ref()?;
        let found = records.iter().filter_map(|record| {
            let one = record.violation.as_ref()?;
            Some(FoundView {
                county: &record.county,
                id: &one.id,
                field: &one.field,
                message: &one.message,
                message_zh: &one.message_zh,
                explanation: &one.explanation,
                link: link(&record.county, &rule.kind, &one.id),
            })
        });
        Some(Self {
            rule: &rule.code,
            name: &rule.name,
            name_en: &rule.name_en,
            severity: severity(rule.severity()),
            remedy: &rule.remedy,
            remedy_en: &rule.remedy_en,
            count: *count,
            explained_count: *explained_count,
            records: found.collect(),
        })
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice | Severity::Unspecified => "notice",
    }
}

/// A figure that something was found beside.
#[derive(Debug, Serialize)]
pub(crate) struct Marked {
    name: String,
    name_en: String,
    link: String,
    /// Records found by rules of each severity, and how many of all were explained.
    errors: i64,
    warnings: i64,
    notices: i64,
    explained: i64,
}

impl Gateway {
    /// The figures of a report that rules find something beside, and the departments that did not
    /// say.
    pub(crate) async fn marked(
        &self,
        report: &Report,
        links: &Links,
    ) -> (Vec<Marked>, Vec<String>) {
        let Ok(place) = Place::find(&report.division, report.language) else {
            return Default::default();
        };
        let budget = Budget::of(LONGEST);
        let asked = self.departments.ask_all(|client| {
            let positions = report.positions.get(&client.name).cloned();
            let scope = scope_of(&place, &report.period, positions.clone().unwrap_or_default());
            async move {
                // A department that the report is without has no figures in it.
                if positions.is_none() {
                    return Ok(Vec::new());
                }
                let request = ListFigureFindingsRequest { scope: Some(scope), codes: Vec::new() };
                let answer = client.ask(budget, request, |mut figures, request| async move {
                    figures.list_figure_findings(request).await
                });
                answer.await.map(|answer| answer.findings)
            }
        });
        let (mut marked, mut silent) = (BTreeMap::new(), Vec::new());
        for (client, findings) in asked.await {
            match findings {
                Ok(findings) => {
                    findings.iter().for_each(|one| mark(&mut marked, report, links, one))
                }
                Err(_) => silent.push(client.name.clone()),
            }
        }
        (marked.into_values().collect(), silent)
    }
}

fn mark(
    marked: &mut BTreeMap<String, Marked>,
    report: &Report,
    links: &Links,
    finding: &FigureFinding,
) {
    let Some(computed) = report.figures.get(&finding.code) else { return };
    let one = marked.entry(finding.code.clone()).or_insert_with(|| Marked {
        name: computed.figure.name.clone(),
        name_en: computed.figure.name_en.clone(),
        link: format!("{}#quality", links.figure(&finding.code)),
        errors: 0,
        warnings: 0,
        notices: 0,
        explained: 0,
    });
    let rule = finding.rule.as_ref();
    *match rule.map_or(Severity::Unspecified, |rule| rule.severity()) {
        Severity::Error => &mut one.errors,
        Severity::Warning => &mut one.warnings,
        Severity::Notice | Severity::Unspecified => &mut one.notices,
    } += finding.count;
    one.explained += finding.explained_count;
}
