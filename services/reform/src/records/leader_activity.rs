//! What leaders did for reform in person, with the post that each of them held on that day.

use std::collections::BTreeSet;

use ledger::kinds::{Findings, Kind, Pointed, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::reform::v1::{
    ActivityActor, ActivityType, Inspection, Leader, LeaderActivity, Meeting, Post,
};

use crate::Ours;

impl Kind<Ours> for LeaderActivity {
    const LOOKS_AT: &'static [&'static str] = &["meeting_id", "inspection_id"];

    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        let leaders: BTreeSet<&str> =
            self.actors.iter().map(|actor| actor.leader_id.as_str()).collect();
        let has_post = |actor: &ActivityActor| {
            Post::try_from(actor.post).is_ok_and(|post| post != Post::Unspecified)
        };
        let is_whole = !leaders.contains("") && self.actors.iter().all(has_post);
        if leaders.is_empty() || leaders.len() < self.actors.len() || !is_whole {
            findings.refuse(
                "actors",
                Reason::FieldRequired,
                "an activity names who acted, each leader once and with the post of that day",
                "应列明参加领导及其时任职务，每人只列一次",
            );
        }
        if !self.meeting_id.is_empty() && !self.inspection_id.is_empty() {
            findings.refuse(
                "inspection_id",
                Reason::ReferenceUnknown,
                "an activity was part of a meeting or of an inspection, not of both",
                "活动只能对应会议或督察之一",
            );
        }
    }

    fn check_pointed(&self, pointed: &Pointed, findings: &mut Findings) {
        let is_at = |first: &str, last: &str| {
            first <= self.occur_date.as_str()
                && (last.is_empty() || self.occur_date.as_str() <= last)
        };
        let meeting = pointed.get::<Meeting>("meeting_id");
        let inspection = pointed.get::<Inspection>("inspection_id");
        let fits = meeting.is_none_or(|one| is_at(&one.hold_date, &one.hold_date))
            && inspection.is_none_or(|one| is_at(&one.start_date, &one.end_date));
        if !fits {
            findings.refuse(
                "occur_date",
                Reason::DateOrder,
                format!("{} is no day of the meeting or inspection", self.occur_date),
                format!("{} 不在所对应的会议或督察期间", self.occur_date),
            );
        }
    }

    fn derive(&mut self) {
        self.by_principal = self.actors.iter().any(|actor| is_principal(actor.post()));
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("activity-{n}"),
            r#type: ActivityType::Study.into(),
            title: "示例专题学习".to_owned(),
            occur_date: "2023-04-11".to_owned(),
            division: SAMPLE_PLACE[..6].to_owned(),
            actors: vec![ActivityActor {
                leader_id: <Leader as Kind<Ours>>::sample(0).code,
                post: Post::DeputyMagistrate.into(),
            }],
            ..Self::default()
        }
    }
}

/// Whether a post is one of the two principals (主要负责同志): secretary or magistrate.
fn is_principal(post: Post) -> bool {
    matches!(post, Post::Secretary | Post::Magistrate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_activity_is_the_principals_where_one_of_them_acted() {
        let of = |posts: &[Post]| {
            let actor = |(number, post): (usize, &Post)| ActivityActor {
                leader_id: format!("leader-{number}"),
                post: (*post).into(),
            };
            let actors = posts.iter().enumerate().map(actor).collect();
            let sample = <LeaderActivity as Kind<Ours>>::sample(0);
            let mut activity = LeaderActivity { actors, ..sample };
            activity.derive();
            activity.by_principal
        };
        assert!(of(&[Post::Secretary, Post::Magistrate]));
        assert!(of(&[Post::DeputyMagistrate, Post::Magistrate]));
        assert!(!of(&[Post::DeputySecretary, Post::StandingMember]));
    }
}
