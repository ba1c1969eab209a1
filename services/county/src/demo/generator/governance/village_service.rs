//! The legal adviser and the worthies' association that every village has.

use jiff::civil::date;
use proto::governance::v1::{VillageService, VillageServiceType};

use super::super::calendar::working_days;
use super::super::places::villages;
use super::Random;

/// Two services for each of the 185 villages and communities.
pub fn village_services(seed: u64) -> Vec<VillageService> {
    let mut random = Random::new(seed, "village service");
    let mut services = Vec::new();
    for (kind, noun, year) in [
        (VillageServiceType::LegalAdviser, "法律顾问", 2018),
        (VillageServiceType::WorthiesAssociation, "乡贤联谊会", 2020),
    ] {
        let start = date(year, 1, 2);
        let days = working_days(start, date(year + 1, 12, 20));
        services.extend(villages().into_iter().map(|village| VillageService {
            metadata: None,
            r#type: kind.into(),
            name: format!("{}{noun}", village.name),
            division: village.code,
            first_date: random.pick(&days).to_string(),
            last_date: String::new(),
        }));
    }
    services
}
