//! A designation: an enterprise or a place holds a title, or stands on a roster, from a day on.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::industry::v1::{Designation, Enterprise, Level, Scheme};
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for Designation {
    fn key(&self) -> String {
        let holder =
            if self.enterprise_id.is_empty() { &self.division } else { &self.enterprise_id };
        let scheme = self.scheme().as_str_name().trim_start_matches("SCHEME_").to_lowercase();
        format!("{scheme}.{holder}.{}", self.first_date)
    }

    fn check(&self, findings: &mut Findings) {
        let of_a_place = self.scheme() == Scheme::Attraction;
        if !of_a_place && self.enterprise_id.is_empty() {
            findings.refuse(
                "enterprise_id",
                Reason::FieldRequired,
                "the holder of this title is an enterprise",
                "此名录的对象是企业，必须填写企业",
            );
        }
        if of_a_place && self.place_name.is_empty() {
            findings.refuse(
                "place_name",
                Reason::FieldRequired,
                "an attraction has a name",
                "景区必须填写地点名称",
            );
        }
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
    }

    fn sample(n: u32) -> Self {
        Self {
            scheme: Scheme::AboveScale.into(),
            level: Level::Municipal.into(),
            enterprise_id: Enterprise::sample(n).credit_code,
            division: SAMPLE_PLACE.to_owned(),
            announce_date: "2023-02-10".to_owned(),
            first_date: "2023-02-01".to_owned(),
            document: "示例统发〔2023〕1号".to_owned(),
            ..Self::default()
        }
    }
}
