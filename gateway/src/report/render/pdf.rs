//! PDF: the document for paper, in the layout of GB/T 9704-2012, set by typst.
//!
//! Typst adds minutes to a build, so that it stands behind the feature `pdf`.

#[cfg(feature = "pdf")]
mod fonts;
#[cfg(feature = "pdf")]
mod pictures;
#[cfg(feature = "pdf")]
mod typeset;

#[cfg(feature = "pdf")]
pub(crate) use typeset::report;

/// Says what to do for a PDF.
///
/// # Errors
/// Always `FORMAT_NOT_BUILT`.
#[cfg(not(feature = "pdf"))]
pub(crate) fn report(_: &crate::report::Report) -> Result<Vec<u8>, chassis::Refusal> {
    Err(chassis::Refusal::new(
        proto::ledger::v1::Reason::FormatNotBuilt,
        "this build cannot write PDF; build it with `--features pdf`, or take docx or html and \
         print that",
        "本构建未含 PDF：请以 --features pdf 重新构建，或取 docx、html 后打印",
    ))
}
