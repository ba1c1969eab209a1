//! Where each value of a form comes from: a sheet of a workbook, or the end of a document.

use std::fmt::Write as _;

use chassis::Refusal;
use quick_xml::escape::escape;

use super::package::{Package, malformed};
use super::{Form, Values};
use crate::report::Report;
use crate::report::render::Links;

const TITLE: &str = "数据来源";
const HEAD: [&str; 7] = ["代码", "名称", "数值", "责任单位", "计入记录", "说明", "地址"];
const PART: &str = "xl/worksheets/xianzhi_sources.xml";
const RELATION: &str = "rIdXianzhiSources";

/// Adds the list to a form.
///
/// # Errors
/// When the form is not written as workbooks and documents are.
pub(super) fn add(package: &mut Package, values: &Values<'_>) -> Result<(), Refusal> {
    let rows = rows(values);
    let about = about(values.report);
    match package.form {
        Form::Xlsx => add_sheet(package, &about, &rows),
        Form::Docx => add_pages(package, &about, &rows),
    }
}

fn about(report: &Report) -> String {
    let places = report.positions.iter().map(|(department, positions)| {
        let at: Vec<_> = positions.iter().map(|(county, at)| format!("{county}@{at}")).collect();
        format!("{department} {}", at.join("、"))
    });
    let places = places.collect::<Vec<_>>().join("；");
    let (name, period) = (&report.division_name, report.period.name_zh());
    format!("{name} {period}，数据截至{}；台账位置：{places}", report.cutoff_zh())
}

fn rows(values: &Values<'_>) -> Vec<[String; 7]> {
    let report = values.report;
    let links = Links::new(&report.division, &report.period);
    let used = values.used.iter().filter_map(|code| report.figures.get(code));
    let row = used.map(|computed| {
        let figure = &computed.figure;
        let (value, why) = match &figure.value {
            Some(_) => (figure.text.clone(), String::new()),
            None => ("缺".to_owned(), figure.missing_reason_zh.clone()),
        };
        let pending = match figure.pending {
            0 => String::new(),
            pending => format!("{pending} 条更正待核实"),
        };
        let opening = match figure.opening {
            0 => String::new(),
            opening => format!("其中期初名册 {opening} 条"),
        };
        let notes: Vec<_> =
            [why, opening, pending].into_iter().filter(|note| !note.is_empty()).collect();
        [
            figure.code.clone(),
            figure.name.clone(),
            value,
            figure.owner.clone(),
            figure.counted.to_string(),
            notes.join("；"),
            links.figure(&figure.code),
        ]
    });
    row.collect()
}

fn add_sheet(package: &mut Package, about: &str, rows: &[[String; 7]]) -> Result<(), Refusal> {
    let mut sheet = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet \
         xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cols>\
         <col min=\"1\" max=\"7\" width=\"26\" customWidth=\"1\"/></cols><sheetData>",
    );
    let head = HEAD.map(str::to_owned);
    let lines = [&[about.to_owned()][..], &head[..]];
    for line in lines.into_iter().chain(rows.iter().map(|row| &row[..])) {
        sheet.push_str("<row>");
        for cell in line {
            let cell = escape(cell.as_str());
            let _ = write!(sheet, "<c t=\"inlineStr\"><is><t>{cell}</t></is></c>");
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    let workbook = package.text("xl/workbook.xml").ok_or_else(unusual)?;
    let ids = workbook.split("sheetId=\"").skip(1);
    let ids = ids.filter_map(|rest| rest.split('"').next()?.parse::<u32>().ok());
    let id = ids.max().unwrap_or(0) + 1;
    let taken = |name: &str| workbook.contains(&format!("name=\"{name}\""));
    let mut names = std::iter::once(TITLE.to_owned()).chain((2..).map(|n| format!("{TITLE}{n}")));
    let name = names.find(|name| !taken(name)).unwrap_or_default();
    let entry = format!(
        "<sheet name=\"{name}\" sheetId=\"{id}\" r:id=\"{RELATION}\" xmlns:r=\"http://schemas.\
         openxmlformats.org/officeDocument/2006/relationships\"/>"
    );
    put_before(workbook, "</sheets>", &entry)?;
    compute_anew(workbook)?;
    let relation = format!(
        "<Relationship Id=\"{RELATION}\" Type=\"http://schemas.openxmlformats.org/officeDocument/\
         2006/relationships/worksheet\" Target=\"/{PART}\"/>"
    );
    let relations = package.text("xl/_rels/workbook.xml.rels").ok_or_else(unusual)?;
    put_before(relations, "</Relationships>", &relation)?;
    let kind = format!(
        "<Override PartName=\"/{PART}\" ContentType=\"application/vnd.openxmlformats-\
         officedocument.spreadsheetml.worksheet+xml\"/>"
    );
    put_before(package.text("[Content_Types].xml").ok_or_else(unusual)?, "</Types>", &kind)?;
    package.texts.push((PART.to_owned(), sheet));
    Ok(())
}

/// Formulas over cells that were filled in are computed when the workbook is opened.
fn compute_anew(workbook: &mut String) -> Result<(), Refusal> {
    const ANEW: &str = "fullCalcOnLoad=\"1\"";
    if workbook.contains("fullCalcOnLoad") {
        return Ok(());
    }
    if let Some(at) = workbook.find("<calcPr") {
        workbook.insert_str(at + "<calcPr".len(), &format!(" {ANEW}"));
        return Ok(());
    }
    // Behind the sheets only some elements may stand before it (ECMA-376 18.2.27).
    let later = ["</definedNames>", "</externalReferences>", "</functionGroups>", "</sheets>"];
    let end = later.iter().find_map(|tag| Some(workbook.find(tag)? + tag.len()));
    workbook.insert_str(end.ok_or_else(unusual)?, &format!("<calcPr {ANEW}/>"));
    Ok(())
}

fn add_pages(package: &mut Package, about: &str, rows: &[[String; 7]]) -> Result<(), Refusal> {
    let document = package.text("word/document.xml").ok_or_else(unusual)?;
    let mut pages = String::new();
    let mut paragraph = |text: &str, before: &str| {
        let text = escape(text);
        let _ =
            write!(pages, "<w:p>{before}<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>");
    };
    paragraph(TITLE, "<w:pPr><w:pageBreakBefore/></w:pPr>");
    paragraph(about, "");
    for [code, name, value, owner, counted, notes, link] in rows {
        let notes = if notes.is_empty() { String::new() } else { format!("；{notes}") };
        let line = format!("{name}（{code}）：{value}；{owner}；计入 {counted} 条{notes}；{link}");
        paragraph(&line, "");
    }
    // The last section's properties stay the last thing in the body.
    let body = document.rfind("</w:body>").ok_or_else(unusual)?;
    let section = document[..body].rfind("<w:sectPr");
    let own = section.filter(|at| !document[*at..body].contains("</w:p>"));
    document.insert_str(own.unwrap_or(body), &pages);
    Ok(())
}

fn put_before(text: &mut String, tag: &str, what: &str) -> Result<(), Refusal> {
    let at = text.rfind(tag).ok_or_else(unusual)?;
    text.insert_str(at, what);
    Ok(())
}

fn unusual() -> Refusal {
    malformed(&"its parts are not named as office programs name them")
}
