//! XLSX: all figures, their parts by township and month, and the notes; numbers are numbers.

use chassis::Refusal;
use proto::figure::v1::{BreakDownFigureResponse, Cell, Dimension};
use proto::report::v1::ChartKind;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use sheet::{Column, Sheet};

use super::excluded_in;
use crate::report::document::{Block, Document, Part};
use crate::report::language::Language;
use crate::report::{Computed, Report};
use crate::web::labels;

mod sheet;

/// The parts of one figure.
#[derive(Clone, Debug)]
pub(crate) struct Breakdown {
    pub(crate) code: String,
    pub(crate) by: Dimension,
    pub(crate) answer: BreakDownFigureResponse,
}

/// Why records are left out, each a column.
const REASONS: [&str; 4] = ["unverified", "outside_period", "not_qualifying", "withdrawn"];

/// The columns of figures: titles in Chinese and English, widths in letters.
const BEFORE_REASONS: [Column<'_>; 13] = [
    ("代码", "Code", 38.0),
    ("指标", "Figure", 30.0),
    ("本期", "This period", 12.0),
    ("单位", "Unit", 8.0),
    ("上年同期", "A year before", 12.0),
    ("增速（%）", "Growth (%)", 10.0),
    ("文中印作", "Printed as", 18.0),
    ("分子", "Numerator", 12.0),
    ("分母", "Denominator", 12.0),
    ("实有", "Covered", 8.0),
    ("应有", "Due", 8.0),
    ("计入记录", "Counted", 10.0),
    ("待核", "Pending", 8.0),
];
/// Those behind the reasons.
const AFTER_REASONS: [Column<'_>; 5] = [
    ("目标", "Target", 10.0),
    ("目标完成（%）", "Target reached (%)", 12.0),
    ("缺数原因", "Why it is missing", 30.0),
    ("责任单位", "Office", 20.0),
    ("部门", "Department", 12.0),
];

/// The report as a workbook.
///
/// # Errors
/// `INTERNAL`, as when a sheet would grow too long.
pub(crate) fn report(report: &Report, breakdowns: &[Breakdown]) -> Result<Vec<u8>, Refusal> {
    workbook(report, breakdowns).map_err(|cause| Refusal::internal(&cause))
}

fn workbook(report: &Report, breakdowns: &[Breakdown]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let day = report.period.last;
    let (year, month, date) = (day.year(), day.month(), day.day());
    let year = u16::try_from(year).unwrap_or_default();
    let month = u8::try_from(month).unwrap_or_default();
    let date = u8::try_from(date).unwrap_or_default();
    // The day of the writing would change the bytes of the same report.
    let created = ExcelDateTime::from_ymd(year, month, date)?;
    workbook.set_properties(
        &DocProperties::new().set_title(&report.title).set_creation_datetime(&created),
    );
    let language = report.language;
    let called = |zh, en| (language.pick(zh, en), language);
    figures(Sheet::add(&mut workbook, called("指标", "Figures"))?, report)?;
    let parts = [
        (Dimension::Township, ("分乡镇", "By township"), ("地方", "Place", 18.0)),
        (Dimension::Month, ("分月", "By month"), ("月份", "Month", 18.0)),
    ];
    for (by, (zh, en), column) in parts {
        let answers = breakdowns.iter().filter(|breakdown| breakdown.by == by);
        parts_of(Sheet::add(&mut workbook, called(zh, en))?, report, column, answers)?;
    }
    charts(Sheet::add(&mut workbook, called("图表", "Charts"))?, report)?;
    notes(Sheet::add(&mut workbook, called("说明", "Notes"))?, &Document::new(report))?;
    workbook.save_to_buffer()
}

fn figures(mut sheet: Sheet<'_>, report: &Report) -> Result<(), XlsxError> {
    let reason = |reason| {
        let [zh, en] = Language::ALL.map(|language| excluded_in(reason, language));
        (zh, en, 10.0)
    };
    let columns = BEFORE_REASONS.into_iter().chain(REASONS.map(reason)).chain(AFTER_REASONS);
    sheet.head(&columns.collect::<Vec<_>>())?;
    for computed in report.shown() {
        figure(&mut sheet, computed, report.language)?;
        sheet.next_row();
    }
    Ok(())
}

fn figure(sheet: &mut Sheet<'_>, computed: &Computed, language: Language) -> Result<(), XlsxError> {
    let Computed { department, figure } = computed;
    sheet.text(&figure.code)?;
    sheet.text(language.prefer(&figure.name, &figure.name_en))?;
    sheet.number(figure.value.as_deref())?;
    sheet.text(language.prefer(&figure.unit, &figure.unit_en))?;
    sheet.number(figure.same_period_last_year.as_deref())?;
    sheet.number(figure.growth.as_deref())?;
    sheet.text(language.prefer(&figure.text, &figure.text_en))?;
    sheet.number(figure.numerator.as_deref())?;
    sheet.number(figure.denominator.as_deref())?;
    let coverage = figure.coverage.as_ref();
    sheet.number(coverage.map(|part| part.covered.to_string()).as_deref())?;
    sheet.number(coverage.map(|part| part.due.to_string()).as_deref())?;
    sheet.count(figure.counted)?;
    sheet.count(figure.pending)?;
    for reason in REASONS {
        sheet.count(figure.excluded.get(reason).copied().unwrap_or_default())?;
    }
    let target = figure.target.as_ref();
    sheet.number(target.map(|target| target.value.as_str()))?;
    sheet.number(target.and_then(|target| target.completion.as_deref()))?;
    sheet.text(language.prefer(&figure.missing_reason_zh, &figure.missing_reason))?;
    sheet.text(&labels::office(&figure.owner, language))?;
    sheet.text(&labels::department(department, language))
}

fn parts_of<'a>(
    mut sheet: Sheet<'_>,
    report: &Report,
    column: Column<'_>,
    breakdowns: impl Iterator<Item = &'a Breakdown>,
) -> Result<(), XlsxError> {
    sheet.head(&[
        ("代码", "Code", 38.0),
        ("指标", "Figure", 30.0),
        ("编号", "Key", 14.0),
        column,
        ("数值", "Value", 12.0),
        ("单位", "Unit", 8.0),
        ("计入记录", "Counted", 10.0),
        ("说明", "Note", 24.0),
    ])?;
    let language = report.language;
    for Breakdown { code, by: _, answer } in breakdowns {
        let figure = report.figures.get(code).map(|computed| &computed.figure);
        let name = figure.map_or("", |figure| language.prefer(&figure.name, &figure.name_en));
        for cell in &answer.cells {
            part_of(&mut sheet, (code, name), cell, language)?;
            sheet.next_row();
        }
    }
    Ok(())
}

fn part_of(
    sheet: &mut Sheet<'_>,
    (code, name): (&str, &str),
    cell: &Cell,
    language: Language,
) -> Result<(), XlsxError> {
    let Cell { key, name: place, name_en: place_en, figure, withheld, .. } = cell;
    let place = language.prefer(place, place_en);
    let figure = figure.clone().unwrap_or_default();
    sheet.text(code)?;
    sheet.text(name)?;
    sheet.text(key)?;
    sheet.text(place)?;
    sheet.number(figure.value.as_deref().filter(|_| !withheld))?;
    sheet.text(language.prefer(&figure.unit, &figure.unit_en))?;
    match withheld {
        true => sheet.number(None)?,
        false => sheet.count(figure.counted)?,
    }
    let missing = language.prefer(&figure.missing_reason_zh, &figure.missing_reason);
    sheet.text(if *withheld { language.pick("不公布", "withheld") } else { missing })
}

/// The numbers of every chart, a row for each.
fn charts(mut sheet: Sheet<'_>, report: &Report) -> Result<(), XlsxError> {
    sheet.head(&[
        ("图", "Chart", 40.0),
        ("编号", "Key", 14.0),
        ("名称", "Name", 24.0),
        ("系列", "Series", 24.0),
        ("代码", "Code", 38.0),
        ("数值", "Value", 12.0),
        ("印作", "Printed as", 14.0),
    ])?;
    let sections = report.chapters.iter().flat_map(|chapter| &chapter.sections);
    for chart in sections.flat_map(|section| &section.charts) {
        for series in &chart.series {
            for (point, value) in chart.points.iter().zip(&series.values) {
                // A calendar has its marks only.
                if chart.kind() == ChartKind::AirCalendar && value.value.is_none() {
                    continue;
                }
                for text in [&chart.caption, &point.key, &point.name, &series.name, &series.code] {
                    sheet.text(text)?;
                }
                sheet.number(value.value.as_deref())?;
                sheet.text(&value.text)?;
                sheet.next_row();
            }
        }
    }
    Ok(())
}

/// What a reader of the numbers must know: the scope, what is missing, what covers less.
fn notes(mut sheet: Sheet<'_>, document: &Document<'_>) -> Result<(), XlsxError> {
    sheet.head(&[("说明", "Notes", 120.0)])?;
    let lines = [document.title, &document.subtitle].into_iter();
    let notices = document.notices.iter().map(String::as_str);
    for line in lines.chain(notices).chain([document.colophon.as_str()]) {
        sheet.text(line)?;
        sheet.next_row();
    }
    for note in document.notes() {
        sheet.text(&format!("〔{}〕{}", note.number, note.text))?;
        sheet.next_row();
    }
    for part in document.parts.iter().filter(|part| part.id == crate::report::notes::ID) {
        notes_of(&mut sheet, part)?;
    }
    Ok(())
}

fn notes_of(sheet: &mut Sheet<'_>, part: &Part<'_>) -> Result<(), XlsxError> {
    sheet.text(&part.heading)?;
    sheet.next_row();
    for block in &part.blocks {
        if let Block::Text { runs } = block {
            sheet.text(&runs.iter().map(|run| run.text).collect::<String>())?;
            sheet.next_row();
        }
    }
    part.parts.iter().try_for_each(|part| notes_of(sheet, part))
}
