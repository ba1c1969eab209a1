//! An office's own export, described once: its header row, columns, units and codes, so that it
//! need not be retyped.

use std::collections::BTreeMap;

use proto::ledger::v1::Reason;
use serde::Deserialize;

use crate::kinds::Kind;
use crate::verdict::Fault;

/// What an office's export looks like.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The kind that its rows are, by any of its names.
    pub kind: String,
    /// The department, where several keep a kind of the name.
    #[serde(default)]
    pub department: Option<String>,
    /// The sheet; all where none is named.
    #[serde(default)]
    pub sheet: Option<String>,
    /// The row that names the columns, from 1; looked for where none is named.
    #[serde(default)]
    pub header_row: Option<u32>,
    /// What a title means: a field or its label; a title that means nothing is passed over.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    /// The unit of a column whose title does not say it.
    #[serde(default)]
    pub units: BTreeMap<String, String>,
    /// By field, what the office's own codes and names mean.
    #[serde(default)]
    pub codes: BTreeMap<String, BTreeMap<String, String>>,
    /// By field, what every row has.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// What a file states in full, so that a record which is not in it has vanished; without it
    /// a file adds and changes only.
    #[serde(default)]
    pub covers: Option<Covers>,
}

/// The records that a file states in full: all of the kind, or those of certain values and months.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Covers {
    /// A day: only records of the months from the first to the last of the file's own rows.
    #[serde(default)]
    pub months_of: Option<String>,
    /// By field, what the records hold: the scheme whose roster it is, say.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
}

impl Profile {
    /// Reads a profile.
    ///
    /// # Errors
    /// What is wrong with it, with its line.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        serde_saphyr::from_str(text).map_err(|cause| {
            let message = format!("the profile cannot be read: {cause}");
            Fault::new(Reason::MessageMalformed, message, format!("导入方案无法识别：{cause}"))
        })
    }

    /// A title as the kind's own form has it.
    pub(crate) fn title(&self, title: &str) -> String {
        let tidy = title.trim();
        let own = self.columns.get(tidy).map_or(tidy, String::as_str);
        match self.units.get(tidy).filter(|_| !own.is_empty()) {
            Some(unit) => format!("{own}（{unit}）"),
            None => own.to_owned(),
        }
    }

    /// The fields of a kind that are named for codes and values.
    ///
    /// # Errors
    /// A field that the kind does not have.
    pub(crate) fn check(&self, kind: &Kind) -> Result<(), Fault> {
        if kind.act.is_some() && self.covers.is_some() {
            let message =
                "a sheet of acts states no records in full; take covers out of the profile";
            let zh = "办理动作的表不能说明完整范围，请从导入方案中删去 covers";
            return Err(Fault::new(Reason::RequestInvalid, message, zh));
        }
        let covers = self.covers.iter();
        let covered = covers.flat_map(|c| c.values.keys().chain(&c.months_of));
        let mut named = self.codes.keys().chain(self.values.keys()).chain(covered);
        match named.find(|name| !kind.columns().any(|(_, field)| field.name == **name)) {
            None => Ok(()),
            Some(name) => {
                let message = format!("the profile names {name:?}, which {} lacks", kind.name);
                let zh = format!("导入方案中的“{name}”不是“{}”的字段", kind.label);
                Err(Fault::new(Reason::RequestInvalid, message, zh))
            }
        }
    }
}
