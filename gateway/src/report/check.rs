//! Checks an outline: names every number that is typed and every claim that no value chooses.

use std::fmt;
use std::path::Path;

use proto::report::v1::FreeNumber;

use super::Outline;
use super::outlines::shipped;

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
    /// The outline's file, or the name of one that is shipped.
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

/// Checks an outline. Names of registers may hold numerals, as 三合村 does; those of divisions are
/// always known.
///
/// # Errors
/// When the file cannot be read or is no outline; every fault is named with its line.
pub fn check_outline(file: &Path, names: &[String]) -> anyhow::Result<Vec<Violation>> {
    Outline::read_knowing(file, names).map(violations)
}

/// Checks every outline that is shipped: its name, and where it breaks a rule.
///
/// # Errors
/// Never, as a test holds.
pub fn check_shipped() -> anyhow::Result<Vec<(String, Vec<Violation>)>> {
    let named = |outline: Outline| (outline.name.clone(), violations(outline));
    Ok(shipped()?.into_iter().map(named).collect())
}

fn violations(outline: Outline) -> Vec<Violation> {
    let Outline { name, free_numbers, unbound_words, .. } = outline;
    let violation = |rule: Rule| {
        let name = name.clone();
        move |place: FreeNumber| {
            let FreeNumber { line, section, numeral } = place;
            Violation { file: name.clone(), line, section, token: numeral, rule }
        }
    };
    let numbers = free_numbers.into_iter().map(violation(Rule::FreeNumber));
    let words = unbound_words.into_iter().map(violation(Rule::UnboundWord));
    let mut found: Vec<_> = numbers.chain(words).collect();
    found.sort_by_key(|violation| violation.line);
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use proptest::prop_assert_ne;
    use proptest::test_runner::{Config, TestRunner};
    use proto::figure::v1::{Coverage, Figure};

    use super::super::forms::Form;
    use super::super::sentences::{Conditions, Sentence};
    use super::super::tokens::samples::with_facts;
    use super::super::tokens::{Piece, Token};
    use super::*;

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
        let conditions = Conditions::new(Arc::clone(&figures));
        let said = with_facts(&figures, |facts| sentence.print(facts, &conditions));
        let said = said.into_iter().flatten().map(|span| span.text).collect::<String>();
        said.chars().filter(|letter| !letter.is_ascii_digit() && !"-.".contains(*letter)).collect()
    }

    #[test]
    fn the_words_of_every_claim_turn_with_the_sign_of_the_value() {
        let outlines = shipped().expect("outlines");
        for outline in &outlines {
            let sections = outline.chapters.iter().flat_map(|chapter| &chapter.sections);
            let sentences = sections.flat_map(|section| &section.sentences);
            let claims: Vec<_> = sentences.filter(|s| claims_a_direction(s)).collect();
            let (name, count) = (&outline.name, claims.len());
            assert!(count >= 4, "{count} sentences of {name} claim a direction");
            for sentence in claims {
                turns(sentence);
            }
        }
    }

    /// Whatever the value, its opposite is said in other words.
    fn turns(sentence: &Sentence) {
        let values = (1..1_000_000_i64, 0..4_usize);
        let run =
            TestRunner::new(Config { cases: 24, ..Config::default() }).run(&values, |value| {
                let (units, places) = value;
                let digits = format!("{units:0>width$}", width = places + 1);
                let (whole, fraction) = digits.split_at(digits.len() - places);
                let point = if places > 0 { "." } else { "" };
                let moved = format!("{whole}{point}{fraction}");
                prop_assert_ne!(words(sentence, &moved), words(sentence, &format!("-{moved}")));
                Ok(())
            });
        assert_eq!(run, Ok(()), "{sentence:?}");
    }

    /// Words in the last part of a code whose zero says as much as any other number: shares,
    /// changes and times.
    const ZERO_SAYS: [&str; 10] = [
        "rate",
        "compliance",
        "coverage",
        "growth",
        "reduction",
        "progress",
        "completion",
        "saturation",
        "threshold",
        "days",
    ];

    /// What a sentence says where these figures are zero, and all others are not.
    fn with_zeros(sentence: &Sentence, zero: impl Fn(&str) -> bool, since: &str) -> String {
        let figure = |code: &str| {
            let ending = code.rsplit('.').next().unwrap_or_default();
            let speaks = ending.split('_').any(|word| ZERO_SAYS.contains(&word));
            let value = if zero(code) && !speaks { "0" } else { "7" };
            let figure = Figure {
                code: code.to_owned(),
                value: Some(value.to_owned()),
                unit: "家".to_owned(),
                text: format!("{value}家"),
                since_date: since.to_owned(),
                ..Figure::default()
            };
            (code.to_owned(), figure)
        };
        let figures = Arc::new(sentence.codes().into_iter().map(figure).collect());
        let conditions = Conditions::new(Arc::clone(&figures));
        let said = with_facts(&figures, |facts| sentence.print(facts, &conditions));
        said.into_iter().flatten().map(|span| span.text).collect()
    }

    #[test]
    fn no_sentence_prints_a_number_of_what_is_not_there() {
        for outline in &shipped().expect("outlines") {
            let sections = outline.chapters.iter().flat_map(|chapter| &chapter.sections);
            for sentence in sections.flat_map(|section| &section.sentences) {
                for since in ["", "2021-03-01"] {
                    let all = with_zeros(sentence, |_| true, since);
                    assert!(!all.contains("0家"), "{}: {all}", outline.name);
                    for none in sentence.codes() {
                        let said = with_zeros(sentence, |code| code == none, since);
                        assert!(!said.contains("0家"), "{}: without {none}: {said}", outline.name);
                    }
                }
            }
        }
    }

    #[test]
    fn the_outlines_that_are_shipped_break_no_rule() {
        for (name, violations) in check_shipped().expect("outlines") {
            assert_eq!(violations, [], "{name}");
        }
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
