//! Invented enterprises with credit codes that fit GB 32100.

use std::ops::Range;

use jiff::civil::date;
use proto::industry::v1::Enterprise;

use super::super::calendar::after;
use super::super::places::{COUNTY, TOWNSHIPS};
use super::{Random, cluster};

/// On the above-scale roster since before 2023.
pub const OPENING: Range<usize> = 0..111;
/// On the above-scale roster since a day of 2023.
pub const ENTERED: Range<usize> = 111..121;
/// Off the above-scale roster since a day of 2022.
pub const LEFT: Range<usize> = 121..126;
/// Industrial, and never on the roster.
const SMALL: Range<usize> = 126..136;
/// Not industrial.
const OTHER: Range<usize> = 136..160;

/// The characters of a credit code, in the order of their values.
const CREDIT_CODE_ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

struct Sector {
    code: &'static str,
    word: &'static str,
    cluster: &'static str,
}

const INDUSTRIAL: [Sector; 20] = [
    Sector { code: "3099", word: "涂附磨具", cluster: "涂附磨具" },
    Sector { code: "3099", word: "砂布", cluster: "涂附磨具" },
    Sector { code: "3099", word: "研磨材料", cluster: "涂附磨具" },
    Sector { code: "3099", word: "磨料磨具", cluster: "涂附磨具" },
    Sector { code: "3982", word: "线路板", cluster: "电子信息" },
    Sector { code: "3985", word: "电子材料", cluster: "电子信息" },
    Sector { code: "3989", word: "电子元件", cluster: "电子信息" },
    Sector { code: "3912", word: "计算机部件", cluster: "电子信息" },
    Sector { code: "2740", word: "中药", cluster: "医药健康" },
    Sector { code: "2730", word: "饮片", cluster: "医药健康" },
    Sector { code: "2770", word: "卫生材料", cluster: "医药健康" },
    Sector { code: "3484", word: "机械", cluster: "" },
    Sector { code: "3311", word: "金属结构", cluster: "" },
    Sector { code: "3812", word: "电机", cluster: "" },
    Sector { code: "1311", word: "米业", cluster: "农产品加工" },
    Sector { code: "1331", word: "粮油", cluster: "农产品加工" },
    Sector { code: "2110", word: "家具", cluster: "" },
    Sector { code: "3021", word: "水泥制品", cluster: "新材料" },
    Sector { code: "1012", word: "石材", cluster: "" },
    Sector { code: "4413", word: "水电", cluster: "" },
];

const SERVICES: [Sector; 6] = [
    Sector { code: "51", word: "商贸", cluster: "" },
    Sector { code: "52", word: "超市", cluster: "" },
    Sector { code: "54", word: "物流", cluster: "" },
    Sector { code: "61", word: "酒店", cluster: "" },
    Sector { code: "65", word: "软件", cluster: "" },
    Sector { code: "01", word: "种植", cluster: "" },
];

/// Where enterprises sit, as indices of the townships; the county town most often.
const SEATS: [usize; 20] = [0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 3, 4, 5, 5, 6, 7, 8, 8, 9, 10];

/// The 160 enterprises, in the order of the ranges above.
pub fn enterprises(seed: u64) -> Vec<Enterprise> {
    let mut random = Random::new(seed, "enterprise");
    let mut names = shop_names();
    random.shuffle(&mut names);
    let serial = random.between(0, 9999);
    (0..OTHER.end)
        .zip(names)
        .map(|(index, name)| {
            let sectors: &[Sector] = if OTHER.contains(&index) { &SERVICES } else { &INDUSTRIAL };
            let sector = random.pick(sectors);
            let seat = *random.pick(&SEATS);
            Enterprise {
                metadata: None,
                credit_code: credit_code((serial + 7 * index as i64) % 10_000),
                name: format!("通城示例{name}{}有限公司", sector.word),
                division: TOWNSHIPS[seat].code.to_owned(),
                industry_code: sector.code.to_owned(),
                cluster: sector.cluster.to_owned(),
                establish_date: establish_date(&mut random, index),
                cluster_id: cluster::code_of(sector.cluster),
            }
        })
        .collect()
}

/// The enterprises that the industry code lets onto the above-scale roster.
pub fn is_industrial(index: usize) -> bool {
    index < SMALL.end
}

fn establish_date(random: &mut Random, index: usize) -> String {
    let (first, years) = match index {
        index if OPENING.contains(&index) || LEFT.contains(&index) => (1998, 14),
        index if ENTERED.contains(&index) => (2016, 6),
        _ => (2004, 17),
    };
    after(date(first, 1, 1), random.between(0, years * 365)).to_string()
}

/// 160 names of two characters.
fn shop_names() -> Vec<String> {
    const FIRST: [char; 16] = [
        '瑞', '恒', '鼎', '泰', '鑫', '宏', '嘉', '隆', '盛', '诚', '金', '华', '祥', '裕', '昌',
        '德',
    ];
    const SECOND: [char; 10] = ['锋', '源', '达', '丰', '远', '兴', '和', '邦', '润', '辉'];
    FIRST
        .iter()
        .flat_map(|first| SECOND.iter().map(move |second| format!("{first}{second}")))
        .collect()
}

/// The credit code of an invented enterprise of the county, by its number below 10,000.
fn credit_code(number: i64) -> String {
    let organization = format!("MA4X{number:04}");
    let check = organization_check(&organization);
    let body = format!("91{COUNTY}{organization}{check}");
    let check = credit_code_check(&body);
    format!("{body}{check}")
}

/// The ninth character of an organization code (GB 11714).
fn organization_check(organization: &str) -> char {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = organization
        .chars()
        .zip(WEIGHTS)
        .map(|(character, weight)| character.to_digit(36).unwrap_or(0) * weight)
        .sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        value => char::from_digit(value, 10).unwrap_or('0'),
    }
}

/// The eighteenth character of a credit code (GB 32100 §4).
fn credit_code_check(body: &str) -> char {
    let value = |character| CREDIT_CODE_ALPHABET.find(character).unwrap_or(0);
    let mut weight = 1;
    let mut sum = 0;
    for character in body.chars() {
        sum += value(character) * weight;
        weight = weight * 3 % 31;
    }
    CREDIT_CODE_ALPHABET.chars().nth((31 - sum % 31) % 31).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::demo::generator::SEED;

    #[test]
    fn check_characters_fit_the_published_examples() {
        assert_eq!(organization_check("MA4TC001"), '4');
        assert_eq!(credit_code_check("91421222MA4TC0014"), 'J');
        assert_eq!(credit_code_check("11421222012345671"), '7');
        assert_eq!(credit_code_check("93421222MA4TC2X95"), 'T');
    }

    #[test]
    fn the_160_enterprises_have_codes_and_names_of_their_own() {
        let enterprises = enterprises(SEED);
        let codes: BTreeSet<_> = enterprises.iter().map(|one| &one.credit_code).collect();
        let names: BTreeSet<_> = enterprises.iter().map(|one| &one.name).collect();
        assert_eq!((codes.len(), names.len()), (160, 160));
        assert!(codes.iter().all(|code| fits_gb_32100(code)));
        assert!(names.iter().all(|name| name.contains("示例")));
    }

    #[test]
    fn every_township_has_an_enterprise() {
        let divisions: BTreeSet<_> =
            enterprises(SEED).into_iter().map(|one| one.division).collect();
        assert_eq!(divisions.len(), 11);
    }

    /// Whether the weighted values of all 18 characters are a multiple of 31.
    fn fits_gb_32100(code: &str) -> bool {
        const WEIGHTS: [usize; 18] =
            [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1];
        let values: Vec<usize> =
            code.chars().filter_map(|one| CREDIT_CODE_ALPHABET.find(one)).collect();
        let sum: usize = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
        values.len() == 18 && sum.is_multiple_of(31)
    }
}
