//! A guaranteed loan: its risk is shared as the scheme says that was in force on the day.

use ledger::kinds::{Findings, Kind, Pointed, SAMPLE_PLACE};
use proto::industry::v1::{Enterprise, GuaranteeScheme, GuaranteedLoan};
use proto::ledger::v1::Reason;

use super::guarantee_scheme::{check_shares, pairs};
use crate::Ours;
use crate::rules::risk_sharing::is_same;

impl Kind<Ours> for GuaranteedLoan {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("loan_date", &self.loan_date), ("due_date", &self.due_date));
        if self.amount_fen == Some(0) {
            findings.refuse(
                "amount_fen",
                Reason::ValueOutOfRange,
                "a loan is more than nothing",
                "贷款金额应大于零",
            );
        }
        check_shares(&self.shares, findings);
    }

    const LOOKS_AT: &'static [&'static str] = &["scheme_id"];

    fn check_pointed(&self, pointed: &Pointed, findings: &mut Findings) {
        let Some(scheme) = pointed.get::<GuaranteeScheme>("scheme_id") else { return };
        let GuaranteeScheme { name, first_date, last_date, .. } = &scheme;
        let day = &self.loan_date;
        if day < first_date || !last_date.is_empty() && day > last_date {
            findings.refuse(
                "scheme_id",
                Reason::DateOrder,
                format!("{name} is not in force on {day}"),
                format!("{name}在 {day} 不在有效期内"),
            );
        }
        if !is_same(&pairs(&self.shares), &pairs(&scheme.shares)) {
            findings.refuse(
                "shares",
                Reason::SumMismatch,
                format!("the shares are not those of {name}"),
                format!("分担比例与{name}不一致"),
            );
        }
    }

    fn sample(n: u32) -> Self {
        let scheme = GuaranteeScheme::sample(n);
        Self {
            code: format!("G-{n}"),
            enterprise_id: Enterprise::sample(n).credit_code,
            division: SAMPLE_PLACE.to_owned(),
            lender: "示例银行".to_owned(),
            guarantor: "示例担保公司".to_owned(),
            loan_date: "2023-05-10".to_owned(),
            due_date: "2024-05-09".to_owned(),
            amount_fen: Some(300_000_000),
            scheme_id: Kind::<Ours>::key(&scheme),
            shares: scheme.shares,
            document: format!("示例担字〔2023〕{n}号"),
            ..Self::default()
        }
    }
}
