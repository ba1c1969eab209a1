//! Where `xianzhi import` writes the files that come back with remarks.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Context as _;
use sheets::{Plan, Remarked, Verdict};

/// Writes the files of a plan with what a trial said of them: the only one into a file, several
/// into a folder, each by its name.
///
/// # Errors
/// When one cannot be written.
pub(super) fn write(place: &Path, plan: &Plan, tried: &Verdict) -> anyhow::Result<()> {
    let files = 0..plan.names().len();
    let into_folder = files.len() > 1 || place.is_dir();
    if into_folder {
        std::fs::create_dir_all(place).with_context(|| place.display().to_string())?;
    }
    let mut taken = BTreeSet::new();
    for at in files {
        let Some(Remarked { name, bytes, .. }) = sheets::remarked(plan, tried, at)? else {
            continue;
        };
        let file = match (into_folder, Path::new(&name).extension()) {
            (true, _) if taken.insert(name.clone()) => place.join(&name),
            // Files of other folders may be called the same.
            (true, _) => place.join(format!("{}-{name}", at + 1)),
            // A text is no workbook, whatever it was to be called.
            (false, Some(ending)) => place.with_extension(ending),
            (false, None) => place.to_owned(),
        };
        std::fs::write(&file, bytes).with_context(|| file.display().to_string())?;
        println!("核验意见 remarks: {}", file.display());
    }
    Ok(())
}
