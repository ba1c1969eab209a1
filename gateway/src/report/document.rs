//! The document: a report as people read it, the same words for every rendering.

use proto::report::v1::{Chapter, Section, Span};
use serde::Serialize;

use super::directions::change_in_words;
use super::render::Links;
use super::{Computed, Report};

/// A report as people read it; renderings differ in looks, not in words.
#[derive(Debug, Serialize)]
pub(crate) struct Document<'a> {
    pub(crate) title: &'a str,
    /// The day up to which there are facts.
    pub(crate) subtitle: String,
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
    pub(crate) id: &'a str,
    /// With its number.
    pub(crate) heading: String,
    /// Whether a department of this part did not answer.
    pub(crate) missing: bool,
    pub(crate) blocks: Vec<Block<'a>>,
    pub(crate) parts: Vec<Part<'a>>,
}

/// What stands under a heading.
#[derive(Debug, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub(crate) enum Block<'a> {
    Text { runs: Vec<Run<'a>> },
    Owner { text: String },
    Table(Table<'a>),
}

/// A piece of text; one that prints a figure has a link to it.
#[derive(Debug, Serialize)]
pub(crate) struct Run<'a> {
    pub(crate) text: &'a str,
    pub(crate) link: Option<String>,
}

/// A table with a head.
#[derive(Debug, Serialize)]
pub(crate) struct Table<'a> {
    pub(crate) caption: &'static str,
    pub(crate) columns: &'static [Column; 6],
    pub(crate) rows: Vec<[Cell<'a>; 6]>,
}

/// A column of a table.
#[derive(Debug, Serialize)]
pub(crate) struct Column {
    pub(crate) title: &'static str,
    /// Whether its cells stand to the right.
    pub(crate) number: bool,
    /// Its share of the width, in thousandths.
    pub(crate) width: usize,
}

/// A cell of a table.
#[derive(Debug, Serialize)]
pub(crate) struct Cell<'a> {
    pub(crate) text: std::borrow::Cow<'a, str>,
    pub(crate) link: Option<String>,
}

/// The columns of the table of all figures.
static COLUMNS: [Column; 6] = [
    Column { title: "指标", number: false, width: 245 },
    Column { title: "本期", number: true, width: 160 },
    Column { title: "上年同期", number: true, width: 130 },
    Column { title: "增减", number: true, width: 145 },
    Column { title: "计入", number: true, width: 160 },
    Column { title: "责任单位", number: false, width: 160 },
];

/// The id of the part with the table of all figures.
pub(crate) const ALL_FIGURES: &str = "all-figures";

impl<'a> Document<'a> {
    pub(crate) fn new(report: &'a Report) -> Self {
        let links = Links::new(&report.division, &report.period);
        let chapters = report.chapters.iter().enumerate();
        let mut parts: Vec<_> =
            chapters.map(|(at, chapter)| chapter_part(at + 1, chapter, &links)).collect();
        parts.push(Part {
            level: 1,
            id: ALL_FIGURES,
            heading: heading(1, parts.len() + 1, "指标总表"),
            missing: false,
            blocks: vec![Block::Table(figure_table(report, &links))],
            parts: Vec::new(),
        });
        Self {
            title: &report.title,
            subtitle: format!("（数据截至{}）", report.cutoff_zh()),
            notices: notices(report),
            parts,
            colophon: colophon(report),
        }
    }
}

fn chapter_part<'a>(at: usize, chapter: &'a Chapter, links: &Links) -> Part<'a> {
    let Chapter { id, title, sections } = chapter;
    let sections = sections.iter().enumerate();
    Part {
        level: 1,
        id,
        heading: heading(1, at, title),
        missing: false,
        blocks: Vec::new(),
        parts: sections.map(|(at, section)| section_part(at + 1, section, links)).collect(),
    }
}

fn section_part<'a>(at: usize, section: &'a Section, links: &Links) -> Part<'a> {
    let Section { id, title, owner, missing, paragraphs } = section;
    let run = |span: &'a Span| Run {
        text: &span.text,
        link: (!span.code.is_empty()).then(|| links.figure(&span.code)),
    };
    let text = paragraphs.iter().map(|p| Block::Text { runs: p.spans.iter().map(run).collect() });
    let owner = (!owner.is_empty()).then(|| Block::Owner { text: format!("（{owner}）") });
    Part {
        level: 2,
        id,
        heading: heading(2, at, title),
        missing: *missing,
        blocks: text.chain(owner).collect(),
        parts: Vec::new(),
    }
}

/// A heading with its number: 一、 then （一） then 1. then （1）; GB/T 9704-2012 §7.3.3.
pub(crate) fn heading(level: usize, number: usize, title: &str) -> String {
    match level {
        1 => format!("{}、{title}", in_chinese(number)),
        2 => format!("（{}）{title}", in_chinese(number)),
        3 => format!("{number}.{title}"),
        _ => format!("（{number}）{title}"),
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
    let missing = report.missing.iter().map(|missing| {
        let (department, reason) = (&missing.department, &missing.reason);
        format!("本版不完整，不能发布：部门 {department} 未能应答（{reason}），相关章节暂缺。")
    });
    let typed = report.free_numbers.iter().map(|number| {
        let (line, section, numeral) = (number.line, &number.section, &number.numeral);
        format!(
            "草稿：提纲第{line}行（{section}）的数字“{numeral}”未经指标计算，发布前须改为指标。"
        )
    });
    let part = (!report.period.is_whole())
        .then(|| format!("本期尚未结束或只取到截止日：只计{}及以前的事实。", report.cutoff_zh()));
    missing.chain(typed).chain(part).collect()
}

fn colophon(report: &Report) -> String {
    let places = report.positions.iter().map(|(department, positions)| {
        let at: Vec<_> = positions.iter().map(|(county, at)| format!("{county}@{at}")).collect();
        match at.is_empty() {
            true => format!("{department}（无台账）"),
            false => format!("{department}（{}）", at.join("、")),
        }
    });
    format!("台账位置：{}", places.collect::<Vec<_>>().join("；"))
}

/// All figures of a report with those of last year.
pub(crate) fn figure_table<'a>(report: &'a Report, links: &Links) -> Table<'a> {
    let rows = report.figures.values().map(|computed| row(computed, links)).collect();
    Table { caption: "指标与上年同期", columns: &COLUMNS, rows }
}

fn row<'a>(computed: &'a Computed, links: &Links) -> [Cell<'a>; 6] {
    let Computed { department: _, figure } = computed;
    let link = links.figure(&figure.code);
    let value = match (&figure.value, figure.missing_reason_zh.as_str()) {
        (Some(_), _) => Cell { text: (&figure.text).into(), link: Some(link.clone()) },
        (None, "") => plain("缺".to_owned()),
        (None, why) => plain(format!("缺（{why}）")),
    };
    let none = || "—".to_owned();
    let last = figure.same_period_last_year.as_ref();
    let counted = match figure.pending {
        0 => figure.counted.to_string(),
        pending => format!("{}（{pending}待核）", figure.counted),
    };
    [
        Cell { text: (&figure.name).into(), link: Some(link) },
        value,
        plain(last.map(|last| format!("{last}{}", figure.unit)).unwrap_or_else(none)),
        plain(change_in_words(figure).unwrap_or_else(none)),
        plain(counted),
        Cell { text: (&figure.owner).into(), link: None },
    ]
}

fn plain<'a>(text: String) -> Cell<'a> {
    Cell { text: text.into(), link: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_levels_are_numbered_as_the_standard_says() {
        assert_eq!(heading(1, 1, "经济"), "一、经济");
        assert_eq!(heading(1, 12, "经济"), "十二、经济");
        assert_eq!(heading(2, 20, "工业"), "（二十）工业");
        assert_eq!(heading(3, 3, "入库"), "3.入库");
        assert_eq!(heading(4, 10, "复核"), "（10）复核");
    }
}
