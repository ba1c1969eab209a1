//! The gateway over real HTTP and gRPC, between fake departments.

mod absence;
mod documents;
mod formats;
mod outlines;
mod pages;
mod problems;
mod reports;
mod world;

use serde_json::Value;

/// A report.
pub const REPORT: &str = "/v1/divisions/421222/reports/2023";
/// A figure of it, without its period.
pub const FIGURE: &str = "/v1/divisions/421222/figures/industry.above_scale.new";

/// The text of a section of a report.
pub fn section<'a>(report: &'a Value, id: &str) -> &'a Value {
    let chapters = report["chapters"].as_array().expect("chapters");
    let mut sections = chapters.iter().flat_map(|c| c["sections"].as_array().expect("sections"));
    sections.find(|section| section["id"] == id).unwrap_or_else(|| panic!("no section {id}"))
}

/// All paragraphs of a section.
pub fn text(section: &Value) -> String {
    let paragraphs = section["paragraphs"].as_array().expect("paragraphs");
    paragraphs.iter().map(|p| p["text"].as_str().expect("text")).collect::<Vec<_>>().join("\n")
}

/// A figure among figures.
pub fn found<'a>(figures: &'a Value, code: &str) -> &'a Value {
    let mut figures = figures.as_array().expect("figures").iter();
    figures.find(|figure| figure["code"] == code).unwrap_or_else(|| panic!("no figure {code}"))
}
