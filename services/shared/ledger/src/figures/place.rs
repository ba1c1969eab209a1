//! Where a declaration stands: a fault in it names file and line.

use super::register::Fault;

/// Where a declaration stands.
pub(super) struct Place<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    pub(super) line: usize,
}

impl Place<'_> {
    /// A fault at the line of the declaration that gives the word as a value, or else as a key.
    pub(super) fn fault(&self, word: &str, message: String) -> Fault {
        let start = self.line.saturating_sub(1);
        let numbered = self.text.lines().enumerate().skip(start);
        let own = numbered.take_while(|(at, line)| *at == start || !line.contains("- code:"));
        let whole =
            |byte: Option<&u8>| !byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
        let mut found: Vec<(usize, bool)> = own
            .filter_map(|(at, line)| {
                let place = line.find(word)?;
                let bytes = line.as_bytes();
                let before = place.checked_sub(1).and_then(|before| bytes.get(before));
                let is_word = whole(before) && whole(bytes.get(place + word.len()));
                let is_key = line.trim_start().starts_with(&format!("{word}:"));
                is_word.then_some((at + 1, is_key))
            })
            .collect();
        found.sort_by_key(|(_, is_key)| *is_key);
        let line = found.first().map_or(self.line, |(line, _)| *line);
        Fault { file: self.file.to_owned(), line, message }
    }
}
