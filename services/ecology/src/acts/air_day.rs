//! Judges days of the air that are not stored, and answers with the calendar of those that are.

use chassis::Refusal;
use ledger::Books;
use ledger::kinds::Kind;
use ledger::reader::check_day;
use proto::ecology::v1::air_day_service_server::AirDayService;
use proto::ecology::v1::{
    AirCalendar, AirDay, AirDayAssessment, AirItem, AssessAirDayRequest, AssessAirDaysRequest,
    GetAirCalendarRequest,
};
use tonic::{Request, Response, Status, Streaming};

use super::{Answers, calendar, judged};
use crate::Ours;
use crate::records::{day, take_stations};
use crate::rules::air::{self, Day, ItemAssessment};

/// The acts on days of the air.
pub(super) struct AirDays {
    books: Books,
}

impl AirDays {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }
}

#[tonic::async_trait]
impl AirDayService for AirDays {
    async fn assess_air_day(
        &self,
        request: Request<AssessAirDayRequest>,
    ) -> Result<Response<AirDayAssessment>, Status> {
        let AssessAirDayRequest { air_day, stations } = request.into_inner();
        Ok(Response::new(assess(air_day.unwrap_or_default(), &stations)?))
    }

    type AssessAirDaysStream = Answers<AirDayAssessment>;

    async fn assess_air_days(
        &self,
        request: Request<Streaming<AssessAirDaysRequest>>,
    ) -> Result<Response<Self::AssessAirDaysStream>, Status> {
        let answers = judged(request.into_inner(), |request: AssessAirDaysRequest| {
            assess(request.air_day.unwrap_or_default(), &request.stations)
        });
        Ok(Response::new(answers))
    }

    async fn get_air_calendar(
        &self,
        request: Request<GetAirCalendarRequest>,
    ) -> Result<Response<AirCalendar>, Status> {
        Ok(Response::new(calendar::of(&self.books, request.into_inner()).await?))
    }
}

/// Judges a day; with stations, their mean takes the place of its values.
fn assess(mut air_day: AirDay, stations: &[AirDay]) -> Result<AirDayAssessment, Refusal> {
    let date = check_day("air_day.date", &air_day.date)?;
    if !stations.is_empty() {
        let days: Vec<Day> = stations.iter().map(day).collect();
        take_stations(&mut air_day, &air::county_day(&days), stations.len());
    }
    Kind::<Ours>::derive(&mut air_day);
    let items = air::assess_items(date, &day(&air_day)).iter().map(item).collect();
    Ok(AirDayAssessment { air_day: Some(air_day), items })
}

fn item(item: &ItemAssessment) -> AirItem {
    AirItem {
        pollutant: item.pollutant.name().to_owned(),
        concentration: item.concentration,
        iaqi: item.index.ok(),
        daily_limit: item.limit,
        exceeding: item.exceeds(),
        gap: item.index.err().map(|gap| gap.to_string()).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use proto::ecology::v1::AirLevel;
    use proto::ledger::v1::Reason;

    use super::*;

    fn of(pm25_ug: i32) -> AirDay {
        AirDay { pm25_ug: Some(pm25_ug), ..<AirDay as Kind<Ours>>::sample(0) }
    }

    #[test]
    fn a_day_is_judged_with_each_of_its_items() {
        let judged = assess(of(80), &[]).expect("the day can be judged");
        let day = judged.air_day.expect("the day comes back");
        assert_eq!((day.aqi, day.air_level()), (Some(107), AirLevel::Light));
        assert_eq!(
            (&*day.primary_pollutants, &*day.exceeding_pollutants),
            ("细颗粒物", "细颗粒物")
        );
        let exceeding: Vec<&str> = judged
            .items
            .iter()
            .filter(|item| item.exceeding)
            .map(|item| item.pollutant.as_str())
            .collect();
        assert_eq!((judged.items.len(), exceeding), (6, vec!["细颗粒物"]));
    }

    #[test]
    fn the_mean_of_the_stations_is_judged_where_there_are_stations() {
        let judged = assess(of(500), &[of(60), of(80)]).expect("the day can be judged");
        let day = judged.air_day.expect("the day comes back");
        assert_eq!((day.pm25_ug, day.station_count, day.aqi), (Some(70), Some(2), Some(94)));
    }

    #[test]
    fn a_day_without_a_date_is_refused() {
        let refusal = assess(AirDay::default(), &[]).expect_err("there is no date");
        assert_eq!(refusal.reason, Reason::RequestInvalid);
    }
}
