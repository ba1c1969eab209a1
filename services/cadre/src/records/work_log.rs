//! A work log: what a cadre did on a day, from when and how long.

use std::ops::Range;

use jiff::civil::Time;
use ledger::kinds::{Findings, Kind, Recorder, Remarks, Responsible, SAMPLE_PLACE, parse_date};
use proto::cadre::v1::{Cadre, Unit, WorkLog};
use proto::ledger::v1::Reason;

use crate::rules::submission::delay_days;
use crate::{Ours, acts};

/// A day has so many minutes.
const DAY_MINUTES: i32 = 24 * 60;

impl Kind<Ours> for WorkLog {
    fn key(&self) -> String {
        let time: String = self.start_time.chars().filter(char::is_ascii_digit).collect();
        format!("{}.{}.{time}", self.cadre_id, self.date)
    }

    fn check(&self, findings: &mut Findings) {
        let minutes = self.minutes.unwrap_or(0);
        if !(1..=DAY_MINUTES).contains(&minutes) {
            findings.refuse(
                "minutes",
                Reason::ValueOutOfRange,
                format!("a log is of 1 to {DAY_MINUTES} minutes"),
                format!("时长须为 1 至 {DAY_MINUTES} 分钟"),
            );
        }
        if start_minute(self).is_some_and(|start| start + minutes > DAY_MINUTES) {
            findings.refuse(
                "minutes",
                Reason::ValueOutOfRange,
                "a log ends on its day; what goes on after midnight is another log",
                "日志须在当日结束，跨零点的应分两篇填写",
            );
        }
        // Without a day of its own a log is handed in on the day on which it is recorded.
        if !self.submit_date.is_empty() {
            findings.days_in_order(("date", &self.date), ("submit_date", &self.submit_date));
        }
    }

    const HAS_NEIGHBORS: bool = true;

    /// Nobody does two things at a time; with that and logs that end on their day, no day has
    /// more than its hours.
    fn check_beside(&self, neighbor: &Self, findings: &mut Findings) {
        let is_of_day = (&self.cadre_id, &self.date) == (&neighbor.cadre_id, &neighbor.date);
        let (Some(own), Some(other)) = (minutes_of(self), minutes_of(neighbor)) else { return };
        if is_of_day && own.start < other.end && other.start < own.end {
            let other = &neighbor.start_time;
            findings.refuse(
                "start_time",
                Reason::TimesOverlap,
                format!("the log overlaps with that of the same day from {other} on"),
                format!("与当日 {other} 开始的日志时间重叠"),
            );
        }
    }

    const RESPONSIBLE: Option<Responsible> = Some(acts::of_logs);
    const RECORDER: Option<Recorder> = Some(acts::recorder);
    const REMARKS: Option<Remarks> = Some(acts::remarks);

    fn derive(&mut self) {
        let days = parse_date(&self.date).zip(parse_date(&self.submit_date));
        self.delay_days = days.and_then(|(date, submitted)| delay_days(date, submitted));
    }

    fn sample(n: u32) -> Self {
        let (year, month, day) = (2022 + n / 336 % 4, n / 28 % 12 + 1, n % 28 + 1);
        let date = format!("{year}-{month:02}-{day:02}");
        Self {
            cadre_id: Cadre::sample(0).code,
            unit_id: Unit::sample(0).code,
            division: SAMPLE_PLACE[..6].to_owned(),
            date: date.clone(),
            start_time: "08:30".to_owned(),
            minutes: Some(480),
            place: "示例村".to_owned(),
            task: "入户走访".to_owned(),
            result: "登记诉求两件".to_owned(),
            submit_date: date,
            ..Self::default()
        }
    }
}

/// The minute of its day on which a log begins.
fn start_minute(log: &WorkLog) -> Option<i32> {
    let start: Time = log.start_time.parse().ok()?;
    Some(i32::from(start.hour()) * 60 + i32::from(start.minute()))
}

/// The minutes of its day that a log takes up.
fn minutes_of(log: &WorkLog) -> Option<Range<i32>> {
    let start = start_minute(log)?;
    Some(start..start + log.minutes?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_is_given_by_rule_and_a_log_ends_on_its_day() {
        let mut log = WorkLog { date: "2023-09-28".to_owned(), ..WorkLog::sample(0) };
        for (submitted, days) in [("2023-09-28", 0), ("2023-10-06", 0), ("2023-10-09", 3)] {
            log.submit_date = submitted.to_owned();
            log.derive();
            assert_eq!(log.delay_days, Some(days), "{submitted}");
        }
        let is_refused = |minutes| {
            let log = WorkLog { start_time: "22:00".to_owned(), minutes, ..WorkLog::sample(0) };
            let mut findings = Findings::default();
            log.check(&mut findings);
            !findings.is_clean()
        };
        assert!(!is_refused(Some(120)));
        assert!(is_refused(Some(121)));
    }
}
