//! Checks an outline: names every number that is typed and every claim that no value chooses.

use std::fmt;
use std::path::Path;

use proto::report::v1::FreeNumber;

use super::Outline;

/// What an outline must not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A number that is typed instead of computed.
    FreeNumber,
    /// A word of direction or degree that no condition on a value chooses.
    UnboundWord,
}

/// One place where an outline breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The outline's file, or `county-annual-zh` for that which is shipped.
    pub file: String,
    /// The line in it.
    pub line: i32,
    /// The id of the section.
    pub section: String,
    /// The words that break the rule.
    pub token: String,
    /// The rule.
    pub rule: Rule,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, section, token, rule } = self;
        let said = match rule {
            Rule::FreeNumber => "free number / 游离数字",
            Rule::UnboundWord => "word not bound to a value / 用词未随数走",
        };
        write!(f, "{file}:{line}: {section}: {token}: {said}")
    }
}

/// Checks an outline; without a file, that which is shipped.
///
/// # Errors
/// When the file cannot be read or is no outline; every fault is named with its line.
pub fn check_outline(file: Option<&Path>) -> anyhow::Result<Vec<Violation>> {
    let outline = Outline::read(file)?;
    let name = file.map_or_else(|| "county-annual-zh".to_owned(), |f| f.display().to_string());
    let violation = |rule: Rule| {
        let name = name.clone();
        move |place: FreeNumber| {
            let FreeNumber { line, section, numeral } = place;
            Violation { file: name.clone(), line, section, token: numeral, rule }
        }
    };
    let numbers = outline.free_numbers.into_iter().map(violation(Rule::FreeNumber));
    let words = outline.unbound_words.into_iter().map(violation(Rule::UnboundWord));
    let mut found: Vec<_> = numbers.chain(words).collect();
    found.sort_by_key(|violation| violation.line);
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use proto::figure::v1::{Coverage, Figure};

    use super::super::forms::Form;
    use super::super::sentences::{Conditions, Sentence};
    use super::super::tokens::{Facts, Piece, Token};
    use super::*;
    use crate::periods::Period;

    fn claims_a_direction(sentence: &Sentence) -> bool {
        let token = |piece: &Piece| {
            use Form::{Change, Difference, Less, Points, Shorter};
            let Piece::Token(Token::Figure { code: _, form }) = piece else { return false };
            matches!(form, Change | Difference | Points | Shorter | Less)
        };
        let asked = sentence.wordings.iter().filter_map(|wording| wording.when.as_deref());
        sentence.texts().any(|text| text.pieces.iter().any(token))
            || asked.into_iter().any(|when| when.contains("up("))
    }

    /// What a sentence says, without its digits, when every figure of it has moved by this.
    fn words(sentence: &Sentence, moved: &str) -> String {
        let figure = |code: &str| Figure {
            code: code.to_owned(),
            value: Some(moved.to_owned()),
            unit: "%".to_owned(),
            text: format!("{moved}%"),
            same_period_last_year: Some("0".to_owned()),
            growth: Some(moved.to_owned()),
            since_date: "2021-03-01".to_owned(),
            last_covered_date: "2023-11-30".to_owned(),
            coverage: Some(Coverage::default()),
            ..Figure::default()
        };
        let codes = sentence.codes();
        let figures: BTreeMap<_, _> = codes.iter().map(|c| ((*c).to_owned(), figure(c))).collect();
        let figures = Arc::new(figures);
        let today = jiff::civil::date(2024, 1, 31);
        let period = Period::parse_on("2023", None, today).expect("a period");
        let facts = Facts { division_name: "通城县", period: &period, figures: &figures };
        let said = sentence.print(&facts, &Conditions::new(Arc::clone(&figures)));
        let said = said.into_iter().flatten().map(|span| span.text).collect::<String>();
        said.chars().filter(|letter| !letter.is_ascii_digit() && *letter != '-').collect()
    }

    #[test]
    fn the_words_of_every_claim_turn_with_the_sign_of_the_value() {
        let outline = Outline::read(None).expect("an outline");
        let sections = outline.chapters.iter().flat_map(|chapter| &chapter.sections);
        let sentences = sections.flat_map(|section| &section.sentences);
        let claims: Vec<_> = sentences.filter(|s| claims_a_direction(s)).collect();
        assert!(claims.len() >= 6, "{} sentences claim a direction", claims.len());
        for sentence in claims {
            assert_ne!(words(sentence, "9"), words(sentence, "-9"), "{sentence:?}");
        }
    }

    #[test]
    fn the_outline_that_is_shipped_breaks_no_rule() {
        assert_eq!(check_outline(None).expect("an outline"), []);
    }

    #[test]
    fn a_violation_names_file_line_section_and_token() {
        let violation = Violation {
            file: "year.yaml".to_owned(),
            line: 13,
            section: "economy.industry".to_owned(),
            token: "10".to_owned(),
            rule: Rule::FreeNumber,
        };
        let expected = "year.yaml:13: economy.industry: 10: free number / 游离数字";
        assert_eq!(violation.to_string(), expected);
    }
}
