//! The stations of the county's air, and what each measured: their mean is the county's day.

use jiff::civil::Date;
use proto::ecology::v1::{AirDay, AirStation, StationDay, StationRole};

use super::Random;

/// Code, name, role and seat; the two assessment stations make the county's day.
const STATIONS: [(&str, &str, StationRole, &str); 3] = [
    ("DK-01", "隽水镇示例点位", StationRole::Assessment, "421222100"),
    ("DK-02", "石南镇示例点位", StationRole::Assessment, "421222106"),
    ("DK-09", "药姑林场示例对照点", StationRole::Control, "421222504"),
];

/// The stations.
pub fn stations() -> Vec<AirStation> {
    let station = |(code, name, role, division): &(&str, &str, StationRole, &str)| AirStation {
        metadata: None,
        code: (*code).to_owned(),
        name: (*name).to_owned(),
        division: (*division).to_owned(),
        role: (*role).into(),
        first_date: "2016-01-01".to_owned(),
        last_date: String::new(),
    };
    STATIONS.iter().map(station).collect()
}

/// Two days for each of the county's: one station as far above the mean as the other is below.
pub fn station_days(seed: u64, air: &[AirDay]) -> Vec<StationDay> {
    let mut random = Random::new(seed, "station");
    let mut days = Vec::with_capacity(air.len() * 2);
    for day in air {
        let offsets = [(); 6].map(|()| random.between(0, 3));
        for (sign, (code, _, _, division)) in [1, -1].into_iter().zip(&STATIONS) {
            days.push(at_station(day, code, division, offsets.map(|offset| offset * sign)));
        }
    }
    days
}

/// A station without readings on the day of a power cut; left unverified.
pub fn under_review(day: Date) -> Vec<StationDay> {
    let empty = AirDay { date: day.to_string(), ..AirDay::default() };
    let (code, _, _, division) = STATIONS[2];
    let mut one = at_station(&empty, code, division, [0; 6]);
    one.confirmation = proto::ecology::v1::Confirmation::Provisional.into();
    vec![one]
}

fn at_station(day: &AirDay, code: &str, division: &str, offsets: [i64; 6]) -> StationDay {
    let shifted = |value: Option<i32>, offset: i64| {
        let value = value?;
        // Both stations stay above zero, so that their mean is the county's value.
        let offset = i32::try_from(offset).unwrap_or(0).clamp(-value, value);
        Some(value + offset)
    };
    let [so2, no2, pm10, pm25, ozone, co] = offsets;
    StationDay {
        metadata: None,
        station_id: code.to_owned(),
        date: day.date.clone(),
        division: division.to_owned(),
        so2_ug: shifted(day.so2_ug, so2),
        no2_ug: shifted(day.no2_ug, no2),
        pm10_ug: shifted(day.pm10_ug, pm10),
        pm25_ug: shifted(day.pm25_ug, pm25),
        o3_8h_ug: shifted(day.o3_8h_ug, ozone),
        co_mg_x10: shifted(day.co_mg_x10, co),
        so2_hours: day.so2_hours,
        no2_hours: day.no2_hours,
        pm10_hours: day.pm10_hours,
        pm25_hours: day.pm25_hours,
        o3_8h_windows: day.o3_8h_windows,
        co_hours: day.co_hours,
        confirmation: day.confirmation,
    }
}
