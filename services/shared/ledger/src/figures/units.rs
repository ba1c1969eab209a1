//! Numbers with their units as English has them: one town, two towns, 30 million eggs.

/// A unit of declarations, as data beside them.
struct Unit {
    /// As declarations name it.
    name: &'static str,
    /// How one of it is said; `#` stands for the number.
    one: &'static str,
    /// How all other numbers of it are said.
    many: &'static str,
    /// The power of ten that it counts in: 4 for a unit of ten thousand.
    zeros: usize,
}

const SHIPPED: &str = include_str!("units.csv");

/// What large numbers are counted in, the largest first, with its power of ten.
const SCALES: [(usize, &str); 3] = [(9, "billion"), (6, "million"), (3, "thousand")];

fn units() -> impl Iterator<Item = Unit> {
    SHIPPED.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        let (name, one, many) = (cells.next()?, cells.next()?, cells.next()?);
        let zeros = cells.next()?.parse().unwrap_or(0);
        Some(Unit { name, one, many, zeros })
    })
}

/// Whether it is known how numbers of a unit are said in English; no unit needs no words.
pub fn is_known(unit: &str) -> bool {
    unit.is_empty() || units().any(|known| known.name == unit)
}

/// Decimal digits with their English unit. A unit of ten thousand or a hundred million, which
/// English does not count in, becomes thousands, millions or billions, with no digit lost; one
/// that is not known stands as it is declared.
pub fn in_english(digits: &str, unit: &str) -> String {
    let Some(known) = units().find(|known| known.name == unit) else {
        return format!("{digits} {unit}").trim_end().to_owned();
    };
    let number = match known.zeros {
        0 => digits.to_owned(),
        zeros => scaled(digits, zeros).unwrap_or_else(|| digits.to_owned()),
    };
    let pattern = if number.trim_start_matches('-') == "1" { known.one } else { known.many };
    pattern.replace('#', &number)
}

/// What [`in_english`] wrote, without the words of the unit behind the number: `12` of `12 towns`,
/// `1.2 billion` of `1.2 billion yuan`. A sign as short as `%` stays, and so does what does not
/// stand behind.
pub fn without_words<'a>(text: &'a str, unit: &str) -> &'a str {
    let known = units().find(|known| known.name == unit);
    let words = known.iter().flat_map(|known| [known.many, known.one]);
    let words = words.filter_map(|pattern| pattern.strip_prefix("# "));
    let mut bare = words.filter_map(|words| text.strip_suffix(words));
    bare.next().map_or(text, str::trim_end)
}

/// So many times a power of ten, in the largest words that leave something before the point;
/// nothing where the text is no decimal number.
fn scaled(digits: &str, zeros: usize) -> Option<String> {
    let (sign, size) = match digits.strip_prefix('-') {
        Some(size) => ("-", size),
        None => ("", digits),
    };
    let (whole, fraction) = size.split_once('.').unwrap_or((size, ""));
    if whole.is_empty() || !size.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    let all = format!("{whole}{fraction:0<zeros$}");
    let point = whole.len() + zeros;
    let leading = all.bytes().take_while(|byte| *byte == b'0').count();
    let before = point.saturating_sub(leading);
    let scale = SCALES.iter().find(|(power, _)| before > *power);
    let (power, word) = scale.map_or((0, ""), |(power, word)| (*power, *word));
    let (whole, fraction) = all.split_at(point - power);
    let whole = whole.trim_start_matches('0');
    let (whole, fraction) =
        (if whole.is_empty() { "0" } else { whole }, fraction.trim_end_matches('0'));
    let joint = if fraction.is_empty() { "" } else { "." };
    let gap = if word.is_empty() { "" } else { " " };
    Some(format!("{sign}{whole}{joint}{fraction}{gap}{word}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_said_otherwise_than_many() {
        assert_eq!(in_english("1", "towns"), "1 town");
        assert_eq!(in_english("0", "towns"), "0 towns");
        assert_eq!(in_english("1.5", "difficulties"), "1.5 difficulties");
        assert_eq!(in_english("-1", "people"), "-1 person");
        assert_eq!(in_english("94.7", "%"), "94.7%");
        assert_eq!(in_english("3", "rank"), "rank 3");
        assert_eq!(in_english("1", "new things"), "1 new things");
        assert_eq!(in_english("7", ""), "7");
    }

    #[test]
    fn ten_thousands_become_thousands_millions_and_billions_and_no_digit_is_lost() {
        assert_eq!(in_english("3000", "10k eggs"), "30 million eggs");
        assert_eq!(in_english("14.05", "100M yuan"), "1.405 billion yuan");
        assert_eq!(in_english("0.5", "100M yuan"), "50 million yuan");
        assert_eq!(in_english("-3", "10k yuan"), "-30 thousand yuan");
        assert_eq!(in_english("0.0123456", "10k yuan"), "123.456 yuan");
        assert_eq!(in_english("0.0001", "10k yuan"), "1 yuan");
        assert_eq!(in_english("0.0001", "10k dollars"), "1 dollar");
        assert_eq!(in_english("0", "10k mu"), "0 mu");
        assert_eq!(in_english("0.00001", "10k mu"), "0.1 mu");
        assert_eq!(in_english("120.50", "10k yuan"), "1.205 million yuan");
        assert_eq!(in_english("999999", "100M yuan"), "99999.9 billion yuan");
        assert_eq!(in_english("many", "10k yuan"), "many yuan");
    }

    #[test]
    fn a_number_stands_without_the_words_of_its_unit() {
        let bare = |digits, unit| without_words(&in_english(digits, unit), unit).to_owned();
        assert_eq!(bare("12", "towns"), "12");
        assert_eq!(bare("1", "towns"), "1");
        assert_eq!(bare("12", "100M yuan"), "1.2 billion");
        assert_eq!(bare("94.7", "%"), "94.7%");
        assert_eq!(bare("3", "rank"), "rank 3");
        assert_eq!(without_words("more than 560 beds", "beds"), "more than 560");
    }

    #[test]
    fn every_line_of_the_table_is_whole() {
        let lines: Vec<_> = SHIPPED.lines().skip(1).collect();
        assert_eq!(units().count(), lines.len());
        let shown = |unit: &Unit| unit.one.contains('#') && unit.many.contains('#');
        assert!(units().all(|unit| shown(&unit)));
    }
}
