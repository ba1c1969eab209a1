//! "How many are there now?": figures found by their name, another word for it, or the first
//! letters of its pinyin; each with a card to copy.

mod matching;

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use proto::figure::v1::FigureDescription;
use serde::Serialize;

use self::matching::Question;
use super::answers::{Answer, body_of, finish};
use super::negotiate::{Call, Format, Language};
use super::page::{Shell, page};
use super::report::view;
use crate::Gateway;
use crate::departments::Budget;
use crate::periods::today;
use crate::report::caveat;
use crate::report::render::Links;
use crate::report::render::json::text;
use crate::report::{Computed, Report};

/// Figures that are answered; whoever wants others can say more.
const MOST_ANSWERS: usize = 8;

/// What is answered about a question.
#[derive(Serialize)]
struct Answers<'a> {
    question: &'a str,
    division: &'a str,
    period: &'a str,
    as_of: String,
    cards: Vec<Card>,
    report_link: String,
    figures_link: String,
}

/// One figure as somebody quotes it.
#[derive(Serialize)]
struct Card {
    code: String,
    name: String,
    /// A sentence with the figure in it.
    sentence: String,
    value: Option<String>,
    text: String,
    as_of: String,
    definition: String,
    standard: String,
    owner: String,
    link: String,
    /// That it covers less than it should.
    caveat: Option<String>,
}

/// `GET /v1/divisions/{division}/search?q=规上`
pub(super) async fn answer(
    State(gateway): State<Arc<Gateway>>,
    Path(division): Path<String>,
    call: Call,
) -> Response {
    let answer = async || -> Answer {
        let format = call.format(&[Format::Json, Format::Html])?;
        let language = call.page_language();
        let question = call.parameter("q")?.unwrap_or_default().trim();
        let this_year = today().year().to_string();
        let period = call.parameter("period")?.or(call.parameter("year")?).unwrap_or(&this_year);
        let (as_of, view) = (call.parameter("as_of")?, view(&call)?);
        let report = gateway.compile_view(&division, period, as_of, view).await?;
        let links = Links::new(&report.division, &report.period).speaking(language);
        let found = find(&report, &Question::new(question));
        let mut cards = Vec::new();
        for computed in found {
            let code = &computed.figure.code;
            let owner = gateway.departments.owner(code, Budget::of(crate::LONGEST)).await?;
            let described = owner.description_of(code).unwrap_or_default();
            cards.push(Card::new(&report, computed, described, &links, language));
        }
        let answers = Answers {
            question,
            division: &report.division_name,
            period: &report.period.label,
            as_of: report.period.last.to_string(),
            cards,
            report_link: links.report(),
            figures_link: links.figures(),
        };
        let body = match format {
            Format::Html => page("search.html", &Shell::of(&call), &answers)?,
            _ => text(&answers),
        };
        Ok(body_of(&call, format, body))
    };
    finish(&call, answer().await)
}

/// The figures that answer best, the best first.
fn find<'a>(report: &'a Report, question: &Question) -> Vec<&'a Computed> {
    let ranked = report.shown().filter_map(|computed| {
        let figure = &computed.figure;
        let rank = question.rank(&figure.name, &figure.name_en, &figure.code)?;
        Some((rank, computed))
    });
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_by(|(a, one), (b, other)| {
        let names = |c: &Computed| (c.figure.name.chars().count(), c.figure.code.clone());
        b.cmp(a).then_with(|| names(one).cmp(&names(other)))
    });
    ranked.into_iter().take(MOST_ANSWERS).map(|(_, computed)| computed).collect()
}

impl Card {
    fn new(
        report: &Report,
        computed: &Computed,
        described: FigureDescription,
        links: &Links,
        language: Language,
    ) -> Self {
        let figure = &computed.figure;
        let place = &report.division_name;
        let as_of = report.period.last.to_string();
        let name = language.prefer(&figure.name, &figure.name_en).to_owned();
        let text = language.prefer(&figure.text, &figure.text_en).to_owned();
        let missing = language.pick(&figure.missing_reason_zh, &figure.missing_reason);
        let sentence = match (language, &figure.value) {
            (Language::Chinese, Some(_)) => {
                format!("截至{}，{place}{name}为{text}。", report.cutoff_zh())
            }
            (Language::Chinese, None) => {
                format!("截至{}，{place}{name}没有数值：{missing}。", report.cutoff_zh())
            }
            (Language::English, Some(_)) => format!("{name} of {place} as of {as_of}: {text}."),
            (Language::English, None) => {
                format!("{name} of {place} as of {as_of}: no value ({missing}).")
            }
        };
        Self {
            sentence,
            value: figure.value.clone(),
            text,
            as_of,
            definition: language.prefer(&described.formula, &described.formula_en).to_owned(),
            standard: language.prefer(&described.standard, &described.standard_en).to_owned(),
            owner: figure.owner.clone(),
            link: links.figure(&figure.code),
            caveat: caveat(figure, language),
            code: figure.code.clone(),
            name,
        }
    }
}
