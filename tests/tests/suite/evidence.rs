//! Every figure opens down to its records: they reduce to the value shown, and none is lost.

use std::collections::{BTreeMap, BTreeSet};

use ::ledger::figures::exact::{Exact, parse};
use ::ledger::figures::{Condition, Declaration, EXCLUDED, Measure, Records, Term};
use county::County;
use prost_reflect::{DescriptorPool, DynamicMessage, ReflectMessage, Value};
use proto::figure::v1::figure_service_client::FigureServiceClient;
use proto::figure::v1::{Figure, ListFigureRecordsRequest, Scope};
use proto::ledger::v1::Revision;
use tonic::transport::Channel;

use crate::desk::{COUNTY, VERIFIER, by};
use crate::figures::{all, scope};
use crate::filled::{CUTOFF, over_the_demo};

/// All records of a figure: counted, or left out for a reason.
async fn records(
    client: &mut FigureServiceClient<Channel>,
    scope: &Scope,
    code: &str,
    reason: &str,
) -> Vec<Revision> {
    let mut request = ListFigureRecordsRequest {
        scope: Some(scope.clone()),
        code: code.to_owned(),
        excluded_reason: reason.to_owned(),
        page_size: 997,
        page_token: String::new(),
    };
    let mut found = Vec::new();
    loop {
        let answer = client.list_figure_records(by(VERIFIER, request.clone())).await;
        let answer = answer.expect(code).into_inner();
        found.extend(answer.revisions);
        if answer.next_page_token.is_empty() {
            return found;
        }
        request.page_token = answer.next_page_token;
    }
}

fn decode(pool: &DescriptorPool, revision: &Revision) -> DynamicMessage {
    let any = revision.record.as_ref().expect("a record");
    let name = any.type_url.rsplit('/').next().unwrap_or_default();
    let message = pool.get_message_by_name(name).expect("a kind");
    DynamicMessage::decode(message, any.value.as_slice()).expect("a record")
}

/// A field as text: numbers by their digits, enums by the names of their values.
fn field(record: &DynamicMessage, name: &str) -> Option<String> {
    let field = record.descriptor().get_field_by_name(name).expect("a field");
    if field.supports_presence() && !record.has_field(&field) {
        return None;
    }
    Some(match record.get_field(&field).as_ref() {
        Value::EnumNumber(number) => match field.kind() {
            prost_reflect::Kind::Enum(values) => {
                values.get_value(*number).map(|v| v.name().to_owned()).unwrap_or_default()
            }
            _ => number.to_string(),
        },
        Value::Bool(flag) => flag.to_string(),
        Value::I32(number) => number.to_string(),
        Value::I64(number) => number.to_string(),
        Value::String(text) => text.clone(),
        other => panic!("{name}: {other:?}"),
    })
}

/// A plain reading of a condition; references were followed when the records were chosen.
fn holds(record: &DynamicMessage, name: &str, condition: &Condition, scope: &Scope) -> bool {
    if name.contains('.') {
        return true;
    }
    let value = field(record, name);
    let number = || value.as_deref().and_then(|value| value.parse::<i64>().ok());
    match condition {
        Condition::Flag(flag) => value == Some(flag.to_string()),
        Condition::Number(wanted) => number() == Some(*wanted),
        Condition::Text(text) => value.as_deref() == Some(text),
        Condition::OneOf(texts) => value.is_some_and(|value| texts.contains(&value)),
        Condition::Bounds(bounds) => {
            let text = value.clone().unwrap_or_default();
            bounds.at_least.is_none_or(|bound| number().is_some_and(|n| n >= bound))
                && bounds.at_most.is_none_or(|bound| number().is_some_and(|n| n <= bound))
                && bounds.filled.is_none_or(|filled| text.is_empty() != filled)
                && (!bounds.is_first_day || text == scope.first_date)
                && bounds.by_cutoff.is_none_or(|by_cutoff| {
                    by_cutoff == (!text.is_empty() && text <= scope.last_date)
                })
                && (!bounds.in_period || text >= scope.first_date && text <= scope.last_date)
                && bounds
                    .before_period
                    .is_none_or(|before| before == (!text.is_empty() && text < scope.first_date))
                && bounds.at_most_field.as_ref().is_none_or(|other| ordered(record, name, other))
                && bounds.at_least_field.as_ref().is_none_or(|other| ordered(record, other, name))
        }
    }
}

/// Whether one field is no more than another: numbers as numbers, days as texts.
fn ordered(record: &DynamicMessage, less: &str, more: &str) -> bool {
    let (Some(less), Some(more)) = (field(record, less), field(record, more)) else { return false };
    match (less.parse::<i64>(), more.parse::<i64>()) {
        (Ok(less), Ok(more)) => less <= more,
        _ => less <= more,
    }
}

/// The calendar days from one field to another, of a record that has both.
fn days(record: &DynamicMessage, [from, to]: &[String; 2]) -> Option<i128> {
    let day = |name: &str| field(record, name)?.parse::<jiff::civil::Date>().ok();
    let span = day(from)?.until(day(to)?).ok()?;
    Some(i128::from(span.get_days()))
}

fn term(records: &[DynamicMessage], term: &Term, scope: &Scope) -> i128 {
    let chosen = records.iter().filter(|record| {
        term.conditions.iter().all(|(name, condition)| holds(record, name, condition, scope))
    });
    if let Some(between) = &term.days {
        return chosen.filter_map(|record| days(record, between)).sum();
    }
    match (&term.sum, &term.distinct) {
        (Some(name), _) => chosen.filter_map(|r| field(r, name)?.parse::<i128>().ok()).sum(),
        (None, Some(name)) => {
            chosen.filter_map(|r| field(r, name)).collect::<BTreeSet<_>>().len() as i128
        }
        (None, None) => chosen.count() as i128,
    }
}

/// The value that the records reduce to, by a plain reading of the declaration.
fn reduce(declaration: &Declaration, records: &[DynamicMessage], scope: &Scope) -> Option<Exact> {
    let whole = |number: i128| Exact::from_integer(number);
    let of = |sum: Option<&String>, distinct: Option<&String>| {
        let wanted = Term { sum: sum.cloned(), distinct: distinct.cloned(), ..Term::default() };
        Some(whole(term(records, &wanted, scope)))
    };
    let value = match &declaration.measure {
        Measure::Count => of(None, None),
        Measure::Distinct(name) => of(None, Some(name)),
        Measure::Sum(name) | Measure::Value(name) => of(Some(name), None),
        Measure::YearsSince(_) => {
            let year = |day: &str| day.get(..4)?.parse::<i128>().ok();
            Some(whole(year(&scope.last_date)? - year(&field(records.first()?, "value")?)?))
        }
        Measure::Ratio(ratio) => {
            let sum = |terms: &[Term]| terms.iter().map(|t| term(records, t, scope)).sum::<i128>();
            let (above, below) = (sum(&ratio.of), sum(&ratio.to));
            (below != 0).then(|| whole(above) / whole(below) * whole(i128::from(ratio.times)))
        }
        Measure::Parameter(_) => parse(&field(records.first()?, "value")?),
        _ => return None,
    };
    Some(value? / whole(i128::from(declaration.divided_by.unwrap_or(1))))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_records_listed_reduce_to_the_value_and_none_is_lost() {
    let pool = DescriptorPool::decode(proto::DESCRIPTORS).expect("descriptors");
    over_the_demo(async |running| {
        let whole = scope(COUNTY, "2023-01-01", CUTOFF);
        let figures = all(running, &whole).await;
        let totals = totals(running).await;
        for (department, address) in county::process::DEPARTMENTS.iter().zip(&running.departments) {
            let channel = chassis::connect(&address.url()).expect("an address");
            let mut client = FigureServiceClient::new(channel);
            for declared in department.load_figures().expect("figures").iter() {
                let code = declared.declaration.code.as_str();
                let figure = &figures[code];
                let Some(selection) = &declared.selection else {
                    check_derived(&declared.declaration, &figures);
                    continue;
                };
                if declared.declaration.records == Records::Hidden {
                    continue;
                }
                let counted = records(&mut client, &whole, code, "").await;
                assert_eq!(counted.len() as i64, figure.counted, "{code}");
                let mut seen = ids(&counted);
                for reason in EXCLUDED {
                    let left_out = records(&mut client, &whole, code, reason).await;
                    assert_eq!(left_out.len() as i64, figure.excluded[reason], "{code} {reason}");
                    seen.extend(ids(&left_out));
                }
                let held = totals[&(department.name, selection.kind.name.clone())];
                assert_eq!(seen.len(), held, "{code} loses a record");
                if !matches!(declared.declaration.measure, Measure::Code(_)) {
                    let counted: Vec<_> = counted.iter().map(|r| decode(&pool, r)).collect();
                    // Where something must be there, nothing is no zero.
                    let nothing = counted.is_empty() && figure.value.is_none();
                    let value = match nothing {
                        true => None,
                        false => reduce(&declared.declaration, &counted, &whole),
                    };
                    let shown = figure.exact.as_deref().and_then(parse);
                    assert!(same(value, shown), "{code}: {value:?} is not {shown:?}");
                }
            }
        }
    })
    .await;
}

fn ids(revisions: &[Revision]) -> BTreeSet<String> {
    revisions.iter().filter_map(|r| r.metadata.as_ref()).map(|m| m.id.clone()).collect()
}

/// What is shown has at most twelve decimals.
pub fn same(value: Option<Exact>, shown: Option<Exact>) -> bool {
    match (value, shown) {
        (Some(value), Some(shown)) => {
            let gap = value - shown;
            let gap = if gap < Exact::from_integer(0) { -gap } else { gap };
            gap < Exact::new(1, 1_000_000_000_000)
        }
        (value, shown) => value == shown,
    }
}

/// Figures over figures follow from the figures they rest on, as these are shown.
fn check_derived(declaration: &Declaration, figures: &BTreeMap<String, Figure>) {
    let exact = |code: &str| figures[code].exact.as_deref().and_then(parse).expect("a number");
    let shown = exact(&declaration.code);
    let value = match &declaration.measure {
        Measure::Quotient(quotient) => {
            let times = Exact::from_integer(i128::from(quotient.times));
            exact(&quotient.of) / exact(&quotient.to) * times
        }
        // Their other input lies in last year, and is held by the values printed.
        _ => shown,
    };
    assert!(same(Some(value), Some(shown)), "{}", declaration.code);
}

/// How many records of each kind each department keeps.
async fn totals(running: &County) -> BTreeMap<(&'static str, String), usize> {
    let mut totals = BTreeMap::new();
    for department in county::process::DEPARTMENTS {
        let kinds = (department.kinds)();
        let books = running.books(department.name).expect("a department");
        let position = books.reader.position(COUNTY, 0).await.expect("a position");
        for kind in kinds.iter() {
            let (mut after, mut count) = (String::new(), 0);
            loop {
                let page = books.reader.records(kind, COUNTY, "", position, &after, 5_000).await;
                let page = page.expect("a page");
                count += page.records.len();
                match page.last_id {
                    Some(last) => after = last,
                    None => break,
                }
            }
            totals.insert((department.name, kind.name.clone()), count);
        }
    }
    totals
}
