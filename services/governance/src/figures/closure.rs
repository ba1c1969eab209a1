//! The share of discipline cases concluded, from returns that follow one another without a gap.

use chassis::Refusal;
use ledger::figures::{CodeMeasure, CountyScope, Sums, counting};
use ledger::kinds::parse_date;
use ledger::reader::Reader;
use ledger::storage::Sql;

/// Concluded, of what was pending when the period began and what was accepted in it.
///
/// What one return leaves pending the next one begins with; where that does not hold, or the first
/// return is not that of the period's first day, the share has no value.
pub(super) struct ClosureRate;

/// What a return says, in the order of its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Return {
    first_date: String,
    last_date: String,
    pending_start: i128,
    accepted: i128,
    concluded: i128,
    pending_end: i128,
}

impl CodeMeasure for ClosureRate {
    fn sums<'a>(&'a self, reader: &'a Reader, scope: &'a CountyScope) -> Sums<'a> {
        Box::pin(async move {
            let returns = read(reader, scope).await?;
            Ok(share(&returns, &scope.first_date)
                .map_or((None, None), |(above, below)| (Some(above), Some(below))))
        })
    }

    fn words(&self) -> (&'static str, &'static str) {
        (
            "各期审结件数之和 ÷（首期期初未结 + 各期受理件数之和）× 100；各期须首尾相接",
            "cases concluded over the returns of the period, divided by those pending at its start \
             and accepted in it, times 100; the returns follow one another without a gap",
        )
    }

    fn missing(&self) -> Option<(String, String)> {
        Some((
            "the returns do not begin with the period or do not follow one another".to_owned(),
            "报表不是自期初起首尾相接，审结率无法计算".to_owned(),
        ))
    }

    fn tables(&self) -> &'static [&'static str] {
        &[]
    }
}

/// The returns that lie inside the period; of a quarter and its last month the month.
async fn read(reader: &Reader, scope: &CountyScope) -> Result<Vec<Return>, Refusal> {
    let mut sql = Sql::new(
        "SELECT c.first_date, c.last_date, CAST(c.pending_start_count AS TEXT) || ',' || \
         CAST(c.accepted_count AS TEXT) || ',' || CAST(c.concluded_count AS TEXT) || ',' || \
         CAST(c.pending_end_count AS TEXT) FROM discipline_return c WHERE c.county = ",
    );
    sql.bind(scope.county.as_str()).push(" AND ");
    counting(&mut sql, "c", scope.position);
    sql.push(" AND c.first_date >= ").bind(scope.first_date.as_str());
    sql.push(" AND c.last_date <= ").bind(scope.last_date.as_str());
    sql.push(" ORDER BY c.last_date, c.months");
    let rows = reader.days(sql).await?;
    let mut returns: Vec<Return> = rows.iter().filter_map(row).collect();
    returns.dedup_by(|later, earlier| later.last_date == earlier.last_date);
    Ok(returns)
}

fn row((first_date, last_date, counts): &(String, String, String)) -> Option<Return> {
    let mut counts = counts.split(',').map(|count| count.parse().ok());
    let mut next = || counts.next().flatten();
    Some(Return {
        first_date: first_date.clone(),
        last_date: last_date.clone(),
        pending_start: next()?,
        accepted: next()?,
        concluded: next()?,
        pending_end: next()?,
    })
}

/// Concluded, and what it is a share of; nothing where the returns do not follow one another.
fn share(returns: &[Return], first_date: &str) -> Option<(i128, i128)> {
    let first = returns.first().filter(|first| first.first_date == first_date)?;
    let follows = |pair: &[Return]| {
        let [before, after] = pair else { return false };
        let next = parse_date(&before.last_date).and_then(|day| day.tomorrow().ok());
        next == parse_date(&after.first_date) && before.pending_end == after.pending_start
    };
    if !returns.windows(2).all(follows) {
        return None;
    }
    let concluded = returns.iter().map(|one| one.concluded).sum();
    let accepted: i128 = returns.iter().map(|one| one.accepted).sum();
    Some((concluded, first.pending_start + accepted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(first: &str, last: &str, counts: [i128; 4]) -> Return {
        let [pending_start, accepted, concluded, pending_end] = counts;
        let (first_date, last_date) = (first.to_owned(), last.to_owned());
        Return { first_date, last_date, pending_start, accepted, concluded, pending_end }
    }

    fn quarter() -> Vec<Return> {
        vec![
            of("2023-01-01", "2023-01-31", [17, 18, 19, 16]),
            of("2023-02-01", "2023-02-28", [16, 21, 20, 17]),
            of("2023-03-01", "2023-03-31", [17, 26, 26, 17]),
        ]
    }

    #[test]
    fn the_share_is_of_what_was_pending_first_and_all_that_came() {
        assert_eq!(share(&quarter(), "2023-01-01"), Some((65, 82)));
        assert_eq!(share(&[], "2023-01-01"), None);
    }

    #[test]
    fn without_the_first_return_or_with_a_gap_there_is_no_share() {
        assert_eq!(share(&quarter()[1..], "2023-01-01"), None);
        assert_eq!(share(&quarter()[1..], "2023-02-01"), Some((46, 63)));
        let mut gap = quarter();
        gap.remove(1);
        assert_eq!(share(&gap, "2023-01-01"), None);
    }

    #[test]
    fn what_one_return_leaves_pending_the_next_one_begins_with() {
        let mut returns = quarter();
        returns[1].pending_start = 15;
        assert_eq!(share(&returns, "2023-01-01"), None);
    }
}
