//! Exhibitions, and who of the county took part in them.

use proto::industry::v1::{Enterprise, Exhibit, Exhibition, ExhibitionTier};

use super::super::places::COUNTY;
use super::Random;

use ExhibitionTier::{International, National, Provincial};

/// Code, fair, edition, tier, place, first and last day.
type Edition = (
    &'static str,
    &'static str,
    &'static str,
    ExhibitionTier,
    &'static str,
    &'static str,
    &'static str,
);

/// The Canton Fair, as its editions are counted.
const CANTON_FAIR: &str = "广交会";

const EDITIONS: [Edition; 20] = [
    ("ZH-22-01", "示例国际磨料磨具展", "2022", International, "示例市", "2022-03-15", "2022-03-18"),
    (CANTON_131, CANTON_FAIR, "131", International, "线上", "2022-04-15", "2022-04-24"),
    ("ZH-22-03", "示例电子元件展", "2022", National, "示例市", "2022-07-06", "2022-07-08"),
    (CANTON_132, CANTON_FAIR, "132", International, "线上", "2022-10-15", "2022-10-24"),
    ("ZH-22-05", "进博会", "5", International, "上海市", "2022-11-05", "2022-11-10"),
    ("ZH-22-06", "示例中医药展", "2022", Provincial, "示例市", "2022-09-20", "2022-09-22"),
    ("ZH-23-01", "示例国际磨料磨具展", "2023", International, "示例市", "2023-03-14", "2023-03-17"),
    (CANTON_133, CANTON_FAIR, "133", International, "广州市", "2023-04-15", "2023-05-05"),
    ("ZH-23-03", "示例消费品博览会", "2023", National, "示例市", "2023-04-10", "2023-04-15"),
    ("ZH-23-04", "示例五金展", "2023", National, "示例市", "2023-05-18", "2023-05-20"),
    ("ZH-23-05", "示例电子元件展", "2023", National, "示例市", "2023-07-05", "2023-07-07"),
    ("ZH-23-06", "示例机电展", "2023", International, "示例市", "2023-06-13", "2023-06-16"),
    ("ZH-23-07", "亚欧博览会", "2023", International, "乌鲁木齐市", "2023-08-17", "2023-08-21"),
    ("ZH-23-08", "示例东盟博览会", "2023", International, "示例市", "2023-09-16", "2023-09-19"),
    ("ZH-23-09", "示例表面处理展", "2023", National, "示例市", "2023-09-06", "2023-09-08"),
    (CANTON_134, CANTON_FAIR, "134", International, "广州市", "2023-10-15", "2023-11-04"),
    ("ZH-23-11", "进博会", "6", International, "上海市", "2023-11-05", "2023-11-10"),
    ("ZH-23-12", "示例医疗用品展", "2023", National, "示例市", "2023-10-28", "2023-10-31"),
    ("ZH-23-13", "示例中医药展", "2023", Provincial, "示例市", "2023-09-22", "2023-09-24"),
    // Nobody of the county went there.
    ("ZH-23-14", "示例林产品展", "2023", National, "示例市", "2023-11-17", "2023-11-20"),
];

const CANTON_131: &str = "GJH-131";
const CANTON_132: &str = "GJH-132";
const CANTON_133: &str = "GJH-133";
const CANTON_134: &str = "GJH-134";

/// Who took part in an edition of the Canton Fair, by its number among those who go to fairs,
/// and with how many booths.
const CANTON: [(&str, &[(usize, i32)]); 4] = [
    (CANTON_131, &[(0, 1), (1, 1)]),
    (CANTON_132, &[(0, 1), (1, 1), (2, 1)]),
    (CANTON_133, &[(0, 2), (1, 1), (2, 1)]),
    (CANTON_134, &[(0, 1), (1, 1), (3, 1), (4, 1)]),
];

/// How many enterprises the county guides to fairs; two more go by themselves.
const GUIDED: usize = 23;
const BY_THEMSELVES: usize = 2;
/// How many of them an exhibition takes besides the Canton Fair.
const EACH: usize = 3;

/// The editions.
pub fn exhibitions() -> Vec<Exhibition> {
    let exhibition = |(code, series, edition, tier, place, first, last): &Edition| Exhibition {
        metadata: None,
        code: (*code).to_owned(),
        series: (*series).to_owned(),
        edition: (*edition).to_owned(),
        tier: (*tier).into(),
        place: (*place).to_owned(),
        division: COUNTY.to_owned(),
        first_date: (*first).to_owned(),
        last_date: (*last).to_owned(),
    };
    EDITIONS.iter().map(exhibition).collect()
}

/// Who took part; the guided take turns, so that all of them are somewhere in 2023.
pub fn exhibits(seed: u64, enterprises: &[Enterprise]) -> Vec<Exhibit> {
    let mut random = Random::new(seed, "exhibit");
    let mut exhibits = Vec::new();
    for (edition, participants) in CANTON {
        for (number, booths) in participants {
            let exhibitor = goer(enterprises, *number);
            exhibits.push(exhibit(edition, exhibitor, Some(*booths), true));
        }
    }
    let mut turn = 0;
    let others = EDITIONS.iter().filter(|edition| edition.1 != CANTON_FAIR);
    for (code, ..) in others.take(EDITIONS.len() - CANTON.len() - 1) {
        for _ in 0..EACH {
            let booths = i32::try_from(random.between(1, 2)).ok().filter(|_| random.chance(800));
            exhibits.push(exhibit(code, goer(enterprises, turn % GUIDED), booths, true));
            turn += 1;
        }
    }
    for number in GUIDED..GUIDED + BY_THEMSELVES {
        exhibits.push(exhibit("ZH-23-06", goer(enterprises, number), Some(1), false));
    }
    exhibits
}

/// Two more that nobody has verified.
pub fn unread(enterprises: &[Enterprise]) -> Vec<Exhibit> {
    let numbers = GUIDED + BY_THEMSELVES..GUIDED + BY_THEMSELVES + 2;
    numbers.map(|number| exhibit(CANTON_134, goer(enterprises, number), Some(1), true)).collect()
}

/// An enterprise of those who go to fairs.
fn goer(enterprises: &[Enterprise], number: usize) -> &Enterprise {
    &enterprises[(number * 5 + 5) % 121]
}

fn exhibit(edition: &str, of: &Enterprise, booths: Option<i32>, guided: bool) -> Exhibit {
    Exhibit {
        metadata: None,
        exhibition_id: edition.to_owned(),
        enterprise_id: of.credit_code.clone(),
        division: of.division.clone(),
        booth_count: booths,
        guided_by: if guided { "县商务局".to_owned() } else { String::new() },
        document: String::new(),
    }
}
