//! Other people's forms: a workbook or a document with `{{code}}` in it comes back filled in,
//! everything else as it was, with a list of where each value comes from.

mod package;
mod parts;
mod sources;
mod text;

use std::collections::BTreeSet;

use chassis::{FieldFault, Refusal};
use proto::ledger::v1::Reason;

use super::Report;

/// The kinds of forms that are filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A workbook.
    Xlsx,
    /// A document.
    Docx,
}

impl Form {
    /// The media type of the form.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }
}

/// A form that was filled in.
#[derive(Clone, Debug)]
pub struct Filled {
    /// What it is.
    pub form: Form,
    /// The file.
    pub bytes: Vec<u8>,
    /// Tokens that were filled in.
    pub tokens: usize,
}

/// What stands between two braces: what it is called, and what it prints.
struct Token<'a> {
    code: &'a str,
    /// Whether the number alone is wanted, without its unit.
    bare: bool,
}

/// What tokens are printed from, and which were.
struct Values<'a> {
    report: &'a Report,
    /// The codes that were asked for.
    used: BTreeSet<String>,
    unknown: Vec<String>,
    tokens: usize,
}

/// Fills a form in with the values of a report.
///
/// # Errors
/// `MESSAGE_MALFORMED` for what is no form, `MESSAGE_TOO_LARGE`, and `REQUEST_INVALID` with every
/// token that names no figure.
pub(crate) fn fill(report: &Report, bytes: &[u8]) -> Result<Filled, Refusal> {
    let mut values = Values { report, used: BTreeSet::new(), unknown: Vec::new(), tokens: 0 };
    let (form, bytes) = package::fill(bytes, &mut values)?;
    if !values.unknown.is_empty() {
        values.unknown.dedup();
        return Err(unknown(&values.unknown));
    }
    Ok(Filled { form, bytes, tokens: values.tokens })
}

impl<'a> Token<'a> {
    /// `code`, or `code|value`.
    fn read(text: &'a str) -> Self {
        let text = text.trim();
        match text.split_once('|') {
            Some((code, "value")) => Self { code: code.trim(), bare: true },
            _ => Self { code: text, bare: false },
        }
    }
}

impl Values<'_> {
    /// What a token prints; nothing for one that is not known, which is noted.
    fn print(&mut self, token: &str) -> Option<String> {
        let Token { code, bare } = Token::read(token);
        let report = self.report;
        let text = match code {
            "division" => report.division_name.clone(),
            "period" => report.period.name_zh().to_owned(),
            "year" => report.period.year().to_string(),
            "cutoff" => report.cutoff_zh(),
            code => {
                let Some(computed) = report.figures.get(code) else {
                    self.unknown.push(token.to_owned());
                    return None;
                };
                self.used.insert(code.to_owned());
                let figure = &computed.figure;
                match (&figure.value, bare) {
                    (Some(value), true) => value.clone(),
                    (Some(_), false) => figure.text.clone(),
                    (None, _) => "缺".to_owned(),
                }
            }
        };
        self.tokens += 1;
        Some(text)
    }

    /// The number that a cell holds which is nothing but one token; none where it is no number.
    fn number(&mut self, text: &str) -> Option<String> {
        let token = text.trim().strip_prefix("{{")?.strip_suffix("}}")?;
        let Token { code, .. } = Token::read(token);
        let value = self.report.figures.get(code)?.figure.value.clone()?;
        self.used.insert(code.to_owned());
        Some(value)
    }
}

fn unknown(tokens: &[String]) -> Refusal {
    let names = tokens.iter().map(|token| format!("{{{{{token}}}}}")).collect::<Vec<_>>();
    let names = names.join(", ");
    Refusal::request(FieldFault::new(
        "form",
        Reason::FigureUnknown,
        format!("the form asks for what no department answers for: {names}"),
        format!("表中有查不到的指标：{names}；指标代码见指标总表"),
    ))
}
