//! The departments that are asked: what they keep, and a whole plan taken by one after another.

use std::sync::Arc;

use chassis::Refusal;
use proto::ledger::v1::ledger_service_client::LedgerServiceClient;
use proto::ledger::v1::{ListKindsRequest, Reason};
use tonic::transport::Channel;

use crate::import::import;
use crate::kinds::Register;
use crate::mode::Mode;
use crate::plan::Plan;
use crate::verdict::Verdict;

/// The departments that may be asked, by name.
pub type Channels = Vec<(String, Channel)>;

impl Register {
    /// The kinds of all departments, and those that they say they keep beside their own.
    pub async fn learn(channels: &Channels) -> Self {
        let mut register = Self::of(channels.iter().map(|(name, _)| name.as_str()));
        for (name, channel) in channels {
            let mut ledger = LedgerServiceClient::new(channel.clone());
            if let Ok(answer) = ledger.list_kinds(ListKindsRequest {}).await {
                let kinds = answer.into_inner().kinds.into_iter().map(|kind| kind.name);
                register = register.with_shared(name, &kinds.collect::<Vec<_>>());
            }
        }
        register
    }
}

/// Takes in, or tries, all that a plan holds, a department after another: each of them takes its
/// rows as one act. `progress` is told how many records of all have been read.
///
/// # Errors
/// What refuses the rows of a department as a whole. Those before it stand: the refusal names
/// them, in its message and as `written`.
pub async fn take(
    channels: &Channels,
    plan: &Arc<Plan>,
    mode: &Mode,
    progress: impl Fn(u64),
) -> Result<Verdict, Refusal> {
    let (mut all, mut written) = (Verdict::default(), Vec::new());
    for department in plan.departments() {
        let known = channels.iter().find(|(name, _)| *name == department);
        let (_, channel) = known.ok_or_else(|| {
            Refusal::new(
                Reason::KindUnknown,
                format!("the department {department} is not asked here"),
                format!("未配置部门 {department}"),
            )
        })?;
        let before = all.rows;
        let told = |read: u64| progress(before + read);
        let plan = Arc::clone(plan);
        let one = import(channel.clone(), &department, plan, mode, told).await;
        let one = one.map_err(|refusal| after(refusal, &written))?;
        if !(mode.partial || mode.validate_only || written.is_empty() || one.is_clean()) {
            return Err(after(wrong_now(&department, one.refused), &written));
        }
        if !mode.validate_only && one.created + one.revised + one.withdrawn > 0 {
            written.push(department);
        }
        all.add(one);
    }
    Ok(all)
}

/// Rows that were good when they were tried, and no longer are.
fn wrong_now(department: &str, count: i64) -> Refusal {
    let message = format!("{count} rows of {department} are refused now, so none of them is taken");
    let zh = format!("部门 {department} 有 {count} 行现被拒绝，该部门整批未写入");
    Refusal::new(Reason::ImportRefused, message, zh).with("refused_count", count)
}

/// A refusal after other departments have taken their rows.
fn after(mut refusal: Refusal, written: &[String]) -> Refusal {
    if written.is_empty() {
        return refusal;
    }
    refusal.message.push_str(&format!("; taken before it: {}", written.join(", ")));
    refusal.message_zh.push_str(&format!("；此前已写入的部门：{}", written.join("、")));
    refusal.with(WRITTEN, written.join(","))
}

/// In the metadata of a refusal, the departments whose rows were taken before it.
pub const WRITTEN: &str = "written";

/// What became of an import.
pub struct Entered {
    /// What it came to, with what keeps sheets from being read.
    pub verdict: Verdict,
    /// Whether its rows, or its good rows, could be taken.
    pub good: bool,
    /// Whether they were.
    pub taken: bool,
}

/// Tries what a plan holds and, unless it is to be validated only, takes it.
///
/// What one department keeps is taken without a trial, since it is taken whole or not at all; a
/// trial then says what keeps it out. Of several departments none may begin before all can.
///
/// # Errors
/// As [`take`].
pub async fn enter(
    channels: &Channels,
    plan: &Arc<Plan>,
    mode: &Mode,
    progress: impl Fn(u64),
) -> Result<Entered, Refusal> {
    let readable = plan.faults.is_empty() && !plan.parts.is_empty();
    let at_once = readable && !mode.partial && !mode.validate_only;
    if at_once && plan.departments().len() == 1 {
        let verdict = take(channels, plan, mode, &progress).await?;
        if verdict.is_clean() {
            return Ok(Entered { verdict, good: true, taken: true });
        }
    }
    let trial = Mode { validate_only: true, partial: true, ..mode.clone() };
    let mut verdict = take(channels, plan, &trial, &progress).await?;
    verdict.remarks.splice(0..0, plan.faults.iter().cloned());
    let mut good = readable && (mode.partial || verdict.is_clean());
    let mut taken = good && !mode.validate_only;
    if taken {
        let remarks = std::mem::take(&mut verdict.remarks);
        verdict = take(channels, plan, mode, &progress).await?;
        // What was good when it was tried may be refused by now.
        good = mode.partial || verdict.is_clean();
        taken = good;
        if verdict.remarks.is_empty() {
            verdict.remarks = remarks;
        }
    }
    Ok(Entered { verdict, good, taken })
}
