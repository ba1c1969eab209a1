//! A leader of the county with the posts held; at no time two posts of the principals.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE, parse_date};
use proto::ledger::v1::Reason;
use proto::reform::v1::{Leader, LeaderPost, Post};

use crate::Ours;

impl Kind<Ours> for Leader {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        if self.posts.is_empty() {
            findings.refuse(
                "posts",
                Reason::FieldRequired,
                "a leader holds a post, or held one",
                "应至少填写一项任职",
            );
        }
        for post in &self.posts {
            check_post(post, findings);
        }
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("leader-{n}"),
            name: format!("示例县领导{n}"),
            division: SAMPLE_PLACE[..6].to_owned(),
            posts: vec![LeaderPost {
                post: Post::DeputyMagistrate.into(),
                title: "示例县副县长".to_owned(),
                first_date: "2021-11-01".to_owned(),
                last_date: String::new(),
            }],
            ..Self::default()
        }
    }
}

fn check_post(post: &LeaderPost, findings: &mut Findings) {
    let LeaderPost { post, title, first_date, last_date } = post;
    let is_known = Post::try_from(*post).is_ok_and(|post| post != Post::Unspecified);
    if !is_known || title.trim().is_empty() {
        findings.refuse(
            "posts",
            Reason::FieldRequired,
            "a post is one of those that there are, with its full title",
            "每项任职应选定职务并填写职务全称",
        );
    }
    let is_day = |day: &str| parse_date(day).is_some();
    if !is_day(first_date) || !(last_date.is_empty() || is_day(last_date)) {
        findings.refuse(
            "posts",
            Reason::DateInvalid,
            "a post has a first day, and a last day or none, written YYYY-MM-DD",
            "每项任职应有任职日期，离任日期可空，写作 YYYY-MM-DD",
        );
    }
    findings.days_in_order(("posts", first_date), ("posts", last_date));
}
