//! Sentences: which wording holds, by conditions over figures as printed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use minijinja::value::{Rest, Value};
use minijinja::{Environment, Error, ErrorKind};
use proto::figure::v1::Figure;
use proto::report::v1::{Heading, Span};

use super::decimal::Decimal;
use super::directions::{Direction, direction};
use super::evidence::Question;
use super::tokens::{Facts, Text, is_code};

/// What a condition may ask.
const QUESTIONS: [&str; 9] =
    ["declared", "has", "value", "compared", "up", "down", "flat", "since", "same_print"];

/// What a condition asks of one figure.
type Answered = fn(&Figure) -> bool;

/// A sentence in all its wordings.
#[derive(Clone, Debug)]
pub(crate) struct Sentence {
    /// The first whose condition holds is printed.
    pub(crate) wordings: Vec<Wording>,
    /// Printed when every figure that the wordings print is zero.
    pub(crate) none: Option<Text>,
    /// Printed when no wording both holds and has all its figures.
    pub(crate) missing: Option<Text>,
    /// A footnote to it, where its own figures have values.
    pub(crate) note: Option<Text>,
    /// Whether it begins a paragraph.
    pub(crate) begins: bool,
    /// The headings above it.
    pub(crate) headings: Vec<Heading>,
}

/// One wording and its condition; without one it always holds.
#[derive(Clone, Debug)]
pub(crate) struct Wording {
    pub(crate) when: Option<String>,
    pub(crate) say: Text,
}

impl Sentence {
    /// Every text of the sentence.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &Text> {
        let said = self.wordings.iter().map(|wording| &wording.say);
        said.chain(&self.none).chain(&self.missing).chain(&self.note)
    }

    /// What must be asked to print it, besides values.
    pub(crate) fn questions(&self) -> impl Iterator<Item = Question> {
        self.texts().flat_map(Text::questions)
    }

    /// The codes of the figures that the sentence prints or asks about.
    pub(crate) fn codes(&self) -> BTreeSet<&str> {
        let asked = self.wordings.iter().filter_map(|wording| wording.when.as_deref());
        // A code in a condition stands between quotes.
        let asked = asked.flat_map(|when| when.split(['"', '\'']).filter(|part| is_code(part)));
        self.texts().flat_map(Text::codes).chain(asked).collect()
    }

    /// Prints the wording that holds; nothing where none does and nothing is said instead.
    pub(crate) fn print(&self, facts: &Facts<'_>, conditions: &Conditions) -> Option<Vec<Span>> {
        let holds = |wording: &&Wording| match &wording.when {
            None => true,
            Some(when) => conditions.hold(when),
        };
        let none = self.none.as_ref().filter(|_| self.counts_nothing(facts));
        let mut wordings = self.wordings.iter().filter(holds);
        let said = match none {
            Some(none) => none.print(facts),
            None => wordings.find_map(|wording| wording.say.print(facts)),
        };
        let said = said.or_else(|| self.missing.as_ref()?.print(facts));
        let mut spans = said.filter(|spans| !spans.is_empty())?;
        let note = self.note.as_ref().and_then(|note| note.print(facts));
        if let (Some(note), Some(last)) = (note, spans.last_mut()) {
            last.note = note.into_iter().map(|span| span.text).collect();
        }
        Some(spans)
    }

    /// Whether its wordings print figures, and every one of them is zero.
    fn counts_nothing(&self, facts: &Facts<'_>) -> bool {
        let said = self.wordings.iter().flat_map(|wording| wording.say.codes());
        let codes: BTreeSet<_> = said.collect();
        !codes.is_empty() && codes.into_iter().all(|code| is_zero(facts.figures.get(code)))
    }
}

/// Whether a figure has a value and it is zero.
pub(super) fn is_zero(figure: Option<&Figure>) -> bool {
    let value = figure.and_then(|figure| figure.value.as_deref()).and_then(Decimal::parse);
    value.is_some_and(|value| value.equals(Decimal::whole(0)))
}

/// Evaluates conditions over the figures of a report.
pub(crate) struct Conditions(Environment<'static>);

impl Conditions {
    pub(crate) fn new(figures: Arc<BTreeMap<String, Figure>>) -> Self {
        let mut environment = Environment::empty();
        let known = Arc::clone(&figures);
        environment.add_function("value", move |code: &str| match known.get(code) {
            Some(figure) => comparable(figure),
            None => Err(Error::new(ErrorKind::InvalidOperation, format!("no figure {code}"))),
        });
        let questions: [(&str, Answered); 4] = [
            ("declared", |_| true),
            ("has", |figure| figure.value.is_some()),
            ("compared", |figure| direction(figure).is_some()),
            ("since", |figure| !figure.since_date.is_empty()),
        ];
        for (name, question) in questions {
            let figures = Arc::clone(&figures);
            environment
                .add_function(name, move |code: &str| figures.get(code).is_some_and(question));
        }
        let known = Arc::clone(&figures);
        environment.add_function("same_print", move |codes: Rest<String>| {
            let mut printed = codes.iter().map(|code| printed(known.get(code)?));
            let first = printed.next().flatten();
            first.is_some() && printed.all(|text| text == first)
        });
        let directions =
            [("up", Direction::Up), ("down", Direction::Down), ("flat", Direction::Flat)];
        for (name, wanted) in directions {
            let figures = Arc::clone(&figures);
            environment.add_function(name, move |code: &str| {
                figures.get(code).and_then(direction) == Some(wanted)
            });
        }
        Self(environment)
    }

    /// Says what is wrong with a condition, if anything is.
    pub(crate) fn check(when: &str) -> Result<(), String> {
        let conditions = Self::new(Arc::default());
        let expression = conditions.0.compile_expression(when).map_err(|e| format!("{e:#}"))?;
        let asked = expression.undeclared_variables(false);
        match asked.iter().find(|name| !QUESTIONS.contains(&name.as_str())) {
            Some(name) => {
                let known = QUESTIONS.join(", ");
                Err(format!("a condition cannot ask {name}; it can ask {known}"))
            }
            None => Ok(()),
        }
    }

    /// Whether a condition holds; one about a value that is missing does not.
    fn hold(&self, when: &str) -> bool {
        let holds = self.0.compile_expression(when).and_then(|asked| asked.eval(()));
        match holds {
            Ok(answer) => answer.is_true(),
            Err(cause) => {
                tracing::debug!(when, %cause, "a condition cannot be answered");
                false
            }
        }
    }
}

/// A figure as it prints itself; nothing where it has no value.
fn printed(figure: &Figure) -> Option<&str> {
    figure.value.as_ref().map(|_| figure.text.as_str())
}

/// A figure as a condition compares it.
fn comparable(figure: &Figure) -> Result<Value, Error> {
    let text = figure.value.as_deref().unwrap_or_default();
    let wrong = || Error::new(ErrorKind::InvalidOperation, format!("{text} is no number"));
    let number = Decimal::parse(text).ok_or_else(wrong)?;
    match number.as_whole() {
        Some(whole) => Ok(Value::from(whole)),
        // Literals of the expression language are binary as well, and rounding keeps order: up to
        // fifteen digits the comparison is right. What is printed never passes through here.
        None => text.parse::<f64>().map(Value::from).map_err(|_| wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens::samples::with_facts;
    use super::*;

    fn figure(code: &str, value: &str, growth: &str) -> (String, Figure) {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let (value, growth) = (some(value), some(growth));
        let text = format!("{}家", value.as_deref().unwrap_or_default());
        let code = code.to_owned();
        (code.clone(), Figure { code, value, growth, text, ..Figure::default() })
    }

    fn figures() -> Arc<BTreeMap<String, Figure>> {
        Arc::new(BTreeMap::from([
            figure("a.more", "9", "12.5"),
            figure("a.less", "3.5", "-0.2"),
            figure("a.same", "0", "0.0"),
            figure("a.none", "", ""),
        ]))
    }

    fn holds(when: &str) -> bool {
        Conditions::check(when).expect("a condition");
        Conditions::new(figures()).hold(when)
    }

    #[test]
    fn conditions_ask_for_values_and_directions() {
        assert!(holds(r#"has("a.more") and not has("a.none") and not has("a.other")"#));
        assert!(holds(r#"value("a.more") > 8 and value("a.less") == 3.5"#));
        assert!(holds(r#"value("a.less") < value("a.more")"#));
        assert!(holds(r#"up("a.more") and down("a.less") and flat("a.same")"#));
        assert!(!holds(r#"down("a.more") or flat("a.none") or up("a.none")"#));
        assert!(holds(r#"compared("a.same") and not compared("a.none") and not since("a.more")"#));
        assert!(holds("true"));
        assert!(holds(r#"declared("a.none") and not declared("a.other")"#));
        assert!(holds(r#"same_print("a.more", "a.more") and not same_print("a.none", "a.none")"#));
        assert!(!holds(r#"same_print("a.more", "a.less")"#));
    }

    #[test]
    fn a_condition_about_a_missing_value_does_not_hold() {
        assert!(!holds(r#"value("a.none") < 5"#));
        assert!(!holds(r#"not value("a.none") > 5"#));
        assert!(holds(r#"not has("a.none") or value("a.none") > 5"#));
    }

    #[test]
    fn a_wrong_condition_is_refused() {
        assert!(Conditions::check("value(").is_err());
        assert!(Conditions::check(r#"sum("a.more")"#).expect_err("unknown").contains("sum"));
    }

    fn print(wordings: &[(Option<&str>, &str)], missing: Option<&str>) -> Option<String> {
        let text = |text: &str| Text::parse(text).expect("text");
        let wording = |(when, say): &(Option<&str>, &str)| Wording {
            when: when.map(ToOwned::to_owned),
            say: text(say),
        };
        let wordings = wordings.iter().map(wording).collect();
        let missing = missing.map(text);
        let sentence = Sentence {
            wordings,
            missing,
            none: Some(text("无")),
            note: None,
            begins: false,
            headings: Vec::new(),
        };
        let (figures, conditions) = (figures(), Conditions::new(figures()));
        let spans = with_facts(&figures, |facts| sentence.print(facts, &conditions))?;
        Some(spans.into_iter().map(|span| span.text).collect())
    }

    #[test]
    fn the_first_wording_that_holds_is_said() {
        let said = print(&[(Some(r#"down("a.more")"#), "收缩"), (None, "扩大到{a.more}")], None);
        assert_eq!(said.as_deref(), Some("扩大到9家"));
    }

    #[test]
    fn a_wording_without_its_figures_gives_way_to_the_next() {
        let said = print(&[(None, "有{a.none}"), (None, "另有{a.more}")], Some("未取得"));
        assert_eq!(said.as_deref(), Some("另有9家"));
    }

    #[test]
    fn what_counts_nothing_says_so() {
        assert_eq!(print(&[(None, "有{a.same}")], None).as_deref(), Some("无"));
        let both = print(&[(None, "有{a.same}、{a.more}")], None);
        assert_eq!(both.as_deref(), Some("有0家、9家"), "not all of it is zero");
        assert_eq!(print(&[(None, "有{a.none}")], None), None, "missing is not zero");
    }

    #[test]
    fn what_is_missing_is_said_or_nothing_is() {
        assert_eq!(print(&[(None, "有{a.none}")], Some("未取得")).as_deref(), Some("未取得"));
        assert_eq!(print(&[(None, "有{a.none}")], None), None);
        assert_eq!(print(&[(Some("false"), "有")], Some("")), None);
    }
}
