//! What a rule finds among records, each as the values of the fields that it looks at.

use std::collections::BTreeMap;

use sea_orm::Value;

use super::declared::{Check, Rule};
use super::outlier::outliers;

/// A record as a rule sees it.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) id: String,
    /// The values of the rule's fields, in their order.
    pub(super) values: Vec<Value>,
    /// The day of the record pointed to, where the rule looks at it.
    pub(super) other: String,
    /// The parts of the total that it states: how many there are, how many are known, their sum.
    pub(super) parts: (i64, i64, i64),
    /// What was said when it was entered, where the rule asks for it.
    pub(super) explanation: String,
}

/// A record that a rule found, and what it saw: in English and Chinese.
#[derive(Clone)]
pub(crate) struct Finding {
    pub(crate) id: String,
    pub(crate) field: String,
    pub(crate) message: String,
    pub(crate) message_zh: String,
    /// What was said when it was entered, where the rule asks for it.
    pub(crate) explanation: String,
}

/// A number, or a day as text: what can be compared.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Compared<'a> {
    Number(i64),
    Text(&'a str),
}

fn compared(value: &Value) -> Option<Compared<'_>> {
    match value {
        Value::BigInt(number) => number.map(Compared::Number),
        Value::String(Some(text)) if !text.is_empty() => Some(Compared::Text(text)),
        _ => None,
    }
}

pub(super) fn number(value: Option<&Value>) -> Option<i64> {
    match value {
        Some(Value::BigInt(number)) => *number,
        _ => None,
    }
}

pub(super) fn shown(value: Option<&Value>) -> String {
    match value.and_then(compared) {
        Some(Compared::Number(number)) => number.to_string(),
        Some(Compared::Text(text)) => text.to_owned(),
        None => String::new(),
    }
}

impl Rule {
    /// What the rule finds among all records of its kind.
    pub(super) fn find(&self, seen: &[Seen]) -> Vec<Finding> {
        match &self.said.check {
            Check::Missing(_) | Check::Above { .. } | Check::Parts { .. } => {
                seen.iter().filter_map(|one| self.within(one)).collect()
            }
            Check::Before { .. } => seen.iter().filter_map(|one| self.before(one)).collect(),
            Check::Total { .. } => seen.iter().filter_map(|one| self.total(one)).collect(),
            Check::Swing { against, percent, .. } => self.swings(seen, (*against, *percent)),
            Check::Alike(_) => self.alike(seen),
            Check::Outlier { tenths, .. } => self.far(seen, *tenths),
            // Found record by record, in `recount`.
            Check::Recount { .. } => Vec::new(),
        }
    }

    /// What the rule finds within one record, whatever others there are.
    pub(super) fn within(&self, one: &Seen) -> Option<Finding> {
        match &self.said.check {
            Check::Missing(_) => compared(&one.values[0])
                .is_none()
                .then(|| self.finding(one, 0, "has no value", "未填写")),
            Check::Above { .. } => self.above(one),
            Check::Parts { .. } => self.parts(one),
            _ => None,
        }
    }

    pub(super) fn finding(&self, one: &Seen, field: usize, en: &str, zh: &str) -> Finding {
        let field = self.fields.get(field).and_then(|at| self.kind.fields.get(*at));
        let (name, label) = field.map_or(("", ""), |field| (field.name.as_str(), &field.label));
        Finding {
            id: one.id.clone(),
            field: name.to_owned(),
            message: format!("{name} {en}"),
            message_zh: format!("“{label}”{zh}"),
            explanation: one.explanation.clone(),
        }
    }

    fn above(&self, one: &Seen) -> Option<Finding> {
        let (value, limit) = (compared(&one.values[0])?, compared(&one.values[1])?);
        if value <= limit {
            return None;
        }
        let (value, limit) = (shown(one.values.first()), shown(one.values.get(1)));
        let other = &self.kind.fields[self.fields[1]];
        let en = format!("{value} is above {} {limit}", other.name);
        let zh = format!("为 {value}，超过“{}”的 {limit}", other.label);
        Some(self.finding(one, 0, &en, &zh))
    }

    fn parts(&self, one: &Seen) -> Option<Finding> {
        let total = number(one.values.first())?;
        let parts: Option<Vec<i128>> =
            one.values[1..].iter().map(|part| number(Some(part)).map(i128::from)).collect();
        let sum: i128 = parts?.into_iter().sum();
        if sum == i128::from(total) {
            return None;
        }
        let en = format!("{total} is not the sum of its parts, {sum}");
        Some(self.finding(one, 0, &en, &format!("为 {total}，各部分之和为 {sum}")))
    }

    fn before(&self, one: &Seen) -> Option<Finding> {
        let day = shown(one.values.first());
        if day.is_empty() || one.other.is_empty() || day >= one.other {
            return None;
        }
        let (other, to) = (&one.other, shown(one.values.get(1)));
        let en = format!("{day} is before {other} of {to}");
        Some(self.finding(one, 0, &en, &format!("{day} 早于所指记录 {to} 的 {other}")))
    }

    fn total(&self, one: &Seen) -> Option<Finding> {
        let total = number(one.values.first())?;
        let (count, known, sum) = one.parts;
        if count == 0 || known < count || sum == total {
            return None;
        }
        let of = self.other.as_ref()?;
        let en = format!("{total} is not {sum}, the sum of {count} {}", of.collection);
        let zh = format!("为 {total}，{count} 条“{}”之和为 {sum}", of.label);
        Some(self.finding(one, 0, &en, &zh))
    }

    /// Records that have the values from a place on in common, in groups.
    pub(super) fn groups(seen: &[Seen], from: usize) -> BTreeMap<Vec<String>, Vec<&Seen>> {
        let mut groups: BTreeMap<Vec<String>, Vec<&Seen>> = BTreeMap::new();
        for one in seen {
            let key = one.values[from..].iter().map(|value| shown(Some(value))).collect();
            groups.entry(key).or_default().push(one);
        }
        groups
    }

    fn alike(&self, seen: &[Seen]) -> Vec<Finding> {
        let mut found = Vec::new();
        for (key, group) in Self::groups(seen, 0) {
            // What is blank in all of it is alike in nothing.
            if group.len() < 2 || key.iter().all(String::is_empty) {
                continue;
            }
            let first = &group[0];
            for one in &group[1..] {
                let [en, zh] = self.told(first);
                let first = &first.id;
                let en = format!("is alike in {first}: {en}");
                found.push(self.finding(one, 0, &en, &format!("等与记录 {first} 相同：{zh}")));
            }
        }
        found
    }

    /// The values of a record, those of an enum by their names and by their labels.
    fn told(&self, one: &Seen) -> [String; 2] {
        let told = self.fields.iter().zip(&one.values).map(|(at, value)| {
            let values = self.kind.fields[*at].values.as_ref();
            let known = number(Some(value)).and_then(|number| values?.get(&number));
            known.cloned().unwrap_or_else(|| (shown(Some(value)), shown(Some(value))))
        });
        let (en, zh): (Vec<_>, Vec<_>) = told.unzip();
        [en.join(", "), zh.join("、")]
    }

    fn far(&self, seen: &[Seen], tenths: i64) -> Vec<Finding> {
        let mut found = Vec::new();
        for mut group in Self::groups(seen, 1).into_values() {
            group.retain(|one| number(one.values.first()).is_some());
            let values: Vec<i64> =
                group.iter().filter_map(|one| number(one.values.first())).collect();
            for place in outliers(&values, tenths) {
                let (value, count) = (values[place], values.len());
                let en = format!("{value} lies far from the other {count} values");
                let zh = format!("为 {value}，远离同类 {count} 个数值的中位数");
                found.push(self.finding(group[place], 0, &en, &zh));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests;
