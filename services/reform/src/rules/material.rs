//! What an office's text may hold: whole tokens in braces, and no number beside them.

/// The longest paragraph, in bytes.
const LONGEST: usize = 6_000;

/// What is wrong with a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is empty, too long, or holds control characters.
    Text,
    /// A brace without its other, or a token that is no code of a figure.
    Token(String),
    /// A number that is typed instead of computed, so that its writer has to say why.
    FreeNumber(String),
}

impl Fault {
    /// The fault in English and in Chinese.
    pub fn words(&self) -> (String, String) {
        match self {
            Self::Text => (
                format!("a paragraph has 1 to {LONGEST} bytes and no control characters"),
                format!("每段为 1 至 {LONGEST} 字节，不得含控制字符"),
            ),
            Self::Token(token) => (
                format!("{token:?} is no code of a figure in a pair of braces"),
                format!("“{token}”不是成对花括号中的指标代码"),
            ),
            Self::FreeNumber(number) => (
                format!("{number:?} is typed; a number of the report is a token"),
                format!("“{number}”为直接填写的数字，报告中的数字应使用指标代码"),
            ),
        }
    }
}

/// Checks a paragraph.
///
/// # Errors
/// The first fault, a broken token before a free number.
pub fn check(paragraph: &str) -> Result<(), Fault> {
    let is_text = paragraph.trim() == paragraph && !paragraph.chars().any(char::is_control);
    if paragraph.is_empty() || paragraph.len() > LONGEST || !is_text {
        return Err(Fault::Text);
    }
    let outside = without_tokens(paragraph)?;
    let is_digit = |letter: char| letter.is_numeric();
    match outside.split(|letter| !is_digit(letter)).find(|run| !run.is_empty()) {
        Some(number) => Err(Fault::FreeNumber(number.to_owned())),
        None => Ok(()),
    }
}

/// The text between tokens.
fn without_tokens(paragraph: &str) -> Result<String, Fault> {
    let mut outside = String::new();
    let mut rest = paragraph;
    while let Some((before, after)) = rest.split_once('{') {
        let (token, behind) =
            after.split_once('}').ok_or_else(|| Fault::Token(format!("{{{after}")))?;
        if !is_code(token) {
            return Err(Fault::Token(token.to_owned()));
        }
        outside.push_str(before);
        outside.push(' ');
        rest = behind;
    }
    outside.push_str(rest);
    match outside.contains('}') {
        true => Err(Fault::Token("}".to_owned())),
        false => Ok(outside),
    }
}

/// Whether a text is a code: parts of small letters, digits and `_`, with dots between them.
fn is_code(token: &str) -> bool {
    let is_part = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_lowercase())
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    token.contains('.') && token.split('.').all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_whole_and_numbers_are_tokens() {
        assert_eq!(check("共有{reform.tasks.total}，比上年多。"), Ok(()));
        assert_eq!(check("共有165项"), Err(Fault::FreeNumber("165".to_owned())));
        assert_eq!(check("共有１６５项"), Err(Fault::FreeNumber("１６５".to_owned())));
        for broken in ["共有{reform.tasks.total", "共有reform}", "{改革}", "{tasks}", "{a..b}"]
        {
            assert!(matches!(check(broken), Err(Fault::Token(_))), "{broken}");
        }
        for text in ["", " 外空", "换\n行"] {
            assert_eq!(check(text), Err(Fault::Text), "{text:?}");
        }
    }
}
