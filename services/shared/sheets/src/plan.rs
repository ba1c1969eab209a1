//! Which sheets hold records of which kind, before any of them is taken.

use std::ops::ControlFlow;
use std::sync::Arc;

use ledger::kinds::{Field, Given};
use proto::ledger::v1::Reason;

use crate::cells::{Cell, half_width};
use crate::files::{File, Opened, remark};
use crate::headers::{Column, Header};
use crate::kinds::{Kind, Register, stem};
use crate::profile::Profile;
use crate::verdict::{Fault, Remark};

/// Rows among which the one that names the columns is looked for.
const FIRST_ROWS: usize = 20;
/// Sheets of a template that hold no records.
pub(crate) const ASIDE: [&str; 4] = ["填表说明", "选项", VANISHED, UNREAD];
/// The sheet of what has vanished, beside the sheets with the remarks of a trial.
pub(crate) const VANISHED: &str = "消失的记录";
/// The sheet of what keeps others from being read, beside the same.
pub(crate) const UNREAD: &str = "无法识别的工作表";

/// What the caller knows of the files.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// The only department whose kinds are meant.
    pub department: Option<String>,
    /// The only kind that is meant, by any of its names.
    pub kind: Option<String>,
    /// What an office's own export looks like.
    pub profile: Arc<Profile>,
}

impl Choice {
    /// What a profile says: the kind and the department, and how its columns are read.
    pub fn of(profile: Profile) -> Self {
        let (department, kind) = (profile.department.clone(), Some(profile.kind.clone()));
        Self { department, kind, profile: Arc::new(profile) }
    }
}

/// One sheet that holds records.
#[derive(Clone, Debug)]
pub struct Part {
    /// The sheet; empty for text.
    pub sheet: String,
    /// What its rows are.
    pub kind: Arc<Kind>,
    pub(crate) file: usize,
    pub(crate) header: Header,
}

impl Part {
    /// What the fields are called for which the sheet has no column: of records that are there
    /// they stay as they stand.
    pub fn kept(&self) -> Vec<&str> {
        self.left().map(|field| field.label.as_str()).collect()
    }

    /// The same by the names of the fields.
    pub fn kept_fields(&self) -> Vec<&str> {
        self.left().map(|field| field.name.as_str()).collect()
    }

    /// The fields for which the sheet has no column; an act keeps nothing, and says less then.
    fn left(&self) -> impl Iterator<Item = &Field> {
        self.header.left(&self.kind).filter(|_| self.kind.act.is_none())
    }

    /// The fields whose columns are not taken, since a rule or an act gives them.
    pub fn given(&self) -> Vec<&Field> {
        let not_taken = |column: &Column| match column {
            Column::Field(at, _) => Some(&self.kind.fields[*at])
                .filter(|field| matches!(field.given, Given::ByRule | Given::ByAct)),
            _ => None,
        };
        self.header.columns.iter().filter_map(not_taken).collect()
    }

    /// The fields that its rows state; none where they state all.
    pub(crate) fn stated(&self) -> Vec<String> {
        let left: Vec<&str> = self.kept_fields();
        if left.is_empty() {
            return Vec::new();
        }
        let stated = self.kind.columns().map(|(_, field)| &field.name);
        stated.filter(|name| !left.contains(&name.as_str())).cloned().collect()
    }
}

/// The files, their parts in the order in which they are taken, and what cannot be.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The sheets, those that are referred to first.
    pub parts: Vec<Part>,
    /// What keeps a sheet from being read.
    pub faults: Vec<Remark>,
    pub(crate) files: Vec<File>,
}

impl Plan {
    /// Looks at the first rows of every sheet.
    pub fn of(files: Vec<File>, register: &Register, choice: &Choice) -> Self {
        let mut plan = Self { files, ..Self::default() };
        for (at, file) in plan.files.clone().iter().enumerate() {
            match file.open() {
                Ok(mut opened) => {
                    for sheet in opened.sheets() {
                        plan.look(at, &mut opened, &sheet, register, choice);
                    }
                }
                Err(fault) => plan.faults.push(fault),
            }
        }
        // Acts on one kind stay in the order of the workbook: it counts on the same day.
        plan.parts.sort_by_key(|part| register.place(&part.kind));
        plan
    }

    /// The departments whose kinds there are, in the order of their parts.
    pub fn departments(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for part in &self.parts {
            if !found.contains(&part.kind.department) {
                found.push(part.kind.department.clone());
            }
        }
        found
    }

    /// What the files are called, in the order in which they were given.
    pub fn names(&self) -> Vec<&str> {
        self.files.iter().map(|file| file.name.as_str()).collect()
    }

    /// The name of a part's file.
    pub(crate) fn file_of(&self, part: &Part) -> &File {
        &self.files[part.file]
    }

    fn look(
        &mut self,
        at: usize,
        opened: &mut Opened<'_>,
        sheet: &str,
        register: &Register,
        choice: &Choice,
    ) {
        let other = choice.profile.sheet.as_ref().is_some_and(|meant| meant != sheet);
        if ASIDE.contains(&sheet) || other && !sheet.is_empty() {
            return;
        }
        let mut first: Vec<(u32, Vec<String>)> = Vec::new();
        let each = &mut |row: u32, cells: Vec<Cell>| {
            first.push((row, cells.iter().map(|cell| cell.shown().into_owned()).collect()));
            if first.len() < FIRST_ROWS {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        };
        if let Err(fault) = opened.walk(sheet, each) {
            return self.faults.push(fault);
        }
        if first.is_empty() {
            return;
        }
        let name = self.files[at].name.clone();
        match find(&name, sheet, &first, register, choice) {
            Err(fault) => self.faults.push(remark(&name, sheet, fault)),
            Ok((kind, header)) => self.add(at, &name, sheet, kind, header),
        }
    }

    fn add(&mut self, file: usize, name: &str, sheet: &str, kind: Arc<Kind>, header: Header) {
        for (column, fault) in &header.faults {
            let at = remark(name, sheet, fault.clone());
            let field = header.titles[*column as usize].clone();
            self.faults.push(Remark { row: header.row, column: Some(*column), field, ..at });
        }
        let lost = header.lost(&kind);
        if !lost.is_empty() {
            let lost = lost.join("、");
            let message = format!(
                "the profile speaks of columns that the sheet lacks: {lost}; add them, or take \
                 them out of the profile"
            );
            let zh = format!("导入方案中的列在表中没有：{lost}；请补上该列，或从方案中删去");
            let fault = Fault::new(Reason::FieldRequired, message, zh);
            self.faults.push(Remark { row: header.row, ..remark(name, sheet, fault) });
        }
        let missing = header.missing(&kind);
        if !missing.is_empty() {
            let missing = missing.join("、");
            let message = format!("required columns are missing: {missing}");
            let fault =
                Fault::new(Reason::FieldRequired, message, format!("缺少必填列：{missing}"));
            self.faults.push(Remark { row: header.row, ..remark(name, sheet, fault) });
        }
        self.parts.push(Part { sheet: sheet.to_owned(), kind, file, header });
    }
}

/// The kind of a sheet and the row that names its columns.
fn find(
    file: &str,
    sheet: &str,
    first: &[(u32, Vec<String>)],
    register: &Register,
    choice: &Choice,
) -> Result<(Arc<Kind>, Header), Fault> {
    let meant =
        |kind: &&Arc<Kind>| choice.department.as_ref().is_none_or(|d| *d == kind.department);
    let stem = stem(file);
    let named = match &choice.kind {
        Some(name) => register.sheets_named(name),
        None => [sheet, stem]
            .iter()
            .map(|name| register.sheets_named(name))
            .find(|found| !found.is_empty())
            .unwrap_or_default(),
    };
    let mut candidates: Vec<_> = named.into_iter().filter(meant).collect();
    if candidates.is_empty() && choice.kind.is_none() {
        candidates = register.candidates().filter(meant).collect();
    }
    // Of the acts on one kind the sheet or the file names one.
    let called = |kind: &&Arc<Kind>| kind.is_called(sheet.trim()) || kind.is_called(stem);
    if candidates.iter().any(called) {
        candidates.retain(called);
    }
    let profile = &choice.profile;
    let read = candidates.into_iter().filter_map(|kind| Some((kind, best(kind, first, profile)?)));
    // Of those that name the most columns, the one whose fields are named most fully.
    let rank = |kind: &Kind, header: &Header| {
        (header.known(), std::cmp::Reverse(header.faults.len() + header.missing(kind).len()))
    };
    let mut read: Vec<_> = read.map(|(kind, header)| (rank(kind, &header), kind, header)).collect();
    read.sort_by_key(|(rank, ..)| std::cmp::Reverse(*rank));
    match read.as_slice() {
        [(one, ..), (two, ..), ..] if one == two => Err(ambiguous(read[0].1, read[1].1)),
        [(_, kind, _), ..] if kind.moved_by_acts => Err(moved(kind)),
        [(_, kind, header), ..] => {
            profile.check(kind)?;
            Ok((Arc::clone(kind), header.clone()))
        }
        [] => Err(Fault::new(
            Reason::KindUnknown,
            "no row among the first names the columns of a kind; name the sheet as the template does",
            "前 20 行中没有找到表头；请按模板填写，或用 --kind 指明记录种类",
        )),
    }
}

fn ambiguous(one: &Kind, two: &Kind) -> Fault {
    Fault::new(
        Reason::KindUnknown,
        format!(
            "the columns fit {} and {}; call the sheet as the template does, or name the \
             department and the kind",
            one.name, two.name
        ),
        format!(
            "列名同时符合“{}”（{}）和“{}”（{}），请按模板命名工作表，或指明部门和种类",
            one.label, one.department, two.label, two.department
        ),
    )
}

fn moved(kind: &Kind) -> Fault {
    let refusal = ledger::kinds::moved_by_acts(&kind.name, &kind.table, &kind.label);
    Fault::new(refusal.reason, refusal.message, refusal.message_zh)
}

/// The row, or the two rows together, that name most columns of a kind; at least half of them.
fn best(kind: &Kind, first: &[(u32, Vec<String>)], profile: &Arc<Profile>) -> Option<Header> {
    let mut best: Option<Header> = None;
    for (at, (row, titles)) in first.iter().enumerate() {
        if profile.header_row.is_some_and(|named| named != *row) {
            continue;
        }
        let units = units_above(&first[..at]);
        let single = Header::read(kind, (*row, titles), &units, profile);
        let above = at.checked_sub(1).map(|above| &first[above]).filter(|(r, _)| r + 1 == *row);
        let double = above.map(|(_, above)| merged(above, titles));
        let double = double.map(|titles| Header::read(kind, (*row, &titles), &units, profile));
        for header in [Some(single), double].into_iter().flatten() {
            if best.as_ref().is_none_or(|best| header.known() > best.known()) {
                best = Some(header);
            }
        }
    }
    best.filter(|header| header.known() > 1 || header.known() == kind.columns().count())
}

/// Units that a cell above the titles gives for all columns: `单位：万元、人`.
fn units_above(above: &[(u32, Vec<String>)]) -> Vec<String> {
    let said = |cell: &String| {
        let cell = half_width(cell).replace(char::is_whitespace, "");
        let cell = cell.trim_start_matches('(').trim_end_matches(')');
        let cell = cell.strip_prefix("计量").or_else(|| cell.strip_prefix("金额")).unwrap_or(cell);
        cell.strip_prefix("单位:").map(str::to_owned)
    };
    let cells = above.iter().flat_map(|(_, cells)| cells);
    let units = cells
        .filter_map(said)
        .flat_map(|units| units.split(['、', ',', ';']).map(str::to_owned).collect::<Vec<_>>());
    units.filter(|unit| !unit.is_empty()).collect()
}

/// Titles over two rows: the lower one, and where it is blank the upper one.
fn merged(above: &[String], below: &[String]) -> Vec<String> {
    let at = |titles: &[String], place: usize| titles.get(place).cloned().unwrap_or_default();
    let title = |place| match at(below, place) {
        blank if blank.is_empty() => at(above, place),
        title => title,
    };
    (0..above.len().max(below.len())).map(title).collect()
}
