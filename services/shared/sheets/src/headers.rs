//! The row that names the columns: found among the first, read by labels and by field names.

use std::collections::BTreeSet;
use std::sync::Arc;

use ledger::kinds::Field;
use proto::ledger::v1::Reason;

use crate::cells::half_width;
use crate::kinds::Kind;
use crate::profile::Profile;
use crate::quantities::{Ratio, factor, needs_unit};
use crate::verdict::Fault;

/// What the column of remarks is called; it is written by a trial and passed over by an import.
pub(crate) const REMARKS: &str = "核验意见";
/// What the column is called whose text explains a row where a rule asks for that.
pub(crate) const EXPLANATION: &str = "填报说明";

/// Where the columns of a kind stand in a sheet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Header {
    /// The number of the row, from 1.
    pub(crate) row: u32,
    /// What each column is called.
    pub(crate) titles: Vec<String>,
    /// What each column holds.
    pub(crate) columns: Vec<Column>,
    /// Columns that cannot be read.
    pub(crate) faults: Vec<(u32, Fault)>,
    /// Units that stand above it for all columns.
    pub(crate) units: Vec<String>,
    /// What the office's export was said to look like.
    pub(crate) profile: Arc<Profile>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// Nothing that is read.
    Nothing,
    /// The remarks of a trial.
    Remarks,
    /// What explains a row.
    Explanation,
    /// A field, in units of which its own are so many.
    Field(usize, Ratio),
}

impl Header {
    /// Reads a row of titles as the columns of a kind.
    ///
    /// `units` are those that stand above it for all columns.
    pub(crate) fn read(
        kind: &Kind,
        (row, titles): (u32, &[String]),
        units: &[String],
        profile: &Arc<Profile>,
    ) -> Self {
        let profile = Arc::clone(profile);
        let (titles, units) = (titles.to_vec(), units.to_vec());
        let mut header = Self { row, titles, units, profile, ..Self::default() };
        for (place, title) in (0_u32..).zip(header.titles.clone()) {
            let title = &header.profile.title(&title);
            let column = match column(kind, title, &header.units) {
                Ok(Column::Field(field, _)) if header.has(field) => Err(Fault::new(
                    Reason::RequestInvalid,
                    format!("the column {title:?} stands twice"),
                    format!("列“{title}”重复"),
                )),
                column => column,
            };
            match column {
                Ok(column) => header.columns.push(column),
                Err(fault) => {
                    header.columns.push(Column::Nothing);
                    header.faults.push((place, fault));
                }
            }
        }
        header
    }

    /// Whether a profile described it.
    pub(crate) fn is_described(&self) -> bool {
        !self.profile.kind.is_empty()
    }

    fn has(&self, field: usize) -> bool {
        self.columns
            .iter()
            .any(|column| matches!(column, Column::Field(known, _) if *known == field))
    }

    /// What a column is called, with the unit that stood above it.
    pub(crate) fn title(&self, kind: &Kind, at: usize) -> String {
        let title = &self.titles[at];
        let Column::Field(field, ratio) = self.columns[at] else { return title.clone() };
        let own = half_width(&self.profile.title(title)).into_owned();
        let unit = &kind.fields[field].unit;
        let above = self.units.iter().find(|above| factor(above, unit) == Some(ratio));
        match above.filter(|_| split_unit(own.trim()).1.is_empty()) {
            Some(above) if !unit.is_empty() => format!("{}（{above}）", title.trim()),
            _ => title.clone(),
        }
    }

    /// How many fields it names.
    pub(crate) fn known(&self) -> usize {
        self.columns.iter().filter(|column| matches!(column, Column::Field(..))).count()
    }

    /// Where a field stands.
    pub(crate) fn column_of(&self, field: usize) -> Option<u32> {
        let is_there =
            |column: &Column| matches!(column, Column::Field(known, _) if *known == field);
        self.columns.iter().position(is_there).and_then(|at| u32::try_from(at).ok())
    }

    /// What the profile says of columns that are not there: their titles, or the fields whose
    /// values it would read.
    pub(crate) fn lost<'a>(&'a self, kind: &'a Kind) -> Vec<&'a str> {
        let Profile { columns, units, covers, .. } = &*self.profile;
        let named = columns.iter().filter(|(_, field)| !field.is_empty()).map(|(title, _)| title);
        let named: BTreeSet<&str> = named.chain(units.keys()).map(String::as_str).collect();
        let there = |title: &&str| self.titles.iter().any(|known| known.trim() == *title);
        let mut lost: Vec<&str> = named.into_iter().filter(|title| !there(title)).collect();
        let months_of = covers.iter().filter_map(|covers| covers.months_of.as_deref());
        let left = |name: &&str| self.left(kind).any(|field| field.name == **name);
        lost.extend(months_of.filter(left));
        lost
    }

    /// The fields that recorders fill in and that have neither a column nor a value for all rows.
    pub(crate) fn left<'a>(&'a self, kind: &'a Kind) -> impl Iterator<Item = &'a Field> {
        let given = |field: &Field| self.profile.values.contains_key(&field.name);
        kind.columns()
            .filter(move |(index, field)| !self.has(*index) && !given(field))
            .map(|(_, field)| field)
    }

    /// Required fields for which there is no column.
    pub(crate) fn missing<'a>(&'a self, kind: &'a Kind) -> Vec<&'a str> {
        let due = self.left(kind).filter(|field| field.required);
        due.map(|field| field.label.as_str()).collect()
    }
}

/// What a title names.
fn column(kind: &Kind, title: &str, units: &[String]) -> Result<Column, Fault> {
    let tidy: String =
        half_width(title).chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
    if tidy.is_empty() {
        return Ok(Column::Nothing);
    }
    // What is wrong with the heads themselves may stand behind it.
    if tidy.split(';').next() == Some(REMARKS) {
        return Ok(Column::Remarks);
    }
    if tidy == EXPLANATION {
        return Ok(Column::Explanation);
    }
    let by_name = |name: &str| {
        let camel = name.replace('_', "").to_ascii_lowercase();
        kind.fields.iter().position(|field| {
            field.name == name
                || field.name.replace('_', "").to_ascii_lowercase() == camel && name.is_ascii()
        })
    };
    if let Some(field) = by_name(&tidy) {
        return Ok(Column::Field(field, Ratio::ONE));
    }
    let by_label = |label: &str| {
        let same = |known: &str| {
            half_width(known).chars().filter(|c| !c.is_whitespace()).eq(label.chars())
        };
        kind.fields.iter().position(|field| same(&field.label))
    };
    let (label, unit) = split_unit(&tidy);
    let (found, unit) = match by_label(&tidy) {
        Some(found) => (Some(found), ""),
        None => (by_label(label).or_else(|| by_name(label)), unit),
    };
    let Some(found) = found else { return Err(unknown(kind, title)) };
    let field = &kind.fields[found];
    let of_all = || units.iter().find_map(|unit| factor(unit, &field.unit));
    let ratio = match unit {
        "" if field.unit.is_empty() => Some(Ratio::ONE),
        "" => of_all().or_else(|| (!needs_unit(&field.unit)).then_some(Ratio::ONE)),
        unit => factor(unit, &field.unit),
    };
    ratio.map(|ratio| Column::Field(found, ratio)).ok_or_else(|| {
        let unit = &field.unit;
        Fault::new(
            Reason::RequestInvalid,
            format!("the column {title:?} names no unit that {unit:?} can be counted in"),
            format!("列“{title}”须注明可换算为“{unit}”的单位，如“{}（{unit}）”", field.label),
        )
    })
}

fn split_unit(title: &str) -> (&str, &str) {
    let inner = title.strip_suffix(')').and_then(|title| title.rsplit_once('('));
    inner.unwrap_or((title, ""))
}

fn unknown(kind: &Kind, title: &str) -> Fault {
    let labels: Vec<_> = kind.columns().map(|(_, field)| field.label.as_str()).collect();
    Fault::new(
        Reason::RequestInvalid,
        format!(
            "{} has no column {title:?}; remove it, or call it as the template does",
            kind.name
        ),
        format!(
            "“{}”没有“{title}”这一列，请删除或按模板命名；现有列：{}",
            kind.label,
            labels.join("、")
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Register;

    fn read(name: &str, titles: &[&str]) -> Header {
        let register = Register::of(["industry"]);
        let titles: Vec<_> = titles.iter().map(|title| (*title).to_owned()).collect();
        Header::read(register.named(name)[0], (1, &titles), &[], &Arc::default())
    }

    #[test]
    fn columns_are_found_by_label_by_name_and_by_unit() {
        let titles = ["统一社会信用代码 *", "名 称", "division", "industryCode", "核验意见", ""];
        let header = read("企业", &titles);
        assert_eq!((header.known(), header.faults.len()), (4, 0));
        assert_eq!(header.columns[4..], [Column::Remarks, Column::Nothing]);
        let header = read("Difficulty", &["涉及金额（万元）", "编号"]);
        assert_eq!(header.columns[0], Column::Field(5, factor("万元", "分").expect("known")));
    }

    #[test]
    fn what_would_be_guessed_at_is_refused() {
        let header = read("企业难题", &["涉及金额", "编号", "编号", "备注", "涉及金额（人）"]);
        let places: Vec<u32> = header.faults.iter().map(|(place, _)| *place).collect();
        assert_eq!(places, [0, 2, 3, 4]);
        let register = Register::of(["industry"]);
        assert!(header.missing(register.named("企业难题")[0]).contains(&"企业"));
    }
}
