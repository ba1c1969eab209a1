//! The codes of divisions that records may name: GB/T 2260 to the county, statistical codes below.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A county's code has six digits, a township's nine, a village's twelve.
pub const COUNTY_DIGITS: usize = 6;
/// See [`COUNTY_DIGITS`].
pub const CITY_DIGITS: usize = 4;
/// See [`COUNTY_DIGITS`].
pub const TOWNSHIP_DIGITS: usize = 9;
/// See [`COUNTY_DIGITS`].
pub const VILLAGE_DIGITS: usize = 12;

/// Codes and names of divisions down to the township.
///
/// The list is data (the bureau of statistics' codes of 2023, `domain-standards.md` 5.2); a county
/// elsewhere names its own file in `XIANZHI_DIVISIONS`. Which villages there are, and since when,
/// is a record of the governance department.
#[derive(Debug)]
pub struct Divisions {
    names: BTreeMap<String, Names>,
}

/// What a division is called.
#[derive(Debug)]
struct Names {
    chinese: String,
    /// In the Latin script; empty where the list does not say.
    english: String,
}

static STANDARD: OnceLock<Divisions> = OnceLock::new();

/// The list that is shipped, as lines of `code,name,name_en` below a header.
pub const SHIPPED: &str = include_str!("divisions.csv");

impl Divisions {
    /// The list in force: the file named by `XIANZHI_DIVISIONS`, else the one that is shipped.
    pub fn standard() -> &'static Self {
        STANDARD.get_or_init(|| {
            let own = std::env::var_os("XIANZHI_DIVISIONS").and_then(|path| {
                std::fs::read_to_string(&path)
                    .inspect_err(|cause| tracing::error!(?path, %cause, "no list of divisions"))
                    .ok()
            });
            Self::parse(own.as_deref().unwrap_or(SHIPPED))
        })
    }

    /// Puts a list in force, before anything has asked for one; whether it now is in force.
    pub fn install(self) -> bool {
        STANDARD.set(self).is_ok()
    }

    /// Reads lines of `code,name,name_en`, of which the last may be left out; the first line is
    /// the header.
    pub fn parse(text: &str) -> Self {
        let line = |line: &str| {
            let (code, names) = line.split_once(',')?;
            let (chinese, english) = names.split_once(',').unwrap_or((names, ""));
            let [code, chinese, english] = [code, chinese, english].map(|x| x.trim().to_owned());
            Some((code, Names { chinese, english }))
        };
        Self { names: text.lines().skip(1).filter_map(line).collect() }
    }

    /// The name of a division, if it is in the list.
    pub fn name(&self, code: &str) -> Option<&str> {
        self.names.get(code).map(|names| names.chinese.as_str())
    }

    /// The name of a division in English; where the list has none, the Chinese one.
    pub fn name_en(&self, code: &str) -> Option<&str> {
        let Names { chinese, english } = self.names.get(code)?;
        Some(if english.is_empty() { chinese } else { english })
    }

    /// Whether a record may name the code: one of the list, or a village of a township in it.
    pub fn knows(&self, code: &str) -> bool {
        let digits = code.bytes().all(|byte| byte.is_ascii_digit());
        let township = code.get(..TOWNSHIP_DIGITS);
        digits
            && (self.names.contains_key(code)
                || code.len() == VILLAGE_DIGITS
                    && township.is_some_and(|code| self.names.contains_key(code)))
    }

    /// Codes and names of the townships (and other units of their rank) of a division, in order.
    pub fn townships<'a>(&'a self, division: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let inside = self.names.range(division.to_owned()..);
        inside
            .take_while(move |(code, _)| code.starts_with(division))
            .filter(|(code, _)| code.len() == TOWNSHIP_DIGITS)
            .map(|(code, names)| (code.as_str(), names.chinese.as_str()))
    }

    /// Codes and names of the other counties of the city that a county lies in.
    pub fn neighbours<'a>(&'a self, county: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let city = county.get(..CITY_DIGITS).unwrap_or_default();
        let inside = self.names.range(city.to_owned()..);
        inside
            .take_while(move |(code, _)| code.starts_with(city))
            .filter(move |(code, _)| code.len() == COUNTY_DIGITS && code.as_str() != county)
            .map(|(code, names)| (code.as_str(), names.chinese.as_str()))
    }

    /// The counties inside a division, or the county that a smaller division lies in.
    pub fn county_of(code: &str) -> Option<&str> {
        code.get(..COUNTY_DIGITS)
    }
}

/// The smallest text that is greater than every text beginning with `prefix` (ASCII).
pub fn after_prefix(prefix: &str) -> String {
    format!("{prefix}~")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_village_is_known_by_its_township() {
        let divisions = Divisions::standard();
        assert!(divisions.knows("421222106"));
        assert!(divisions.knows("421222106201"));
        assert!(!divisions.knows("421222999201"));
        assert!(!divisions.knows("4212221062"));
        assert!(!divisions.knows("石南镇"));
        assert_eq!(divisions.name("421222105"), Some("五里镇"));
        assert_eq!(divisions.name_en("421222105"), Some("Wuli Town"));
        assert_eq!(divisions.townships("421222").count(), 16);
    }

    #[test]
    fn a_list_without_english_names_keeps_to_the_chinese_ones() {
        let divisions = Divisions::parse("code,name\n421222, 通城县\n421221,嘉鱼县,Jiayu County\n");
        assert_eq!(divisions.name_en("421222"), Some("通城县"));
        assert_eq!(divisions.name_en("421221"), Some("Jiayu County"));
        assert_eq!(divisions.name("421221"), Some("嘉鱼县"));
    }
}
