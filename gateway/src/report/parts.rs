//! Parts side by side, each by its name: those that are zero are passed over.

use proto::report::v1::Span;

use super::forms::Form;
use super::language::Language;
use super::sentences::is_zero;
use super::tokens::{Facts, is_code, words_of};

/// Figures by the names that a sentence gives them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parts {
    /// Whether they are parts of a whole that stands before them.
    of_whole: bool,
    /// Names, which may be empty, and codes.
    named: Vec<(String, String)>,
}

impl Parts {
    /// Reads `国家级=code:省级=code`, the parts of a whole that stands before it.
    pub(super) fn of_which(whole: &str, parts: &str) -> Result<Self, String> {
        if !is_code(whole) {
            return Err(format!("no such token: {{{whole}|of_which:{parts}}}"));
        }
        Ok(Self { of_whole: true, named: read(parts)? })
    }

    /// Reads the same of parts that stand by themselves.
    pub(super) fn list(parts: &str) -> Result<Self, String> {
        Ok(Self { of_whole: false, named: read(parts)? })
    }

    /// The codes of the figures.
    pub(super) fn codes(&self) -> impl Iterator<Item = &str> {
        self.named.iter().map(|(_, code)| code.as_str())
    }

    /// The words that stand before the figures.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.named.iter().map(|(name, _)| name.as_str())
    }

    /// The parts that are not zero; nothing where there are none.
    pub(super) fn print(&self, facts: &Facts<'_>) -> Option<Vec<Span>> {
        let language = facts.language;
        let mut spans = Vec::new();
        for (name, code) in &self.named {
            let figure = facts.figures.get(code).filter(|figure| !is_zero(Some(figure)));
            let Some(text) = figure.and_then(|figure| Form::Plain.print(figure, facts)) else {
                continue;
            };
            let lead = match (self.of_whole, language) {
                (true, Language::Chinese) => "其中",
                (true, Language::English) => "of which ",
                (false, _) => "",
            };
            let joint = if spans.is_empty() { lead } else { language.pick("、", ", ") };
            let gap = if name.is_empty() { "" } else { language.pick("", " ") };
            // An English list has the number before the word: 3 villages new, 20 villages so far.
            let (before, behind) = match (self.of_whole, language) {
                (false, Language::English) => (joint.to_owned(), format!("{gap}{name}")),
                _ => (format!("{joint}{name}{gap}"), String::new()),
            };
            let figure = Span { text, code: code.clone(), ..Span::default() };
            let said = |words: String| (!words.is_empty()).then(|| words_of(&words));
            spans.extend(said(before).into_iter().chain([figure]).chain(said(behind)));
        }
        (!spans.is_empty()).then_some(spans)
    }
}

fn read(parts: &str) -> Result<Vec<(String, String)>, String> {
    let named = |part: &str| match part.split_once('=') {
        Some((name, code)) if is_code(code) => Ok((name.to_owned(), code.to_owned())),
        _ => Err(format!("parts are name=code, not {part:?}")),
    };
    parts.split(':').map(named).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proto::figure::v1::Figure;

    use super::super::evidence::Evidence;
    use super::super::language::Language;
    use super::super::tokens::Text;
    use super::super::tokens::samples::with_evidence;

    fn print(text: &str) -> Option<String> {
        print_in(Language::Chinese, text)
    }

    fn print_in(language: Language, text: &str) -> Option<String> {
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

    #[test]
    fn parts_of_a_whole_are_named_unless_they_are_zero() {
        let said = print("新增{a.b}，{a.b|of_which:国家级=a.d:省级=a.e}。");
        assert_eq!(said.as_deref(), Some("新增9家，其中国家级7家。"));
        assert_eq!(print("{a.b|of_which:省级=a.e:市级=a.c}"), None);
        let text = Text::parse("{a.b|of_which:国家级=a.d:省级=a.e}").expect("text");
        assert_eq!(text.codes().collect::<Vec<_>>(), ["a.d", "a.e"]);
    }

    #[test]
    fn what_stands_side_by_side_is_named_unless_it_is_zero() {
        assert_eq!(
            print("新添{list:甲=a.b:乙=a.e:丙=a.d}。").as_deref(),
            Some("新添甲9家、丙7家。")
        );
        assert_eq!(print("{list:=a.b:=a.d}").as_deref(), Some("9家、7家"));
        assert_eq!(print("{list:甲=a.e:乙=a.c}"), None);
        let english = print_in(Language::English, "{list:new=a.b:none=a.e:so far=a.d}.");
        assert_eq!(english.as_deref(), Some("9家 new, 7家 so far."));
        assert!(Text::parse("{list:甲}").is_err());
    }
}
