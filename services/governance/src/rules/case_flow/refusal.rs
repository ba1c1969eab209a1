//! An act that a stage does not allow, and what may be done instead.

use std::fmt;

use proto::governance::v1::{CaseAction, CaseStage};

use super::words::{action_zh, en, stage_zh};

/// An act that a stage does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAllowed {
    /// Where the case stands.
    pub from: CaseStage,
    /// What was asked for.
    pub action: CaseAction,
    /// What may be done instead.
    pub allowed: Vec<CaseAction>,
}

impl NotAllowed {
    /// The message in Chinese; [`fmt::Display`] writes it in English.
    pub fn zh(&self) -> String {
        let allowed: Vec<_> = self.allowed.iter().map(|action| action_zh(*action)).collect();
        let rest = match allowed.as_slice() {
            [] => "此后不再办理".to_owned(),
            names => format!("可以{}", names.join("或")),
        };
        let (stage, action) = (stage_zh(self.from), action_zh(self.action));
        format!("处于“{stage}”阶段的案件不能{action}，{rest}")
    }
}

impl fmt::Display for NotAllowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |action: &CaseAction| en(action.as_str_name());
        let allowed: Vec<_> = self.allowed.iter().map(name).collect();
        let stage = en(self.from.as_str_name());
        write!(f, "a case that is {stage} does not allow {}; ", name(&self.action))?;
        match allowed.as_slice() {
            [] => f.write_str("nothing follows"),
            names => write!(f, "allowed is {}", names.join(" or ")),
        }
    }
}

impl std::error::Error for NotAllowed {}
