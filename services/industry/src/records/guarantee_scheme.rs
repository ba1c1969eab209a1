//! A scheme of sharing risk: who bears how many parts of a hundred, from a day on.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::industry::v1::{GuaranteeScheme, GuaranteeShare, ShareParty};
use proto::ledger::v1::Reason;

use crate::Ours;
use crate::rules::risk_sharing::{self, Fault};

impl Kind<Ours> for GuaranteeScheme {
    fn key(&self) -> String {
        format!("{}.{}", self.code, self.first_date)
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
        check_shares(&self.shares, findings);
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("S{n}"),
            name: format!("示例分担方案{n}"),
            division: SAMPLE_PLACE[..6].to_owned(),
            first_date: "2019-05-23".to_owned(),
            shares: shares(&[(ShareParty::Guarantor, 60), (ShareParty::Bank, 40)]),
            attested: true,
            document: "示例金发〔2019〕2号".to_owned(),
            ..Self::default()
        }
    }
}

/// Shares of a scheme or of a loan.
pub(super) fn shares(of: &[(ShareParty, i32)]) -> Vec<GuaranteeShare> {
    of.iter()
        .map(|(party, percent)| GuaranteeShare { party: (*party).into(), percent: *percent })
        .collect()
}

/// Shares as the rules take them: party and parts of a hundred.
pub(super) fn pairs(shares: &[GuaranteeShare]) -> Vec<(i32, i32)> {
    shares.iter().map(|one| (one.party, one.percent)).collect()
}

/// Refuses shares that do not make up a whole.
pub(super) fn check_shares(shares: &[GuaranteeShare], findings: &mut Findings) {
    let Err(fault) = risk_sharing::check(&pairs(shares)) else { return };
    let reason = match fault {
        Fault::Party(_) => Reason::EnumUnknown,
        Fault::Twice(_) | Fault::Percent(_) => Reason::ValueOutOfRange,
        Fault::Total(_) => Reason::SumMismatch,
    };
    findings.refuse("shares", reason, fault.to_string(), fault.in_chinese());
}
