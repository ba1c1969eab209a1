//! How a figure is printed: words that claim a direction are chosen by the value as printed.

use proto::figure::v1::Figure;

use super::chinese::{in_chinese, quantity};
use super::decimal::Decimal;
use super::directions::{is_rate, print_change, print_difference, print_fall, print_points};
use crate::periods::{Period, day_zh};

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
            _ => return Err(format!("no such form of a figure: |{form}")),
        })
    }

    /// Prints the figure; nothing where it has no such value.
    pub(crate) fn print(&self, figure: &Figure, period: &Period) -> Option<String> {
        let value = figure.value.as_deref();
        match self {
            Self::Plain => value.map(|_| figure.text.clone()),
            Self::Number => value.map(ToOwned::to_owned),
            Self::Change => print_change(figure),
            Self::Difference if is_rate(figure) => print_points(figure),
            Self::Difference => print_difference(figure),
            Self::Points => is_rate(figure).then(|| print_points(figure))?,
            Self::Full { yes, no } if is_full(value?)? => Some(yes.clone()),
            Self::Full { yes: _, no } => Some(format!("{no}{}", figure.text)),
            Self::All if is_full(value?)? => Some("全部".to_owned()),
            Self::All => Some(format!("有{}", figure.text)),
            Self::Shorter => print_fall(figure, ["缩短", "延长", "与基期相同"]),
            Self::Less => print_fall(figure, ["减少", "增加", "持平"]),
            Self::Ordinal(measure) => Some(match Decimal::parse(value?)?.as_whole()? {
                1 => format!("首{measure}"),
                place => format!("第{place}{measure}"),
            }),
            Self::Place => {
                let place = Decimal::parse(value?)?.as_whole()?;
                Some(format!("第{}位", in_chinese(place)?))
            }
            Self::Chinese => {
                let count = Decimal::parse(value?)?.as_whole()?;
                Some(format!("{}{}", quantity(count)?, figure.unit))
            }
            Self::Since => figure.since_date.parse().ok().map(day_zh),
            Self::LastYear => {
                figure.same_period_last_year.as_ref().map(|last| format!("{last}{}", figure.unit))
            }
            Self::Coverage => figure.coverage.as_ref().map(|coverage| {
                let (due, covered, unit) = (coverage.due, coverage.covered, &coverage.unit);
                format!("应有{due}{unit}、实有{covered}{unit}")
            }),
            Self::Months => print_months(figure, period),
        }
    }
}

fn is_full(value: &str) -> Option<bool> {
    Some(Decimal::parse(value)?.equals(Decimal::whole(100)))
}

fn print_months(figure: &Figure, period: &Period) -> Option<String> {
    let last: jiff::civil::Date = figure.last_covered_date.parse().ok()?;
    let (from, to) = (period.first.month(), last.month());
    Some(if from == to { format!("{to}月") } else { format!("{from}-{to}月") })
}

#[cfg(test)]
mod tests {
    use super::super::directions::{Direction, direction};
    use super::*;

    /// Nine enterprises, four last year.
    fn sample() -> Figure {
        Figure {
            code: "industry.above_scale.new".to_owned(),
            value: Some("9".to_owned()),
            unit: "家".to_owned(),
            text: "9家".to_owned(),
            same_period_last_year: Some("4".to_owned()),
            growth: Some("125.0".to_owned()),
            since_date: "2021-03-01".to_owned(),
            last_covered_date: "2023-11-30".to_owned(),
            ..Figure::default()
        }
    }

    fn rate(value: &str, last: &str) -> Figure {
        Figure {
            code: "ecology.air.good_days_rate".to_owned(),
            value: Some(value.to_owned()),
            unit: "%".to_owned(),
            text: format!("{value}%"),
            same_period_last_year: Some(last.to_owned()),
            growth: Some("1.3".to_owned()),
            ..Figure::default()
        }
    }

    fn print(form: &str, figure: &Figure) -> Option<String> {
        let today = jiff::civil::date(2024, 1, 31);
        let period = Period::parse_on("2023", None, today).expect("a period");
        let form = if form == "months" { Form::Months } else { Form::parse(form).expect("a form") };
        form.print(figure, &period)
    }

    fn printed(form: &str, figure: &Figure) -> String {
        print(form, figure).expect("a value")
    }

    #[test]
    fn a_change_takes_its_word_from_the_sign_of_the_printed_growth() {
        let grown = |growth: &str| {
            let figure = Figure { growth: Some(growth.to_owned()), ..sample() };
            (printed("change", &figure), direction(&figure).expect("a direction"))
        };
        assert_eq!(grown("12.0"), ("增长12.0%".to_owned(), Direction::Up));
        assert_eq!(grown("-12.0"), ("下降12.0%".to_owned(), Direction::Down));
        assert_eq!(grown("0.0"), ("基本持平".to_owned(), Direction::Flat));
        assert_eq!(grown("-0.0"), ("基本持平".to_owned(), Direction::Flat));
    }

    #[test]
    fn a_growth_figure_is_a_change_itself() {
        let grown = |value: &str| {
            let code = "industry.trade.growth".to_owned();
            printed("change", &Figure { code, ..rate(value, "8") })
        };
        assert_eq!(grown("12"), "增长12%");
        assert_eq!(grown("-3"), "下降3%");
        assert_eq!(grown("0"), "基本持平");
    }

    #[test]
    fn a_rate_changes_by_points_only() {
        assert_eq!(print("change", &rate("94.7", "93.5")), None);
        assert_eq!(printed("pp", &rate("94.7", "93.5")), "提高1.2个百分点");
        assert_eq!(printed("diff", &rate("93.5", "94.7")), "下降1.2个百分点");
        assert_eq!(printed("pp", &rate("94.7", "94.70")), "持平");
        assert_eq!(direction(&rate("93.5", "94.7")), Some(Direction::Down));
        assert_eq!(print("pp", &sample()), None);
    }

    #[test]
    fn a_difference_has_a_word_and_a_unit() {
        let than = |last: &str| {
            let same_period_last_year = Some(last.to_owned());
            printed("diff", &Figure { same_period_last_year, ..sample() })
        };
        assert_eq!(than("4"), "增加5家");
        assert_eq!(than("11"), "减少2家");
        assert_eq!(than("9"), "持平");
    }

    #[test]
    fn full_is_said_at_exactly_one_hundred() {
        let full = |value: &str| printed("full:实现全覆盖:覆盖率为", &rate(value, "90"));
        assert_eq!(full("100"), "实现全覆盖");
        assert_eq!(full("100.0"), "实现全覆盖");
        assert_eq!(full("99.9"), "覆盖率为99.9%");
    }

    #[test]
    fn a_reduction_takes_its_word_from_its_own_sign() {
        let cut = |value: &str, text: &str| {
            let text = text.to_owned();
            let cut = Figure { text, ..rate(value, "0") };
            (printed("shorter", &cut), printed("less", &cut))
        };
        let said = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(cut("66.67", "三分之二以上"), said("缩短三分之二以上", "减少三分之二以上"));
        assert_eq!(cut("-3.0", "-3.0%"), said("延长3.0%", "增加3.0%"));
        assert_eq!(cut("0.0", "0.0%"), said("与基期相同", "持平"));
    }

    #[test]
    fn all_places_and_chinese_numerals_follow_the_value() {
        assert_eq!(printed("all", &rate("100.0", "90")), "全部");
        assert_eq!(printed("all", &rate("97.2", "90")), "有97.2%");
        let of = |value: &str, form: &str| {
            let (value, unit) = (Some(value.to_owned()), "个".to_owned());
            print(form, &Figure { value, unit, ..sample() })
        };
        assert_eq!(of("1", "place").as_deref(), Some("第一位"));
        assert_eq!(of("2", "place").as_deref(), Some("第二位"));
        assert_eq!(of("2", "zh").as_deref(), Some("两个"));
        assert_eq!(of("4", "zh").as_deref(), Some("四个"));
        assert_eq!(of("2.5", "zh"), None);
    }

    #[test]
    fn an_ordinal_says_first_for_one() {
        let ordinal = |value: &str| {
            printed("ordinal:场", &Figure { value: Some(value.to_owned()), ..sample() })
        };
        assert_eq!(ordinal("1"), "首场");
        assert_eq!(ordinal("3"), "第3场");
    }

    #[test]
    fn days_months_and_coverage_are_printed() {
        assert_eq!(printed("num", &sample()), "9");
        assert_eq!(printed("since", &sample()), "2021年3月1日");
        assert_eq!(printed("last_year", &sample()), "4家");
        assert_eq!(printed("months", &sample()), "1-11月");
        let unit = "天".to_owned();
        let coverage =
            proto::figure::v1::Coverage { covered: 352, due: 365, unit, ..Default::default() };
        let covered = Figure { coverage: Some(coverage), ..sample() };
        assert_eq!(printed("coverage", &covered), "应有365天、实有352天");
    }

    #[test]
    fn what_is_missing_is_not_printed() {
        let nothing = Figure::default();
        for form in ["num", "change", "diff", "full:甲:乙", "ordinal:场", "since", "last_year"] {
            assert_eq!(print(form, &nothing), None, "{form}");
        }
        assert_eq!(print("coverage", &nothing), None);
        assert_eq!(print("months", &nothing), None);
        assert_eq!(direction(&nothing), None);
        assert!(Form::parse("shout").is_err());
    }
}
