//! The text of an outline: plain words, and tokens that print figures, days and names.

use std::collections::BTreeMap;

use proto::figure::v1::Figure;
use proto::report::v1::Span;

use super::evidence::{Evidence, Question};
use super::forms::Form;
use super::language::Language;
use super::parts::Parts;
use crate::periods::Period;

/// What tokens are printed from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts<'a> {
    pub(crate) division_name: &'a str,
    pub(crate) period: &'a Period,
    pub(crate) language: Language,
    pub(crate) figures: &'a BTreeMap<String, Figure>,
    pub(crate) evidence: &'a Evidence,
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
    /// `{code|of_which:国家级=code:省级=code}`: 其中国家级2家、省级3家; `{list:国家级=code:省级=code}`:
    /// 国家级2家、省级3家
    Parts(Parts),
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
        self.tokens().flat_map(|token| match token {
            Token::Figure { code, form: _ } => vec![code.as_str()],
            Token::Parts(parts) => parts.codes().collect(),
            _ => Vec::new(),
        })
    }

    /// What must be asked to print the text, besides values.
    pub(crate) fn questions(&self) -> impl Iterator<Item = Question> {
        self.tokens().filter_map(|token| match token {
            Token::Figure { code, form } => form.question(code),
            _ => None,
        })
    }

    fn tokens(&self) -> impl Iterator<Item = &Token> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Token(token) => Some(token),
            Piece::Words(_) => None,
        })
    }

    /// Prints the text; nothing if one of its tokens has no value.
    pub(crate) fn print(&self, facts: &Facts<'_>) -> Option<Vec<Span>> {
        let mut spans = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Words(words) => spans.push(words_of(words)),
                Piece::Token(token) => spans.extend(token.print(facts)?),
            }
        }
        Some(spans)
    }
}

/// Words that print no figure.
pub(crate) fn words_of(words: &str) -> Span {
    Span { text: words.to_owned(), ..Span::default() }
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
        if let Some(parts) = token.strip_prefix("list:") {
            return Parts::list(parts).map(Self::Parts);
        }
        let (code, form) = match token.strip_prefix("months:") {
            Some(code) => (code, Form::Months),
            None => match token.split_once('|') {
                Some((code, form)) => match form.strip_prefix("of_which:") {
                    Some(parts) => return Parts::of_which(code, parts).map(Self::Parts),
                    None => (code, Form::parse(form)?),
                },
                None => (token, Form::Plain),
            },
        };
        if !is_code(code) {
            return Err(format!("no such token: {{{token}}}"));
        }
        Ok(Self::Figure { code: code.to_owned(), form })
    }

    fn print(&self, facts: &Facts<'_>) -> Option<Vec<Span>> {
        let language = facts.language;
        Some(vec![match self {
            Self::Figure { code, form } => printed(code, form, facts)?,
            Self::Parts(parts) => return parts.print(facts),
            Self::Year => words_of(&facts.period.year().to_string()),
            Self::Period => words_of(&facts.period.name_in(language)),
            Self::Cutoff => words_of(&language.day(facts.period.last)),
            Self::Division => words_of(facts.division_name),
            Self::Term(term) => words_of(term),
        }])
    }
}

/// A figure in a form, with the caveat that it carries; nothing where it has no such value.
pub(super) fn printed(code: &str, form: &Form, facts: &Facts<'_>) -> Option<Span> {
    let figure = facts.figures.get(code)?;
    let text = form.print(figure, facts)?;
    let note = super::notes::caveat(figure, facts.language).unwrap_or_default();
    Some(Span { text, code: code.to_owned(), note })
}

/// A code has at least two parts of small letters, digits and underscores.
pub(crate) fn is_code(text: &str) -> bool {
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    text.contains('.') && text.split('.').all(|part| !part.is_empty() && part.chars().all(letter))
}

/// What tests print from.
#[cfg(test)]
pub(super) mod samples {
    use super::*;

    /// Facts of a county in 2023 up to the end of November.
    pub(in super::super) fn with_facts<T>(
        figures: &BTreeMap<String, Figure>,
        test: impl FnOnce(&Facts<'_>) -> T,
    ) -> T {
        with_evidence(figures, &Evidence::default(), Language::Chinese, test)
    }

    /// What a text says where a.b is 9, a.d is 7 and a.e is 0.
    pub(in super::super) fn said(language: Language, text: &str) -> Option<String> {
        let figure = |code: &str, value: &str| {
            let (code, text) = (code.to_owned(), format!("{value}家"));
            let value = Some(value.to_owned());
            (code.clone(), Figure { code, value, text, ..Figure::default() })
        };
        let figures = BTreeMap::from([figure("a.b", "9"), figure("a.d", "7"), figure("a.e", "0")]);
        let text = Text::parse(text).expect("text");
        let evidence = Evidence::default();
        let spans = with_evidence(&figures, &evidence, language, |facts| text.print(facts))?;
        Some(spans.into_iter().map(|span| span.text).collect())
    }

    /// The same with evidence and in a language.
    pub(in super::super) fn with_evidence<T>(
        figures: &BTreeMap<String, Figure>,
        evidence: &Evidence,
        language: Language,
        test: impl FnOnce(&Facts<'_>) -> T,
    ) -> T {
        let today = jiff::civil::date(2024, 1, 31);
        let period = Period::parse_on("2023", Some("2023-11-30"), today).expect("a period");
        let (division_name, period) = ("通城县", &period);
        test(&Facts { division_name, period, language, figures, evidence })
    }
}

#[cfg(test)]
mod tests {
    use super::samples::said;
    use super::*;

    fn print(text: &str) -> Option<String> {
        said(Language::Chinese, text)
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
