//! Formats: how a report can be written, and what each is called.

use std::fmt;
use std::str::FromStr;

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// For programs; `/schemas/report.json` describes it.
    Json,
    /// A page.
    Html,
    /// Plain text with headings.
    Markdown,
    /// For Word and its like, in the layout of GB/T 9704.
    Docx,
    /// For paper, in the layout of GB/T 9704; built with the feature `pdf`.
    Pdf,
    /// All figures with their parts, as numbers.
    Xlsx,
}

impl Format {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::Json, Self::Html, Self::Markdown, Self::Docx, Self::Pdf, Self::Xlsx];

    /// As `?format=` and a file's ending name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
        }
    }

    /// As people name it.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Html => "HTML",
            Self::Markdown => "Markdown",
            Self::Docx => "Word",
            Self::Pdf => "PDF",
            Self::Xlsx => "Excel",
        }
    }

    /// As Content-Type names it.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Html => "text/html; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pdf => "application/pdf",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// As Accept names it: without parameters.
    pub(crate) fn media_type(self) -> (&'static str, &'static str) {
        let plain = self.content_type().split(';').next().unwrap_or_default();
        plain.split_once('/').unwrap_or_default()
    }

    /// What a browser does with it: only what it cannot show is saved.
    pub(crate) const fn disposition(self) -> Option<&'static str> {
        match self {
            Self::Json | Self::Html | Self::Markdown => None,
            Self::Pdf => Some("inline"),
            Self::Docx | Self::Xlsx => Some("attachment"),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|format| format.name() == name);
        found.ok_or_else(|| {
            let known = Self::ALL.map(Self::name).join(", ");
            format!("there is no format {name}; there are {known} / 没有这种格式")
        })
    }
}
