//! The water taken from a source in a month; compliance by volume weighs the month's sample by it.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE, check_month};
use proto::ecology::v1::{WaterAbstraction, WaterSource};
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for WaterAbstraction {
    fn key(&self) -> String {
        format!("{}.{}", self.source_id, self.first_date)
    }

    fn check(&self, findings: &mut Findings) {
        check_month(&self.first_date, &self.last_date, findings);
        // The key of a sample is that of its source and its day.
        let month = self.first_date.get(..7).unwrap_or_default();
        let due = format!("{}.{month}", self.source_id);
        if !self.sample_id.is_empty() && !self.sample_id.starts_with(&due) {
            findings.refuse(
                "sample_id",
                Reason::ReferenceUnknown,
                format!("{} is not a sample of this source in {month}", self.sample_id),
                format!("“{}”不是该水源地{month}的水样", self.sample_id),
            );
        }
    }

    fn sample(n: u32) -> Self {
        let first = format!("{}-{:02}-01", 2010 + n / 12, n % 12 + 1);
        let last = ledger::kinds::parse_date(&first).map(|day| day.last_of_month());
        Self {
            source_id: <WaterSource as Kind<Ours>>::sample(0).code,
            first_date: first,
            last_date: last.map(|day| day.to_string()).unwrap_or_default(),
            division: SAMPLE_PLACE.to_owned(),
            volume_m3: Some(420_000),
            ..Self::default()
        }
    }
}
