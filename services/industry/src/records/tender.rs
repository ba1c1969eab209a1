//! A tender: which of its stages went online, where its experts sat, how the award was decided.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::industry::v1::Tender;
use proto::ledger::v1::Reason;

use super::together::together;
use crate::Ours;

impl Kind<Ours> for Tender {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        let place = &self.remote_place;
        let filled = ("remote_place", !place.is_empty());
        together(findings, ("remote_evaluation", self.remote_evaluation), filled);
        let is_code = (2..=9).contains(&place.len()) && place.bytes().all(|b| b.is_ascii_digit());
        if !place.is_empty() && !is_code {
            findings.refuse(
                "remote_place",
                Reason::DivisionUnknown,
                format!("{place:?} is not 2 to 9 digits of a division"),
                format!("“{place}”不是2至9位的行政区划代码"),
            );
        }
    }

    fn derive(&mut self) {
        let stages = [
            self.announced_online,
            self.bid_online,
            self.opened_online,
            self.evaluated_online,
            self.awarded_online,
        ];
        self.all_online = stages.iter().all(|online| *online);
        let province = |code: &str| code.get(..2).map(str::to_owned);
        let (here, there) = (province(&self.division), province(&self.remote_place));
        self.across_provinces = self.remote_evaluation && there.is_some() && here != there;
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("T-{n}"),
            title: format!("示例采购项目{n}"),
            division: SAMPLE_PLACE.to_owned(),
            open_date: "2023-06-08".to_owned(),
            announced_online: true,
            bid_online: true,
            opened_online: true,
            evaluated_online: true,
            awarded_online: true,
            award_fen: Some(186_000_000),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn derived(change: impl FnOnce(&mut Tender)) -> Tender {
        let mut tender = <Tender as Kind<Ours>>::sample(0);
        change(&mut tender);
        Kind::<Ours>::derive(&mut tender);
        tender
    }

    #[test]
    fn a_tender_is_online_only_when_every_stage_was() {
        assert!(derived(|_| {}).all_online);
        assert!(!derived(|tender| tender.opened_online = false).all_online);
    }

    #[test]
    fn experts_of_another_city_of_the_province_are_not_across_provinces() {
        let remote = |place: &str| {
            let place = place.to_owned();
            derived(|tender| (tender.remote_evaluation, tender.remote_place) = (true, place))
        };
        assert!(!remote("4201").across_provinces);
        assert!(remote("3601").across_provinces);
    }
}
