//! How a figure is printed: rounded, floored with 余, or as a bound with 以上.

use serde::Deserialize;

use super::exact::{Exact, Rounding, decimal, round};
use super::units::in_english;

/// How a figure is printed.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Print {
    /// Decimals of the number printed.
    pub decimals: u32,
    /// How it is rounded.
    pub rounding: Rounding,
    /// Prints the largest multiple that the value reaches, with 余 where it exceeds it; below the
    /// first, the value.
    pub floor_to: Option<i64>,
    /// Prints the largest of these that the value reaches, with 以上; below all, the value.
    pub at_least: Vec<Step>,
}

/// A step of a bound: a whole number, or a fraction written `200/3`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step(Exact);

impl<'de> Deserialize<'de> for Step {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Whole(i64),
            Fraction(String),
        }
        let fraction = |text: &str| {
            let (above, below) = text.split_once('/')?;
            let (above, below) = (above.trim().parse().ok()?, below.trim().parse().ok()?);
            (below > 0).then(|| Self(Exact::new(above, below)))
        };
        match Written::deserialize(input)? {
            Written::Whole(number) => Ok(Self(Exact::from_integer(i128::from(number)))),
            Written::Fraction(text) => fraction(&text).ok_or_else(|| {
                serde::de::Error::custom(format!("{text:?} is no fraction like 200/3"))
            }),
        }
    }
}

/// What parts of a hundred are called where the steps are fractions.
const FRACTIONS: [(i128, i128, &str, &str); 5] = [
    (25, 1, "四分之一", "a quarter"),
    (100, 3, "三分之一", "a third"),
    (50, 1, "一半", "half"),
    (200, 3, "三分之二", "two thirds"),
    (75, 1, "四分之三", "three quarters"),
];

/// A number as it is printed.
#[derive(Clone, Debug, PartialEq)]
pub struct Printed {
    /// The number itself, in decimal digits.
    pub value: String,
    /// With its unit, in Chinese.
    pub text: String,
    /// With its unit, in English.
    pub text_en: String,
}

impl Print {
    /// Prints an exact number.
    pub fn print(&self, exact: Exact, unit: &str, unit_en: &str) -> Printed {
        let whole = |number: i64| Exact::from_integer(i128::from(number));
        if let Some(step) = self.floor_to.filter(|step| *step > 0 && exact >= whole(*step)) {
            let floor = (exact / whole(step)).floor() * whole(step);
            let more = exact > floor;
            return printed(decimal(floor, 0), unit, unit_en, more, Bound::MoreThan);
        }
        let steps = self.at_least.iter().map(|step| step.0);
        if let Some(bound) = steps.filter(|bound| exact >= *bound).max() {
            return self.bounded(bound, unit, unit_en);
        }
        let rounded = round(exact, self.decimals, self.rounding);
        let decimals = if exact.is_integer() { 0 } else { self.decimals };
        printed(decimal(rounded, decimals), unit, unit_en, false, Bound::MoreThan)
    }

    /// Prints the step that was reached; all of a hundred is no bound.
    fn bounded(&self, bound: Exact, unit: &str, unit_en: &str) -> Printed {
        let value = if bound.is_integer() {
            decimal(bound, 0)
        } else {
            decimal(round(bound, 2, Rounding::HalfUp), 2)
        };
        let in_fractions = self.at_least.iter().any(|step| !step.0.is_integer());
        let called =
            FRACTIONS.iter().find(|(above, below, ..)| Exact::new(*above, *below) == bound);
        if let (true, Some((_, _, zh, en))) = (in_fractions, called) {
            return Printed {
                value, text: format!("{zh}以上"), text_en: format!("at least {en}")
            };
        }
        let all = unit_en == "%" && bound == Exact::from_integer(100);
        printed(value, unit, unit_en, !all, Bound::AtLeast)
    }
}

#[derive(Clone, Copy)]
enum Bound {
    MoreThan,
    AtLeast,
}

fn printed(value: String, unit: &str, unit_en: &str, bounded: bool, bound: Bound) -> Printed {
    let english = in_english(&value, unit_en);
    let (text, text_en) = match (bounded, bound) {
        (false, _) => (format!("{value}{unit}"), english),
        (true, Bound::MoreThan) => (format!("{value}余{unit}"), format!("more than {english}")),
        (true, Bound::AtLeast) => (format!("{value}{unit}以上"), format!("at least {english}")),
    };
    Printed { value, text, text_en }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_floored_figure_says_more_only_when_it_is_more() {
        let print = Print { floor_to: Some(10), ..Print::default() };
        let text = |number| print.print(Exact::from_integer(number), "人次", "visits").text;
        assert_eq!(text(2294), "2290余人次");
        assert_eq!(text(2290), "2290人次");
        assert_eq!(text(0), "0人次");
        assert_eq!(text(7), "7人次", "seven are not \"more than none\"");
        assert_eq!(text(10), "10人次");
    }

    #[test]
    fn a_bound_prints_the_largest_step_reached() {
        let print = steps("[1, 2, 3, 5, 10]");
        assert_eq!(print.print(Exact::new(34, 10), "%", "%").text, "3%以上");
        assert_eq!(print.print(Exact::new(1, 2), "%", "%").text, "1%");
        assert_eq!(steps("[90, 100]").print(Exact::from_integer(100), "%", "%").text, "100%");
    }

    #[test]
    fn a_bound_in_fractions_is_said_in_words_and_compared_exactly() {
        let print = steps("[50, 200/3, 75]");
        let said = |number: Exact| {
            let printed = print.print(number, "%", "%");
            (printed.value, printed.text)
        };
        let (value, text) = said(Exact::new(200, 3));
        assert_eq!((value.as_str(), text.as_str()), ("66.67", "三分之二以上"));
        assert_eq!(said(Exact::new(6_666, 100)).1, "一半以上");
        assert_eq!(said(Exact::from_integer(40)).1, "40%");
    }

    fn steps(steps: &str) -> Print {
        serde_saphyr::from_str(&format!("at_least: {steps}")).expect("steps")
    }
}
