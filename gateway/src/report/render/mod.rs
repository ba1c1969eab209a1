//! Renderings of a report, side by side: one file each, all of the same model.

mod charts;
pub(crate) mod docx;
mod format;
pub(crate) mod html;
pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod pdf;
pub(crate) mod templates;
pub(crate) mod views;
pub(crate) mod xlsx;

pub use format::Format;

use crate::periods::Period;
use crate::web::negotiate::Language;

/// The addresses of everything about one division and period.
#[derive(Clone, Debug)]
pub(crate) struct Links {
    division: String,
    label: String,
    /// What the query says besides the period: the cutoff and the language.
    rest: String,
}

impl Links {
    pub(crate) fn new(division: &str, period: &Period) -> Self {
        let cutoff = (!period.is_whole()).then(|| format!("&as_of={}", period.last));
        let (division, label) = (division.to_owned(), period.label.clone());
        Self { division, label, rest: cutoff.unwrap_or_default() }
    }

    /// The same, staying in a language.
    pub(crate) fn speaking(mut self, language: Language) -> Self {
        if let Some(parameter) = language.parameter() {
            self.rest.push_str(&format!("&{parameter}"));
        }
        self
    }

    /// The report; the cutoff is kept.
    pub(crate) fn report(&self) -> String {
        let Self { division, label, rest } = self;
        let query = rest.strip_prefix('&').map(|rest| format!("?{rest}"));
        format!("/v1/divisions/{division}/reports/{label}{}", query.unwrap_or_default())
    }

    /// The report in a format; the cutoff is kept.
    pub(crate) fn report_as(&self, format: &str) -> String {
        let link = self.report();
        let joint = if link.contains('?') { '&' } else { '?' };
        format!("{link}{joint}format={format}")
    }

    /// All figures.
    pub(crate) fn figures(&self) -> String {
        format!("/v1/divisions/{}/figures?{}", self.division, self.query())
    }

    /// One figure.
    pub(crate) fn figure(&self, code: &str) -> String {
        format!("/v1/divisions/{}/figures/{code}?{}", self.division, self.query())
    }

    /// The records behind a figure, or those left out for a reason.
    pub(crate) fn records(&self, code: &str, excluded: &str) -> String {
        let mut link = format!("/v1/divisions/{}/figures/{code}/records?", self.division);
        link.push_str(&self.query());
        if !excluded.is_empty() {
            link.push_str(&format!("&excluded={}", encoded(excluded)));
        }
        link
    }

    fn query(&self) -> String {
        format!("period={}{}", self.label, self.rest)
    }
}

/// A value as it stands in a query (RFC 3986 §2.3).
pub(crate) fn encoded(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let written = |byte: u8| match plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    value.bytes().map(written).collect()
}

/// Why records were left out, in Chinese; a reason that is not known stands for itself.
pub(crate) fn excluded_zh(reason: &str) -> &str {
    match reason {
        "unverified" => "未经核实",
        "outside_period" => "不在本期",
        "not_qualifying" => "不合口径",
        "withdrawn" => "已撤回",
        other => other,
    }
}

/// Why records were left out, in a language.
pub(crate) fn excluded_in(reason: &str, language: Language) -> &str {
    match (language, reason) {
        (Language::Chinese, _) => excluded_zh(reason),
        (Language::English, "unverified") => "not verified",
        (Language::English, "outside_period") => "outside the period",
        (Language::English, "not_qualifying") => "not what is counted",
        (Language::English, other) => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_add_to_a_query() {
        assert_eq!(encoded("a&b=c+d/ü"), "a%26b%3Dc%2Bd%2F%C3%BC");
        assert_eq!(encoded("Zm9v_-"), "Zm9v_-");
    }

    #[test]
    fn a_link_keeps_the_cutoff() {
        let today = jiff::civil::date(2024, 1, 31);
        let link = |as_of| {
            let period = Period::parse_on("2023", as_of, today).expect("a period");
            Links::new("421222", &period)
        };
        assert_eq!(link(None).report(), "/v1/divisions/421222/reports/2023");
        let cut = link(Some("2023-06-30"));
        assert_eq!(cut.report(), "/v1/divisions/421222/reports/2023?as_of=2023-06-30");
        assert_eq!(
            cut.records("a.b", "unverified"),
            "/v1/divisions/421222/figures/a.b/records?period=2023&as_of=2023-06-30\
             &excluded=unverified"
        );
    }
}
