//! Claims: words that say which way a number moved or how it stands, which only a value may choose.

use super::numbers::{Kept, english_word};

/// Which way a word says that a number moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Up,
    Down,
    Flat,
    /// For better or worse, which is up for one figure and down for another.
    Either,
}

/// Words of direction; a condition that asks for just this direction binds them.
const DIRECTIONS: [(&str, Way); 27] = [
    ("增长", Way::Up),
    ("增加", Way::Up),
    ("增多", Way::Up),
    ("上升", Way::Up),
    ("上涨", Way::Up),
    ("提高", Way::Up),
    ("提升", Way::Up),
    ("攀升", Way::Up),
    ("扩大", Way::Up),
    ("回升", Way::Up),
    ("加快", Way::Either),
    ("放缓", Way::Either),
    ("下降", Way::Down),
    ("减少", Way::Down),
    ("降低", Way::Down),
    ("下滑", Way::Down),
    ("下跌", Way::Down),
    ("回落", Way::Down),
    ("收缩", Way::Down),
    ("缩小", Way::Down),
    ("萎缩", Way::Down),
    ("持平", Way::Flat),
    ("缩短", Way::Either),
    ("延长", Way::Either),
    ("好转", Way::Either),
    ("改善", Way::Either),
    ("恶化", Way::Either),
];

/// Words of degree and of rank; a condition that compares a value binds them.
const DEGREES: [&str; 43] = [
    "以上", "以下", "超过", "突破", "低于", "高于", "不足", "余", "首次", "首个", "首家", "唯一",
    "唯有", "率先", "领先", "最多", "最少", "最高", "最低", "最大", "最小", "最好", "最差", "最快",
    "全部", "悉数", "全都", "无一", "居首", "前列", "新高", "新低", "大幅", "显著", "逾", "至少",
    "至多", "不到", "高达", "仅", "小幅", "首批", "位居",
];

/// Words that begin as one of degree does and claim nothing.
const NO_DEGREES: [&str; 1] = ["逾期"];

/// English words of direction, in small letters.
const ENGLISH_DIRECTIONS: [(&str, Way); 41] = [
    ("increase", Way::Up),
    ("increased", Way::Up),
    ("increases", Way::Up),
    ("rise", Way::Up),
    ("rose", Way::Up),
    ("risen", Way::Up),
    ("rises", Way::Up),
    ("grew", Way::Up),
    ("grown", Way::Up),
    ("expanded", Way::Up),
    ("rising", Way::Up),
    ("growing", Way::Up),
    ("grows", Way::Up),
    ("grow", Way::Up),
    ("higher", Way::Up),
    ("more", Way::Up),
    ("up", Way::Up),
    ("decrease", Way::Down),
    ("decreased", Way::Down),
    ("decreases", Way::Down),
    ("fall", Way::Down),
    ("fell", Way::Down),
    ("fallen", Way::Down),
    ("falls", Way::Down),
    ("declined", Way::Down),
    ("reduced", Way::Down),
    ("dropped", Way::Down),
    ("drop", Way::Down),
    ("falling", Way::Down),
    ("declining", Way::Down),
    ("shrank", Way::Down),
    ("shrunk", Way::Down),
    ("lower", Way::Down),
    ("fewer", Way::Down),
    ("less", Way::Down),
    ("down", Way::Down),
    ("unchanged", Way::Flat),
    ("growth", Way::Either),
    ("improved", Way::Either),
    ("worsened", Way::Either),
    ("better", Way::Either),
];

/// English words of degree and of rank, in small letters.
const ENGLISH_DEGREES: [&str; 23] = [
    "over",
    "above",
    "below",
    "exceeded",
    "exceeding",
    "exceeds",
    "nearly",
    "almost",
    "majority",
    "first",
    "only",
    "most",
    "least",
    "fewest",
    "best",
    "worst",
    "highest",
    "lowest",
    "largest",
    "smallest",
    "leading",
    "all",
    "every",
];

/// What a condition asks, as far as it binds words.
#[derive(Clone, Copy, Debug)]
struct Binding<'a>(Option<&'a str>);

impl Binding<'_> {
    /// Whether one of these questions is asked, and not denied, whichever way the condition holds.
    fn asks(self, questions: &[&str]) -> bool {
        let asked = |part: &str| questions.iter().any(|question| asks(part, question));
        self.0.is_some_and(|when| when.split(" or ").all(asked))
    }

    fn binds(self, way: Way) -> bool {
        self.asks(match way {
            Way::Up => &["up("],
            Way::Down => &["down("],
            Way::Flat => &["flat("],
            Way::Either => &["up(", "down(", "flat("],
        })
    }
}

/// Whether a part of a condition asks a question without denying it.
fn asks(part: &str, question: &str) -> bool {
    part.match_indices(question).any(|(at, _)| {
        let before = &part[..at];
        let inside = before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        !inside && !before.trim_end().ends_with("not")
    })
}

/// The claims in a text that its condition does not bind.
pub(crate) fn unbound(text: &str, when: Option<&str>, kept: &Kept) -> Vec<String> {
    let binding = Binding(when);
    let compared = binding.asks(&["value(", "same_print("]);
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let direction = DIRECTIONS.iter().find(|(word, _)| rest.starts_with(*word));
        let claims_nothing = NO_DEGREES.iter().any(|word| rest.starts_with(word));
        let degree = DEGREES.iter().find(|word| rest.starts_with(**word) && !claims_nothing);
        rest = if let Some(after) = kept.at_start_of(rest) {
            after
        } else if let Some((word, way)) = direction {
            found.extend((!binding.binds(*way)).then(|| (*word).to_owned()));
            &rest[word.len()..]
        } else if let Some(word) = degree {
            found.extend((!compared).then(|| (*word).to_owned()));
            &rest[word.len()..]
        } else if let Some((word, after)) = english_word(rest) {
            let small = word.to_lowercase();
            let way = ENGLISH_DIRECTIONS.iter().find(|(known, _)| *known == small);
            let degree = ENGLISH_DEGREES.contains(&small.as_str());
            let free = way.is_some_and(|(_, way)| !binding.binds(*way)) || (degree && !compared);
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
        assert!(found("时间缩短", Some(r#"up("a.b")"#)).is_empty(), "of a reduction");
    }

    #[test]
    fn words_that_are_met_in_reports_are_known() {
        for text in ["逾", "至少", "不到", "高达", "仅", "位居", "首批", "小幅", "回升", "放缓"]
        {
            assert_eq!(found(&format!("全县{text}的数"), None), [text]);
        }
        assert!(found("逾期未结的矛盾纠纷", None).is_empty());
        assert_eq!(found("reduced, growing and nearly", None), ["reduced", "growing", "nearly"]);
    }

    #[test]
    fn a_direction_is_bound_by_the_question_for_just_this_direction() {
        assert_eq!(found("规模扩大", Some(r#"down("a.b")"#)), ["扩大"]);
        assert_eq!(found("规模扩大", Some(r#"not up("a.b")"#)), ["扩大"]);
        assert_eq!(found("规模扩大", Some(r#"up("a.b") or flat("a.b")"#)), ["扩大"]);
        assert!(found("规模扩大", Some(r#"up("a.b") or up("a.c")"#)).is_empty());
        assert!(found("甲增加，乙减少", Some(r#"up("a.b") and down("a.c")"#)).is_empty());
    }

    #[test]
    fn a_degree_is_bound_by_a_comparison() {
        assert_eq!(found("余家，九成以上，唯有我县", None), ["余", "以上", "唯有"]);
        assert_eq!(found("唯有我县", Some(r#"has("a.b")"#)), ["唯有"]);
        assert!(found("唯有我县", Some(r#"value("a.b") == 1"#)).is_empty());
    }

    #[test]
    fn english_claims_are_bound_alike() {
        assert_eq!(found("Trade has expanded over half", None), ["expanded", "over"]);
        assert!(found("Trade has expanded", Some(r#"up("a.b")"#)).is_empty());
        assert!(found("above-scale enterprises", None).is_empty());
    }

    #[test]
    fn kept_words_claim_nothing() {
        assert!(found("省级以上试点，其余各县", None).is_empty());
    }
}
