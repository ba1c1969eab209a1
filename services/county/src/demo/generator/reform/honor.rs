//! Honors, exchanges and pilots.

use jiff::civil::date;
use proto::reform::v1::{Exchange, ExchangeMode, Honor, Level, Pilot};

use super::super::places::TOWNSHIPS;
use super::{Setting, office};

/// The award that is given again and again, and who holds it by which edition.
const SERIES: &str = "湖北改革奖";

/// The levels of a year's honors from the city up: how many of each.
const HONORS: [(Level, usize, usize); 3] =
    [(Level::National, 4, 3), (Level::Provincial, 9, 7), (Level::Municipal, 7, 6)];

/// The honors of a year; the award of the reported year is one more of the province.
pub fn honors(setting: &Setting) -> Vec<Honor> {
    let count: usize =
        HONORS.iter().map(|(_, reported, before)| setting.of(*reported, *before)).sum();
    let levels = HONORS.iter().flat_map(|(level, reported, before)| {
        std::iter::repeat_n(*level, setting.of(*reported, *before))
    });
    let mut honors: Vec<Honor> = (1..)
        .zip(levels)
        .zip(setting.spread(count))
        .map(|((number, level), day)| honor(setting, number, level, day))
        .collect();
    // The first is shared by two townships: one certificate, two holders.
    let township = &TOWNSHIPS[4];
    let mut shared = honors[0].clone();
    shared.code = format!("{}-honor-71", setting.year);
    shared.holder_id = township.code.to_owned();
    shared.holder_name = township.name.to_owned();
    shared.division = township.code.to_owned();
    honors.push(shared);
    // Honors of the county itself do not count.
    for (number, day) in (81..).zip(setting.spread(2)) {
        honors.push(honor(setting, number, Level::County, day));
    }
    honors.push(award(setting));
    honors
}

/// The award, which the county won in an earlier year and in the reported one.
fn award(setting: &Setting) -> Honor {
    let (edition, holder, day) = if setting.is_reported() {
        ("第四届湖北改革奖（企业奖）", "平安电工", date(setting.year, 2, 10))
    } else {
        ("湖北改革奖（往届示例）", setting.name, date(setting.year - 3, 12, 20))
    };
    Honor {
        code: format!("{}-award", setting.year),
        title: edition.to_owned(),
        certificate_no: format!("示例改奖〔{}〕1号", day.year()),
        series: SERIES.to_owned(),
        holder_id: setting.county.to_owned(),
        holder_name: holder.to_owned(),
        division: setting.county.to_owned(),
        ..honor(setting, 0, Level::Provincial, day)
    }
}

fn honor(setting: &Setting, number: usize, level: Level, day: jiff::civil::Date) -> Honor {
    let township = &TOWNSHIPS[number % TOWNSHIPS.len()];
    let authority = match level {
        Level::National => "示例部委",
        Level::Provincial => "示例省级机关",
        Level::Municipal => "示例市级机关",
        _ => "示例县级机关",
    };
    Honor {
        metadata: None,
        code: format!("{}-honor-{number:02}", setting.year),
        certificate_no: format!("示例证〔{}〕{number}号", setting.year),
        title: format!("示例荣誉{number}"),
        series: String::new(),
        level: level.into(),
        holder_id: township.code.to_owned(),
        holder_name: township.name.to_owned(),
        authority: authority.to_owned(),
        award_date: day.to_string(),
        document: setting.paper("奖", number),
        division: township.code.to_owned(),
        designation: String::new(),
    }
}

/// An honor that no verifier has seen yet.
pub fn unread(setting: &Setting) -> Vec<Honor> {
    let one = honor(setting, 91, Level::Municipal, setting.last);
    if setting.is_reported() { vec![one] } else { Vec::new() }
}

/// What the county spoke of elsewhere; at meetings of the county it does not count.
pub fn exchanges(setting: &Setting) -> Vec<Exchange> {
    let offices = office::responsible();
    let exchange = |number: usize, level: Level, day: jiff::civil::Date| Exchange {
        metadata: None,
        meeting_code: format!("{}-elsewhere-{number:02}", setting.year),
        meeting_name: format!("示例现场推进会{number}"),
        level: level.into(),
        hold_date: day.to_string(),
        // Every fifth manuscript is given once more, at another meeting.
        manuscript_id: format!("{}-manuscript-{:02}", setting.year, number - number / 5 % 2),
        title: format!("示例经验材料{number}"),
        mode: if number.is_multiple_of(4) { ExchangeMode::Written } else { ExchangeMode::Oral }
            .into(),
        speaker_id: offices[number % offices.len()].to_owned(),
        division: setting.county.to_owned(),
    };
    let count = setting.of(19, 14);
    let mut exchanges: Vec<Exchange> = (1..)
        .zip(setting.spread(count))
        .map(|(number, day)| {
            let level = match number % 6 {
                0 => Level::National,
                1 | 4 => Level::Provincial,
                _ => Level::Municipal,
            };
            exchange(number, level, day)
        })
        .collect();
    exchanges.extend(
        (81..).zip(setting.spread(3)).map(|(number, day)| exchange(number, Level::County, day)),
    );
    exchanges
}

/// The pilots of a year: new ones from the province up, and others.
pub fn pilots(setting: &Setting) -> Vec<Pilot> {
    let offices = office::responsible();
    let pilot = |number: usize, programme: String, level: Level, day: jiff::civil::Date| Pilot {
        metadata: None,
        code: format!("{}-pilot-{number:02}", setting.year),
        name: format!("示例改革试点{number}"),
        programme_id: programme,
        level: level.into(),
        approve_date: day.to_string(),
        last_date: String::new(),
        authority: if level == Level::National { "示例部委" } else { "示例省级机关" }.to_owned(),
        document: setting.paper("试点", number),
        owner_id: offices[3 * number % offices.len()].to_owned(),
        division: setting.county.to_owned(),
    };
    let named = |number: usize| format!("{}-programme-{number:02}", setting.year);
    let count = setting.of(7, 5);
    let mut pilots: Vec<Pilot> = (1..)
        .zip(setting.spread(count))
        .map(|(number, day)| {
            let level = if number % 3 == 1 { Level::National } else { Level::Provincial };
            pilot(number, named(number), level, day)
        })
        .collect();
    let day = setting.spread(1)[0];
    if setting.is_reported() {
        // One of the year before is now one of the nation too; another one goes on as it was.
        let earlier = |number: usize| format!("{}-programme-{number:02}", setting.year - 1);
        pilots[0].programme_id = earlier(2);
        pilots.push(pilot(71, earlier(3), Level::Provincial, day));
    }
    pilots.push(pilot(81, named(81), Level::Municipal, day));
    pilots
}
