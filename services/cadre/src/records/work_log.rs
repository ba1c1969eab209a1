//! A work log: what a cadre did on a day, from when and how long.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::cadre::v1::{Cadre, Unit, WorkLog};
use proto::ledger::v1::Reason;

use crate::Ours;

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
        findings.days_in_order(("date", &self.date), ("submit_date", &self.submit_date));
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
