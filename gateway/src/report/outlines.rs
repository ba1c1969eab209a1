//! Outlines: which one a report is compiled by, of those that are shipped and a county's own.

use std::path::PathBuf;

use anyhow::Context as _;

use super::language::Language;
use super::outline::Outline;
use crate::periods::Span;

/// What is shipped, by name.
const SHIPPED: [(&str, &str); 4] = [
    ("county-annual-zh", include_str!("outlines/county-annual-zh.yaml")),
    ("county-half-zh", include_str!("outlines/county-half-zh.yaml")),
    ("county-quarter-zh", include_str!("outlines/county-quarter-zh.yaml")),
    ("county-en", include_str!("outlines/county-en.yaml")),
];

/// All outlines that reports are compiled by.
#[derive(Debug)]
pub(crate) struct Outlines {
    /// The first that fits is taken: a county's own stand before those that are shipped.
    all: Vec<Outline>,
}

impl Outlines {
    /// Reads a county's own outlines, and those that are shipped.
    ///
    /// # Errors
    /// When a file cannot be read, or names every fault with its line.
    pub(crate) fn read(own: &[PathBuf]) -> anyhow::Result<Self> {
        let mut all = own.iter().map(|file| Outline::read(file)).collect::<Result<Vec<_>, _>>()?;
        all.extend(shipped()?);
        Ok(Self { all })
    }

    /// The outline for a period and a language; nothing where none is.
    pub(crate) fn choose(&self, span: Span, language: Language) -> Option<&Outline> {
        let fits = |o: &&Outline| o.language == language && o.periods.contains(&span);
        self.all.iter().find(fits)
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Outline> {
        self.all.iter()
    }
}

/// The outlines that are shipped.
///
/// # Errors
/// Never, as a test holds.
pub(crate) fn shipped() -> anyhow::Result<Vec<Outline>> {
    let read = |(name, text): (&str, &str)| {
        Outline::parse(name, text).with_context(|| format!("the outline {name}, which is shipped"))
    };
    SHIPPED.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_period_has_an_outline_in_every_language() {
        let outlines = Outlines::read(&[]).expect("outlines");
        for language in Language::ALL {
            for span in [Span::Year, Span::Half, Span::Quarter, Span::Month] {
                let found = outlines.choose(span, language).expect("an outline");
                assert!(found.chapters.iter().all(|chapter| !chapter.sections.is_empty()));
            }
        }
    }

    #[test]
    fn halves_quarters_and_months_have_outlines_of_their_own() {
        let outlines = Outlines::read(&[]).expect("outlines");
        let name = |span| outlines.choose(span, Language::Chinese).expect("one").name.clone();
        assert_eq!(name(Span::Year), "county-annual-zh");
        assert_eq!(name(Span::Half), "county-half-zh");
        assert_eq!(name(Span::Quarter), name(Span::Month));
    }

    #[test]
    fn a_countys_own_outline_replaces_the_one_for_its_periods() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("quarter.yaml");
        let text = "schema: xianzhi.outline/1\nperiods: [quarter]\ntitle: 季报\nchapters: []\n";
        std::fs::write(&file, text).expect("a file");
        let outlines = Outlines::read(&[file]).expect("outlines");
        let name = |span| outlines.choose(span, Language::Chinese).expect("one").name.clone();
        assert!(name(Span::Quarter).ends_with("quarter.yaml"));
        assert_eq!(name(Span::Year), "county-annual-zh");
    }
}
