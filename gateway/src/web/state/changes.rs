//! Which figures changed their value: what they are now, beside what they were at earlier
//! positions of the same ledgers.

use std::collections::BTreeMap;

use chassis::Refusal;
use proto::figure::v1::Figure;
use serde::Serialize;
use tokio::task::JoinSet;

use crate::departments::{Budget, Positions};
use crate::report::language::Language;
use crate::report::render::Links;
use crate::report::{Place, Report};
use crate::web::labels::department;
use crate::{Gateway, LONGEST, scope_of};

/// The figures of a period whose values changed.
#[derive(Debug, Serialize)]
pub(super) struct Changes {
    period: String,
    period_name: String,
    /// The day up to which there are facts, both times.
    as_of: String,
    figures_link: String,
    figures: Vec<Changed>,
    /// Departments that could not be asked, so that nothing is known of their figures.
    unknown: Vec<String>,
}

/// A figure and its two values.
#[derive(Debug, PartialEq, Serialize)]
struct Changed {
    code: String,
    name: String,
    department: String,
    from: Option<String>,
    from_text: String,
    to: Option<String>,
    to_text: String,
    link: String,
}

impl Changes {
    /// Computes what figures were at the positions before, of the departments that moved since.
    pub(super) async fn find(
        gateway: &Gateway,
        report: &Report,
        mut before: BTreeMap<String, Positions>,
        language: Language,
    ) -> Self {
        let budget = Budget::of(LONGEST);
        let place = Place { code: report.division.clone(), name: report.division_name.clone() };
        let mut unknown: Vec<_> = report.missing.iter().map(|m| m.department.clone()).collect();
        let mut asked = JoinSet::new();
        for (name, now) in &report.positions {
            let known = gateway.departments.named(name).zip(before.remove(name));
            let Some((client, then)) = known else {
                unknown.push(name.clone());
                continue;
            };
            if then == *now {
                continue;
            }
            let scope = scope_of(&place, &report.period, then);
            let (name, earlier) = (name.clone(), gateway.earlier.clone());
            let client = client.clone();
            asked.spawn(async move { (name, earlier.figures(&client, scope, budget).await) });
        }
        let links = Links::new(&report.division, &report.period).speaking(language);
        let mut figures = Vec::new();
        for (name, answer) in asked.join_all().await {
            match answer {
                Ok(then) => figures.extend(changed(report, &name, &then, &links, language)),
                Err(refusal) => {
                    let Refusal { message, .. } = &refusal;
                    tracing::warn!(department = name, %message, "earlier figures are not known");
                    unknown.push(name);
                }
            }
        }
        figures.sort_by(|one, other| one.code.cmp(&other.code));
        unknown.sort();
        Self {
            period: report.period.label.clone(),
            period_name: report.period.name_in(language),
            as_of: report.period.last.to_string(),
            figures_link: links.figures(),
            figures,
            unknown: unknown.iter().map(|name| department(name, language)).collect(),
        }
    }
}

/// The figures of a department that are printed otherwise than they were.
fn changed(
    report: &Report,
    name: &str,
    then: &BTreeMap<String, Figure>,
    links: &Links,
    language: Language,
) -> Vec<Changed> {
    let of = report.figures.values().filter(|computed| computed.department == name);
    let one = |figure: &Figure| {
        let before = then.get(&figure.code);
        let from = before.and_then(|figure| figure.value.clone());
        (from != figure.value).then(|| Changed {
            code: figure.code.clone(),
            name: language.prefer(&figure.name, &figure.name_en).to_owned(),
            department: name.to_owned(),
            from_text: before.map_or_else(|| missing(language), |figure| said(figure, language)),
            from,
            to: figure.value.clone(),
            to_text: said(figure, language),
            link: links.figure(&figure.code),
        })
    };
    of.filter_map(|computed| one(&computed.figure)).collect()
}

fn said(figure: &Figure, language: Language) -> String {
    match figure.value {
        Some(_) => language.prefer(&figure.text, &figure.text_en).to_owned(),
        None => missing(language),
    }
}

fn missing(language: Language) -> String {
    language.pick("缺", "missing").to_owned()
}
