//! A workbook to fill in: a sheet a kind, or an act on a kind, with what the contract says of every
//! field.

use std::sync::Arc;

use ledger::divisions::Divisions;
use ledger::kinds::{Column, Field};
use proto::ledger::v1::Format as Shape;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format, FormatBorder, Formula, Note, Workbook,
    Worksheet, XlsxError,
};

use crate::headers::{EXPLANATION, REMARKS};
use crate::kinds::{Kind, sheet_name};
use crate::lines::{self, Inside};
use crate::plan::ASIDE;

/// What marks the row of a template that is not taken.
pub(crate) const EXAMPLE: &str = "示例，导入时跳过";
/// What is said of sheets of acts.
const OF_ACTS: &str = "办理动作每种一张工作表，每行一步；同一记录的各步按办理日期先后办理，同日按工作表\
                       及行的顺序；已办过的步骤不会重复办理。";
/// Rows that have a drop-down list.
const LAST_ROW: u32 = 20_000;
/// A list of choices that is written into a cell itself is at most so long.
const MOST_OF_A_LIST: usize = 250;

/// A workbook with a sheet for each kind or act that sheets may bring in; examples lie in the county.
///
/// # Errors
/// When the workbook cannot be written.
pub fn template(kinds: &[Arc<Kind>], county: &str) -> Result<Vec<u8>, XlsxError> {
    let kinds: Vec<&Arc<Kind>> = kinds.iter().filter(|kind| !kind.moved_by_acts).collect();
    let mut book = Workbook::new();
    explain(book.add_worksheet(), &kinds)?;
    let mut lists: Vec<Vec<String>> = Vec::new();
    let place = Divisions::standard().townships(county).next().map(|(code, _)| code.to_owned());
    let place = place.unwrap_or_else(|| county.to_owned());
    let places = places(county);
    for kind in &kinds {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&kind.label))?;
        fill(sheet, kind, (&place, &places), &mut lists)?;
    }
    let sheet = book.add_worksheet();
    sheet.set_name(ASIDE[1])?.set_hidden(true);
    for (column, choices) in (0_u16..).zip(&lists) {
        for (row, choice) in (0_u32..).zip(choices) {
            sheet.write_string(row, column, choice)?;
        }
    }
    book.save_to_buffer()
}

fn explain(sheet: &mut Worksheet, kinds: &[&Arc<Kind>]) -> Result<(), XlsxError> {
    sheet
        .set_name(ASIDE[0])?
        .set_column_width(0, 30)?
        .set_column_width(1, 34)?
        .set_column_width(2, 90)?;
    let mut rules = vec![
        "每类记录一张工作表，第一行是列名，列名后的括号内是单位；带 * 的列必填。",
        "单位可改为同类单位，如“分”可改为“万元”“亿元”，导入时按表头换算。",
        "日期写作 2024-03-05；“核验意见”列由系统填写，导入时不读取。",
        "数值有较大变动等须说明的，写在最后的“填报说明”列，随该条记录保存；其他行留空。",
        "删去某列，已在账上的记录该项保持原值；保留该列而留空单元格，则清空该项。",
        "已在账上且未变的行不会重复录入；有改动的行成为该记录的新版本，待他人核实。",
    ];
    if kinds.iter().any(|kind| kind.act.is_some()) {
        rules.push(OF_ACTS);
    }
    for (row, rule) in (0_u32..).zip(&rules) {
        sheet.write_string(row, 0, *rule)?;
    }
    let head = u32::try_from(rules.len()).unwrap_or(0) + 1;
    let bold = Format::new().set_bold();
    for (column, title) in (0_u16..).zip(["工作表", "责任单位", "必填列"]) {
        sheet.write_string_with_format(head, column, title, &bold)?;
    }
    for (row, kind) in (head + 1..).zip(kinds) {
        let required = kind.columns().filter(|(_, field)| field.required);
        let required: Vec<_> = required.map(|(_, field)| field.label.as_str()).collect();
        sheet.write_string(row, 0, &kind.label)?;
        sheet.write_string(row, 1, &kind.owner)?;
        sheet.write_string(row, 2, required.join("、"))?;
    }
    Ok(())
}

fn fill(
    sheet: &mut Worksheet,
    kind: &Kind,
    (place, places): (&str, &[String]),
    lists: &mut Vec<Vec<String>>,
) -> Result<(), XlsxError> {
    let head = Format::new().set_bold().set_border(FormatBorder::Thin).set_text_wrap();
    let optional = head.clone().set_background_color(Color::RGB(0xEE_EE_EE));
    let required = head.clone().set_background_color(Color::RGB(0xFF_F2_CC));
    let example =
        Format::new().set_italic().set_font_color(Color::RGB(0x80_80_80)).set_num_format("@");
    sheet.write_string_with_format(0, 0, REMARKS, &optional)?.set_column_width(0, 20)?;
    sheet.write_string_with_format(1, 0, EXAMPLE, &example)?;
    let mut last = 1;
    for (column, (_, field)) in (1_u16..).zip(kind.columns()) {
        last = column + 1;
        let title = title(field);
        let width =
            title.chars().map(|letter| if letter.is_ascii() { 1.0 } else { 2.0 }).sum::<f64>();
        sheet.set_column_width(column, (width + 3.0).clamp(12.0, 40.0))?;
        let format = if field.required { &required } else { &optional };
        sheet.write_string_with_format(0, column, &title, format)?;
        let note = Note::new(note(kind, field)).add_author_prefix(false).set_width(320);
        sheet.insert_note(0, column, &note)?;
        if field.column == Column::Text {
            sheet.set_column_format(column, &Format::new().set_num_format("@"))?;
        }
        sheet.write_string_with_format(1, column, sample(kind, field, place), &example)?;
        if field.format == Shape::Division {
            // A village has a code of its own, which no list has room for.
            let list = validation(places.to_vec(), lists)?;
            let list = list.set_error_style(DataValidationErrorStyle::Information);
            sheet.add_data_validation(1, column, LAST_ROW, column, &list)?;
        }
        if let Some(choices) = choices(field) {
            let list = validation(choices, lists)?;
            sheet.add_data_validation(1, column, LAST_ROW, column, &list)?;
        }
    }
    if kind.act.is_some() {
        sheet.set_freeze_panes(1, 1)?;
        return Ok(());
    }
    sheet.write_string_with_format(0, last, EXPLANATION, &optional)?.set_column_width(last, 40)?;
    let note = "可空；规则要求说明时（如比上期变动过大）写明原因，随该条记录保存";
    sheet.insert_note(0, last, &Note::new(note).add_author_prefix(false).set_width(320))?;
    sheet.set_column_format(last, &Format::new().set_num_format("@"))?;
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}

/// The name of a field's column: label, unit, and whether it must be filled in.
fn title(field: &Field) -> String {
    let Field { label, unit, required, .. } = field;
    let star = if *required { "*" } else { "" };
    if unit.is_empty() { format!("{label}{star}") } else { format!("{label}（{unit}）{star}") }
}

fn note(kind: &Kind, field: &Field) -> String {
    let mut said = vec![field.name.clone()];
    said.push(if field.required {
        "必填".to_owned()
    } else {
        "可空；空不等于 0".to_owned()
    });
    let shape = match field.format {
        Shape::Date => "日期 YYYY-MM-DD",
        Shape::Time => "时刻 HH:MM",
        Shape::Division => "行政区划代码，可从下拉列表选择；村（社区）填 12 位代码",
        Shape::Unspecified => "",
    };
    said.push(shape.to_owned());
    said.push(kind.note_of(field));
    match kind.inside(field) {
        Some(Inside::Text) => {
            said.push("可填多项，每行一项（单元格内换行用 Alt+Enter）".to_owned())
        }
        Some(Inside::Fields(inside)) => {
            let titles = lines::titles(inside);
            said.push(format!("可填多项，每行一项（或以“；”分开），依次填：{titles}"));
        }
        None => {}
    }
    if let Some(refers) = &field.refers {
        said.push(format!("填“{refers}”记录的编号，须已在账上或同批导入"));
    }
    if let Some(choices) = choices(field) {
        said.push(format!("可选：{}", choices.join("、")));
    }
    said.retain(|line| !line.is_empty());
    said.join("\n")
}

/// What may be chosen, where a field is no free text or number.
pub(crate) fn choices(field: &Field) -> Option<Vec<String>> {
    if field.boolean {
        return Some(vec!["是".to_owned(), "否".to_owned()]);
    }
    let values = field.values.as_ref()?;
    Some(
        values.values().map(|(_, label)| label.clone()).filter(|label| !label.is_empty()).collect(),
    )
}

fn validation(
    choices: Vec<String>,
    lists: &mut Vec<Vec<String>>,
) -> Result<DataValidation, XlsxError> {
    let message = "请从下拉列表中选择";
    let base = DataValidation::new().set_error_message(message)?;
    if choices.iter().map(|choice| choice.chars().count() + 1).sum::<usize>() <= MOST_OF_A_LIST {
        return base.allow_list_strings(&choices);
    }
    let at = lists.iter().position(|known| *known == choices).unwrap_or_else(|| {
        lists.push(choices.clone());
        lists.len() - 1
    });
    let column = crate::verdict::cell_name(0, u32::try_from(at).unwrap_or(0));
    let column = column.trim_end_matches('0');
    let list = format!("='{}'!${column}$1:${column}${}", ASIDE[1], choices.len());
    Ok(base.allow_list_formula(Formula::new(list)))
}

/// The county and its townships, as a list offers them: the code and the name.
fn places(county: &str) -> Vec<String> {
    let divisions = Divisions::standard();
    let own = divisions.name(county).map(|name| (county, name));
    let all = own.into_iter().chain(divisions.townships(county));
    all.map(|(code, name)| format!("{code} {name}")).collect()
}

fn sample(kind: &Kind, field: &Field, place: &str) -> String {
    if let Some(Inside::Fields(inside)) = kind.inside(field) {
        let values = inside.iter().map(|field| sample(kind, field, place));
        return values.collect::<Vec<_>>().join("｜");
    }
    if let Some(choices) = choices(field) {
        return choices.first().cloned().unwrap_or_default();
    }
    match (field.format, field.column) {
        (Shape::Date, _) => "2024-03-05".to_owned(),
        (Shape::Time, _) => "08:30".to_owned(),
        (Shape::Division, _) => place.to_owned(),
        (_, Column::Integer) => "120".to_owned(),
        (_, Column::Opaque) => "第一项".to_owned(),
        // What names a record has no other letters.
        (_, Column::Text) if ["id", "code"].contains(&&*field.name) => "SL-001".to_owned(),
        (_, Column::Text) => format!("示例{}", field.label),
    }
}
