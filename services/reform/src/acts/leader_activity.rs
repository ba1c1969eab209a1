//! The ledger of leaders: what each did in person in a period, and the tasks that each leads.

use std::collections::{BTreeMap, BTreeSet};

use ledger::Books;
use ledger::reader::{check_county, check_day};
use proto::reform::v1::leader_activity_service_server::LeaderActivityService;
use proto::reform::v1::{
    ActivityType, Experience, GetLeadersLedgerRequest, LeadRole, Leader, LeaderAccount,
    LeaderActivity, LeaderPost, LeadersLedger, TaskLead,
};
use tonic::{Request, Response, Status};

use super::{counted, task};

/// The acts on activities of leaders.
pub(super) struct Activities {
    books: Books,
}

impl Activities {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }
}

#[tonic::async_trait]
impl LeaderActivityService for Activities {
    async fn get_leaders_ledger(
        &self,
        request: Request<GetLeadersLedgerRequest>,
    ) -> Result<Response<LeadersLedger>, Status> {
        let GetLeadersLedgerRequest { county, first_date, last_date, position } =
            request.into_inner();
        check_county(&county)?;
        check_day("first_date", &first_date)?;
        check_day("last_date", &last_date)?;
        let books = &self.books;
        let position = books.reader.position(&county, position).await?;
        let leaders = counted::<Leader>(books, &county, position).await?;
        let mut activities = counted::<LeaderActivity>(books, &county, position).await?;
        activities.retain(|one| (&first_date..=&last_date).contains(&&one.occur_date));
        let mut experiences = counted::<Experience>(books, &county, position).await?;
        experiences.retain(|one| (&first_date..=&last_date).contains(&&one.summarize_date));
        let tasks = task::on_the_list(books, &county, &last_date, position).await?;
        let tasks: BTreeSet<String> = tasks.into_iter().map(|task| task.code).collect();
        let mut leads = counted::<TaskLead>(books, &county, position).await?;
        leads.retain(|lead| {
            let holds = covers(&lead.first_date, &lead.last_date, &last_date);
            holds && lead.role() == LeadRole::Lead && tasks.contains(&lead.task_id)
        });
        let period = Period { activities, experiences, leads, last_date };
        let accounts = leaders.iter().map(|leader| period.account(leader)).collect();
        Ok(Response::new(LeadersLedger { accounts, position }))
    }
}

/// What happened in a period, and what holds on its last day.
struct Period {
    activities: Vec<LeaderActivity>,
    experiences: Vec<Experience>,
    leads: Vec<TaskLead>,
    last_date: String,
}

impl Period {
    fn account(&self, leader: &Leader) -> LeaderAccount {
        let Self { activities, experiences, leads, last_date } = self;
        let posts_on = |day: &str| -> Vec<&LeaderPost> {
            let held = |post: &&LeaderPost| covers(&post.first_date, &post.last_date, day);
            leader.posts.iter().filter(held).collect()
        };
        let mut counts: BTreeMap<ActivityType, i32> = BTreeMap::new();
        let (mut own, mut doubtful) = (BTreeSet::new(), Vec::new());
        for activity in activities {
            let acted = activity.actors.iter().find(|actor| actor.leader_id == leader.code);
            let Some(actor) = acted else { continue };
            *counts.entry(activity.r#type()).or_default() += 1;
            own.insert(activity.code.as_str());
            if posts_on(&activity.occur_date).iter().all(|post| post.post != actor.post) {
                doubtful.push(activity.code.clone());
            }
        }
        let summed_up = experiences.iter().filter(|one| own.contains(one.activity_id.as_str()));
        let led: BTreeSet<&String> = leads
            .iter()
            .filter(|lead| lead.leader_id == leader.code)
            .map(|lead| &lead.task_id)
            .collect();
        let count = |kind: ActivityType| counts.get(&kind).copied().unwrap_or_default();
        LeaderAccount {
            leader_id: leader.code.clone(),
            name: leader.name.clone(),
            title: posts_on(last_date).first().map(|post| post.title.clone()).unwrap_or_default(),
            study_count: count(ActivityType::Study),
            deploy_count: count(ActivityType::Deploy),
            supervise_count: count(ActivityType::Supervise),
            review_count: count(ActivityType::ReviewProjects),
            experience_count: i32::try_from(summed_up.count()).unwrap_or(i32::MAX),
            task_ids: led.into_iter().cloned().collect(),
            doubtful_activity_ids: doubtful,
        }
    }
}

/// Whether an interval of days, open where its last day is empty, holds a day.
fn covers(first_date: &str, last_date: &str, day: &str) -> bool {
    first_date <= day && (last_date.is_empty() || day <= last_date)
}
