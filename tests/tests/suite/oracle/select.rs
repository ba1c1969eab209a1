//! Which records a declaration chooses, one by one.

use std::collections::BTreeMap;

use ::ledger::figures::{Area, Beside, Condition, Select};
use ::ledger::kinds::KindInfo;
use proto::figure::v1::Scope;

use super::plain::{Cell, Record, World};
use crate::desk::COUNTY;

/// What the declaration itself says of its selection.
pub trait Said {
    /// The field of the day that orders its records.
    fn day(&self) -> &str;
    /// Whether a condition of it names what a parameter holds.
    fn names_a_parameter(&self) -> bool;
}

impl Said for Select {
    fn day(&self) -> &str {
        let since = self.since.as_ref().map(|since| &since.field);
        let from = self.in_force.as_ref().map(|interval| &interval.from);
        let days = [self.within.as_ref(), self.until.as_ref(), since, from];
        days.into_iter().flatten().next().expect("a placement")
    }

    fn names_a_parameter(&self) -> bool {
        self.conditions.values().any(|condition| match condition {
            Condition::Bounds(bounds) => bounds.parameter.is_some(),
            _ => false,
        })
    }
}

impl World {
    /// The records that a figure counts.
    pub fn chosen(&self, kind: &KindInfo, select: &Select, scope: &Scope) -> Vec<&Record> {
        let there = self.counting(&kind.table).filter(|record| record.inside(&scope.division));
        there.filter(|record| self.qualifies(kind, record, select, scope)).collect()
    }

    fn qualifies(&self, kind: &KindInfo, record: &Record, select: &Select, scope: &Scope) -> bool {
        self.fits(kind, record, select, scope)
            && select.first.as_ref().is_none_or(|first| {
                let day = self.day(kind, record, select.day());
                !self.counting(&kind.table).any(|earlier| {
                    let lasts = |years: i64| {
                        let Some(Cell::Text(last)) = earlier.cells.get("last_date") else {
                            return true;
                        };
                        let year: i64 = day[..4].parse().expect("a year");
                        let limit = format!("{}{}", year - years, &day[4..]);
                        last.is_empty() || last.as_str() >= limit.as_str()
                    };
                    same(record, earlier, &first.of)
                        && self.day(kind, earlier, select.day()) < day
                        && first.within_years.is_none_or(lasts)
                })
            })
            && select.latest.as_ref().is_none_or(|latest| {
                let place = |record: &Record| {
                    let all = &self.records[&kind.table];
                    let at = all.iter().position(|one| std::ptr::eq(one, record));
                    (self.day(kind, record, select.day()), at)
                };
                !self.counting(&kind.table).any(|later| {
                    same(record, later, &latest.of)
                        && self.fits(kind, later, select, scope)
                        && place(later) > place(record)
                })
            })
    }

    /// Placement, conditions and what stands beside.
    fn fits(&self, kind: &KindInfo, record: &Record, select: &Select, scope: &Scope) -> bool {
        self.placed(kind, record, select, scope)
            && self.passes(kind, record, &select.conditions, scope)
            && (select.any.is_empty()
                || select.any.iter().any(|group| self.passes(kind, record, group, scope)))
            && select.has.iter().all(|beside| {
                !self.passes(kind, record, &beside.when, scope)
                    || self.stands(kind, record, beside, scope)
            })
            && !select.lacks.iter().any(|beside| {
                self.passes(kind, record, &beside.when, scope)
                    && self.stands(kind, record, beside, scope)
            })
    }

    /// A day of a record, or of the record that one of its fields points to.
    pub fn day(&self, kind: &KindInfo, record: &Record, path: &str) -> String {
        match path.split_once('.') {
            None => record.text(path),
            Some((pointer, field)) => {
                let pointed = self.pointed(kind, record, pointer);
                pointed.map(|(_, record)| record.text(field)).unwrap_or_default()
            }
        }
    }

    /// The record that a field points to, if that one counts, and its kind.
    fn pointed(
        &self,
        kind: &KindInfo,
        record: &Record,
        pointer: &str,
    ) -> Option<(&KindInfo, &Record)> {
        let (_, field) = kind.field(pointer).expect("a pointer");
        let table = field.refers.as_ref().expect("a pointer");
        let pointed = self.kinds.iter().find(|kind| kind.table == *table).expect("a kind");
        let id = record.text(pointer);
        self.counting(table).find(|record| record.id == id).map(|record| (&**pointed, record))
    }

    fn placed(&self, kind: &KindInfo, record: &Record, select: &Select, scope: &Scope) -> bool {
        let day = |field: &String| self.day(kind, record, field);
        let (first, last) = (scope.first_date.as_str(), scope.last_date.as_str());
        if let Some(field) = &select.within {
            return (first..=last).contains(&day(field).as_str());
        }
        if let Some(field) = &select.until {
            let day = day(field);
            return !day.is_empty() && day.as_str() <= last;
        }
        if let Some(interval) = &select.in_force {
            let end = interval.to.as_ref().or(interval.until.as_ref()).expect("an end");
            return holds(&day(&interval.from), &day(end), interval.to.is_some(), last);
        }
        let since = select.since.as_ref().expect("a placement");
        let start = self.parameter(&since.parameter, last);
        start.is_some_and(|start| (start.as_str()..=last).contains(&day(&since.field).as_str()))
    }

    fn stands(&self, kind: &KindInfo, record: &Record, beside: &Beside, scope: &Scope) -> bool {
        let Beside { kind: other, by, conditions, when: _, in_force } = beside;
        let other = self.kind(other).expect("a kind");
        self.counting(&other.table).any(|one| {
            let tied = by.iter().all(|(theirs, ours)| {
                let (theirs, ours) = (one.cell(theirs), record.cell(ours));
                theirs == ours && *ours != Cell::Nothing
            });
            tied && self.passes(other, one, conditions, scope)
                && in_force.as_ref().is_none_or(|interval| {
                    let end = interval.to.as_ref().or(interval.until.as_ref()).expect("an end");
                    let on = interval.on.as_ref();
                    let on = on.map_or(scope.last_date.clone(), |on| self.day(kind, record, on));
                    let (from, to) =
                        (self.day(other, one, &interval.from), self.day(other, one, end));
                    holds(&from, &to, interval.to.is_some(), &on)
                })
        })
    }

    /// Whether a record is what all conditions ask.
    pub fn passes(
        &self,
        kind: &KindInfo,
        record: &Record,
        conditions: &BTreeMap<String, Condition>,
        scope: &Scope,
    ) -> bool {
        conditions.iter().all(|(path, condition)| match path.split_once('.') {
            None => self.is(kind, record, path, condition, scope),
            Some((pointer, field)) => self
                .pointed(kind, record, pointer)
                .is_some_and(|(kind, record)| self.is(kind, record, field, condition, scope)),
        })
    }

    fn is(
        &self,
        kind: &KindInfo,
        record: &Record,
        field: &str,
        condition: &Condition,
        scope: &Scope,
    ) -> bool {
        let cell = record.cell(field);
        let (_, info) = kind.field(field).expect("a field");
        let named = |text: &str| match &info.values {
            Some(values) => cell.number().and_then(|n| values.get(&n)).is_some_and(|v| v.0 == text),
            None => *cell != Cell::Nothing && cell.text() == text,
        };
        let bounds = match condition {
            Condition::Flag(flag) => return cell.number() == Some(i64::from(*flag)),
            Condition::Number(number) => return cell.number() == Some(*number),
            Condition::Text(text) => return named(text),
            Condition::OneOf(texts) => return texts.iter().any(|text| named(text)),
            Condition::Bounds(bounds) => bounds,
        };
        let text = cell.text();
        let (first, last) = (scope.first_date.as_str(), scope.last_date.as_str());
        let less = |one: &Cell, other: &Cell| {
            *one != Cell::Nothing && *other != Cell::Nothing && one <= other
        };
        bounds.at_least.is_none_or(|bound| cell.number().is_some_and(|number| number >= bound))
            && bounds
                .at_most
                .is_none_or(|bound| cell.number().is_some_and(|number| number <= bound))
            && bounds.filled.is_none_or(|filled| filled != text.is_empty())
            && (!bounds.is_first_day || text == first)
            && bounds.by_cutoff.is_none_or(|by| by == (!text.is_empty() && text.as_str() <= last))
            && (!bounds.in_period || (first..=last).contains(&text.as_str()))
            && bounds
                .before_period
                .is_none_or(|before| before == (!text.is_empty() && text.as_str() < first))
            && bounds.at_most_field.as_ref().is_none_or(|other| less(cell, record.cell(other)))
            && bounds.at_least_field.as_ref().is_none_or(|other| less(record.cell(other), cell))
            && bounds
                .parameter
                .as_ref()
                .is_none_or(|code| text == self.parameter(code, last).unwrap_or_default())
            && bounds.inside.is_none_or(|area| {
                let digits = if area == Area::City { 4 } else { 2 };
                text.starts_with(&COUNTY[..digits])
            })
    }
}

/// Whether an interval holds a day; an empty end lasts.
fn holds(from: &str, to: &str, inclusive: bool, day: &str) -> bool {
    let ends = to.is_empty() || if inclusive { to >= day } else { to > day };
    !from.is_empty() && from <= day && ends
}

fn same(one: &Record, other: &Record, fields: &[String]) -> bool {
    fields.iter().all(|field| {
        let (one, other) = (one.cell(field), other.cell(field));
        one == other && *one != Cell::Nothing
    })
}
