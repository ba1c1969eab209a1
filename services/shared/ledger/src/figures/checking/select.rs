//! Checks which records a figure is about, and what stands beside them.

use super::Checking;
use crate::figures::companion::{Companion, Interval};
use crate::figures::declaration::{Beside, Holding, Select};
use crate::figures::placement::{Day, Placement};
use crate::figures::register::{Fault, Selection};
use crate::kinds::KindInfo;

impl Checking<'_> {
    /// Checks which records a figure is about.
    pub(super) fn selection(&self, select: &Select) -> Result<Selection, Fault> {
        let Select { kind: name, conditions, within, until, in_force, since, .. } = select;
        let Select { any, first, latest, has, lacks, .. } = select;
        let kind = self
            .kinds
            .short(name)
            .ok_or_else(|| self.wrong(name, format!("there is no kind {name}")))?;
        let mut placements = Vec::new();
        let day = |field: &String| self.day(kind, field);
        if let Some(field) = within {
            placements.push(Placement::Within(day(field)?));
        }
        if let Some(field) = until {
            placements.push(Placement::Until(day(field)?));
        }
        if let Some(interval) = in_force {
            let from = day(&interval.from)?;
            let (to, inclusive) = self.end(kind, interval.to.as_ref(), interval.until.as_ref())?;
            placements.push(Placement::InForce { from, to, inclusive });
        }
        if let Some(since) = since {
            let (day, parameter) = (day(&since.field)?, since.parameter.clone());
            placements.push(Placement::Since { day, parameter });
        }
        let [placement] = placements.as_slice() else {
            let message = "give one of within, until, in_force and since";
            return Err(self.wrong("select", message));
        };
        let of = first.iter().map(|first| &first.of).chain(latest.iter().map(|latest| &latest.of));
        for field in of.flatten() {
            self.column(kind, field)?;
        }
        let tests = self.tests(kind, conditions)?;
        let any = any.iter().map(|conditions| self.tests(kind, conditions));
        let any = any.collect::<Result<_, _>>()?;
        let has = has.iter().map(|beside| self.companion(kind, beside, true));
        let lacks = lacks.iter().map(|beside| self.companion(kind, beside, false));
        let beside = has.chain(lacks).collect::<Result<_, _>>()?;
        let (placement, first, latest) = (placement.clone(), first.clone(), latest.clone());
        Ok(Selection { kind: kind.clone(), placement, tests, any, first, latest, beside })
    }

    /// The end of an interval, and whether it is still inside.
    fn end(
        &self,
        kind: &KindInfo,
        to: Option<&String>,
        until: Option<&String>,
    ) -> Result<(Day, bool), Fault> {
        match (to, until) {
            (Some(to), None) => Ok((self.day(kind, to)?, true)),
            (None, Some(until)) => Ok((self.day(kind, until)?, false)),
            _ => Err(self.wrong("in_force", "give one of to and until")),
        }
    }

    fn companion(&self, of: &KindInfo, beside: &Beside, wanted: bool) -> Result<Companion, Fault> {
        let Beside { kind: name, by, conditions, when, in_force } = beside;
        let unknown = || self.wrong(name, format!("there is no kind {name}"));
        let kind = self.kinds.short(name).ok_or_else(unknown)?;
        if by.is_empty() {
            return Err(self.wrong("by", "say what ties the two records"));
        }
        for (theirs, ours) in by {
            self.column(kind, theirs)?;
            self.column(of, ours)?;
        }
        let holding = |holding: &Holding| -> Result<Interval, Fault> {
            let from = self.day(kind, &holding.from)?;
            let (to, inclusive) = self.end(kind, holding.to.as_ref(), holding.until.as_ref())?;
            let on = holding.on.as_ref().map(|field| self.day(of, field)).transpose()?;
            Ok(Interval { from, to, inclusive, on })
        };
        Ok(Companion {
            wanted,
            kind: kind.clone(),
            by: by.clone().into_iter().collect(),
            tests: self.tests(kind, conditions)?,
            when: self.tests(of, when)?,
            interval: in_force.as_ref().map(holding).transpose()?,
        })
    }
}
