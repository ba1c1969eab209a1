//! What a caller asks for besides the resource: format, language, parameters, freshness.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{FromRequestParts, OriginalUri, Query};
use chassis::{FieldFault, Refusal};
use http::HeaderMap;
use http::header::{ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, HeaderName, IF_NONE_MATCH};
use http::request::Parts;
use jiff::Timestamp;
use proto::ledger::v1::Reason;

pub(crate) use crate::report::language::Language;
pub(crate) use crate::report::render::Format;

/// Names a call in problems and answers; one is given to a call that has none.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// All parameters that any address takes. Another one is a slip, and refused.
const PARAMETERS: [&str; 11] = [
    "as_of",
    "audience",
    "by",
    "excluded",
    "format",
    "lang",
    "page_size",
    "page_token",
    "period",
    "q",
    "year",
];

const LONGEST_REQUEST_ID: usize = 64;

/// A call, apart from its path.
#[derive(Debug)]
pub(crate) struct Call {
    /// The path, as it was asked for.
    pub(crate) path: String,
    query: Result<Vec<(String, String)>, Refusal>,
    parameters: Result<BTreeMap<String, String>, Refusal>,
    accept: String,
    accept_language: String,
    accept_encoding: String,
    none_match: String,
    pub(crate) request_id: String,
}

impl<S: Sync> FromRequestParts<S> for Call {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let all = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
        let query = all.map(|Query(all)| all);
        let query = query.map_err(|_| wrong("", "the query cannot be read", "查询参数无法识别"));
        let parameters = query.clone().and_then(named);
        let headers = &parts.headers;
        // As it was asked for, not as it is seen from below a prefix.
        let asked = parts.extensions.get::<OriginalUri>();
        Ok(Self {
            path: asked.map_or(parts.uri.path(), |asked| asked.0.path()).to_owned(),
            query,
            parameters,
            accept: joined(headers, ACCEPT),
            accept_language: joined(headers, ACCEPT_LANGUAGE),
            accept_encoding: joined(headers, ACCEPT_ENCODING),
            none_match: joined(headers, IF_NONE_MATCH),
            request_id: request_id(headers),
        })
    }
}

fn named(all: Vec<(String, String)>) -> Result<BTreeMap<String, String>, Refusal> {
    let mut parameters = BTreeMap::new();
    for (name, value) in all {
        if !PARAMETERS.contains(&name.as_str()) {
            let known = PARAMETERS.join(", ");
            let message = format!("there is no parameter {name:?}; there are {known}");
            return Err(wrong(&name, &message, &format!("没有参数“{name}”，可用的有 {known}")));
        }
        if parameters.insert(name.clone(), value).is_some() {
            let message = format!("the parameter {name} is given twice");
            return Err(wrong(&name, &message, &format!("参数 {name} 重复")));
        }
    }
    Ok(parameters)
}

/// A parameter that is wrong.
pub(crate) fn wrong(name: &str, message: &str, message_zh: &str) -> Refusal {
    Refusal::request(FieldFault::new(name, Reason::RequestInvalid, message, message_zh))
}

/// All values of a header.
pub(super) fn joined(headers: &HeaderMap, name: HeaderName) -> String {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.collect::<Vec<_>>().join(",")
}

/// The name of a call, as it was given or else a new one.
pub(super) fn request_id(headers: &HeaderMap) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let fits = |id: &&str| {
        let letter = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        (1..=LONGEST_REQUEST_ID).contains(&id.len()) && id.chars().all(letter)
    };
    let given = headers.get(REQUEST_ID).and_then(|id| id.to_str().ok()).filter(fits);
    given.map(ToOwned::to_owned).unwrap_or_else(|| {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        format!("{:x}-{count:x}", Timestamp::now().as_microsecond())
    })
}

impl Call {
    /// The parameters.
    ///
    /// # Errors
    /// `REQUEST_INVALID` when one is unknown or stands twice.
    pub(crate) fn parameters(&self) -> Result<&BTreeMap<String, String>, Refusal> {
        self.parameters.as_ref().map_err(Clone::clone)
    }

    /// The parameters as they came, for an address that says itself which there are.
    ///
    /// # Errors
    /// `REQUEST_INVALID` when the query cannot be read.
    pub(crate) fn query(&self) -> Result<&[(String, String)], Refusal> {
        self.query.as_deref().map_err(Clone::clone)
    }

    /// A parameter of the query as it came.
    pub(crate) fn queried(&self, name: &str) -> Option<&str> {
        let mut all = self.query.iter().flatten();
        all.find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// A parameter that has a value.
    ///
    /// # Errors
    /// As [`Call::parameters`].
    pub(crate) fn parameter(&self, name: &str) -> Result<Option<&str>, Refusal> {
        let value = self.parameters()?.get(name).map(String::as_str);
        Ok(value.filter(|value| !value.is_empty()))
    }

    /// The format to answer in: `?format=` beats Accept; without a wish, the first offered.
    ///
    /// # Errors
    /// `NOT_ACCEPTABLE` with the list of what is offered.
    pub(crate) fn format(&self, offered: &[Format]) -> Result<Format, Refusal> {
        self.parameters()?;
        self.format_of_query(offered)
    }

    /// As [`Call::format`], at an address that says itself which parameters there are.
    ///
    /// # Errors
    /// `NOT_ACCEPTABLE` with the list of what is offered.
    pub(crate) fn format_of_query(&self, offered: &[Format]) -> Result<Format, Refusal> {
        let chosen = match self.queried("format").filter(|name| !name.is_empty()) {
            Some(name) => offered.iter().copied().find(|format| format.name() == name),
            None => choose(&self.accept, offered),
        };
        chosen.ok_or_else(|| not_acceptable(offered))
    }

    /// Whether a person is likely to read the answer.
    pub(crate) fn wants_page(&self) -> bool {
        match self.queried("format") {
            Some(name) => name == Format::Html.name(),
            None => choose(&self.accept, &[Format::Json, Format::Html]) == Some(Format::Html),
        }
    }

    /// The language of problems: `?lang=` beats Accept-Language; Chinese where neither says.
    pub(crate) fn language(&self) -> Language {
        let wished = self.queried("lang").unwrap_or(&self.accept_language);
        let weight = |language: &str| {
            let wishes = weighed(wished).filter(|(range, _)| {
                range.split('-').next().is_some_and(|r| r.eq_ignore_ascii_case(language))
            });
            wishes.map(|(_, weight)| weight).max().unwrap_or(0)
        };
        if weight("en") > weight("zh") { Language::English } else { Language::Chinese }
    }

    /// The language of a page: Chinese, unless its address says otherwise.
    pub(crate) fn page_language(&self) -> Language {
        match self.queried("lang") {
            Some(lang) if lang.to_ascii_lowercase().starts_with("en") => Language::English,
            _ => Language::Chinese,
        }
    }

    /// Whether the caller reads what is compressed by gzip.
    pub(crate) fn takes_gzip(&self) -> bool {
        let mut wishes = weighed(&self.accept_encoding);
        wishes.any(|(coding, weight)| coding.eq_ignore_ascii_case("gzip") && weight > 0)
    }

    /// Whether the caller has the answer of this tag already.
    pub(crate) fn has(&self, tag: &str) -> bool {
        has(&self.none_match, tag)
    }
}

/// Whether the tags that a caller has are those of an answer (weak comparison, RFC 9110 §13.1.2).
pub(super) fn has(known: &str, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let wished = opaque(tag);
    known.split(',').any(|known| known.trim() == "*" || opaque(known) == wished)
}

/// The best of what is offered: by weight, then by how closely it was named, then as offered.
fn choose(accept: &str, offered: &[Format]) -> Option<Format> {
    if accept.trim().is_empty() {
        return offered.first().copied();
    }
    let rank = |format: &Format| {
        let (kind, subkind) = format.media_type();
        let matching = weighed(accept).filter_map(|(range, weight)| {
            let closeness = match range.split_once('/')? {
                ("*", "*") => 0,
                (a, "*") if a.eq_ignore_ascii_case(kind) => 1,
                (a, b) if a.eq_ignore_ascii_case(kind) && b.eq_ignore_ascii_case(subkind) => 2,
                _ => return None,
            };
            Some((closeness, weight))
        });
        // The range that names a type most closely has its weight (RFC 9110 §12.5.1).
        matching.max().map(|(closeness, weight)| (weight, closeness))
    };
    let ranked = offered.iter().filter_map(|format| Some((rank(format)?, *format)));
    let wanted = ranked.filter(|((weight, _), _)| *weight > 0);
    // Of equals the last would win.
    let best = wanted.collect::<Vec<_>>().into_iter().rev().max_by_key(|(rank, _)| *rank);
    best.map(|(_, format)| format)
}

/// The ranges of a header and their weights in thousandths.
fn weighed(header: &str) -> impl Iterator<Item = (&str, u32)> {
    header.split(',').map(|wish| {
        let mut parts = wish.split(';').map(str::trim);
        let range = parts.next().unwrap_or_default();
        let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(1000, thousandths);
        (range, weight)
    })
}

fn thousandths(weight: &str) -> u32 {
    let (whole, fraction) = weight.split_once('.').unwrap_or((weight, ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    let whole: u32 = whole.parse().unwrap_or(0);
    (whole.min(1) * 1000 + digits.parse().unwrap_or(0)).min(1000)
}

fn not_acceptable(offered: &[Format]) -> Refusal {
    let names: Vec<_> = offered.iter().map(|format| format.name()).collect();
    let names = names.join(", ");
    Refusal::new(
        Reason::NotAcceptable,
        format!("there is no such format here; there are {names}"),
        format!("没有所要求的格式，可用的有 {names}"),
    )
    .with("formats", names)
}
