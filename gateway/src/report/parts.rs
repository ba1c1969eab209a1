//! Parts side by side, each by its name: those that are zero are passed over.

use proto::report::v1::Span;

use super::forms::Form;
use super::language::Language;
use super::sentences::is_zero;
use super::tokens::{Facts, is_code, printed, words_of};

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
        let named = read(parts)?;
        if named.iter().any(|(name, _)| name.is_empty()) {
            return Err(format!("of_which takes name=code, not {parts:?}"));
        }
        Ok(Self { of_whole: true, named })
    }

    /// Reads the same of parts that stand by themselves, which need no names.
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
            if is_zero(facts.figures.get(code)) {
                continue;
            }
            let Some(figure) = printed(code, &Form::Plain, facts) else { continue };
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

    use proto::figure::v1::{Coverage, Figure};

    use super::super::language::Language;
    use super::super::tokens::Text;
    use super::super::tokens::samples::{said, with_facts};

    fn print(text: &str) -> Option<String> {
        said(Language::Chinese, text)
    }

    #[test]
    fn parts_of_a_whole_are_named_unless_they_are_zero() {
        let text = print("新增{a.b}，{a.b|of_which:国家级=a.d:省级=a.e}。");
        assert_eq!(text.as_deref(), Some("新增9家，其中国家级7家。"));
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
        let english = said(Language::English, "{list:new=a.b:none=a.e:so far=a.d}.");
        assert_eq!(english.as_deref(), Some("9家 new, 7家 so far."));
        assert!(Text::parse("{list:甲}").is_err());
        assert!(Text::parse("{a.b|of_which:=a.d}").is_err(), "a part of a whole has a name");
    }
    #[test]
    fn a_part_carries_the_caveat_of_its_figure() {
        let (unit, unit_en) = ("份".to_owned(), "returns".to_owned());
        let coverage = Some(Coverage { covered: 5, due: 11, unit, unit_en, limit_percent: 75 });
        let (value, text) = (Some("9".to_owned()), "9家".to_owned());
        let figures = BTreeMap::from([(
            "a.b".to_owned(),
            Figure { value, text, coverage, ..Figure::default() },
        )]);
        let text = Text::parse("{list:甲=a.b}").expect("text");
        let spans = with_facts(&figures, |facts| text.print(facts)).expect("spans");
        assert!(spans[1].note.contains("75%"), "{spans:?}");
    }
}
