//! Markdown: the report as plain text that still has its headings and its table.

use std::fmt::Write as _;

use proto::report::v1::{Chapter, Section};

use crate::report::directions::change_in_words;
use crate::report::{Computed, Report};

/// The report.
pub(crate) fn report(report: &Report) -> String {
    let mut page = Page(String::new());
    page.line(&format!("# {}", escape(&report.title)));
    page.line(&format!("数据截至{}。", report.cutoff_zh()));
    for missing in &report.missing {
        let (department, reason) = (escape(&missing.department), escape(&missing.reason));
        page.line(&format!("> **不完整**：部门 {department} 未能应答（{reason}）。"));
    }
    for number in &report.free_numbers {
        let (line, section) = (number.line, escape(&number.section));
        let numeral = escape(&number.numeral);
        page.line(&format!("> **未经计算的数字**：提纲第{line}行（{section}）：{numeral}"));
    }
    for chapter in &report.chapters {
        page.chapter(chapter);
    }
    page.figures(report);
    page.0
}

struct Page(String);

impl Page {
    /// Writes a block and the blank line after it.
    fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push_str("\n\n");
    }

    fn chapter(&mut self, chapter: &Chapter) {
        self.line(&format!("## {}", escape(&chapter.title)));
        for section in &chapter.sections {
            self.section(section);
        }
    }

    fn section(&mut self, section: &Section) {
        self.line(&format!("### {}", escape(&section.title)));
        for paragraph in &section.paragraphs {
            let text: String = paragraph.spans.iter().map(|span| escape(&span.text)).collect();
            self.line(&text);
        }
    }

    fn figures(&mut self, report: &Report) {
        self.line("## 指标总表");
        self.0.push_str("| 代码 | 指标 | 本期 | 上年同期 | 增减 | 计入 | 责任单位 |\n");
        self.0.push_str("| --- | --- | ---: | ---: | ---: | ---: | --- |\n");
        for Computed { department: _, figure } in report.figures.values() {
            let value = match &figure.value {
                Some(_) => escape(&figure.text),
                None => format!("缺（{}）", escape(&figure.missing_reason_zh)),
            };
            let last = figure.same_period_last_year.as_deref().unwrap_or("—");
            let change = change_in_words(figure).unwrap_or_else(|| "—".to_owned());
            let (code, name, owner) = (&figure.code, escape(&figure.name), escape(&figure.owner));
            let counted = figure.counted;
            // Writing to a text does not fail.
            let _ = writeln!(
                self.0,
                "| `{code}` | {name} | {value} | {last} | {change} | {counted} | {owner} |"
            );
        }
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
