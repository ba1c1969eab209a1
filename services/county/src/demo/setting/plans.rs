//! What is done with records, as it happens in a setting: cases, findings, tasks, results kept.

use anyhow::Result;
use prost::{Message, Name};
use prost_reflect::DynamicMessage;
use proto::ledger::v1::RecordRef;

use super::{Known, Stage};
use crate::demo::generator::cadre::{RankingPlan, SamplePlan, SaturationPlan};
use crate::demo::generator::reform::{FindingPlan, Recheck, TaskPlan};
use crate::demo::generator::{CasePlan, ResolutionPlan};
use ledger::kinds::pool;

impl Stage<'_> {
    /// The cases that happen here.
    ///
    /// # Errors
    /// When a case cannot be read.
    pub fn cases(&self, plans: Vec<CasePlan>) -> Result<Vec<CasePlan>> {
        let mut staged = Vec::new();
        for plan in plans {
            let CasePlan { register, steps } = plan;
            if !self.happens(&register.register_date) {
                continue;
            }
            let steps = steps.into_iter().map(|mut step| {
                let texts =
                    [&mut step.date, &mut step.proof, &mut step.reason, &mut step.merged_into_id];
                texts.into_iter().for_each(|text| *text = self.text(text));
                step
            });
            staged.push(CasePlan { register: self.message_of(&register)?, steps: steps.collect() });
        }
        Ok(staged)
    }

    /// How the difficulties that were raised here are resolved.
    pub fn resolutions(
        &self,
        plans: Vec<ResolutionPlan>,
        raised: &[RecordRef],
    ) -> Vec<ResolutionPlan> {
        let staged = plans.into_iter().map(|mut plan| {
            plan.code = self.text(&plan.code);
            plan.resolve_date = self.text(&plan.resolve_date);
            plan
        });
        staged.filter(|plan| raised.iter().any(|record| record.id == plan.code)).collect()
    }

    /// The findings that are made here.
    ///
    /// # Errors
    /// When a finding cannot be read.
    pub fn findings(&self, plans: Vec<FindingPlan>) -> Result<Vec<FindingPlan>> {
        let pair = |(one, other): (String, String)| (self.text(&one), self.text(&other));
        let recheck = |failed: Recheck| Recheck {
            recheck_date: self.text(&failed.recheck_date),
            deadline_date: self.text(&failed.deadline_date),
            rectify_date: failed.rectify_date.map(|day| self.text(&day)),
        };
        let mut staged = Vec::new();
        for plan in plans {
            if !self.happens(&plan.register.find_date) {
                continue;
            }
            staged.push(FindingPlan {
                register: self.message_of(&plan.register)?,
                rectified: plan.rectified.map(pair),
                failed: plan.failed.map(recheck),
                struck: plan.struck.map(|day| self.text(&day)),
                merged: plan.merged.map(pair),
                verified: plan.verified,
            });
        }
        Ok(staged)
    }

    /// The milestones of tasks that are on a list here.
    ///
    /// # Errors
    /// When a milestone cannot be read.
    pub fn tasks(&self, plans: Vec<TaskPlan>, known: &Known) -> Result<Vec<TaskPlan>> {
        let mut staged = Vec::new();
        for plan in plans {
            let task_id = self.text(&plan.task_id);
            let last = self.setting.years_later == 0 || plan.task_id.starts_with("2023");
            if !last || !known.iter().any(|(kind, id)| kind.ends_with(".Task") && *id == task_id) {
                continue;
            }
            let milestones = plan.milestones.iter().map(|one| self.message_of(one));
            staged.push(TaskPlan { task_id, milestones: milestones.collect::<Result<_>>()? });
        }
        Ok(staged)
    }

    /// The rankings and saturations that are kept here.
    pub fn results(
        &self,
        (rankings, saturations): (Vec<RankingPlan>, Vec<SaturationPlan>),
    ) -> (Vec<RankingPlan>, Vec<SaturationPlan>) {
        let mut rankings = rankings;
        rankings.retain(|plan| self.happens(&plan.last_date));
        for RankingPlan { code, first_date, last_date, peer_group: _ } in &mut rankings {
            [code, first_date, last_date].into_iter().for_each(|text| *text = self.text(text));
        }
        let mut saturations = saturations;
        saturations.retain(|plan| self.happens(&plan.last_date));
        for SaturationPlan { code, cadre_id, first_date, last_date } in &mut saturations {
            *cadre_id = self.moved(cadre_id, 0);
            [code, first_date, last_date].into_iter().for_each(|text| *text = self.text(text));
        }
        (rankings, saturations)
    }

    /// The samples of work logs that are drawn here.
    pub fn samples(&self, plans: Vec<SamplePlan>) -> Vec<SamplePlan> {
        let mut samples = plans;
        samples.retain(|plan| self.happens(&plan.last_date));
        for plan in &mut samples {
            let SamplePlan { code, unit_id, first_date, last_date, .. } = plan;
            let SamplePlan { check_date, size: _, cadre_id, checker: _, .. } = plan;
            [unit_id, cadre_id].into_iter().for_each(|text| *text = self.moved(text, 0));
            [code, first_date, last_date, check_date]
                .into_iter()
                .for_each(|text| *text = self.text(text));
        }
        samples
    }

    /// A message in the setting.
    fn message_of<M: Message + Name + Default>(&self, message: &M) -> Result<M> {
        let descriptor = pool().get_message_by_name(&M::full_name());
        let descriptor = descriptor.ok_or_else(|| anyhow::anyhow!("{} is unknown", M::NAME))?;
        let mut moved = DynamicMessage::decode(descriptor, message.encode_to_vec().as_slice())?;
        self.message(&mut moved);
        Ok(M::decode(moved.encode_to_vec().as_slice())?)
    }
}
