//! How a figure is printed: words that claim a direction are chosen by the value as printed.

use proto::figure::v1::{Dimension, Figure};

use super::chinese::{in_chinese, quantity};
use super::decimal::Decimal;
use super::directions::{is_rate, print_change, print_difference, print_fall, print_points};
use super::evidence::Question;
use super::extremes::{End, extreme};
use super::language::{Language, month_name};
use super::lists::Names;
use super::tokens::Facts;

/// How a figure is printed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Form {
    /// As the figure prints itself.
    Plain,
    /// `num`: the number without its unit
    Number,
    /// `change`: 增长, 下降 or 基本持平
    Change,
    /// `diff`: 增加, 减少 or 持平
    Difference,
    /// `pp`: the change of a rate in percentage points
    Points,
    /// `full:甲:乙`: the first at exactly 100, else the second and the figure
    Full { yes: String, no: String },
    /// `all`: 全部 at exactly 100, else 有97.2%
    All,
    /// `shorter`: 缩短, 延长 or 与基期相同, of a figure that is a reduction itself
    Shorter,
    /// `less`: 减少, 增加 or 持平, of a figure that is a reduction itself
    Less,
    /// `ordinal:场`: 首场, 第3场
    Ordinal(String),
    /// `place`: 第一位, 第十二位
    Place,
    /// `zh`: 三大, 两个
    Chinese,
    /// `since`: the day that the figure counts from
    Since,
    /// `last_year`: the same period of last year
    LastYear,
    /// `coverage`: how much of what should be there is there
    Coverage,
    /// `{months:code}`: the months that the facts counted cover
    Months,
    /// `most`, `least`: the townships that have most or least of it
    Extreme(End),
    /// `names:field:10`: what the records that it counts are called
    Names(Names),
}

impl Form {
    /// Reads what stands behind the bar.
    pub(crate) fn parse(form: &str) -> Result<Self, String> {
        let parts: Vec<_> = form.split(':').collect();
        Ok(match parts.as_slice() {
            ["num"] => Self::Number,
            ["change"] => Self::Change,
            ["diff"] => Self::Difference,
            ["pp"] => Self::Points,
            ["full", yes, no] => Self::Full { yes: (*yes).to_owned(), no: (*no).to_owned() },
            ["ordinal", measure] => Self::Ordinal((*measure).to_owned()),
            ["all"] => Self::All,
            ["shorter"] => Self::Shorter,
            ["less"] => Self::Less,
            ["place"] => Self::Place,
            ["zh"] => Self::Chinese,
            ["since"] => Self::Since,
            ["last_year"] => Self::LastYear,
            ["coverage"] => Self::Coverage,
            ["most"] => Self::Extreme(End::Most),
            ["least"] => Self::Extreme(End::Least),
            ["names", rest @ ..] => Self::Names(Names::parse(rest)?),
            _ => return Err(format!("no such form of a figure: |{form}")),
        })
    }

    /// What must be asked to print a figure in this form.
    pub(crate) fn question(&self, code: &str) -> Option<Question> {
        match self {
            Self::Extreme(_) => {
                let (code, by) = (code.to_owned(), Dimension::Township);
                Some(Question::Parts { code, by, last_year: false })
            }
            Self::Names(names) => Some(names.question(code)),
            _ => None,
        }
    }

    /// Prints the figure; nothing where it has no such value.
    pub(crate) fn print(&self, figure: &Figure, facts: &Facts<'_>) -> Option<String> {
        let (value, language) = (figure.value.as_deref(), facts.language);
        let text = || language.prefer(&figure.text, &figure.text_en);
        match self {
            Self::Plain => value.map(|_| text().to_owned()),
            Self::Number => value.map(ToOwned::to_owned),
            Self::Change => print_change(figure, language),
            Self::Difference if is_rate(figure) => print_points(figure, language),
            Self::Difference => print_difference(figure, language),
            Self::Points => is_rate(figure).then(|| print_points(figure, language))?,
            Self::Full { yes, no } => {
                Some(if is_full(value?)? { yes.clone() } else { format!("{no}{}", text()) })
            }
            Self::All => Some(all(is_full(value?)?, text(), language)),
            Self::Shorter => print_fall(figure, language, shorter(language)),
            Self::Less => print_fall(figure, language, less(language)),
            Self::Ordinal(measure) => ordinal(value?, measure, language),
            Self::Place => place(value?, language),
            Self::Chinese => counted(figure, language),
            Self::Since => figure.since_date.parse().ok().map(|day| language.day(day)),
            Self::LastYear => language.last_year(figure),
            Self::Coverage => figure.coverage.as_ref().map(|part| language.coverage(part)),
            Self::Months => print_months(figure, facts),
            Self::Extreme(end) => extreme(*end, figure, facts),
            Self::Names(names) => names.print(figure, facts),
        }
    }
}

fn is_full(value: &str) -> Option<bool> {
    Some(Decimal::parse(value)?.equals(Decimal::whole(100)))
}

fn all(full: bool, text: &str, language: Language) -> String {
    match (full, language) {
        (true, _) => language.pick("全部", "all").to_owned(),
        (false, Language::Chinese) => format!("有{text}"),
        (false, Language::English) => text.to_owned(),
    }
}

const fn shorter(language: Language) -> [&'static str; 3] {
    match language {
        Language::Chinese => ["缩短", "延长", "与基期相同"],
        Language::English => ["shorter by ", "longer by ", "as long as before"],
    }
}

const fn less(language: Language) -> [&'static str; 3] {
    match language {
        Language::Chinese => ["减少", "增加", "持平"],
        Language::English => ["down ", "up ", "unchanged"],
    }
}

fn ordinal(value: &str, measure: &str, language: Language) -> Option<String> {
    let number = Decimal::parse(value)?.as_whole()?;
    Some(match (number, language) {
        (1, Language::Chinese) => format!("首{measure}"),
        (_, Language::Chinese) => format!("第{number}{measure}"),
        (_, Language::English) => format!("{} {measure}", in_order(number)),
    })
}

fn place(value: &str, language: Language) -> Option<String> {
    let place = Decimal::parse(value)?.as_whole()?;
    match language {
        Language::Chinese => Some(format!("第{}位", in_chinese(place)?)),
        Language::English => Some(in_order(place)),
    }
}

/// 1st, 2nd, 3rd, 4th, 11th, 21st
fn in_order(number: i128) -> String {
    let ending = match (number % 10, number % 100) {
        (1, tens) if tens != 11 => "st",
        (2, tens) if tens != 12 => "nd",
        (3, tens) if tens != 13 => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

fn counted(figure: &Figure, language: Language) -> Option<String> {
    let value = figure.value.as_deref()?;
    match language {
        Language::Chinese => {
            let count = Decimal::parse(value)?.as_whole()?;
            Some(format!("{}{}", quantity(count)?, figure.unit))
        }
        Language::English => Some(language.with_unit(value, figure)),
    }
}

fn print_months(figure: &Figure, facts: &Facts<'_>) -> Option<String> {
    let last: jiff::civil::Date = figure.last_covered_date.parse().ok()?;
    let (from, to) = (facts.period.first.month(), last.month());
    Some(match (facts.language, from == to) {
        (Language::Chinese, true) => format!("{to}月"),
        (Language::Chinese, false) => format!("{from}-{to}月"),
        (Language::English, true) => month_name(to).to_owned(),
        (Language::English, false) => format!("{} to {}", month_name(from), month_name(to)),
    })
}

#[cfg(test)]
mod tests;
