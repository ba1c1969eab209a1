//! Courseware on a list of courses: one record a listing.

use ledger::kinds::{Kind, SAMPLE_PLACE};
use proto::cadre::v1::{Cadre, Course, CourseList};

use super::compact;
use crate::Ours;

impl Kind<Ours> for Course {
    fn key(&self) -> String {
        format!("{}.{}.{}", self.code, self.list, compact(&self.list_date))
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("K-{n}"),
            title: format!("示例课件{n}"),
            author_id: Cadre::sample(0).code,
            list: CourseList::County.into(),
            division: SAMPLE_PLACE[..6].to_owned(),
            list_date: "2023-06-01".to_owned(),
            document: format!("示例校发〔2023〕{n}号"),
            ..Self::default()
        }
    }
}
