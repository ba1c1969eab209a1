//! The document: a report as people read it, the same words for every rendering.

use std::borrow::Cow;

use proto::report::v1::{Chapter, Chart, Heading, Section, Span};
use serde::Serialize;

use super::Report;
use super::audience::Audience;
use super::language::Language;
use super::render::Links;
use super::tables::{Table, aims_table, chart_table, figure_table};
use crate::web::labels;

/// A report as people read it; renderings differ in looks, not in words.
#[derive(Debug, Serialize)]
pub(crate) struct Document<'a> {
    pub(crate) title: &'a str,
    /// The day up to which there are facts.
    pub(crate) subtitle: String,
    /// Whether it is to fit on one page.
    pub(crate) compact: bool,
    /// What a reader must know before the text: what is missing, what is typed.
    pub(crate) notices: Vec<String>,
    pub(crate) parts: Vec<Part<'a>>,
    /// The positions that the figures were computed at.
    pub(crate) colophon: String,
}

/// A heading and what stands under it.
#[derive(Debug, Serialize)]
pub(crate) struct Part<'a> {
    /// From 1 to 4 (GB/T 9704-2012 §7.3.3).
    pub(crate) level: usize,
    pub(crate) id: Cow<'a, str>,
    /// With its number.
    pub(crate) heading: String,
    /// Whether a department of this part did not answer.
    pub(crate) missing: bool,
    pub(crate) blocks: Vec<Block<'a>>,
    /// The footnotes of its text.
    pub(crate) notes: Vec<Note<'a>>,
    pub(crate) parts: Vec<Part<'a>>,
}

/// What stands under a heading.
#[derive(Debug, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub(crate) enum Block<'a> {
    Text {
        runs: Vec<Run<'a>>,
    },
    Owner {
        text: String,
    },
    Table(Table<'a>),
    /// A picture; one that cannot be drawn is told by its table alone.
    Chart {
        id: &'a str,
        table: Table<'a>,
    },
}

/// A piece of text; one that prints a figure has a link to it.
#[derive(Debug, Serialize)]
pub(crate) struct Run<'a> {
    pub(crate) text: &'a str,
    pub(crate) link: Option<String>,
    pub(crate) note: Option<Note<'a>>,
}

/// A footnote.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Note<'a> {
    /// From 1 on through the whole document.
    pub(crate) number: usize,
    pub(crate) text: &'a str,
}

/// The id of the part with the table of all figures.
pub(crate) const ALL_FIGURES: &str = "all-figures";

impl<'a> Document<'a> {
    pub(crate) fn new(report: &'a Report) -> Self {
        let links = Links::new(&report.division, &report.period).speaking(report.language);
        let mut writer = Writer { report, links, notes: 0 };
        let chapters = (1..).zip(&report.chapters);
        let mut parts: Vec<_> =
            chapters.map(|(at, chapter)| writer.chapter_part(at, chapter)).collect();
        // Leaders have one page; the table stands behind every link on it.
        let compact = report.audience == Audience::Leaders;
        if !compact {
            parts.push(writer.all_figures(parts.len() + 1));
        }
        let cutoff = report.language.day(report.period.last);
        let subtitle = match report.language {
            Language::Chinese => format!("（数据截至{cutoff}）"),
            Language::English => format!("(facts up to {cutoff})"),
        };
        let (notices, colophon) = (notices(report), colophon(report));
        Self { title: &report.title, subtitle, compact, notices, parts, colophon }
    }

    /// Every footnote, in order.
    pub(crate) fn notes(&self) -> Vec<Note<'a>> {
        self.parts.iter().flat_map(Part::all_notes).collect()
    }
}

impl<'a> Part<'a> {
    fn new(level: usize, id: impl Into<Cow<'a, str>>, heading: String) -> Self {
        Self {
            level,
            id: id.into(),
            heading,
            missing: false,
            blocks: Vec::new(),
            notes: Vec::new(),
            parts: Vec::new(),
        }
    }

    /// Its footnotes and those of the parts in it, in order.
    fn all_notes(&self) -> Vec<Note<'a>> {
        let inner = self.parts.iter().flat_map(Self::all_notes);
        self.notes.iter().copied().chain(inner).collect()
    }

    /// Where what is written next stands: under the last heading.
    fn last(&mut self) -> &mut Self {
        match self.parts.is_empty() {
            true => self,
            false => {
                let at = self.parts.len() - 1;
                self.parts[at].last()
            }
        }
    }

    /// Opens a heading below the last one that is higher.
    fn open(&mut self, heading: &'a Heading, language: Language) {
        let level = usize::try_from(heading.level).unwrap_or_default().clamp(self.level + 1, 4);
        match self.parts.last_mut() {
            Some(above) if above.level < level => above.open(heading, language),
            _ => {
                let at = self.parts.len() + 1;
                let id = format!("{}.part-{at}", self.id);
                let title = self::heading(language, level, at, &heading.title);
                self.parts.push(Self::new(level, id, title));
            }
        }
    }

    fn write(&mut self, block: Block<'a>) {
        let part = self.last();
        if let Block::Text { runs } = &block {
            part.notes.extend(runs.iter().filter_map(|run| run.note));
        }
        part.blocks.push(block);
    }
}

/// Writes the parts of a document, and counts its footnotes.
struct Writer<'a> {
    report: &'a Report,
    links: Links,
    notes: usize,
}

impl<'a> Writer<'a> {
    fn chapter_part(&mut self, at: usize, chapter: &'a Chapter) -> Part<'a> {
        let Chapter { id, title, sections } = chapter;
        let sections = (1..).zip(sections);
        let parts = sections.map(|(at, section)| self.section_part(at, section)).collect();
        let heading = heading(self.report.language, 1, at, title);
        Part { parts, ..Part::new(1, id.as_str(), heading) }
    }

    fn section_part(&mut self, at: usize, section: &'a Section) -> Part<'a> {
        let Section { id, title, owner, missing, paragraphs, charts, figures } = section;
        let language = self.report.language;
        let mut part = Part::new(2, id.as_str(), heading(language, 2, at, title));
        part.missing = *missing;
        for paragraph in paragraphs {
            for heading in &paragraph.headings {
                part.open(heading, language);
            }
            part.write(self.text(&paragraph.spans));
        }
        if !figures.is_empty() {
            part.write(Block::Table(aims_table(self.report, figures, &self.links)));
        }
        let table = |chart| chart_table(chart, language);
        let chart = |chart: &'a Chart| Block::Chart { id: &chart.id, table: table(chart) };
        charts.iter().map(chart).for_each(|chart| part.write(chart));
        // Whose a matter is stands beside it on a single page.
        if !owner.is_empty() && self.report.audience != Audience::Leaders {
            let text = match language {
                Language::Chinese => format!("（{owner}）"),
                Language::English => format!("({})", labels::office(owner, language)),
            };
            part.write(Block::Owner { text });
        }
        part
    }

    fn text(&mut self, spans: &'a [Span]) -> Block<'a> {
        let run = |span: &'a Span| {
            let note = (!span.note.is_empty()).then(|| {
                self.notes += 1;
                Note { number: self.notes, text: &span.note }
            });
            let link = (!span.code.is_empty()).then(|| self.links.figure(&span.code));
            Run { text: &span.text, link, note }
        };
        Block::Text { runs: spans.iter().map(run).collect() }
    }

    fn all_figures(&self, at: usize) -> Part<'a> {
        let language = self.report.language;
        let title = language.pick("指标总表", "All figures");
        let blocks = vec![Block::Table(figure_table(self.report, &self.links))];
        Part { blocks, ..Part::new(1, ALL_FIGURES, heading(language, 1, at, title)) }
    }
}

/// A heading with its number: 一、 then （一） then 1. then （1）; GB/T 9704-2012 §7.3.3.
pub(crate) fn heading(language: Language, level: usize, number: usize, title: &str) -> String {
    match (language, level) {
        (Language::Chinese, 1) => format!("{}、{title}", in_chinese(number)),
        (Language::Chinese, 2) => format!("（{}）{title}", in_chinese(number)),
        (Language::Chinese, 3) => format!("{number}.{title}"),
        (Language::Chinese, _) => format!("（{number}）{title}"),
        (Language::English, 1 | 3) => format!("{number}. {title}"),
        (Language::English, _) => format!("({number}) {title}"),
    }
}

/// A number below a hundred as headings write it.
fn in_chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (number / 10, number % 10) {
        (0, ones) => DIGITS[ones].to_owned(),
        (1, ones) => format!("十{}", DIGITS[ones]),
        (tens @ 2..=9, ones) => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
        _ => number.to_string(),
    }
}

fn notices(report: &Report) -> Vec<String> {
    let language = report.language;
    let missing = report.missing.iter().map(|missing| {
        let (department, reason) =
            (labels::department(&missing.department, language), &missing.reason);
        match language {
            Language::Chinese => format!(
                "本版不完整，不能发布：部门 {department} 未能应答（{reason}），相关章节暂缺。"
            ),
            Language::English => format!(
                "This version is incomplete and cannot be published: the department {department} \
                 did not answer ({reason}), and its sections are missing."
            ),
        }
    });
    let typed = report.free_numbers.iter().map(|number| {
        let (line, section, numeral) = (number.line, &number.section, &number.numeral);
        match language {
            Language::Chinese => format!(
                "草稿：提纲第{line}行（{section}）的数字“{numeral}”未经指标计算，\
                 发布前须改为指标。"
            ),
            Language::English => format!(
                "Draft: {numeral} in line {line} of the outline ({section}) is not computed; it \
                 must become a figure before publishing."
            ),
        }
    });
    let claimed = report.unbound_words.iter().map(|place| {
        let (line, section, word) = (place.line, &place.section, &place.numeral);
        match language {
            Language::Chinese => format!(
                "草稿：提纲第{line}行（{section}）的“{word}”没有随数走的条件，\
                 发布前须写进问过该数的句子。"
            ),
            Language::English => format!(
                "Draft: {word:?} in line {line} of the outline ({section}) is chosen by no value; \
                 it must stand in a sentence that asks for one before publishing."
            ),
        }
    });
    let cutoff = language.day(report.period.last);
    // The subtitle of a single page says as much.
    let cut = !report.period.is_whole() && report.audience != Audience::Leaders;
    let part = cut.then(|| match language {
        Language::Chinese => {
            format!("本期尚未结束或只取到截止日：只计{cutoff}及以前的事实。")
        }
        Language::English => {
            format!("The period has not ended or was cut off: facts up to {cutoff} only.")
        }
    });
    missing.chain(typed).chain(claimed).chain(part).collect()
}

fn colophon(report: &Report) -> String {
    let language = report.language;
    let (comma, semicolon) = (language.pick("、", ", "), language.pick("；", "; "));
    let none = language.pick("无台账", "no ledger");
    let places = report.positions.iter().map(|(department, positions)| {
        let at: Vec<_> = positions.iter().map(|(county, at)| format!("{county}@{at}")).collect();
        let at = if at.is_empty() { none.to_owned() } else { at.join(comma) };
        language.bracketed(&labels::department(department, language), &at)
    });
    let places = places.collect::<Vec<_>>().join(semicolon);
    format!("{}{places}", language.pick("台账位置：", "Positions of the ledgers: "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_inside_a_section_nest_and_what_follows_stands_under_the_last() {
        let heading = |level, title: &str| Heading { level, title: title.to_owned() };
        let headings = [
            heading(3, "甲"),
            heading(4, "甲一"),
            heading(4, "甲二"),
            heading(3, "乙"),
            heading(4, "乙一"),
        ];
        let mut part = Part::new(2, "one.a", "（一）节".to_owned());
        for heading in &headings {
            part.open(heading, Language::Chinese);
        }
        part.write(Block::Owner { text: "末".to_owned() });
        let titles = |part: &Part<'_>| {
            part.parts.iter().map(|inner| inner.heading.clone()).collect::<Vec<_>>()
        };
        assert_eq!(titles(&part), ["1.甲", "2.乙"]);
        assert_eq!(titles(&part.parts[0]), ["（1）甲一", "（2）甲二"]);
        assert_eq!(titles(&part.parts[1]), ["（1）乙一"]);
        assert_eq!(part.parts[1].parts[0].blocks.len(), 1);
        assert_eq!(part.parts[1].parts[0].id, "one.a.part-2.part-1");
    }

    #[test]
    fn the_four_levels_are_numbered_as_the_standard_says() {
        let heading = |level, number, title| heading(Language::Chinese, level, number, title);
        assert_eq!(heading(1, 1, "经济"), "一、经济");
        assert_eq!(heading(1, 12, "经济"), "十二、经济");
        assert_eq!(heading(2, 20, "工业"), "（二十）工业");
        assert_eq!(heading(3, 3, "入库"), "3.入库");
        assert_eq!(heading(4, 10, "复核"), "（10）复核");
    }
}
