//! A designation: an enterprise or a place holds a title, or stands on a roster, from a day on.

use ledger::kinds::{Findings, Kind, Pointed, SAMPLE_PLACE};
use proto::industry::v1::{Designation, Enterprise, Level, ReviewResult, Scheme};
use proto::ledger::v1::Reason;

use super::together::together;
use crate::Ours;
use crate::rules::industry_code::is_industry;

/// The level of the authority that gives a title, where only one does
/// (工信部企业〔2022〕63号 for the tiers).
const LEVELS: [(Scheme, Level); 3] = [
    (Scheme::LittleGiant, Level::National),
    (Scheme::SpecializedSme, Level::Provincial),
    (Scheme::InnovativeSme, Level::Provincial),
];

impl Kind<Ours> for Designation {
    fn key(&self) -> String {
        let holders = [&self.enterprise_id, &self.place_code, &self.division];
        let holder = holders.into_iter().find(|holder| !holder.is_empty());
        let holder = holder.map(String::as_str).unwrap_or_default();
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
        if of_a_place && self.place_code.is_empty() {
            findings.refuse(
                "place_code",
                Reason::FieldRequired,
                "an attraction has a code of its own, which tells it from others of its township",
                "景区必须填写地点代码，以区别同一乡镇的其他景区",
            );
        }
        for later in [("last_date", &self.last_date), ("valid_date", &self.valid_date)] {
            findings.days_in_order(("first_date", &self.first_date), (later.0, later.1));
        }
        self.check_level(findings);
        self.check_grade(findings);
        let reviewed = self.review_result() != ReviewResult::Unspecified;
        let review_date = ("review_date", !self.review_date.is_empty());
        together(findings, review_date, ("review_result", reviewed));
        if self.last_date.is_empty() && !self.last_document.is_empty() {
            findings.refuse(
                "last_document",
                Reason::DateOrder,
                "a document of leaving goes with the last day",
                "填写退出文号的应填截止日期",
            );
        }
    }

    const LOOKS_AT: &'static [&'static str] = &["enterprise_id"];

    fn check_pointed(&self, pointed: &Pointed, findings: &mut Findings) {
        let Some(holder) = pointed.get::<Enterprise>("enterprise_id") else { return };
        let code = &holder.industry_code;
        if self.scheme() == Scheme::AboveScale && !is_industry(code) {
            findings.refuse(
                "enterprise_id",
                Reason::IndustryCodeUnknown,
                format!("class {code} is not of industry, divisions 06 to 46 of GB/T 4754-2017"),
                format!("行业代码 {code} 不属于工业（GB/T 4754-2017 大类 06 至 46）"),
            );
        }
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

/// The checks of what one scheme asks for and another one does not.
trait OfScheme {
    fn check_level(&self, findings: &mut Findings);
    fn check_grade(&self, findings: &mut Findings);
}

impl OfScheme for Designation {
    fn check_level(&self, findings: &mut Findings) {
        let due = LEVELS.iter().find(|(scheme, _)| *scheme == self.scheme());
        let Some((_, level)) = due.filter(|(_, level)| *level != self.level()) else { return };
        findings.refuse(
            "level",
            Reason::ValueOutOfRange,
            format!("this title is given at {}", level.as_str_name()),
            "该名录的认定级别不符（小巨人为国家级，专精特新与创新型中小企业为省级）",
        );
    }

    fn check_grade(&self, findings: &mut Findings) {
        let is_attraction = self.scheme() == Scheme::Attraction;
        let fits = match self.grade {
            Some(grade) => is_attraction && (1..=5).contains(&grade),
            None => !is_attraction,
        };
        if !fits {
            findings.refuse(
                "grade",
                Reason::ValueOutOfRange,
                "an attraction has a grade of 1 to 5 A, and nothing else has one",
                "景区应填1至5A的等级，其他名录不填",
            );
        }
    }
}
