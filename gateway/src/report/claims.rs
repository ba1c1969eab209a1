//! Claims: words that say which way a number moved or how it stands, which only a value may choose.

use super::numbers::{Kept, english_word};

/// Words of direction; a condition that asks `up`, `down` or `flat` binds them.
const DIRECTIONS: [&str; 22] = [
    "增长", "增加", "增多", "上升", "上涨", "提高", "提升", "攀升", "扩大", "好转", "改善", "下降",
    "减少", "降低", "下滑", "回落", "收缩", "缩小", "缩短", "延长", "持平", "恶化",
];

/// Words of degree and of rank; a condition that compares a value binds them.
const DEGREES: [&str; 16] = [
    "以上", "以下", "超过", "突破", "低于", "高于", "不足", "余", "首次", "首个", "首家", "唯一",
    "唯有", "率先", "领先", "最多",
];

/// English words of direction, in small letters.
const ENGLISH_DIRECTIONS: [&str; 26] = [
    "increase",
    "increased",
    "increases",
    "rise",
    "rose",
    "risen",
    "rises",
    "grew",
    "grown",
    "growth",
    "expanded",
    "improved",
    "higher",
    "up",
    "decrease",
    "decreased",
    "fall",
    "fell",
    "fallen",
    "declined",
    "shrank",
    "shrunk",
    "worsened",
    "lower",
    "down",
    "unchanged",
];

/// English words of degree and of rank, in small letters.
const ENGLISH_DEGREES: [&str; 12] = [
    "over",
    "above",
    "below",
    "exceeded",
    "exceeding",
    "first",
    "only",
    "most",
    "least",
    "fewest",
    "best",
    "leading",
];

/// The claims in a text that its condition does not bind.
pub(crate) fn unbound(text: &str, when: Option<&str>, kept: &Kept) -> Vec<String> {
    let asks = |questions: &[&str]| {
        when.is_some_and(|when| questions.iter().any(|question| when.contains(question)))
    };
    let moved = asks(&["up(", "down(", "flat("]);
    let compared = asks(&["value(", "same_print("]);
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let direction = DIRECTIONS.iter().find(|word| rest.starts_with(**word));
        let degree = DEGREES.iter().find(|word| rest.starts_with(**word));
        rest = if let Some(after) = kept.at_start_of(rest) {
            after
        } else if let Some(word) = direction.or(degree) {
            let bound = if direction.is_some() { moved } else { compared };
            found.extend((!bound).then(|| (*word).to_owned()));
            &rest[word.len()..]
        } else if let Some((word, after)) = english_word(rest) {
            let small = word.to_lowercase();
            let direction = ENGLISH_DIRECTIONS.contains(&small.as_str());
            let degree = ENGLISH_DEGREES.contains(&small.as_str());
            let free = (direction && !moved) || (degree && !compared);
            found.extend(free.then(|| word.to_owned()));
            after
        } else {
            &rest[first.len_utf8()..]
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use ledger::divisions::Divisions;

    use super::*;

    fn found(text: &str, when: Option<&str>) -> Vec<String> {
        let words = ["省级以上", "其余"].map(ToOwned::to_owned);
        unbound(text, when, &Kept::new(&words, Divisions::standard()))
    }

    #[test]
    fn a_direction_is_bound_by_a_question_about_directions_only() {
        assert_eq!(found("规模扩大，企业减少", None), ["扩大", "减少"]);
        assert_eq!(found("规模扩大", Some(r#"has("a.b")"#)), ["扩大"]);
        assert_eq!(found("规模扩大", Some(r#"value("a.b") > 3"#)), ["扩大"]);
        assert!(found("规模扩大", Some(r#"up("a.b")"#)).is_empty());
        assert!(found("大体持平", Some(r#"flat("a.b")"#)).is_empty());
    }

    #[test]
    fn a_degree_is_bound_by_a_comparison() {
        assert_eq!(found("余家，九成以上，唯有我县", None), ["余", "以上", "唯有"]);
        assert_eq!(found("唯有我县", Some(r#"has("a.b")"#)), ["唯有"]);
        assert!(found("唯有我县", Some(r#"value("a.b") == 1"#)).is_empty());
    }

    #[test]
    fn english_claims_are_bound_alike() {
        assert_eq!(found("Trade has expanded over all", None), ["expanded", "over"]);
        assert!(found("Trade has expanded", Some(r#"up("a.b")"#)).is_empty());
        assert!(found("above-scale enterprises", None).is_empty());
    }

    #[test]
    fn kept_words_claim_nothing() {
        assert!(found("省级以上试点，其余各县", None).is_empty());
    }
}
