//! The board of open cases, by stage and light; what is due first comes first.

use calendar::Calendar;
use chassis::{FieldFault, Refusal};
use jiff::ToSpan;
use jiff::civil::Date;
use ledger::Books;
use ledger::kinds::{parse_date, row_to_wire};
use ledger::reader::page::{MOST_BYTES, PageToken, page_size};
use ledger::reader::{Place, check_county, check_division};
use ledger::storage::{Sql, Stored};
use prost::Message;
use proto::governance::v1::{
    BrowseCaseBoardRequest, BrowseCaseBoardResponse, CaseCard, CaseCount, CaseFile, CaseLight,
    CaseStage,
};
use proto::ledger::v1::Reason;

use crate::Ours;
use crate::rules::case_flow::OPEN;
use crate::rules::clock::{Deadlines, deadlines};
use crate::rules::deadline::light::{Light, NEAR_DAYS, days_left, escalation, light};

/// What is due on no day comes last.
const DUE: &str = "COALESCE(NULLIF(r.open_due_date, ''), '~')";

/// A page of the board.
pub(super) async fn page(
    books: &Books,
    request: BrowseCaseBoardRequest,
) -> Result<BrowseCaseBoardResponse, Refusal> {
    let BrowseCaseBoardRequest {
        county,
        division,
        date,
        stage,
        light,
        page_size: size,
        page_token,
        position,
    } = request;
    check_county(&county)?;
    let division = if division.is_empty() { county.clone() } else { division };
    check_division("division", &division)?;
    let today = day_of(&date)?;
    let stages = stages(stage)?;
    let (stage_text, light_text) = (stage.to_string(), light.to_string());
    let query = ["board", &county, &division, &date, &stage_text, &light_text];
    let token = PageToken::read(&page_token, &query)?;
    let asked = token.as_ref().map_or(position, |token| token.position);
    let position = books.reader.position(&county, asked).await?;
    let place = Place { county: &county, division: &division, position };
    let size = page_size(size)?;
    let kind = books.kind::<Ours, CaseFile>()?;
    let light = light_of(light)?;
    let filter = |sql: &mut Sql| {
        push_stages(sql, &stages);
        if let Some(light) = light {
            sql.push(" AND ");
            push_light(sql, today).push(" = ").bind(light as i32);
        }
    };
    let after = token.as_ref().map(|token| (token.key.as_str(), token.rest));
    let mut rows = books.reader.ordered(kind, place, filter, DUE, after, size + 1).await?;
    let mut more = rows.len() > size;
    rows.truncate(size);
    let mut cards: Vec<CaseCard> = (rows.iter())
        .map(|(_, stored)| card(kind, stored, today, position))
        .collect::<Result<_, _>>()?;
    let fitting = fitting(&cards);
    if fitting < cards.len() {
        (cards, more) = (cards.into_iter().take(fitting).collect(), true);
        rows.truncate(fitting);
    }
    let next = rows.last().filter(|_| more).map(|(key, stored)| {
        let (key, rest) = (key.clone(), stored.since);
        PageToken { position, key, rest, ..PageToken::default() }.write(&query)
    });
    let counts = if token.is_none() { counts(books, place, today).await? } else { Vec::new() };
    Ok(BrowseCaseBoardResponse {
        cards,
        counts,
        next_page_token: next.unwrap_or_default(),
        position,
    })
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

fn unknown(field: &str, number: i32) -> Refusal {
    let message = format!("{number} is none of the values");
    let zh = format!("“{number}”不是可选值");
    Refusal::request(FieldFault::new(field, Reason::EnumUnknown, message, zh))
}

fn day_of(text: &str) -> Result<Date, Refusal> {
    parse_date(text).ok_or_else(|| {
        Refusal::request(FieldFault::new(
            "date",
            Reason::DateInvalid,
            format!("{text:?} is not a day that exists, written YYYY-MM-DD"),
            format!("“{text}”不是存在的日期，应写作 YYYY-MM-DD"),
        ))
    })
}

fn push_stages(sql: &mut Sql, stages: &[CaseStage]) {
    sql.push("r.stage IN ").bind_all(stages.iter().map(|stage| i64::from(*stage as i32)));
}

/// Adds the light of row `r` on a day as its number: the rule of [`light`], as a statement.
fn push_light(sql: &mut Sql, today: Date) -> &mut Sql {
    let near = today.saturating_add(NEAR_DAYS.days()).to_string();
    let today = today.to_string();
    sql.push("CASE WHEN r.open_due_date > '' AND r.open_due_date < ").bind(today.as_str());
    sql.push(format!(" THEN {} WHEN r.behind_date > '' ", CaseLight::Overdue as i32));
    sql.push("AND r.behind_date <= ").bind(today.as_str());
    sql.push(format!(" THEN {} WHEN r.open_due_date > '' ", CaseLight::Behind as i32));
    sql.push("AND r.open_due_date <= ").bind(near);
    let (near, none) = (CaseLight::Near as i32, CaseLight::None as i32);
    sql.push(format!(" THEN {near} ELSE {none} END"))
}

/// All open cases of a place by stage and light.
async fn counts(books: &Books, place: Place<'_>, today: Date) -> Result<Vec<CaseCount>, Refusal> {
    let kind = books.kind::<Ours, CaseFile>()?;
    let group = |sql: &mut Sql| {
        sql.push("CAST(r.stage AS TEXT) || '.' || CAST(");
        push_light(sql, today).push(" AS TEXT)");
    };
    let open = |sql: &mut Sql| push_stages(sql, &OPEN);
    let counted = books.reader.grouped(kind, place, group, open).await?;
    let counts = counted.into_iter().filter_map(|(key, count)| {
        let (stage, light) = key.split_once('.')?;
        Some(CaseCount { stage: stage.parse().ok()?, light: light.parse().ok()?, count })
    });
    let mut counts: Vec<CaseCount> = counts.collect();
    counts.sort_by_key(|count| (count.stage, count.light));
    Ok(counts)
}

/// A case on the board; its deadline and its light are computed from its events.
fn card(
    kind: &ledger::kinds::KindInfo,
    stored: &Stored,
    today: Date,
    position: i64,
) -> Result<CaseCard, Refusal> {
    let bytes = row_to_wire(kind, &stored.values);
    let mut case = CaseFile::decode(bytes.as_slice()).map_err(|cause| Refusal::internal(&cause))?;
    case.metadata = Some(stored.metadata(position));
    let Deadlines { open, behind, .. } =
        deadlines(Calendar::standard(), case.stage(), &case.events);
    let light = match light(today, open, behind) {
        Light::None => CaseLight::None,
        Light::Near => CaseLight::Near,
        Light::Behind => CaseLight::Behind,
        Light::Overdue => CaseLight::Overdue,
    };
    Ok(CaseCard {
        case_file: Some(case),
        light: light.into(),
        due_date: open.map(|day| day.to_string()).unwrap_or_default(),
        days_left: open.and_then(|due| i32::try_from(days_left(today, due)).ok()),
        escalation_level: escalation(today, open),
    })
}

/// How many cards go into one page: one at least, and no more than a message holds.
fn fitting(cards: &[CaseCard]) -> usize {
    let sizes = cards.iter().scan(0, |total, card| {
        *total += card.encoded_len();
        Some(*total)
    });
    sizes.take_while(|total| *total <= MOST_BYTES).count().max(1)
}
