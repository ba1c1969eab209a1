//! A meeting; how high up its organizer is follows from the code of the organizer's place.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::reform::v1::{Level, Meeting, MeetingBody, MeetingType};

use crate::Ours;

impl Kind<Ours> for Meeting {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        if level_of(&self.organizer_code).is_none() {
            let code = &self.organizer_code;
            findings.refuse(
                "organizer_code",
                Reason::DivisionUnknown,
                format!("{code:?} is neither 0 for the nation nor 2, 4, 6 or 9 digits of a place"),
                format!("“{code}”应为 0（国家）或两位、四位、六位、九位行政区划代码"),
            );
        }
        let is_higher = self.body() == MeetingBody::Higher;
        if is_higher == (self.organizer_level <= i32::from(Level::County)) {
            findings.refuse(
                "body",
                Reason::EnumUnknown,
                "the meeting of a body of the county has an organizer of the county",
                "县级会议的主办地区应为本县，上级会议的主办地区应为上级",
            );
        }
    }

    fn derive(&mut self) {
        let level = level_of(&self.organizer_code).unwrap_or_default();
        self.set_organizer_level(level);
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("meeting-{n}"),
            body: MeetingBody::ReformCommittee.into(),
            r#type: MeetingType::Session.into(),
            name: format!("示例县委深改委会议{n}"),
            organizer: "示例县委".to_owned(),
            organizer_code: SAMPLE_PLACE[..6].to_owned(),
            division: SAMPLE_PLACE.to_owned(),
            hold_date: "2023-02-20".to_owned(),
            person_count: Some(30),
            ..Self::default()
        }
    }
}

/// The level of a place by the length of its code (GB/T 2260).
fn level_of(code: &str) -> Option<Level> {
    if !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match (code, code.len()) {
        ("0", _) => Some(Level::National),
        (_, 2) => Some(Level::Provincial),
        (_, 4) => Some(Level::Municipal),
        (_, 6) => Some(Level::County),
        (_, 9) => Some(Level::Township),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_tells_how_high_up_its_place_is() {
        let levels = ["0", "42", "4212", "421222", "421222106"].map(level_of);
        let due =
            [Level::National, Level::Provincial, Level::Municipal, Level::County, Level::Township];
        assert_eq!(levels, due.map(Some));
        assert_eq!(["", "7", "42121", "县"].map(level_of), [None; 4]);
    }

    #[test]
    fn a_committee_of_the_county_does_not_hold_a_meeting_of_the_city() {
        let sample = <Meeting as Kind<Ours>>::sample(0);
        for (body, code, fits) in [
            (MeetingBody::ReformCommittee, "421222", true),
            (MeetingBody::ReformCommittee, "4212", false),
            (MeetingBody::Higher, "4212", true),
            (MeetingBody::Higher, "421222", false),
        ] {
            let mut meeting =
                Meeting { body: body.into(), organizer_code: code.to_owned(), ..sample.clone() };
            meeting.derive();
            let mut findings = Findings::default();
            meeting.check(&mut findings);
            assert_eq!(findings.is_clean(), fits, "{body:?} {code}");
        }
    }
}
