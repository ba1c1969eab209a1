//! The places of the county: its townships, what lies beside them, and invented villages.

/// The county's code.
pub const COUNTY: &str = "421222";
/// The county's name.
pub const COUNTY_NAME: &str = "通城县";

/// A township of the county.
pub struct Township {
    /// Nine digits.
    pub code: &'static str,
    /// With 镇 or 乡.
    pub name: &'static str,
    villages: u32,
    communities: u32,
}

/// A village or a community.
#[derive(Clone, Debug)]
pub struct Village {
    /// Twelve digits.
    pub code: String,
    /// With the name of its township before it.
    pub name: String,
    /// The code of its township.
    pub township: &'static str,
    /// Whether it is a community of a town rather than a village.
    pub is_community: bool,
}

/// The eleven townships.
pub const TOWNSHIPS: [Township; 11] = [
    Township { code: "421222100", name: "隽水镇", villages: 13, communities: 8 },
    Township { code: "421222101", name: "麦市镇", villages: 17, communities: 2 },
    Township { code: "421222102", name: "塘湖镇", villages: 15, communities: 1 },
    Township { code: "421222103", name: "关刀镇", villages: 16, communities: 1 },
    Township { code: "421222104", name: "沙堆镇", villages: 15, communities: 1 },
    Township { code: "421222105", name: "五里镇", villages: 17, communities: 2 },
    Township { code: "421222106", name: "石南镇", villages: 15, communities: 1 },
    Township { code: "421222107", name: "北港镇", villages: 14, communities: 1 },
    Township { code: "421222108", name: "马港镇", villages: 16, communities: 1 },
    Township { code: "421222200", name: "四庄乡", villages: 14, communities: 1 },
    Township { code: "421222201", name: "大坪乡", villages: 13, communities: 1 },
];

/// Places at the level of a township that statistics keep and that are no townships.
pub const STATISTICAL_UNITS: [(&str, &str); 5] = [
    ("421222500", "鹿角山林场"),
    ("421222501", "锡山森林公园管理处"),
    ("421222502", "黄龙林场"),
    ("421222503", "黄袍林场"),
    ("421222504", "药姑林场"),
];

/// The 165 villages and 20 communities, township by township, communities first.
pub fn villages() -> Vec<Village> {
    let mut villages = Vec::new();
    for township in &TOWNSHIPS {
        for number in 1..=township.communities {
            villages.push(Village::new(township, number, number, true));
        }
        for number in 1..=township.villages {
            villages.push(Village::new(township, number, number + 199, false));
        }
    }
    villages
}

impl Village {
    fn new(township: &Township, number: u32, suffix: u32, is_community: bool) -> Self {
        let noun = if is_community { "社区" } else { "村" };
        Self {
            code: format!("{}{suffix:03}", township.code),
            name: format!("{}示例{}{noun}", township.name, numeral(number)),
            township: township.code,
            is_community,
        }
    }
}

/// A number from 1 to 99 in Chinese.
fn numeral(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |value: u32| DIGITS[(value % 10) as usize];
    match number / 10 {
        0 => digit(number).to_owned(),
        1 => format!("十{}", digit(number)),
        tens => format!("{}十{}", digit(tens), digit(number)),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_county_has_165_villages_and_20_communities() {
        let villages = villages();
        assert_eq!(villages.iter().filter(|village| village.is_community).count(), 20);
        assert_eq!(villages.iter().filter(|village| !village.is_community).count(), 165);
        let codes: BTreeSet<&str> = villages.iter().map(|village| &*village.code).collect();
        let names: BTreeSet<&str> = villages.iter().map(|village| &*village.name).collect();
        assert_eq!((codes.len(), names.len()), (185, 185));
        assert!(codes.iter().all(|code| code.len() == 12));
    }

    #[test]
    fn numbers_are_written_in_chinese() {
        assert_eq!([1, 10, 17, 42].map(numeral), ["一", "十", "十七", "四十二"]);
    }
}
