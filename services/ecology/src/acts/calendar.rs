//! A period day by day, from the days that count, with the means of the pollutants.

use std::collections::BTreeMap;

use chassis::{FieldFault, Refusal};
use jiff::ToSpan;
use jiff::civil::Date;
use ledger::Books;
use ledger::kinds::parse_date;
use ledger::reader::{check_county, check_day};
use prost::Message;
use proto::ecology::v1::{
    AirCalendar, AirCalendarDay, AirDay, AirMean, Confirmation, GetAirCalendarRequest,
};
use proto::ledger::v1::Reason;

use crate::Ours;
use crate::rules::air::{Mean, Pollutant, limits};

/// A calendar has at most the days of a leap year.
const MOST_DAYS: i32 = 366;

/// The daily mean of a pollutant on a day that is valid for it.
type Value = fn(&AirDay) -> Option<i32>;

/// The pollutants whose mean GB 3095 table 4 has a rule for.
const MEANS: [(Pollutant, Value); 4] = [
    (Pollutant::So2, |day| day.so2_ug.filter(|_| day.so2_valid)),
    (Pollutant::No2, |day| day.no2_ug.filter(|_| day.no2_valid)),
    (Pollutant::Pm10, |day| day.pm10_ug.filter(|_| day.pm10_valid)),
    (Pollutant::Pm25, |day| day.pm25_ug.filter(|_| day.pm25_valid)),
];

/// The calendar of a county over a period, at one position.
pub(super) async fn of(
    books: &Books,
    request: GetAirCalendarRequest,
) -> Result<AirCalendar, Refusal> {
    let GetAirCalendarRequest { county, first_date, last_date, position } = request;
    check_county(&county)?;
    let first = check_day("first_date", &first_date)?;
    let last = check_day("last_date", &last_date)?;
    check_period(first, last)?;
    let position = books.reader.position(&county, position).await?;
    let kind = books.kind::<Ours, AirDay>()?;
    let (place, ids) = ((&*county, &*county), (&*first_date, &*last_date));
    let mut recorded = BTreeMap::new();
    for bytes in books.reader.counted(kind, place, ids, position).await? {
        let day = AirDay::decode(bytes.as_slice()).map_err(|cause| Refusal::internal(&cause))?;
        recorded.extend(parse_date(&day.date).map(|date| (date, day)));
    }
    let days = first.series(1.day()).take_while(|date| *date <= last);
    let days = days.map(|date| square(date, recorded.get(&date))).collect();
    let means = MEANS.iter().map(|mean| mean_of(first, last, &recorded, mean)).collect();
    Ok(AirCalendar { days, means, position })
}

fn check_period(first: Date, last: Date) -> Result<(), Refusal> {
    let days = first.until(last).map_or(i32::MAX, |span| span.get_days() + 1);
    if (1..=MOST_DAYS).contains(&days) {
        return Ok(());
    }
    Err(Refusal::request(FieldFault::new(
        "last_date",
        Reason::ValueOutOfRange,
        format!("a calendar has 1 to {MOST_DAYS} days from first_date on"),
        format!("日历自 first_date 起为 1 至 {MOST_DAYS} 天"),
    )))
}

/// A day of the calendar; one without a record says no more than its date.
fn square(date: Date, record: Option<&AirDay>) -> AirCalendarDay {
    let Some(day) = record else {
        return AirCalendarDay { date: date.to_string(), ..AirCalendarDay::default() };
    };
    AirCalendarDay {
        date: day.date.clone(),
        air_level: day.air_level,
        aqi: day.aqi,
        valid: day.valid,
        provisional: day.confirmation() != Confirmation::Confirmed,
        recorded: true,
        primary_pollutants: day.primary_pollutants.clone(),
        invalid_reason: day.invalid_reason.clone(),
    }
}

fn mean_of(
    first: Date,
    last: Date,
    days: &BTreeMap<Date, AirDay>,
    (pollutant, value): &(Pollutant, Value),
) -> AirMean {
    let values: Vec<(Date, i32)> =
        days.iter().filter_map(|(date, day)| Some((*date, value(day)?))).collect();
    let mean = Mean::over(first, last, &values);
    let shortfalls = mean.shortfalls.iter().map(ToString::to_string);
    AirMean {
        pollutant: pollutant.name().to_owned(),
        mean_ug_x10: mean.tenths(),
        valid_days: mean.days,
        valid: mean.is_valid(),
        invalid_reason: shortfalls.collect::<Vec<_>>().join("；"),
        annual_limit_ug: limits::annual(last, *pollutant).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use ledger::kinds::Kind;

    use super::*;

    #[test]
    fn a_period_has_one_day_at_least_and_a_leap_year_at_most() {
        let day = date(2024, 1, 1);
        for (last, fits) in [
            (date(2023, 12, 31), false),
            (day, true),
            (date(2024, 12, 31), true),
            (date(2025, 1, 1), false),
        ] {
            assert_eq!(check_period(day, last).is_ok(), fits, "{last}");
        }
    }

    #[test]
    fn a_day_without_a_record_is_a_day_of_the_calendar() {
        let empty = square(date(2023, 12, 9), None);
        assert_eq!((&*empty.date, empty.recorded, empty.valid), ("2023-12-09", false, false));
        let mut day = <AirDay as Kind<Ours>>::sample(0);
        Kind::<Ours>::derive(&mut day);
        let full = square(date(2022, 1, 1), Some(&day));
        assert_eq!((full.aqi, full.valid, full.provisional), (Some(76), true, false));
    }
}
