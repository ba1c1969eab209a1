//! Symposiums with enterprises and press conferences.

use jiff::civil::{Date, date};
use proto::industry::v1::{Engagement, EngagementType, Topic};

use super::super::places::COUNTY;
use super::Random;

/// Five symposiums in 2022 and seven in 2023.
const SYMPOSIUMS: [(Date, &str); 12] = [
    (date(2022, 2, 18), "新春企业座谈会"),
    (date(2022, 4, 21), "涂附磨具产业链座谈会"),
    (date(2022, 6, 23), "助企纾困政策座谈会"),
    (date(2022, 8, 25), "电子信息产业链座谈会"),
    (date(2022, 11, 17), "银企对接座谈会"),
    (date(2023, 2, 9), "新春企业座谈会"),
    (date(2023, 3, 23), "招工用工座谈会"),
    (date(2023, 5, 18), "民营企业家座谈会"),
    (date(2023, 6, 29), "医药健康产业链座谈会"),
    (date(2023, 8, 17), "要素保障座谈会"),
    (date(2023, 10, 19), "银企对接座谈会"),
    (date(2023, 11, 23), "涉企政策意见座谈会"),
];

/// The engagements in the order of their days.
pub fn engagements(seed: u64) -> Vec<Engagement> {
    let mut random = Random::new(seed, "engagement");
    let mut engagements: Vec<Engagement> = SYMPOSIUMS
        .iter()
        .map(|(day, title)| {
            let topic = *random.pick(&[Topic::BusinessEnvironment, Topic::Other]);
            let count = i32::try_from(random.between(12, 36)).unwrap_or(12);
            engagement(*day, EngagementType::Symposium, topic, title, Some(count))
        })
        .collect();
    let press = EngagementType::PressConference;
    engagements.extend([
        engagement(date(2022, 9, 15), press, Topic::Other, "乡村文化节新闻发布会", None),
        engagement(
            date(2023, 7, 13),
            press,
            Topic::BusinessEnvironment,
            "优化营商环境新闻发布会",
            None,
        ),
    ]);
    engagements
}

fn engagement(
    day: Date,
    kind: EngagementType,
    topic: Topic,
    title: &str,
    enterprise_count: Option<i32>,
) -> Engagement {
    Engagement {
        metadata: None,
        code: format!("HD{}", day.strftime("%Y%m%d")),
        r#type: kind.into(),
        topic: topic.into(),
        title: title.to_owned(),
        division: COUNTY.to_owned(),
        hold_date: day.to_string(),
        enterprise_count,
    }
}
