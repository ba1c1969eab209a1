//! Sets the demo's records elsewhere: in a fictitious neighbour county, or a year later.
//!
//! What is written for one county and two years is read as a play that can be staged again:
//! places, credit codes and days are put in their new setting, and records that only say what
//! is there already are not entered a second time.

mod plans;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use industry::rules::credit_code;
use jiff::ToSpan as _;
use jiff::civil::Date;
use ledger::kinds::{KindInfo, parse_date, pool};
use prost::Message as _;
use prost_reflect::{DynamicMessage, Value};
use prost_types::Any;
use proto::ledger::v1::Format;

use super::fill::IdOf;
use super::generator::{Batch, COUNTY};

/// The code of the fictitious neighbour.
pub const NEIGHBOUR: &str = "421299";

/// The divisions of the fictitious neighbour, as lines of a list of divisions.
pub const NEIGHBOUR_DIVISIONS: &str = "421299,示例县
421299100,示例一镇
421299101,示例二镇
421299102,示例三镇
421299103,示例四镇
421299104,示例五镇
421299105,示例六镇
421299106,示例七镇
421299107,示例八镇
421299108,示例九镇
421299200,示例十乡
421299201,示例十一乡
421299500,示例一林场
421299501,示例二林场
421299502,示例三林场
421299503,示例四林场
421299504,示例五林场
";

/// What only the first county can say of itself: notices and claims that name it.
const OF_ONE_COUNTY: [&str; 2] = ["ExternalClaim", "BatchPlace"];

/// Kinds that are whole or nothing: a missing one would be a missing return, or a unit without a
/// place in a ranking that a talk rests on.
const WHOLE: [&str; 10] = [
    "Return",
    "Bulletin",
    "Comparison",
    "Month",
    "Parameter",
    "Fact",
    "Target",
    "Survey",
    "Coverage",
    "PeerGroup",
];

/// Where and when the records are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The county's code.
    pub county: &'static str,
    /// Years after those that the records were written for.
    pub years_later: i16,
}

/// What a county's ledgers hold already, by kind and id.
pub type Known = BTreeSet<(String, String)>;

/// Puts the records of one county and year in their setting.
pub struct Stage<'a> {
    setting: Setting,
    kinds: BTreeMap<String, &'a KindInfo>,
    /// Tables that other kinds refer to.
    referred: BTreeSet<&'a str>,
    id_of: IdOf<'a>,
    names: Vec<(&'static str, &'static str)>,
}

impl<'a> Stage<'a> {
    /// A stage for records of these kinds.
    pub fn new(
        setting: Setting,
        kinds: impl IntoIterator<Item = &'a KindInfo>,
        id_of: IdOf<'a>,
    ) -> Self {
        let kinds: BTreeMap<_, _> =
            kinds.into_iter().map(|kind| (kind.name.clone(), kind)).collect();
        let refers = kinds.values().flat_map(|kind| &kind.fields);
        let referred = refers.filter_map(|field| field.refers.as_deref()).collect();
        Self { setting, referred, id_of, names: names(setting.county), kinds }
    }

    /// The records of batches as they are entered here; what is known is added to.
    ///
    /// # Errors
    /// For a record that no department keeps.
    pub fn batches(&self, batches: Vec<Batch>, known: &mut Known) -> Result<Vec<Batch>> {
        let mut staged = Vec::new();
        for batch in batches {
            let mut records = Vec::new();
            for record in &batch.records {
                records.extend(self.record(record, known)?);
            }
            staged.push(Batch { records, ..batch });
        }
        staged.retain(|batch| !batch.records.is_empty());
        Ok(staged)
    }

    /// Whether it is the county itself in its first years, where all that is entered is seen.
    pub fn is_first(&self) -> bool {
        self.setting.county == COUNTY && self.setting.years_later == 0
    }

    /// Whether something of such a day happens in the setting: later years see the last one only.
    fn happens(&self, day: &str) -> bool {
        self.setting.years_later == 0 || day.starts_with("2023")
    }

    fn record(&self, record: &Any, known: &mut Known) -> Result<Option<Any>> {
        let name = record.type_url.rsplit('/').next().unwrap_or_default();
        let kind = self.kinds.get(name).with_context(|| format!("no department keeps {name}"))?;
        let home = self.setting.county == COUNTY;
        if home && self.setting.years_later == 0 {
            known.insert((name.to_owned(), (self.id_of)(record)?));
            return Ok(Some(record.clone()));
        }
        let descriptor = pool().get_message_by_name(name).context("a kind has a descriptor")?;
        let mut message = DynamicMessage::decode(descriptor, record.value.as_slice())?;
        if !home && (OF_ONE_COUNTY.contains(&kind.short.as_str()) || self.is_thinned(kind, record))
        {
            return Ok(None);
        }
        let days = kind.fields.iter().filter(|field| field.format == Format::Date);
        let mut days = days.map(|field| text_of(&message, &field.name)).peekable();
        // What has no day of its own happens in the year that its name says.
        let happens = match days.peek() {
            Some(_) => days.any(|day| self.happens(&day)),
            None => self.happens(&(self.id_of)(record)?),
        };
        if !happens {
            return Ok(None);
        }
        let before = message.clone();
        self.message(&mut message);
        self.point(kind, &before, &mut message, known);
        let mut staged = Any { type_url: record.type_url.clone(), value: message.encode_to_vec() };
        let mut id = (self.id_of)(&staged)?;
        if known.contains(&(name.to_owned(), id.clone())) {
            // A register knows it already; what happened again is named anew.
            let own = kind.fields.iter().find(|field| text_of(&message, &field.name) == id);
            let Some(own) = own.filter(|_| !self.referred.contains(kind.table.as_str())) else {
                return Ok(None);
            };
            let renamed = format!("{id}-{}", 2023 + self.setting.years_later);
            message.set_field_by_name(&own.name, Value::String(renamed));
            staged.value = message.encode_to_vec();
            id = (self.id_of)(&staged)?;
        }
        Ok(known.insert((name.to_owned(), id)).then_some(staged))
    }

    /// Whether the neighbour has no such record: it is a little smaller, by a rule of its own.
    fn is_thinned(&self, kind: &KindInfo, record: &Any) -> bool {
        let whole = WHOLE.iter().any(|end| kind.short.contains(end));
        let sum: u64 = record.value.iter().map(|byte| u64::from(*byte)).sum();
        !whole && !self.referred.contains(kind.table.as_str()) && sum.is_multiple_of(5)
    }

    /// Points to the records of the setting where they are there, else to those of before.
    fn point(
        &self,
        kind: &KindInfo,
        before: &DynamicMessage,
        message: &mut DynamicMessage,
        known: &Known,
    ) {
        let package = kind.name.trim_end_matches(kind.short.as_str());
        for field in &kind.fields {
            let Some(table) = &field.refers else { continue };
            let other = self
                .kinds
                .values()
                .find(|other| other.table == *table && other.name.starts_with(package));
            let other = other.or_else(|| self.kinds.values().find(|other| other.table == *table));
            let Some(other) = other else { continue };
            let id = text_of(message, &field.name);
            if id.is_empty() || known.contains(&(other.name.clone(), id)) {
                continue;
            }
            let id = self.moved(&text_of(before, &field.name), 0);
            message.set_field_by_name(&field.name, Value::String(id));
        }
    }

    fn message(&self, message: &mut DynamicMessage) {
        let fields: Vec<_> = message.fields().map(|(field, _)| field).collect();
        for field in fields {
            let value = message.get_field_mut(&field);
            match value {
                Value::I32(year) if field.name().ends_with("year") => {
                    *year += i32::from(self.setting.years_later);
                }
                value => self.value(value),
            }
        }
    }

    fn value(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(text),
            Value::Message(message) => self.message(message),
            Value::List(values) => values.iter_mut().for_each(|value| self.value(value)),
            _ => {}
        }
    }

    /// A text in the setting: its places, its credit code, its day, the years it names.
    pub fn text(&self, text: &str) -> String {
        self.moved(text, self.setting.years_later)
    }

    fn moved(&self, text: &str, years_later: i16) -> String {
        let mut text = text.to_owned();
        if self.setting.county != COUNTY {
            for (here, there) in &self.names {
                text = text.replace(here, there);
            }
            let coded = credit_code::check(&text.replace(self.setting.county, COUNTY)).is_ok();
            if coded && let Some(code) = text.get(..17).and_then(credit_code::complete) {
                text = code;
            }
        }
        match (years_later, parse_date(&text)) {
            (0, _) => text,
            (years, Some(day)) => later(day, years).to_string(),
            (years, None) => years_in(&text, years),
        }
    }
}

fn text_of(message: &DynamicMessage, field: &str) -> String {
    match message.get_field_by_name(field).as_deref() {
        Some(Value::String(text)) => text.clone(),
        _ => String::new(),
    }
}

/// The same day so many years later; the end of a month stays the end of a month.
fn later(day: Date, years: i16) -> Date {
    let moved = day.saturating_add(i64::from(years).years());
    if day == day.last_of_month() { moved.last_of_month() } else { moved }
}

/// A text with the years that it names, as `2023年` or `-2023-`, so much later.
fn years_in(text: &str, years: i16) -> String {
    let mut moved = String::with_capacity(text.len());
    let mut rest = text;
    let goes_on = |letter: Option<char>| letter.is_some_and(|l| l.is_ascii_alphanumeric());
    let is_digit = |letter: Option<char>| letter.is_some_and(|l| l.is_ascii_digit());
    while let Some(at) = rest.find("202") {
        let (before, found) = rest.split_at(at);
        moved.push_str(before);
        let year = found.get(..4).and_then(|year| year.parse::<i16>().ok());
        let alone = !is_digit(moved.chars().next_back())
            && !goes_on(found.get(4..).and_then(|after| after.chars().next()));
        match year.filter(|year| alone && (2022..=2023).contains(year)) {
            Some(year) => moved.push_str(&(year + years).to_string()),
            None => moved.push_str(found.get(..4).unwrap_or(found)),
        }
        rest = found.get(4..).unwrap_or_default();
    }
    moved.push_str(rest);
    moved
}

/// The names of places that change, with the county's code.
fn names(county: &str) -> Vec<(&'static str, &'static str)> {
    if county == COUNTY {
        return Vec::new();
    }
    let there = NEIGHBOUR_DIVISIONS.lines().filter_map(|line| line.split_once(','));
    let divisions = ledger::divisions::Divisions::standard();
    let mut names = vec![(COUNTY, NEIGHBOUR)];
    for (code, name) in there {
        let here = code.replace(NEIGHBOUR, COUNTY);
        names.extend(divisions.name(&here).map(|here| (here, name)));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_move_where_they_are_years() {
        assert_eq!(years_in("示例发〔2023〕12号", 1), "示例发〔2024〕12号");
        assert_eq!(years_in("D-2022-007", 1), "D-2023-007");
        assert_eq!(years_in("AJ2023-00001", 1), "AJ2024-00001");
        assert_eq!(years_in("2023年第二批", 1), "2024年第二批");
        assert_eq!(years_in("91421222MA4X20239J", 1), "91421222MA4X20239J");
        assert_eq!(years_in("202", 1), "202");
    }

    #[test]
    fn the_end_of_february_stays_its_end() {
        let day = |text: &str| parse_date(text).expect("a day");
        assert_eq!(later(day("2023-02-28"), 1), day("2024-02-29"));
        assert_eq!(later(day("2023-12-08"), 1), day("2024-12-08"));
    }

    #[test]
    fn every_place_of_the_county_has_its_like_next_door() {
        let names = names(NEIGHBOUR);
        assert_eq!(names.len(), 18);
        let stage = Stage {
            setting: Setting { county: NEIGHBOUR, years_later: 0 },
            kinds: BTreeMap::new(),
            referred: BTreeSet::new(),
            id_of: &|_| Ok(String::new()),
            names,
        };
        assert_eq!(stage.text("421222105"), "421299105");
        assert_eq!(stage.text("通城县五里镇示例一村"), "示例县示例六镇示例一村");
        let code = stage.text("91421222MA4TC0014J");
        assert!(code.starts_with("91421299MA4TC0014"), "{code}");
        assert_eq!(credit_code::check(&code), Ok(()));
    }
}
