//! Pages: templates, and what every page has around its own: its language, and a way to the other.

use std::sync::LazyLock;

use chassis::Refusal;
use ledger::divisions::Divisions;
use minijinja::{Environment, State, Value};
use serde::Serialize;

use super::labels;
use super::negotiate::{Call, Language};
use crate::report::render::{encoded, templates};

/// The templates; every value that they print is escaped.
static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut all = templates::read(&[
        ("base.html", include_str!("templates/base.html")),
        ("style.css", include_str!("templates/style.css")),
        ("chart.html", include_str!("templates/chart.html")),
        ("start.html", include_str!("templates/start.html")),
        ("report.html", include_str!("templates/report.html")),
        ("part.html", include_str!("templates/part.html")),
        ("notices.html", include_str!("templates/notices.html")),
        ("positions.html", include_str!("templates/positions.html")),
        ("findings.html", include_str!("templates/findings.html")),
        ("figures.html", include_str!("templates/figures.html")),
        ("figure_table.html", include_str!("templates/figure_table.html")),
        ("figure.html", include_str!("templates/figure.html")),
        ("breakdown.html", include_str!("templates/breakdown.html")),
        ("breakdown_table.html", include_str!("templates/breakdown_table.html")),
        ("records.html", include_str!("templates/records.html")),
        ("record.html", include_str!("templates/record.html")),
        ("record_table.html", include_str!("templates/record_table.html")),
        ("browse.html", include_str!("templates/browse.html")),
        ("department.html", include_str!("templates/department.html")),
        ("search.html", include_str!("templates/search.html")),
        ("state.html", include_str!("templates/state.html")),
        ("materials.html", include_str!("templates/materials.html")),
        ("view.html", include_str!("templates/view.html")),
        ("view_form.html", include_str!("templates/view_form.html")),
        ("view_block.html", include_str!("templates/view_block.html")),
        ("views.html", include_str!("templates/views.html")),
        ("problem.html", include_str!("templates/problem.html")),
        ("desk/base.html", include_str!("templates/desk/base.html")),
        ("desk/home.html", include_str!("templates/desk/home.html")),
        ("desk/form.html", include_str!("templates/desk/form.html")),
        ("desk/acts.html", include_str!("templates/desk/acts.html")),
        ("desk/fill.html", include_str!("templates/desk/fill.html")),
        ("desk/waiting.html", include_str!("templates/desk/waiting.html")),
        ("desk/import.html", include_str!("templates/desk/import.html")),
        ("desk/job.html", include_str!("templates/desk/job.html")),
        ("desk/records.html", include_str!("templates/desk/records.html")),
        ("desk/printed.html", include_str!("templates/desk/printed.html")),
        ("desk/quality.html", include_str!("templates/desk/quality.html")),
        ("desk/calendar.html", include_str!("templates/desk/calendar.html")),
    ]);
    all.add_function("say", say);
    all.add_function("called", called);
    all.add_filter("office", office);
    all.add_filter("place", place);
    all.add_function("stay", stay);
    all
});

/// What stands around every page.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Shell {
    english: bool,
    /// The same page in the other language.
    other_link: String,
    /// What the links of a page add to stay in its language: `lang=en`, or nothing.
    lang: &'static str,
    /// Where the search box asks; without a division there is none.
    search_link: Option<String>,
    state_link: Option<String>,
    /// What the search box keeps: the period and its cutoff.
    kept: Vec<(&'static str, String)>,
}

#[derive(Serialize)]
struct Whole<'a, V> {
    #[serde(flatten)]
    shell: &'a Shell,
    #[serde(flatten)]
    view: &'a V,
}

/// Renders a page.
///
/// # Errors
/// `INTERNAL`, as when a template has a fault.
pub(crate) fn page(name: &str, shell: &Shell, view: &impl Serialize) -> Result<String, Refusal> {
    templates::render(&TEMPLATES, name, &Whole { shell, view })
}

/// One of two wordings, by the language of the page.
fn say(state: &State, chinese: Value, english: Value) -> Value {
    let wanted = language_of(state) == Language::English;
    // A name that has no English wording stands in Chinese.
    if wanted && english.as_str() != Some("") { english } else { chinese }
}

/// The language of the page that is written.
fn language_of(state: &State) -> Language {
    let english = state.lookup("english").is_some_and(|english| english.is_true());
    if english { Language::English } else { Language::Chinese }
}

/// A division's name in the language of the page; its code where it has none.
fn place(state: &State, code: &str) -> String {
    labels::division(code, language_of(state)).unwrap_or(code).to_owned()
}

/// An office in the language of the page.
fn office(state: &State, owner: &str) -> String {
    labels::office(owner, language_of(state))
}

/// What a department is called in the language of the page.
fn called(state: &State, department: &str) -> String {
    labels::department(department, language_of(state))
}

/// A link that stays in the language of the page.
fn stay(state: &State, link: &str) -> String {
    let lang = state.lookup("lang").and_then(|lang| lang.as_str().map(ToOwned::to_owned));
    staying(link, &lang.unwrap_or_default())
}

/// A link with what it must say to stay in a language.
pub(super) fn staying(link: &str, lang: &str) -> String {
    let said = |query: &str| query.split('&').any(|parameter| parameter == lang);
    match link.split_once('?') {
        _ if lang.is_empty() => link.to_owned(),
        Some((_, query)) if said(query) => link.to_owned(),
        Some(_) => format!("{link}&{lang}"),
        None => format!("{link}?{lang}"),
    }
}

impl Shell {
    /// Around the page that was asked for.
    pub(crate) fn of(call: &Call) -> Self {
        let division = call.path.split('/').skip_while(|part| *part != "divisions").nth(1);
        let county = call.path.split('/').skip_while(|part| *part != "counties").nth(1);
        let queried = |name: &'static str| {
            let value = call.queried(name).filter(|value| !value.is_empty())?;
            Some((name, value.to_owned()))
        };
        let period = call.path.split('/').skip_while(|part| *part != "reports").nth(1);
        let period = period.map(|period| ("period", period.to_owned()));
        let period = period
            .or_else(|| queried("period"))
            .or_else(|| queried("year").map(|(_, year)| ("period", year)));
        let kept = period.into_iter().chain(queried("as_of")).collect();
        Self::new(call.page_language(), &call.path, call.query().unwrap_or_default())
            .about(division.or(county), kept)
    }

    /// Around the page at a path and a query.
    pub(crate) fn new(language: Language, path: &str, query: &[(String, String)]) -> Self {
        let other = language.other();
        let rest = query.iter().filter(|(name, _)| name != "lang");
        let rest = rest.map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        let rest: Vec<_> = rest.chain(other.parameter().map(ToOwned::to_owned)).collect();
        let other_link = match rest.is_empty() {
            true => path.to_owned(),
            false => format!("{path}?{}", rest.join("&")),
        };
        Self {
            english: language == Language::English,
            other_link,
            lang: language.parameter().unwrap_or_default(),
            search_link: None,
            state_link: None,
            kept: Vec::new(),
        }
    }

    /// With a search box for the figures of a division.
    pub(crate) fn about(self, division: Option<&str>, kept: Vec<(&'static str, String)>) -> Self {
        let known = |code: &&str| Divisions::standard().name(code).is_some();
        let Some(division) = division.filter(known) else { return self };
        let link = |what: &str| Some(format!("/v1/divisions/{division}/{what}"));
        Self { search_link: link("search"), state_link: link("state"), kept, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_stays_in_the_language_of_its_page() {
        assert_eq!(staying("/desk/421222", ""), "/desk/421222");
        assert_eq!(staying("/desk/421222", "lang=en"), "/desk/421222?lang=en");
        assert_eq!(staying("?state=returned", "lang=en"), "?state=returned&lang=en");
        assert_eq!(staying("/x?lang=en&a=b", "lang=en"), "/x?lang=en&a=b");
    }

    #[test]
    fn the_other_language_is_the_same_page() {
        let query = [("format", "html"), ("lang", "en"), ("q", "规上")];
        let query = query.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let english = Shell::new(Language::English, "/v1/x", &query);
        assert_eq!(english.other_link, "/v1/x?format=html&q=%E8%A7%84%E4%B8%8A");
        let chinese = Shell::new(Language::Chinese, "/v1/x", &query[..1]);
        assert_eq!(chinese.other_link, "/v1/x?format=html&lang=en");
        assert_eq!(Shell::new(Language::English, "/v1/x", &[]).other_link, "/v1/x");
    }
}
