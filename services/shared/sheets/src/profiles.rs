//! Profiles that are remembered, each under a name, as files of a folder.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use proto::ledger::v1::Reason;

use crate::profile::Profile;
use crate::verdict::Fault;

/// How the name of a file ends.
const ENDING: &str = "yaml";
/// Characters of a name.
const LONGEST: usize = 40;

/// The folder of profiles; without one nothing is remembered.
#[derive(Clone, Debug, Default)]
pub struct Profiles(Option<PathBuf>);

impl Profiles {
    /// The profiles of a folder, which need not be there yet.
    pub fn of(folder: Option<PathBuf>) -> Self {
        Self(folder)
    }

    /// Whether profiles can be remembered.
    pub fn remembers(&self) -> bool {
        self.0.is_some()
    }

    /// The names, in order.
    pub fn names(&self) -> Vec<String> {
        let files = self.0.as_ref().and_then(|folder| fs::read_dir(folder).ok());
        let paths = files.into_iter().flatten().flatten().map(|file| file.path());
        let named = paths.filter(|path| path.extension().is_some_and(|ending| ending == ENDING));
        let names = named.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()));
        let mut names: Vec<String> = names.filter(|name| fits(name)).collect();
        names.sort();
        names
    }

    /// The text of a profile.
    ///
    /// # Errors
    /// `REQUEST_INVALID` for one that is not remembered, with those that are.
    pub fn read(&self, name: &str) -> Result<String, Fault> {
        let file = self.0.as_ref().filter(|_| fits(name)).map(|folder| file_of(folder, name));
        file.and_then(|file| fs::read_to_string(file).ok()).ok_or_else(|| {
            let names = self.names().join(", ");
            let message = format!("no profile {name:?} is remembered; there are {names}");
            Fault::new(
                Reason::RequestInvalid,
                message,
                format!("没有名为“{name}”的导入方案：{names}"),
            )
        })
    }

    /// Remembers a profile under a name; one of that name is replaced.
    ///
    /// # Errors
    /// What is wrong with the name or with the profile, or that the folder cannot be written to.
    pub fn keep(&self, name: &str, text: &str) -> Result<(), Fault> {
        if !fits(name) {
            return Err(Fault::new(
                Reason::TextInvalid,
                format!("{name:?} is not 1 to {LONGEST} letters, digits, - or _"),
                format!("“{name}”应为 1 至 {LONGEST} 个汉字、字母、数字、- 或 _"),
            ));
        }
        Profile::parse(text)?;
        let folder = self.0.as_ref().ok_or_else(|| {
            let message = "no folder of profiles is set; name one with XIANZHI_PROFILES";
            Fault::new(Reason::RequestInvalid, message, "未设置导入方案目录（XIANZHI_PROFILES）")
        })?;
        write(folder, name, text).map_err(|cause| {
            let message = format!("the profile cannot be written: {cause}");
            Fault::new(Reason::Internal, message, format!("导入方案无法保存：{cause}"))
        })
    }
}

/// Writes a file beside the one of that name and puts it in its place, so that no half is read.
fn write(folder: &Path, name: &str, text: &str) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.persist(file_of(folder, name)).map_err(|cause| cause.error)?;
    Ok(())
}

fn file_of(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.{ENDING}"))
}

/// Whether a name is one of a file in the folder itself.
fn fits(name: &str) -> bool {
    let letter = |letter: char| letter.is_alphanumeric() || "-_".contains(letter);
    (1..=LONGEST).contains(&name.chars().count()) && name.chars().all(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_remembered_by_its_name_and_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let profiles = Profiles::of(Some(folder.path().join("profiles")));
        assert!(profiles.names().is_empty());
        profiles.keep("统计局名录", "kind: Designation").expect("kept");
        profiles.keep("统计局名录", "kind: Enterprise").expect("kept anew");
        assert_eq!(profiles.names(), ["统计局名录"]);
        assert_eq!(profiles.read("统计局名录").expect("there"), "kind: Enterprise");
        assert!(profiles.read("另一个").expect_err("none").message_zh.contains("统计局名录"));
    }

    #[test]
    fn a_name_leads_nowhere_else_and_what_is_no_profile_is_not_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let profiles = Profiles::of(Some(folder.path().to_owned()));
        for name in ["", "..", "a/b", "../x", "a.b", "a\\b", &"长".repeat(41)] {
            let refused = profiles.keep(name, "kind: Designation").expect_err(name);
            assert_eq!(refused.reason, "TEXT_INVALID", "{name}");
            assert!(profiles.read(name).is_err());
        }
        assert!(profiles.keep("甲", "kind: [").is_err() && profiles.names().is_empty());
        assert!(Profiles::default().keep("甲", "kind: Designation").is_err());
    }
}
