//! How far a task has come by its milestones: what is done by weight, and which light it shows.
//!
//! A milestone is late from the day after its due day. Progress is the weight of what is done;
//! it is never rounded up, since weights are whole percents.

/// The weights of all milestones of a task together, in percent.
pub const WHOLE: i32 = 100;

/// A milestone as the rules see it; days are `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step<'a> {
    /// Its weight in percent.
    pub weight: i32,
    /// The first day on which it is late.
    pub overdue_date: &'a str,
    /// The day on which it was done; empty while it is not.
    pub done_date: &'a str,
}

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// No milestones are planned.
    Unplanned,
    /// All milestones are done.
    Completed,
    /// None is late.
    OnTrack,
    /// At least one is late.
    Behind,
}

/// The weight of what is done by a day, in percent.
pub fn percent(steps: &[Step<'_>], day: &str) -> i32 {
    steps.iter().filter(|step| step.is_done(day)).map(|step| step.weight).sum()
}

/// Where a task stands at the end of a day.
pub fn standing(steps: &[Step<'_>], day: &str) -> Standing {
    let mut open = steps.iter().filter(|step| !step.is_done(day)).peekable();
    match (steps.is_empty(), open.peek().is_none()) {
        (true, _) => Standing::Unplanned,
        (_, true) => Standing::Completed,
        _ if open.any(|step| step.overdue_date <= day) => Standing::Behind,
        _ => Standing::OnTrack,
    }
}

/// Whether the weights of a plan make up the whole.
pub fn is_whole(weights: impl IntoIterator<Item = i32>) -> bool {
    weights.into_iter().map(i64::from).sum::<i64>() == i64::from(WHOLE)
}

impl Step<'_> {
    fn is_done(&self, day: &str) -> bool {
        !self.done_date.is_empty() && self.done_date <= day
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plan<'a>(first_done: &'a str, second_done: &'a str) -> [Step<'a>; 2] {
        [
            Step { weight: 40, overdue_date: "2023-04-01", done_date: first_done },
            Step { weight: 60, overdue_date: "2023-10-01", done_date: second_done },
        ]
    }

    #[test]
    fn a_task_stands_as_its_milestones_did_on_that_day() {
        let steps = plan("2023-04-20", "2023-09-01");
        for (day, percent_due, due) in [
            ("2023-03-31", 0, Standing::OnTrack),
            ("2023-04-01", 0, Standing::Behind),
            ("2023-04-20", 40, Standing::OnTrack),
            ("2023-09-01", 100, Standing::Completed),
        ] {
            assert_eq!((percent(&steps, day), standing(&steps, day)), (percent_due, due), "{day}");
        }
        assert_eq!(standing(&[], "2023-04-01"), Standing::Unplanned);
    }

    #[test]
    fn a_plan_is_whole_when_its_weights_make_a_hundred() {
        assert!(is_whole([40, 60]));
        assert!(!is_whole([40, 59]));
        assert!(!is_whole([]));
        assert!(!is_whole([i32::MAX, i32::MAX]));
    }

    proptest! {
        #[test]
        fn progress_never_falls_and_is_whole_only_when_completed(
            weights in proptest::collection::vec(1..50_i32, 1..6),
            done in proptest::collection::vec(0..13_u32, 6),
            day in 1..13_u32,
        ) {
            let days: Vec<String> = done
                .iter()
                .map(|month| match month {
                    0 => String::new(),
                    month => format!("2023-{month:02}-15"),
                })
                .collect();
            let steps: Vec<Step<'_>> = weights
                .iter()
                .zip(&days)
                .map(|(weight, done)| Step {
                    weight: *weight,
                    overdue_date: "2023-07-01",
                    done_date: done,
                })
                .collect();
            let (early, late) = (format!("2023-{day:02}-01"), format!("2023-{day:02}-28"));
            let total: i32 = weights.iter().sum();
            prop_assert!(percent(&steps, &early) <= percent(&steps, &late));
            let is_completed = standing(&steps, &late) == Standing::Completed;
            prop_assert_eq!(percent(&steps, &late) == total, is_completed);
        }
    }
}
