//! How well a name answers a question.

use std::sync::LazyLock;

use pinyin::ToPinyinMulti as _;

/// Groups of words that people use for one another.
static WORDS: LazyLock<Vec<Vec<&str>>> = LazyLock::new(|| {
    let lines = include_str!("words.txt").lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split_whitespace().collect()).collect()
});

/// What people say around what they ask for; the longer ones first.
const AROUND: [&str; 15] = [
    "一共有多少",
    "总共有多少",
    "现在有多少",
    "目前有多少",
    "有多少",
    "是多少",
    "多少",
    "有几",
    "现在",
    "目前",
    "全县",
    "我县",
    "请问",
    "查询",
    "how many",
];
/// What is counted in, after such words.
const MEASURES: &str = "家个人天项件所张处名次条起座亩？?吗呢";

/// A question, in the wordings that it may mean.
#[derive(Debug)]
pub(super) struct Question {
    /// As asked, and with other words for its words.
    wordings: Vec<String>,
    /// Letters that may be the first ones of pinyin, or its syllables.
    letters: Option<String>,
}

impl Question {
    pub(super) fn new(asked: &str) -> Self {
        let mut asked = asked.to_lowercase();
        for around in AROUND {
            let mut pieces = asked.split(around);
            let first = pieces.next().unwrap_or_default().to_owned();
            let measure = |letter: char| MEASURES.contains(letter);
            asked = pieces
                .fold(first, |said, piece| format!("{said} {}", piece.trim_start_matches(measure)));
        }
        let asked = asked.trim_end_matches(['？', '?', '。']);
        let asked = asked.split_whitespace().collect::<Vec<_>>().join(" ");
        let letters = asked.chars().all(|c| c.is_ascii_alphabetic()) && !asked.is_empty();
        let letters = letters.then(|| asked.clone());
        let mut wordings = vec![asked.clone()];
        for group in WORDS.iter() {
            for word in group.iter().filter(|word| asked.contains(**word)) {
                let others = group.iter().filter(|other| *other != word);
                wordings.extend(others.map(|other| asked.replace(word, other)));
            }
        }
        wordings.retain(|wording| !wording.is_empty());
        Self { wordings, letters }
    }

    /// How well a figure answers, if at all; more is better.
    pub(super) fn rank(&self, name: &str, name_en: &str, code: &str) -> Option<u32> {
        let (lower, lower_en) = (name.to_lowercase(), name_en.to_lowercase());
        let of = |wording: &String| match wording {
            wording if *wording == lower || *wording == lower_en || wording == code => Some(100),
            wording if lower.starts_with(wording.as_str()) => Some(90),
            wording if lower.contains(wording.as_str()) => Some(80),
            wording if lower_en.contains(wording.as_str()) => Some(70),
            wording if code.contains(wording.as_str()) => Some(50),
            wording if in_order(wording, &lower) => Some(40),
            _ => None,
        };
        // What was asked weighs more than another word for it.
        let direct = self.wordings.first().and_then(of);
        let meant = self.wordings.iter().skip(1).filter_map(of).max().map(|rank| rank - 5);
        let letters = self.letters.as_ref().and_then(|letters| {
            let at = initials(name).windows(letters.len()).position(|window| fits(window, letters));
            let first = at.map(|at| if at == 0 { 65 } else { 60 });
            let spoken = || syllables(name).contains(letters.as_str()).then_some(55);
            first.or_else(spoken).or_else(|| scattered(&initials(name), letters).then_some(35))
        });
        direct.max(meant).max(letters)
    }
}

/// Whether the letters of a wording stand in a name in this order; one letter alone says nothing.
fn in_order(wording: &str, name: &str) -> bool {
    let mut letters = name.chars();
    let asked = wording.chars().filter(|letter| !letter.is_whitespace());
    !wording.is_ascii()
        && wording.chars().count() > 1
        && asked.into_iter().all(|wanted| letters.any(|letter| letter == wanted))
}

/// For each letter of a name, what its pinyin may begin with: some letters have several readings.
fn initials(name: &str) -> Vec<Vec<char>> {
    let spoken = name.chars().filter(|letter| letter.is_alphanumeric());
    let first = |letter: char| match letter.to_pinyin_multi() {
        Some(readings) => readings.into_iter().filter_map(|r| r.plain().chars().next()).collect(),
        None => vec![letter.to_ascii_lowercase()],
    };
    spoken.map(first).collect()
}

fn fits(window: &[Vec<char>], letters: &str) -> bool {
    window.iter().zip(letters.chars()).all(|(readings, letter)| readings.contains(&letter))
}

/// Whether first letters stand in a name in this order, with others between; two may be chance.
fn scattered(initials: &[Vec<char>], letters: &str) -> bool {
    let mut name = initials.iter();
    letters.len() > 2
        && letters.chars().all(|letter| name.any(|readings| readings.contains(&letter)))
}

/// The name in pinyin, each letter by its first reading.
fn syllables(name: &str) -> String {
    let of = |letter: char| letter.to_pinyin_multi().map(|readings| readings.get(0).plain());
    name.chars().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rank(asked: &str, name: &str) -> Option<u32> {
        Question::new(asked).rank(name, "", "a.b")
    }

    const NAME: &str = "规上工业企业总数";

    #[test]
    fn a_name_is_found_by_its_words_in_a_whole_question() {
        assert_eq!(rank("规上工业企业总数", NAME), Some(100));
        assert_eq!(rank("现在有多少规上工业企业？", NAME), Some(90));
        assert_eq!(rank("规上企业有多少家？", NAME), Some(40));
        assert!(rank("规上企业有多少家", "空气质量优良天数比率").is_none());
        assert_eq!(rank("规上企业", NAME), Some(40), "in this order, with others between");
        assert!(rank("", NAME).is_none());
    }

    #[test]
    fn another_word_for_it_is_found_and_weighs_less() {
        assert_eq!(rank("规模以上工业", NAME), Some(85));
        assert_eq!(rank("蓝天", "优良天数比率"), Some(85));
    }

    #[test]
    fn first_letters_of_pinyin_are_enough_whatever_the_reading() {
        assert_eq!(rank("gsgyqy", NAME), Some(65));
        assert_eq!(rank("QYZS", NAME), Some(60));
        assert_eq!(rank("kqzl", "空气质量优良天数比率"), Some(65));
        assert_eq!(rank("hz", "行长数"), Some(65), "bank manager");
        assert_eq!(rank("gongye", NAME), Some(55));
        assert_eq!(rank("gsqy", NAME), Some(35));
        assert!(rank("xyz", NAME).is_none());
    }

    #[test]
    fn english_names_are_found_as_well() {
        let question = Question::new("how many above-scale enterprises");
        let rank = question.rank(NAME, "Above-scale enterprises", "industry.above_scale.total");
        assert_eq!(rank, Some(100));
    }
}
