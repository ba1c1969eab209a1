//! Free numbers: numerals that were typed into an outline instead of computed.

use ledger::divisions::Divisions;

/// Chinese numerals, plain and formal; other scripts' numerals are known to Unicode as such.
const NUMERALS: &str = "零〇一二三四五六七八九十百千万亿两廿卅壹贰叁肆伍陆柒捌玖拾佰仟";

/// Words that count without a numeral of their own.
const QUANTITIES: [&str; 15] = [
    "翻一番",
    "翻两番",
    "翻番",
    "翻倍",
    "减半",
    "对半",
    "双倍",
    "过半",
    "半数",
    "近半",
    "多半",
    "大半",
    "成倍",
    "倍增",
    "百分之",
];

/// English words that count, in small letters.
const ENGLISH: &str = " zero one two three four five six seven eight nine ten eleven twelve thirteen \
    fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy \
    eighty ninety hundred hundreds thousand thousands million millions billion billions dozen \
    dozens half halves third thirds fourth fifth sixth seventh eighth ninth tenth once twice thrice \
    double doubled doubling twofold triple tripled threefold quadrupled tenfold halved halving \
    percent ";

/// Letters that count things: behind numerals they make a number of a word.
const MEASURES: &str =
    "家个件项次名人处条所张天年月日户亩篇场位成倍元只栋套座枚层份批级期类站村镇乡县市省%％‰";

/// What may hold a numeral without being a number: common words and names of divisions.
/// The words may hold a claim as well.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept(Vec<String>);

impl Kept {
    /// Keeps the words given, and the names of all divisions.
    pub(crate) fn new(words: &[String], divisions: &Divisions) -> Self {
        let mut kept = Vec::new();
        for (code, name) in divisions.townships("") {
            kept.push(name.to_owned());
            let above = [2, 4, 6].into_iter().filter_map(|digits| code.get(..digits));
            kept.extend(above.filter_map(|code| divisions.name(code)).map(ToOwned::to_owned));
        }
        kept.retain(|word: &String| word.chars().any(is_numeral));
        kept.extend(words.iter().filter(|word| !word.is_empty()).cloned());
        kept.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        kept.dedup();
        Self(kept)
    }

    /// What follows, if the text begins with a word that is kept.
    pub(crate) fn at_start_of<'a>(&self, text: &'a str) -> Option<&'a str> {
        let word = self.0.iter().find(|word| text.starts_with(word.as_str()))?;
        text.get(word.len()..)
    }
}

/// Whether a letter is a numeral, in any script.
fn is_numeral(letter: char) -> bool {
    letter.is_numeric() || NUMERALS.contains(letter)
}

/// The numerals in a text, each as long as it stands there: `1,234.5`, `二十`.
pub(crate) fn free_numbers(text: &str, kept: &Kept) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        rest = if let Some(after) = kept.at_start_of(rest) {
            after
        } else if let Some(word) = QUANTITIES.iter().find(|word| rest.starts_with(**word)) {
            found.push((*word).to_owned());
            &rest[word.len()..]
        } else if let Some((word, after)) = english_word(rest) {
            found.extend(counts(word).then(|| word.to_owned()));
            after
        } else if is_numeral(first) {
            let (numeral, after) = rest.split_at(length(rest, kept));
            found.push(numeral.to_owned());
            after
        } else {
            &rest[first.len_utf8()..]
        };
    }
    found
}

/// Whether an English word counts, or one of those that it joins: `twenty-one`.
fn counts(word: &str) -> bool {
    word.to_lowercase().split('-').any(|part| ENGLISH.contains(&format!(" {part} ")))
}

/// Whether a word that is to be kept is a number in truth: `三家`, `10`, `过半`, `two`.
pub(super) fn is_number(word: &str) -> bool {
    let digit = |letter: char| letter.is_numeric() && !NUMERALS.contains(letter);
    let numeral = word.trim_end_matches(|letter| MEASURES.contains(letter));
    let numeral = !numeral.is_empty() && numeral.chars().all(is_numeral);
    let english = word.split(|letter: char| !letter.is_ascii_alphabetic()).any(counts);
    numeral || english || word.chars().any(digit) || QUANTITIES.iter().any(|q| word.contains(q))
}

/// Whether a term is nothing but a number, which no meaning makes a name.
pub(super) fn is_bare_number(term: &str) -> bool {
    let bare = |letter: char| is_numeral(letter) || "%％‰.,，、 分之".contains(letter);
    term.chars().all(bare)
}

/// The English word at the start, whole: `above-scale` is one; and what follows it.
pub(super) fn english_word(text: &str) -> Option<(&str, &str)> {
    let joins = |letter: char| letter.is_ascii_alphabetic() || letter == '-';
    let end = text.find(|letter| !joins(letter)).unwrap_or(text.len());
    text.starts_with(|first: char| first.is_ascii_alphabetic()).then(|| text.split_at(end))
}

/// The bytes of the numeral at the start; a point or comma belongs to it between numerals.
fn length(text: &str, kept: &Kept) -> usize {
    let mut end = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let joins = matches!(letter, '.' | ',')
            && letters.peek().is_some_and(|(_, next)| is_numeral(*next));
        let word = at > 0 && kept.at_start_of(&text[at..]).is_some();
        if word || !(is_numeral(letter) || joins) {
            break;
        }
        end = at + letter.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let words = ["统一", "进一步", "唯一"].map(ToOwned::to_owned);
        free_numbers(text, &Kept::new(&words, Divisions::standard()))
    }

    #[test]
    fn numerals_of_every_script_are_found() {
        assert_eq!(found("新增10家"), ["10"]);
        assert_eq!(found("进出口1,234.5亿元"), ["1,234.5亿"]);
        assert_eq!(found("新增１２家"), ["１２"]);
        assert_eq!(found("召开二十余次，两场"), ["二十", "两"]);
        assert_eq!(found("第Ⅲ类、①"), ["Ⅲ", "①"]);
        assert_eq!(found("共3."), ["3"]);
    }

    #[test]
    fn words_that_count_without_a_numeral_are_found_whole() {
        assert_eq!(found("产值翻一番，过半企业"), ["翻一番", "过半"]);
        assert_eq!(found("成倍、半数"), ["成倍", "半数"]);
    }

    #[test]
    fn english_numbers_are_found_as_whole_words() {
        assert_eq!(found("Two of a dozen, doubled"), ["Two", "dozen", "doubled"]);
        assert_eq!(found("twenty-one, two-thirds"), ["twenty-one", "two-thirds"]);
        assert!(found("often someone weighs tension, above-scale").is_empty());
    }

    #[test]
    fn a_number_is_no_word_to_keep() {
        for number in ["三家", "二十", "10", "１２家", "过半", "two of them", "50%", "百分之一百"]
        {
            assert!(is_number(number), "{number}");
        }
        for word in ["统一", "一般", "进一步", "省级以上", "made up", "一把手", "三公经费"]
        {
            assert!(!is_number(word), "{word}");
        }
    }

    #[test]
    fn kept_words_and_names_of_divisions_are_no_numbers() {
        assert!(found("统一部署，进一步推进").is_empty());
        assert!(found("五里镇、四庄乡").is_empty());
        assert_eq!(found("唯一一个"), ["一"]);
        assert_eq!(found("三统一"), ["三"]);
    }
}
