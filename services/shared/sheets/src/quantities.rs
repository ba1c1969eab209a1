//! Numbers as offices write them, and units from which they are carried over exactly.

/// Units that are multiples of another: name, root, times.
const MULTIPLES: [(&str, &str, i128); 18] = [
    ("元", "分", 100),
    ("角", "分", 10),
    ("美元", "美分", 100),
    ("千克", "千克", 1),
    ("公斤", "千克", 1),
    ("吨", "千克", 1_000),
    ("平方米", "m²", 1),
    ("公顷", "m²", 10_000),
    ("平方公里", "m²", 1_000_000),
    ("立方米", "m³", 1),
    ("ng/L", "ng/L", 1),
    ("µg/L", "ng/L", 1_000),
    ("mg/L", "ng/L", 1_000_000),
    ("µg/m³", "µg/m³", 1),
    ("mg/m³", "µg/m³", 1_000),
    ("小时", "分钟", 60),
    ("分钟", "分钟", 1),
    ("百分点", "百分点", 1),
];

/// What stands before a unit in a header, and how often it takes it.
const PREFIXES: [(&str, i128); 5] =
    [("百万", 1_000_000), ("千万", 10_000_000), ("万", 10_000), ("亿", 100_000_000), ("千", 1_000)];

/// A ratio of whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ratio(i128, i128);

impl Ratio {
    pub(crate) const ONE: Self = Self(1, 1);
}

/// How many of the unit of a field one of a header's is; none if they do not measure the same.
pub(crate) fn factor(header: &str, field: &str) -> Option<Ratio> {
    let (header, field) = (tidy(header), tidy(field));
    if header == field {
        return Some(Ratio::ONE);
    }
    let (root, times, parts) = measure(&header, MOST_PREFIXES)?;
    let (field_root, field_times, field_parts) = measure(&field, MOST_PREFIXES)?;
    let ratio = Ratio(times.checked_mul(field_parts)?, parts.checked_mul(field_times)?);
    (root == field_root).then_some(ratio)
}

/// Whether a number without a word about its unit would be guessed at.
pub(crate) fn needs_unit(field: &str) -> bool {
    ["分", "美分"].contains(&field) || field.starts_with("0.")
}

fn tidy(unit: &str) -> String {
    let unit: String = unit.chars().filter(|letter| !letter.is_whitespace()).collect();
    unit.replace('μ', "µ").replace("m2", "m²").replace("m3", "m³")
}

/// A unit is a multiple of a multiple at most: 百万元.
const MOST_PREFIXES: u8 = 3;

/// The root of a unit, and what fraction or multiple of it the unit is; none of what is no unit.
fn measure(unit: &str, prefixes: u8) -> Option<(String, i128, i128)> {
    let fewer = prefixes.checked_sub(1)?;
    for (prefix, parts) in [("0.01", 100), ("0.1", 10), ("0.001", 1_000)] {
        if let Some(rest) =
            unit.strip_prefix(prefix).filter(|rest| !rest.starts_with(char::is_numeric))
        {
            let (root, times, below) = measure(rest, fewer)?;
            return Some((root, times, below.checked_mul(parts)?));
        }
    }
    if let Some((_, root, times)) = MULTIPLES.iter().find(|(name, ..)| *name == unit) {
        return Some(((*root).to_owned(), *times, 1));
    }
    for (prefix, times) in PREFIXES {
        if let Some(rest) = unit.strip_prefix(prefix) {
            let (root, below, parts) = measure(rest, fewer)?;
            return Some((root, below.checked_mul(times)?, parts));
        }
    }
    Some((unit.to_owned(), 1, 1))
}

/// Digits with or without a sign, thousands separators and decimals, as whole units of a field.
///
/// # Errors
/// What would be right, in English and Chinese.
pub(crate) fn whole(text: &str, factor: Ratio) -> Result<i64, (String, String)> {
    let Some((digits, decimals)) = decimal(text) else {
        return Err((
            format!("{text:?} is not a number; thousands are parted by commas in threes"),
            format!("“{text}”不是数字；千分位逗号须三位一分"),
        ));
    };
    let Ratio(times, parts) = factor;
    let below = 10_i128.pow(decimals).checked_mul(parts);
    let above = digits.checked_mul(times);
    let (Some(above), Some(below)) = (above, below) else { return Err(too_large(text)) };
    if above % below != 0 {
        return Err((
            format!("{text} is finer than the smallest unit that is kept"),
            format!("“{text}”小于可保存的最小单位，请四舍五入后填写"),
        ));
    }
    i64::try_from(above / below).map_err(|_| too_large(text))
}

fn too_large(text: &str) -> (String, String) {
    (format!("{text} is too large"), format!("“{text}”过大"))
}

/// The digits of a number and how many of them are decimals.
fn decimal(text: &str) -> Option<(i128, u32)> {
    let text = text.trim();
    // Most numbers are a few digits and nothing else.
    if (1..=18).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some((text.parse().ok()?, 0));
    }
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped = groups.len() == 1
        || (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3);
    let digits = groups.concat() + fraction;
    let known =
        !whole.is_empty() && digits.len() <= 30 && digits.bytes().all(|b| b.is_ascii_digit());
    if !grouped || !known || unsigned.ends_with('.') {
        return None;
    }
    Some((sign * digits.parse::<i128>().ok()?, u32::try_from(fraction.len()).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, header: &str, field: &str) -> Option<i64> {
        whole(text, factor(header, field)?).ok()
    }

    #[test]
    fn units_of_a_header_are_carried_over_exactly() {
        assert_eq!(read("12.5", "万元", "分"), Some(12_500_000));
        assert_eq!(read("0.00000000123", "亿元", "分"), None, "finer than a cent");
        assert_eq!(read("1.00000001", "亿元", "分"), Some(10_000_000_100));
        assert_eq!(read("3", "万人", "人"), Some(30_000));
        assert_eq!(read("7.25", "亩", "0.01亩"), Some(725));
        assert_eq!(read("1.2", "万亩", "0.01亩"), Some(1_200_000));
        assert_eq!(read("0.7", "mg/m³", "0.1 mg/m³"), Some(7));
        assert_eq!(read("0.05", "mg/L", "ng/L"), Some(50_000));
        assert_eq!(read("2.5", "小时", "分钟"), Some(150));
        assert_eq!(factor("元", "人"), None);
    }

    #[test]
    fn a_unit_of_endless_multiples_is_none() {
        assert_eq!(factor("亿亿亿亿亿分", "分"), None);
        assert_eq!(factor(&"万".repeat(1 << 20), "分"), None);
        assert!(factor("百万元", "分").is_some());
    }

    #[test]
    fn thousands_are_parted_in_threes_or_not_at_all() {
        assert_eq!(read("1,234,567", "分", "分"), Some(1_234_567));
        assert_eq!(read("-1,000", "分", "分"), Some(-1_000));
        for wrong in ["1,23", "12,3456", "1e3", "", ".", "5.", "12万", "1 000", "--1"] {
            assert_eq!(read(wrong, "分", "分"), None, "{wrong}");
        }
    }
}
