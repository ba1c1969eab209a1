//! How a figure is printed: rounded, floored with 余, or as a bound with 以上.

use serde::Deserialize;

use super::exact::{Exact, Rounding, decimal, round};

/// How a figure is printed.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Print {
    /// Decimals of the number printed.
    pub decimals: u32,
    /// How it is rounded.
    pub rounding: Rounding,
    /// Prints the largest multiple that the value reaches, with 余 where it exceeds it.
    pub floor_to: Option<i64>,
    /// Prints the largest of these that the value reaches, with 以上; below all, the value.
    pub at_least: Vec<i64>,
}

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
        if let Some(step) = self.floor_to.filter(|step| *step > 0 && exact > whole(0)) {
            let floor = (exact / whole(step)).floor() * whole(step);
            let more = exact > floor;
            return printed(decimal(floor, 0), unit, unit_en, more, Bound::MoreThan);
        }
        let reached = self.at_least.iter().filter(|bound| exact >= whole(**bound)).max();
        if let Some(bound) = reached {
            return printed(bound.to_string(), unit, unit_en, true, Bound::AtLeast);
        }
        let rounded = round(exact, self.decimals, self.rounding);
        let decimals = if exact.is_integer() { 0 } else { self.decimals };
        printed(decimal(rounded, decimals), unit, unit_en, false, Bound::MoreThan)
    }
}

#[derive(Clone, Copy)]
enum Bound {
    MoreThan,
    AtLeast,
}

fn printed(value: String, unit: &str, unit_en: &str, bounded: bool, bound: Bound) -> Printed {
    let gap = if unit_en == "%" { "" } else { " " };
    let (text, text_en) = match (bounded, bound) {
        (false, _) => (format!("{value}{unit}"), format!("{value}{gap}{unit_en}")),
        (true, Bound::MoreThan) => {
            (format!("{value}余{unit}"), format!("more than {value}{gap}{unit_en}"))
        }
        (true, Bound::AtLeast) => {
            (format!("{value}{unit}以上"), format!("at least {value}{gap}{unit_en}"))
        }
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
    }

    #[test]
    fn a_bound_prints_the_largest_step_reached() {
        let print = Print { at_least: vec![1, 2, 3, 5, 10], ..Print::default() };
        assert_eq!(print.print(Exact::new(34, 10), "%", "%").text, "3%以上");
        assert_eq!(print.print(Exact::new(1, 2), "%", "%").text, "1%");
    }
}
