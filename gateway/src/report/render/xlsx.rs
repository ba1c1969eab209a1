//! XLSX: all figures, their parts by township and month, and the notes; numbers are numbers.

use chassis::Refusal;
use proto::figure::v1::{BreakDownFigureResponse, Cell, Dimension};
use proto::report::v1::ChartKind;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use sheet::Sheet;

use super::excluded_zh;
use crate::report::document::{Block, Document, Part};
use crate::report::{Computed, Report};

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
    figures(Sheet::add(&mut workbook, "指标")?, report)?;
    let parts = [(Dimension::Township, "分乡镇", "地方"), (Dimension::Month, "分月", "月份")];
    for (by, name, column) in parts {
        let answers = breakdowns.iter().filter(|breakdown| breakdown.by == by);
        parts_of(Sheet::add(&mut workbook, name)?, report, column, answers)?;
    }
    charts(Sheet::add(&mut workbook, "图表")?, report)?;
    notes(Sheet::add(&mut workbook, "说明")?, &Document::new(report))?;
    workbook.save_to_buffer()
}

fn figures(mut sheet: Sheet<'_>, report: &Report) -> Result<(), XlsxError> {
    let mut columns = vec![
        ("代码", 38.0),
        ("指标", 30.0),
        ("本期", 12.0),
        ("单位", 8.0),
        ("上年同期", 12.0),
        ("增速（%）", 10.0),
        ("文中印作", 18.0),
        ("分子", 12.0),
        ("分母", 12.0),
        ("实有", 8.0),
        ("应有", 8.0),
        ("计入记录", 10.0),
        ("待核", 8.0),
    ];
    columns.extend(REASONS.map(|reason| (excluded_zh(reason), 10.0)));
    columns.extend([("目标", 10.0), ("目标完成（%）", 12.0), ("缺数原因", 30.0)]);
    columns.extend([("责任单位", 20.0), ("部门", 12.0)]);
    sheet.head(&columns)?;
    for computed in report.figures.values() {
        figure(&mut sheet, computed)?;
        sheet.next_row();
    }
    Ok(())
}

fn figure(sheet: &mut Sheet<'_>, computed: &Computed) -> Result<(), XlsxError> {
    let Computed { department, figure } = computed;
    sheet.text(&figure.code)?;
    sheet.text(&figure.name)?;
    sheet.number(figure.value.as_deref())?;
    sheet.text(&figure.unit)?;
    sheet.number(figure.same_period_last_year.as_deref())?;
    sheet.number(figure.growth.as_deref())?;
    sheet.text(&figure.text)?;
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
    sheet.text(&figure.missing_reason_zh)?;
    sheet.text(&figure.owner)?;
    sheet.text(department)
}

fn parts_of<'a>(
    mut sheet: Sheet<'_>,
    report: &Report,
    column: &str,
    breakdowns: impl Iterator<Item = &'a Breakdown>,
) -> Result<(), XlsxError> {
    sheet.head(&[
        ("代码", 38.0),
        ("指标", 30.0),
        ("编号", 14.0),
        (column, 18.0),
        ("数值", 12.0),
        ("单位", 8.0),
        ("计入记录", 10.0),
        ("说明", 24.0),
    ])?;
    for Breakdown { code, by: _, answer } in breakdowns {
        let name = report.figures.get(code).map_or("", |computed| &computed.figure.name);
        for cell in &answer.cells {
            part_of(&mut sheet, code, name, cell)?;
            sheet.next_row();
        }
    }
    Ok(())
}

fn part_of(sheet: &mut Sheet<'_>, code: &str, name: &str, cell: &Cell) -> Result<(), XlsxError> {
    let Cell { key, name: place, figure, withheld, share: _, rank: _, rank_of: _ } = cell;
    let figure = figure.clone().unwrap_or_default();
    sheet.text(code)?;
    sheet.text(name)?;
    sheet.text(key)?;
    sheet.text(place)?;
    sheet.number(figure.value.as_deref().filter(|_| !withheld))?;
    sheet.text(&figure.unit)?;
    match withheld {
        true => sheet.number(None)?,
        false => sheet.count(figure.counted)?,
    }
    sheet.text(if *withheld { "不公布" } else { &figure.missing_reason_zh })
}

/// The numbers of every chart, a row for each.
fn charts(mut sheet: Sheet<'_>, report: &Report) -> Result<(), XlsxError> {
    sheet.head(&[
        ("图", 40.0),
        ("编号", 14.0),
        ("名称", 24.0),
        ("系列", 24.0),
        ("代码", 38.0),
        ("数值", 12.0),
        ("印作", 14.0),
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
    sheet.head(&[("说明", 120.0)])?;
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
