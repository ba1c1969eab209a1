//! What a rule finds among records, each as the values of the fields that it looks at.

use std::collections::BTreeMap;

use num_rational::Ratio;
use sea_orm::Value;

use super::declared::{Check, Rule};
use super::outlier::outliers;

/// A record as a rule sees it.
pub(super) struct Seen {
    pub(super) id: String,
    /// The values of the rule's fields, in their order.
    pub(super) values: Vec<Value>,
    /// The day of the record pointed to, where the rule looks at it.
    pub(super) other: String,
}

/// A record that a rule found, and what it saw: in English and Chinese.
pub(super) struct Finding {
    pub(super) id: String,
    pub(super) field: String,
    pub(super) message: String,
    pub(super) message_zh: String,
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

fn number(value: Option<&Value>) -> Option<i64> {
    match value {
        Some(Value::BigInt(number)) => *number,
        _ => None,
    }
}

fn shown(value: Option<&Value>) -> String {
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
            Check::Missing(_) => {
                let missing = |one: &&Seen| compared(&one.values[0]).is_none();
                let all = seen.iter().filter(missing);
                all.map(|one| self.finding(one, 0, "has no value", "未填写")).collect()
            }
            Check::Above { .. } => seen.iter().filter_map(|one| self.above(one)).collect(),
            Check::Parts { .. } => seen.iter().filter_map(|one| self.parts(one)).collect(),
            Check::Before { .. } => seen.iter().filter_map(|one| self.before(one)).collect(),
            Check::Swing { percent, .. } => self.swings(seen, *percent),
            Check::Alike(_) => self.alike(seen),
            Check::Outlier { tenths, .. } => self.far(seen, *tenths),
        }
    }

    fn finding(&self, one: &Seen, field: usize, en: &str, zh: &str) -> Finding {
        let field = self.fields.get(field).and_then(|at| self.kind.fields.get(*at));
        let (name, label) = field.map_or(("", ""), |field| (field.name.as_str(), &field.label));
        Finding {
            id: one.id.clone(),
            field: name.to_owned(),
            message: format!("{name} {en}"),
            message_zh: format!("“{label}”{zh}"),
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

    /// Records that have the values from a place on in common, in groups.
    fn groups(seen: &[Seen], from: usize) -> BTreeMap<Vec<String>, Vec<&Seen>> {
        let mut groups: BTreeMap<Vec<String>, Vec<&Seen>> = BTreeMap::new();
        for one in seen {
            let key = one.values[from..].iter().map(|value| shown(Some(value))).collect();
            groups.entry(key).or_default().push(one);
        }
        groups
    }

    fn swings(&self, seen: &[Seen], percent: i64) -> Vec<Finding> {
        let mut found = Vec::new();
        for mut group in Self::groups(seen, 2).into_values() {
            group.retain(|one| number(one.values.first()).is_some());
            group.sort_by_key(|one| (shown(one.values.get(1)), one.id.clone()));
            for pair in group.windows(2) {
                let [before, now] = pair else { continue };
                let values = (number(before.values.first()), number(now.values.first()));
                let (Some(was), Some(is)) = values else { continue };
                if was == 0 {
                    continue;
                }
                let change = Ratio::new(100 * (i128::from(is) - i128::from(was)), i128::from(was));
                let change = Ratio::new(change.numer().abs(), change.denom().abs());
                if change > Ratio::from_integer(i128::from(percent)) {
                    let date = shown(before.values.get(1));
                    let swing = change.to_integer();
                    let en = format!("{is} differs by {swing} % from {was} of {date}");
                    let zh = format!("为 {is}，与 {date} 的 {was} 相差 {swing}%");
                    found.push(self.finding(now, 0, &en, &zh));
                }
            }
        }
        found
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
mod tests {
    use super::*;
    use crate::kinds::{KindInfo, Kinds};
    use crate::quality::Rules;

    struct Here;

    fn rule(check: &str) -> Rule {
        let kinds = Kinds::new([KindInfo::of::<Here, crate::facts::PeerFact>()]);
        let text = format!(
            "rules:\n  - code: a.b\n    name: 甲\n    name_en: a\n    kind: peer_fact\n    \
             severity: warning\n    remedy: 改\n    remedy_en: mend\n    check: {check}\n"
        );
        Rules::load(&kinds, &text).expect("a rule").iter().next().cloned().expect("one")
    }

    fn seen(id: &str, values: &[Value]) -> Seen {
        Seen { id: id.to_owned(), values: values.to_vec(), other: String::new() }
    }

    fn ids(found: &[Finding]) -> Vec<&str> {
        found.iter().map(|finding| finding.id.as_str()).collect()
    }

    #[test]
    fn a_swing_is_measured_against_the_record_before_it() {
        let rule = rule("{swing: {field: value, date: first_date, by: [peer], percent: 50}}");
        let one = |id: &str, value: i64, date: &str, peer: &str| {
            seen(id, &[Value::BigInt(Some(value)), date.into(), peer.into()])
        };
        let all = [
            one("d", 151, "2023-03", "x"),
            one("a", 100, "2023-01", "x"),
            one("b", 150, "2023-02", "x"),
            one("c", 49, "2023-02", "y"),
            one("e", 100, "2023-01", "y"),
        ];
        let found = rule.find(&all);
        assert_eq!(ids(&found), ["c"], "50 % is no swing of more than 50 %");
        assert!(found[0].message_zh.contains("51%"), "{}", found[0].message_zh);
    }

    #[test]
    fn records_that_are_alike_are_named_with_the_first_of_them() {
        let rule = rule("{alike: [peer, value]}");
        let one = |id: &str, peer: &str| seen(id, &[peer.into(), "1".into()]);
        let found = rule.find(&[one("a", "x"), one("b", "y"), one("c", "x")]);
        assert_eq!(ids(&found), ["c"]);
        assert!(found[0].message.ends_with("is alike in a: x, 1"), "{}", found[0].message);
    }

    #[test]
    fn what_is_alike_is_told_by_the_labels_of_its_values() {
        let kinds = Kinds::new([KindInfo::of::<Here, crate::facts::Target>()]);
        let text = "rules:\n  - code: a.b\n    name: 甲\n    name_en: a\n    kind: target\n    \
                    severity: warning\n    remedy: 改\n    remedy_en: mend\n    \
                    check: {alike: [sense]}\n";
        let rules = Rules::load(&kinds, text).expect("a rule");
        let (_, sense) =
            kinds.get("xianzhi.figure.v1.Target").expect("kept").field("sense").expect("there");
        let (number, (name, label)) = sense.values.iter().flatten().nth(1).expect("a value");
        let one = |id: &str| seen(id, &[Value::BigInt(Some(*number))]);
        let found = rules.iter().next().expect("one").find(&[one("a"), one("b")]);
        assert!(found[0].message.ends_with(name), "{}", found[0].message);
        assert!(found[0].message_zh.ends_with(label), "{}", found[0].message_zh);
    }

    #[test]
    fn what_is_missing_or_above_is_found_within_a_record() {
        let found =
            rule("{missing: value}").find(&[seen("a", &["".into()]), seen("b", &["1".into()])]);
        assert_eq!(ids(&found), ["a"]);
        let above = rule("{above: {field: first_date, limit: last_date}}");
        let one = |id: &str, from: &str, to: &str| seen(id, &[from.into(), to.into()]);
        let found = above.find(&[one("a", "2023-02-01", "2023-01-31"), one("b", "2023-02-01", "")]);
        assert_eq!(ids(&found), ["a"]);
    }

    #[test]
    fn a_rule_about_what_is_not_there_is_refused_with_its_line() {
        let kinds = Kinds::new([KindInfo::of::<Here, crate::facts::PeerFact>()]);
        let text = "rules:\n  - code: a\n    name: 甲\n    name_en: a\n    kind: peer_fact\n    \
                    severity: error\n    remedy: 改\n    remedy_en: mend\n    \
                    check: {missing: nothing}\n";
        let fault = Rules::load(&kinds, text).expect_err("refused");
        assert_eq!((fault.line, fault.message.contains("nothing")), (2, true));
    }
}
