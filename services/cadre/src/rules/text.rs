//! What a checker should look at in the text of a log; nothing of it refuses or punishes.

/// A text of fewer letters says too little.
const FEWEST_LETTERS: usize = 6;

/// Phrases that stand for any day's work.
const EMPTY_PHRASES: [&str; 8] = [
    "正常上班",
    "日常工作",
    "办公室工作",
    "处理日常事务",
    "完成领导交办",
    "学习文件",
    "开会",
    "值班",
];

/// Whether a text says too little: short, or nothing but phrases that fit any day.
pub fn is_vague(task: &str) -> bool {
    let mut left = core(task);
    for phrase in EMPTY_PHRASES {
        left = left.replace(phrase, "");
    }
    left.chars().count() < FEWEST_LETTERS
}

/// What two texts share that are the same but for their numbers, marks and blanks.
pub fn core(text: &str) -> String {
    let is_number =
        |letter: char| letter.is_numeric() || "一二三四五六七八九十百两".contains(letter);
    text.chars().filter(|letter| letter.is_alphanumeric() && !is_number(*letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_fits_any_day_is_vague() {
        for text in ["开会", "正常上班。", "日常工作，学习文件", "值班 8 小时", ""]
        {
            assert!(is_vague(text), "{text}");
        }
        for text in ["走访脱贫户并核对帮扶台账3户", "Repaired the village pump"] {
            assert!(!is_vague(text), "{text}");
        }
    }

    #[test]
    fn texts_that_differ_in_numbers_only_are_the_same() {
        assert_eq!(core("走访农户3户，记录2件"), core("走访农户 12户、记录五件。"));
        assert_ne!(core("走访农户3户"), core("走访企业3家"));
    }
}
