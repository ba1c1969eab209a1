//! Markdown: the report as plain text that still has its headings and its table.

use crate::report::Report;
use crate::report::document::{Block, Document, Note, Part, Run};
use crate::report::tables::{Cell, Column, Table};

/// The report.
pub(crate) fn report(report: &Report) -> String {
    let Document { title, subtitle, compact: _, notices, parts, colophon } = Document::new(report);
    let mut page = Page(String::new());
    page.line(&format!("# {}", escape(title)));
    page.line(&escape(&subtitle));
    for notice in notices {
        page.line(&format!("> {}", escape(&notice)));
    }
    for part in &parts {
        page.part(part);
    }
    page.line(&escape(&colophon));
    page.0
}

struct Page(String);

impl Page {
    /// Writes a block and the blank line after it.
    fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push_str("\n\n");
    }

    fn part(&mut self, part: &Part<'_>) {
        let Part { level, id: _, heading, missing: _, blocks, notes, parts } = part;
        self.line(&format!("{} {}", "#".repeat(level + 1), escape(heading)));
        for block in blocks {
            match block {
                Block::Text { runs } => {
                    let text: String = runs.iter().map(run).collect();
                    self.line(&text);
                }
                Block::Owner { text } => self.line(&escape(text)),
                Block::Table(table) | Block::Chart { id: _, table } => self.table(table),
            }
        }
        for Note { number, text } in notes {
            self.line(&format!("[^{number}]: {}", escape(text)));
        }
        for part in parts {
            self.part(part);
        }
    }

    fn table(&mut self, table: &Table<'_>) {
        let Table { caption, columns, rows } = table;
        if !caption.is_empty() {
            self.line(&escape(caption));
        }
        self.row(columns.iter().map(|column| escape(&column.title)));
        let rule = |column: &Column<'_>| if column.number { "---:" } else { "---" }.to_owned();
        self.row(columns.iter().map(rule));
        for cells in rows {
            self.row(cells.iter().map(cell));
        }
        self.0.push('\n');
    }

    fn row(&mut self, cells: impl Iterator<Item = String>) {
        let cells: Vec<_> = cells.collect();
        self.0.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
}

/// A piece of text with the mark of its footnote.
fn run(run: &Run<'_>) -> String {
    let Run { text, link: _, note } = run;
    match note {
        Some(Note { number, text: _ }) => format!("{}[^{number}]", escape(text)),
        None => escape(text),
    }
}

/// The text of a cell, linked to its figure.
fn cell(cell: &Cell<'_>) -> String {
    let text = escape(&cell.text);
    match &cell.link {
        Some(link) => format!("[{text}]({link})"),
        None => text,
    }
}

/// Takes their meaning from the letters that Markdown or HTML would read as markup.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '\n' | '\r' => escaped.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '>' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_the_text_is_escaped() {
        assert_eq!(escape("<b>*a*|b</b>"), "&lt;b\\>\\*a\\*\\|b&lt;/b\\>");
        assert_eq!(escape("甲\n乙"), "甲 乙");
    }
}
