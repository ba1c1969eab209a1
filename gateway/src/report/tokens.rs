//! The text of an outline: plain words, and tokens that print figures, days and names.

use std::collections::BTreeMap;

use proto::figure::v1::Figure;
use proto::report::v1::Span;

use super::forms::Form;
use crate::periods::{Period, day_zh};

/// What tokens are printed from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts<'a> {
    pub(crate) division_name: &'a str,
    pub(crate) period: &'a Period,
    pub(crate) figures: &'a BTreeMap<String, Figure>,
}

/// A piece of an outline.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) pieces: Vec<Piece>,
}

/// Words or a token.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    Words(String),
    Token(Token),
}

/// What stands between braces.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token {
    /// `{code}` or `{code|form}`
    Figure { code: String, form: Form },
    /// `{year}`
    Year,
    /// `{period}`
    Period,
    /// `{cutoff}`
    Cutoff,
    /// `{division}`
    Division,
    /// `{term:words}`: a registered term, which may hold a numeral
    Term(String),
}

impl Text {
    /// Reads text with tokens; a fault says what is wrong with which token.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((words, after)) = rest.split_once('{') {
            let (token, after) =
                after.split_once('}').ok_or_else(|| format!("a token is not closed: {{{after}"))?;
            push_words(&mut pieces, words)?;
            pieces.push(Piece::Token(Token::parse(token)?));
            rest = after;
        }
        push_words(&mut pieces, rest)?;
        Ok(Self { pieces })
    }

    /// The codes of the figures that are printed.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Token(Token::Figure { code, form: _ }) => Some(code.as_str()),
            _ => None,
        })
    }

    /// Prints the text; nothing if one of its tokens has no value.
    pub(crate) fn print(&self, facts: &Facts<'_>) -> Option<Vec<Span>> {
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Words(words) => Some(Span { text: words.clone(), code: String::new() }),
            Piece::Token(token) => token.print(facts),
        });
        pieces.collect()
    }
}

fn push_words(pieces: &mut Vec<Piece>, words: &str) -> Result<(), String> {
    if words.contains('}') {
        return Err(format!("a brace closes no token: {words}"));
    }
    if !words.is_empty() {
        pieces.push(Piece::Words(words.to_owned()));
    }
    Ok(())
}

impl Token {
    fn parse(token: &str) -> Result<Self, String> {
        match token {
            "year" => return Ok(Self::Year),
            "period" => return Ok(Self::Period),
            "cutoff" => return Ok(Self::Cutoff),
            "division" => return Ok(Self::Division),
            _ => {}
        }
        if let Some(term) = token.strip_prefix("term:") {
            return Ok(Self::Term(term.to_owned()));
        }
        let (code, form) = match token.strip_prefix("months:") {
            Some(code) => (code, Form::Months),
            None => match token.split_once('|') {
                Some((code, form)) => (code, Form::parse(form)?),
                None => (token, Form::Plain),
            },
        };
        if !is_code(code) {
            return Err(format!("no such token: {{{token}}}"));
        }
        Ok(Self::Figure { code: code.to_owned(), form })
    }

    fn print(&self, facts: &Facts<'_>) -> Option<Span> {
        let (text, code) = match self {
            Self::Figure { code, form } => {
                let figure = facts.figures.get(code)?;
                (form.print(figure, facts.period)?, code.clone())
            }
            Self::Year => (facts.period.year().to_string(), String::new()),
            Self::Period => (facts.period.name_zh().to_owned(), String::new()),
            Self::Cutoff => (day_zh(facts.period.last), String::new()),
            Self::Division => (facts.division_name.to_owned(), String::new()),
            Self::Term(term) => (term.clone(), String::new()),
        };
        Some(Span { text, code })
    }
}

/// A code has at least two parts of small letters, digits and underscores.
pub(crate) fn is_code(text: &str) -> bool {
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    text.contains('.') && text.split('.').all(|part| !part.is_empty() && part.chars().all(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(text: &str) -> Option<String> {
        let today = jiff::civil::date(2024, 1, 31);
        let period = Period::parse_on("2023", Some("2023-11-30"), today).expect("a period");
        let figure = Figure {
            code: "a.b".to_owned(),
            value: Some("9".to_owned()),
            text: "9家".to_owned(),
            ..Figure::default()
        };
        let figures = BTreeMap::from([(figure.code.clone(), figure)]);
        let facts = Facts { division_name: "通城县", period: &period, figures: &figures };
        let spans = Text::parse(text).expect("text").print(&facts)?;
        Some(spans.into_iter().map(|span| span.text).collect())
    }

    #[test]
    fn days_and_names_are_tokens() {
        assert_eq!(print("{division}{year}年").as_deref(), Some("通城县2023年"));
        assert_eq!(print("{period}至{cutoff}").as_deref(), Some("2023年至2023年11月30日"));
        assert_eq!(print("{term:三级}中心").as_deref(), Some("三级中心"));
    }

    #[test]
    fn a_figure_prints_itself_and_keeps_its_code() {
        assert_eq!(print("新增{a.b}。").as_deref(), Some("新增9家。"));
        let text = Text::parse("新增{a.b|num}。").expect("text");
        assert_eq!(text.codes().collect::<Vec<_>>(), ["a.b"]);
    }

    #[test]
    fn text_with_a_figure_that_is_not_there_is_not_printed() {
        assert_eq!(print("新增{a.c}。"), None);
    }

    #[test]
    fn faults_of_tokens_are_named() {
        for wrong in ["{a.b", "a.b}", "{A.b}", "{ab}", "{a.b|loud}", "{a..b}", "{}", "{months:ab}"]
        {
            assert!(Text::parse(wrong).is_err(), "{wrong}");
        }
    }
}
