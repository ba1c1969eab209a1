//! Cases that were included, briefs that were adopted, and what media reported.

use jiff::civil::Date;
use proto::reform::v1::{Channel, Level, Publication};

use super::{Random, Setting, office};

/// Reports of the city and above by their originals, reprints, and reports of the county's own.
const ORIGINALS: (usize, usize) = (126, 112);
const REPRINTS: (usize, usize) = (34, 21);
const COUNTY_REPORTS: usize = 40;

/// The cases and the briefs of a year.
pub fn manuscripts(setting: &Setting) -> Vec<Publication> {
    let mut published = cases(setting);
    published.extend(briefs(setting));
    published
}

fn cases(setting: &Setting) -> Vec<Publication> {
    let count = setting.of(5, 3);
    let days = setting.spread(count + 1);
    let case = |number: usize, item: String, level: Level, day: Date| {
        let code = format!("{}-case-{number:02}", setting.year);
        publication(setting, code, Channel::IncludedCase, level, (item, day))
    };
    let named = |year: i16, number: usize| format!("{year}-reform-case-{number:02}");
    let mut cases: Vec<Publication> = (1..=count)
        .zip(&days)
        .map(|(number, day)| case(number, named(setting.year, number), Level::Provincial, *day))
        .collect();
    // A case that is included again, one of the year before, and one of the city do not count.
    cases.push(case(71, named(setting.year, 1), Level::Provincial, days[count]));
    if setting.is_reported() {
        cases.push(case(72, named(setting.year - 1, 1), Level::Provincial, days[1]));
    }
    cases.push(case(81, named(setting.year, 81), Level::Municipal, days[0]));
    cases
}

fn briefs(setting: &Setting) -> Vec<Publication> {
    let (count, adoptions) = (setting.of(7, 6), setting.of(9, 7));
    let brief = |(number, day): (usize, Date)| {
        let level = if number.is_multiple_of(2) { Level::Provincial } else { Level::Municipal };
        let item = format!("{}-brief-manuscript-{}", setting.year, (number - 1) % count + 1);
        let code = format!("{}-brief-{number:02}", setting.year);
        publication(setting, code, Channel::InternalBrief, level, (item, day))
    };
    let mut briefs: Vec<Publication> = (1..).zip(setting.spread(adoptions)).map(brief).collect();
    let item = format!("{}-brief-manuscript-81", setting.year);
    let code = format!("{}-brief-81", setting.year);
    let of_county = (item, setting.spread(1)[0]);
    briefs.push(publication(setting, code, Channel::InternalBrief, Level::County, of_county));
    briefs
}

/// The reports of a year that are no reprints, and those that are.
pub fn media(seed: u64, setting: &Setting) -> (Vec<Publication>, Vec<Publication>) {
    let mut random = Random::new(seed, &format!("media {}", setting.year));
    let count = setting.of(ORIGINALS.0, ORIGINALS.1);
    let mut originals = Vec::new();
    for (number, day) in (1..).zip(setting.spread(count)) {
        let level = match random.index(10) {
            0 => Level::National,
            1..=4 => Level::Provincial,
            _ => Level::Municipal,
        };
        originals.push(report(setting, &format!("media-{number:03}"), level, day));
    }
    for (number, day) in (501..).zip(setting.spread(COUNTY_REPORTS)) {
        originals.push(report(setting, &format!("media-{number:03}"), Level::County, day));
    }
    let mut reprints = Vec::new();
    for number in 1..=setting.of(REPRINTS.0, REPRINTS.1) {
        let original = random.index(count);
        let mut one = originals[original].clone();
        one.code = format!("{}-reprint-{number:03}", setting.year);
        one.reprint_of.clone_from(&originals[original].code);
        one.set_level(if number.is_multiple_of(3) { Level::Provincial } else { Level::Municipal });
        reprints.push(one);
    }
    // A report of the county's own that a paper of the city took over counts, once.
    let mut taken_over = originals[count].clone();
    taken_over.code = format!("{}-reprint-901", setting.year);
    taken_over.reprint_of.clone_from(&originals[count].code);
    taken_over.set_level(Level::Municipal);
    reprints.push(taken_over);
    (originals, reprints)
}

/// A report that no verifier has seen yet.
pub fn unread(setting: &Setting) -> Vec<Publication> {
    let one = report(setting, "media-901", Level::Provincial, setting.last);
    if setting.is_reported() { vec![one] } else { Vec::new() }
}

fn report(setting: &Setting, number: &str, level: Level, day: Date) -> Publication {
    let code = format!("{}-{number}", setting.year);
    publication(setting, code, Channel::Media, level, (String::new(), day))
}

fn publication(
    setting: &Setting,
    code: String,
    channel: Channel,
    level: Level,
    (manuscript_id, day): (String, Date),
) -> Publication {
    let offices = office::responsible();
    let outlet = match level {
        Level::National => "示例中央媒体",
        Level::Provincial => "示例省级载体",
        Level::Municipal => "示例市级载体",
        _ => "示例县级载体",
    };
    Publication {
        metadata: None,
        title: format!("改革报道（示例{code}）"),
        owner_id: offices[code.len() * 7 % offices.len()].to_owned(),
        code,
        channel: channel.into(),
        level: level.into(),
        outlet: outlet.to_owned(),
        publish_date: day.to_string(),
        manuscript_id,
        reprint_of: String::new(),
        item_id: String::new(),
        division: setting.county.to_owned(),
    }
}
