//! A task: what is to be reformed, by whom, and whether it came on the list with or after it.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::reform::v1::{Domain, Leader, Level, Office, Task, TaskList, TaskOrigin, TaskState};

use crate::Ours;

impl Kind<Ours> for Task {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        let goes_on = self.state() == TaskState::Underway;
        if goes_on != self.state_document.is_empty() {
            findings.refuse(
                "state_document",
                Reason::FieldRequired,
                "a task that is suspended or given up names the paper, one under way names none",
                "暂缓或终止的任务应填依据文件，推进中的任务不填",
            );
        }
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("task-{n}"),
            list_id: <TaskList as Kind<Ours>>::sample(0).code,
            domain: Domain::Economy.into(),
            title: format!("示例改革任务{n}"),
            origin: TaskOrigin::Base.into(),
            level: Level::County.into(),
            owner_id: <Office as Kind<Ours>>::sample(0).code,
            leader_id: <Leader as Kind<Ours>>::sample(0).code,
            state: TaskState::Underway.into(),
            division: SAMPLE_PLACE[..6].to_owned(),
            ..Self::default()
        }
    }
}
