//! What figures should reach: completion, gap and light beside the value.

use std::collections::HashMap;

use chassis::Refusal;
use proto::figure::v1 as wire;
use sea_orm::{DbErr, QueryResult};

use super::compute::Engine;
use super::exact::{Exact, Rounding, decimal, parse, round, shortest};
use super::period::days_between;
use super::scope::Scope;
use super::selection::counting;
use crate::reader::Failure;
use crate::storage::Sql;

/// A target as its record has it: value, sense, the days, the paper.
struct Target {
    value: Exact,
    sense: wire::TargetSense,
    first_date: String,
    last_date: String,
    document: String,
}

impl Engine {
    /// Sets figures of one county beside the targets of the period that the last day lies in.
    pub(super) async fn aim(
        &self,
        scope: &Scope,
        answers: &mut [wire::Figure],
    ) -> Result<(), Refusal> {
        let Some(place) = scope.counties().next().filter(|p| p.county == scope.division) else {
            return Ok(());
        };
        if self.kinds.short("Target").is_none() {
            return Ok(());
        }
        let mut sql = Sql::new("SELECT t.figure, t.value, t.sense, t.first_date, t.last_date, ");
        sql.push("t.document FROM target t WHERE t.county = ").bind(place.county.as_str());
        sql.push(" AND ");
        counting(&mut sql, "t", place.position);
        sql.push(" AND t.first_date <= ").bind(place.last_date.as_str());
        sql.push(" AND t.last_date >= ").bind(place.last_date.as_str());
        sql.push(" ORDER BY t.first_date, t.since");
        let mut targets = HashMap::new();
        for row in self.reader.rows(sql).await? {
            let (code, target) = read(&row).map_err(Failure::from)?;
            targets.extend(target.map(|target| (code, target)));
        }
        for answer in answers {
            if let Some(target) = targets.get(&answer.code) {
                let exact = answer.exact.as_deref().and_then(parse);
                answer.target = Some(aim(target, exact, &place.last_date));
            }
        }
        Ok(())
    }
}

fn read(row: &QueryResult) -> Result<(String, Option<Target>), DbErr> {
    let text = |at: usize| row.try_get_by_index::<String>(at);
    let sense: i64 = row.try_get_by_index(2)?;
    let sense = i32::try_from(sense).ok().and_then(|sense| sense.try_into().ok());
    let target = parse(&text(1)?).zip(sense).map(|(value, sense)| {
        Ok::<_, DbErr>(Target {
            value,
            sense,
            first_date: text(3)?,
            last_date: text(4)?,
            document: text(5)?,
        })
    });
    Ok((text(0)?, target.transpose()?))
}

fn aim(target: &Target, exact: Option<Exact>, day: &str) -> wire::Aim {
    let Target { value, sense, first_date, last_date, document } = target;
    let zero = Exact::from_integer(0);
    let hundred = Exact::from_integer(100);
    let completion = exact.filter(|_| *value > zero).map(|exact| exact / value * hundred);
    let passed = Exact::new(
        i128::from(days_between(first_date, day)),
        i128::from(days_between(first_date, last_date).max(1)),
    );
    let light = exact.map_or(wire::Light::Unspecified, |exact| match sense {
        wire::TargetSense::AtMost if exact <= *value => wire::Light::Green,
        wire::TargetSense::AtMost => wire::Light::Red,
        _ => light(exact, *value, passed),
    });
    wire::Aim {
        value: shortest(*value),
        sense: (*sense).into(),
        first_date: first_date.clone(),
        last_date: last_date.clone(),
        document: document.clone(),
        completion: completion.map(|share| decimal(round(share, 1, Rounding::Truncate), 1)),
        gap: exact.map(|exact| shortest(*value - exact)),
        light: light.into(),
    }
}

/// Green when as much is reached as days have passed, yellow up to a tenth behind.
fn light(exact: Exact, target: Exact, passed: Exact) -> wire::Light {
    let due = target * passed;
    if exact >= due {
        wire::Light::Green
    } else if exact >= due * Exact::new(9, 10) {
        wire::Light::Yellow
    } else {
        wire::Light::Red
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn completion_is_cut_off_and_the_light_follows_the_days_passed() {
        let target = Target {
            value: Exact::from_integer(200),
            sense: wire::TargetSense::AtLeast,
            first_date: "2023-01-01".to_owned(),
            last_date: "2023-12-31".to_owned(),
            document: String::new(),
        };
        let at = |value: i128, day: &str| {
            let aim = aim(&target, Some(Exact::from_integer(value)), day);
            (aim.completion.clone().unwrap_or_default(), aim.light())
        };
        assert_eq!(at(199, "2023-12-31"), ("99.5".to_owned(), wire::Light::Yellow));
        assert_eq!(at(200, "2023-12-31"), ("100.0".to_owned(), wire::Light::Green));
        assert_eq!(at(100, "2023-07-01"), ("50.0".to_owned(), wire::Light::Green));
        assert_eq!(at(80, "2023-07-01"), ("40.0".to_owned(), wire::Light::Red));
    }
}
