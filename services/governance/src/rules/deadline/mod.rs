//! By when something is due: computed from what happened, day by day, whenever it is asked for.
//!
//! The first day is not counted. A day counts while the time runs when it begins: the day of a
//! pause counts, the day on which it ends does not. What has elapsed stays elapsed, whoever
//! handles the case and by whatever procedure; and a last day that is reached stays reached.

pub mod light;
pub mod limits;
#[cfg(test)]
mod tests;

use calendar::Calendar;
use jiff::ToSpan;
use jiff::civil::Date;

/// Which days a limit is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// All of them.
    Calendar,
    /// Those that the State Council's calendar has for working days.
    Working,
}

/// Within how many days something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How many.
    pub count: i64,
    /// Of which.
    pub days: Days,
}

/// What a happening means for the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// From now on another limit holds, or none.
    Limit(Option<Limit>),
    /// So many days more.
    Extend(i64),
    /// The time stands still.
    Pause,
    /// The time runs on.
    Resume,
}

/// The time of one term: when it began, under which limit, and what happened since, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The day it began.
    pub start: Date,
    /// The limit then.
    pub limit: Option<Limit>,
    /// What happened, day by day.
    pub turns: Vec<(Date, Turn)>,
}

/// How a term ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// This is the last day in time.
    On(Date),
    /// The time stands still before its last day.
    Paused,
    /// No law and no rule of the county sets a limit.
    Unlimited,
    /// The last day lies in a year whose calendar is not known.
    Unknown,
}

impl Due {
    /// The last day, where there is one.
    pub fn day(self) -> Option<Date> {
        match self {
            Self::On(day) => Some(day),
            Self::Paused | Self::Unlimited | Self::Unknown => None,
        }
    }
}

/// How far a term has come by the end of a day.
#[derive(Clone, Copy, Debug)]
struct Run {
    day: Date,
    limit: Option<Limit>,
    runs: bool,
    elapsed: i64,
    elapsed_working: Option<i64>,
}

impl Term {
    /// When the term is over.
    pub fn due(&self, calendar: &Calendar) -> Due {
        self.part(calendar, |limit| limit.count)
    }

    /// When half of the term is over, rounded up to whole days.
    pub fn half(&self, calendar: &Calendar) -> Due {
        self.part(calendar, |limit| (limit.count + 1) / 2)
    }

    /// The limit that holds after all that happened.
    pub fn current_limit(&self) -> Option<Limit> {
        let turned = self.turns.iter().rev().find_map(|(_, turn)| match turn {
            Turn::Limit(limit) => Some(*limit),
            Turn::Extend(_) | Turn::Pause | Turn::Resume => None,
        });
        turned.unwrap_or(self.limit)
    }

    /// The day on which so much of the limit has elapsed as `part` says.
    fn part(&self, calendar: &Calendar, part: fn(Limit) -> i64) -> Due {
        let Self { start, limit, turns } = self;
        let mut run =
            Run { day: *start, limit: *limit, runs: true, elapsed: 0, elapsed_working: Some(0) };
        let mut turns = turns.iter().peekable();
        while let Some((day, _)) = turns.peek() {
            let day = *day;
            if let Some(reached) = run.reached_before(calendar, day, part) {
                return reached;
            }
            run.walk_to(calendar, day);
            while let Some((_, turn)) = turns.next_if(|(next, _)| *next == day) {
                run.take(*turn);
            }
            match run.remaining(part) {
                Some(Some(left)) if left <= 0 => return Due::On(day),
                _ => {}
            }
        }
        run.ahead(calendar, part)
    }
}

impl Run {
    /// Days of the limit that have not elapsed; none without a limit, `Some(None)` where the
    /// calendar does not tell.
    fn remaining(&self, part: fn(Limit) -> i64) -> Option<Option<i64>> {
        let limit = self.limit?;
        let elapsed = match limit.days {
            Days::Calendar => Some(self.elapsed),
            Days::Working => self.elapsed_working,
        };
        Some(elapsed.map(|elapsed| part(limit) - elapsed))
    }

    /// Where the term ends when nothing more happens.
    fn ahead(&self, calendar: &Calendar, part: fn(Limit) -> i64) -> Due {
        let (Some(limit), Some(remaining)) = (self.limit, self.remaining(part)) else {
            return Due::Unlimited;
        };
        match remaining {
            _ if !self.runs => Due::Paused,
            None => Due::Unknown,
            Some(left) => after(calendar, self.day, left, limit.days).map_or(Due::Unknown, Due::On),
        }
    }

    /// Where the term ends, if that is before a later day.
    fn reached_before(
        &self,
        calendar: &Calendar,
        day: Date,
        part: fn(Limit) -> i64,
    ) -> Option<Due> {
        match self.ahead(calendar, part) {
            Due::On(reached) if reached < day => Some(Due::On(reached)),
            _ => None,
        }
    }

    /// Lets the time run, or stand, up to the morning of a day.
    fn walk_to(&mut self, calendar: &Calendar, day: Date) {
        if self.runs && self.day < day {
            let first = self.day.tomorrow().unwrap_or(day);
            self.elapsed += i64::from(self.day.until(day).map_or(0, |span| span.get_days()));
            let working = calendar.working_days(first, day);
            self.elapsed_working = self.elapsed_working.zip(working).map(|(sum, more)| sum + more);
        }
        self.day = day;
    }

    fn take(&mut self, turn: Turn) {
        match turn {
            Turn::Limit(limit) => self.limit = limit,
            Turn::Extend(count) => {
                self.limit = self.limit.map(|limit| Limit { count: limit.count + count, ..limit });
            }
            Turn::Pause => self.runs = false,
            Turn::Resume => self.runs = true,
        }
    }
}

/// The day so many days after another; nothing where the calendar does not reach so far.
pub fn after(calendar: &Calendar, day: Date, count: i64, days: Days) -> Option<Date> {
    match days {
        Days::Calendar => day.checked_add(count.days()).ok(),
        Days::Working => calendar.working_day_after(day, u32::try_from(count).ok()?),
    }
}
