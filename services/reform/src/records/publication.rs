//! A publication about the county's reform; a reprint is counted as the report it reprints.

use ledger::kinds::{Findings, Kind, Pointed, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::reform::v1::{Channel, Level, Office, Publication};

use crate::Ours;

impl Kind<Ours> for Publication {
    const LOOKS_AT: &'static [&'static str] = &["reprint_of"];

    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        let is_media = self.channel() == Channel::Media;
        if is_media != self.manuscript_id.is_empty() {
            findings.refuse(
                "manuscript_id",
                Reason::FieldRequired,
                "a case or a brief names its manuscript, a media report names none",
                "案例收录与内刊简报应填案例（稿件）编号，媒体报道不填",
            );
        }
        if !self.reprint_of.is_empty() && (!is_media || self.reprint_of == self.code) {
            findings.refuse(
                "reprint_of",
                Reason::ReferenceUnknown,
                "only a media report reprints, and it reprints another one",
                "只有媒体报道可填转载自，且不得为自身",
            );
        }
    }

    fn check_pointed(&self, pointed: &Pointed, findings: &mut Findings) {
        let Some(original) = pointed.get::<Self>("reprint_of") else { return };
        if original.channel() != Channel::Media || !original.reprint_of.is_empty() {
            findings.refuse(
                "reprint_of",
                Reason::ReferenceUnknown,
                format!("{} is no first report of a medium", original.code),
                format!("“{}”不是媒体首发报道", original.code),
            );
        }
        let first = ("reprint_of", original.publish_date.as_str());
        findings.days_in_order(first, ("publish_date", &self.publish_date));
    }

    fn derive(&mut self) {
        let items = [&self.manuscript_id, &self.reprint_of, &self.code];
        self.item_id = items.into_iter().find(|id| !id.is_empty()).cloned().unwrap_or_default();
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("publication-{n}"),
            channel: Channel::Media.into(),
            level: Level::Provincial.into(),
            title: format!("示例报道{n}"),
            outlet: "示例日报".to_owned(),
            publish_date: "2023-06-15".to_owned(),
            owner_id: <Office as Kind<Ours>>::sample(0).code,
            division: SAMPLE_PLACE[..6].to_owned(),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reprint_counts_as_what_it_reprints() {
        let derived = |reprint_of: &str, manuscript_id: &str| {
            let (reprint_of, manuscript_id) = (reprint_of.to_owned(), manuscript_id.to_owned());
            let sample = <Publication as Kind<Ours>>::sample(3);
            let mut publication = Publication { reprint_of, manuscript_id, ..sample };
            publication.derive();
            publication.item_id
        };
        assert_eq!(derived("", ""), "publication-3");
        assert_eq!(derived("publication-1", ""), "publication-1");
        assert_eq!(derived("", "case-7"), "case-7");
    }
}
