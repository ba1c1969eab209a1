//! The board of open cases, by stage and light; what is due first comes first.

mod open;

use std::collections::BTreeMap;

use calendar::Calendar;
use chassis::{FieldFault, Refusal};
use jiff::civil::Date;
use ledger::Books;
use ledger::divisions::COUNTY_DIGITS;
use ledger::reader::page::{MOST_BYTES, PageToken, page_size};
use ledger::reader::{check_county, check_day, check_division};
use prost::Message;
use proto::governance::v1::{
    BrowseCaseBoardRequest, BrowseCaseBoardResponse, CaseCard, CaseCount, CaseFile, CaseLight,
    CaseStage,
};
use proto::ledger::v1::Reason;

use self::open::Open;
use crate::rules::case_flow::OPEN;
use crate::rules::clock::standing;
use crate::rules::deadline::light::{Light, days_left, highest};

/// A page of the board.
pub(super) async fn page(
    books: &Books,
    request: BrowseCaseBoardRequest,
) -> Result<BrowseCaseBoardResponse, Refusal> {
    let county = request.county.as_str();
    check_county(county)?;
    let filter = Filter::of(&request)?;
    let query = filter.query(&request);
    let query: Vec<&str> = query.iter().map(String::as_str).collect();
    let token = PageToken::read(&request.page_token, &query)?;
    let asked = token.as_ref().map_or(request.position, |token| token.position);
    let position = books.reader.position(county, asked).await?;
    let size = page_size(request.page_size)?;
    let board = open::cases(books, county, position).await?;
    let here = board.cases.iter().filter(|case| case.division.starts_with(&filter.division));
    // Of a part of a county no counts are told: small ones would tell who is meant.
    let counts = match token {
        None if filter.division.len() <= COUNTY_DIGITS => filter.counts(here.clone()),
        _ => Vec::new(),
    };
    let after = |case: &&Open| token.as_ref().is_none_or(|token| case.is_after(token));
    let mut found = here.clone().filter(|case| filter.passes(case)).filter(after);
    let chosen: Vec<&Open> = found.by_ref().take(size).collect();
    let mut more = found.next().is_some();
    let whole = board.whole(books, county, &chosen).await?;
    let card = |open: &&Open| Some(card(open, whole.get(&open.since)?, filter.today));
    let cards: Vec<CaseCard> = chosen.iter().filter_map(card).collect();
    let fitting = fitting(&cards);
    more |= fitting < cards.len();
    let last = chosen.get(fitting.saturating_sub(1)).filter(|_| more);
    let lacking = here.filter_map(|case| case.lacking).min();
    let (calendar_note, calendar_note_zh) = note(lacking);
    Ok(BrowseCaseBoardResponse {
        next_page_token: last.map(|case| case.token(position).write(&query)).unwrap_or_default(),
        cards: cards.into_iter().take(fitting).collect(),
        counts,
        position,
        calendar_note,
        calendar_note_zh,
    })
}

/// What to do about the calendar that lacks a day, in English and in Chinese; nothing where it
/// lacks none.
pub(super) fn note(lacking: Option<Date>) -> (String, String) {
    lacking.map(|day| calendar::lacking(day.year())).unwrap_or_default()
}

/// Which open cases are asked for.
struct Filter {
    division: String,
    today: Date,
    stages: Vec<CaseStage>,
    light: Option<CaseLight>,
    /// The lowest level to which the cases are reported; 0 for all.
    level: i32,
}

impl Filter {
    fn of(request: &BrowseCaseBoardRequest) -> Result<Self, Refusal> {
        let division = match request.division.as_str() {
            "" => request.county.clone(),
            division => division.to_owned(),
        };
        check_division("division", &division)?;
        let today = check_day("date", &request.date)?;
        let stages = stages(request.stage)?;
        let level = request.escalation_level;
        if !(0..=highest()).contains(&level) {
            return Err(wrong_level(level));
        }
        Ok(Self { division, today, stages, light: light_of(request.light)?, level })
    }

    /// What a page token belongs to.
    fn query(&self, request: &BrowseCaseBoardRequest) -> [String; 7] {
        [
            "board".to_owned(),
            request.county.clone(),
            self.division.clone(),
            request.date.clone(),
            request.stage.to_string(),
            request.light.to_string(),
            request.escalation_level.to_string(),
        ]
    }

    fn passes(&self, case: &Open) -> bool {
        self.stages.contains(&case.stage)
            && self.light.is_none_or(|light| light == case.light(self.today))
            && (self.level == 0 || self.level <= case.escalation(self.today))
    }

    /// Open cases by stage and light, whichever of them are asked for.
    fn counts<'a>(&self, cases: impl Iterator<Item = &'a Open>) -> Vec<CaseCount> {
        let mut counts: BTreeMap<(i32, i32), i64> = BTreeMap::new();
        for case in cases {
            *counts.entry((case.stage.into(), case.light(self.today).into())).or_default() += 1;
        }
        let count = |((stage, light), count)| CaseCount { stage, light, count };
        counts.into_iter().map(count).collect()
    }
}

/// The stages that are asked for; without one all that are open.
fn stages(number: i32) -> Result<Vec<CaseStage>, Refusal> {
    match CaseStage::try_from(number) {
        Ok(CaseStage::Unspecified) => Ok(OPEN.to_vec()),
        Ok(stage) => Ok(vec![stage]),
        Err(_) => Err(unknown("stage", number)),
    }
}

fn light_of(number: i32) -> Result<Option<CaseLight>, Refusal> {
    match CaseLight::try_from(number) {
        Ok(CaseLight::Unspecified) => Ok(None),
        Ok(light) => Ok(Some(light)),
        Err(_) => Err(unknown("light", number)),
    }
}

fn wrong_level(level: i32) -> Refusal {
    let highest = highest();
    let message = format!("{level} is no level; overdue cases are reported to 1 to {highest}");
    let zh = format!("“{level}”不是上报层级，应为 1 至 {highest}（0 为不限）");
    Refusal::request(FieldFault::new("escalation_level", Reason::ValueOutOfRange, message, zh))
}

fn unknown(field: &str, number: i32) -> Refusal {
    let message = format!("{number} is none of the values");
    let zh = format!("“{number}”不是可选值");
    Refusal::request(FieldFault::new(field, Reason::EnumUnknown, message, zh))
}

/// A case on the board; its deadline and its light are those of its events.
fn card(open: &Open, case: &CaseFile, today: Date) -> CaseCard {
    CaseCard {
        case_file: Some(case.clone()),
        light: open.light(today).into(),
        due_date: open.due.map(|day| day.to_string()).unwrap_or_default(),
        days_left: open.due.and_then(|due| i32::try_from(days_left(today, due)).ok()),
        escalation_level: open.escalation(today),
        due_state: standing(Calendar::standard(), &case.events).state.into(),
    }
}

fn shown(light: Light) -> CaseLight {
    match light {
        Light::None => CaseLight::None,
        Light::Near => CaseLight::Near,
        Light::Behind => CaseLight::Behind,
        Light::Overdue => CaseLight::Overdue,
    }
}

/// How many cards go into one page: one at least, and no more than a message holds.
fn fitting(cards: &[CaseCard]) -> usize {
    let sizes = cards.iter().scan(0, |total, card| {
        *total += card.encoded_len();
        Some(*total)
    });
    sizes.take_while(|total| *total <= MOST_BYTES).count().max(1)
}
