//! An enterprise: its unified social credit code names it (GB 32100), its class is of GB/T 4754.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::industry::v1::Enterprise;
use proto::ledger::v1::Reason;

use crate::Ours;
use crate::rules::credit_code::{self, Fault};
use crate::rules::industry_code;

impl Kind<Ours> for Enterprise {
    fn key(&self) -> String {
        self.credit_code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        match credit_code::check(&self.credit_code) {
            Ok(()) => {}
            Err(Fault::Shape) => findings.refuse(
                "credit_code",
                Reason::CreditCodeShape,
                "a unified social credit code has 18 of 0-9 and A-Z without I O S V Z",
                "统一社会信用代码为 18 位数字或大写字母（不用 I、O、S、V、Z）",
            ),
            Err(fault) => {
                let at_17 = |digit| format!("第 17 位（组织机构代码校验位）应为 {digit}");
                let at_18 = |digit| format!("第 18 位（校验位）应为 {digit}");
                let zh = match fault {
                    Fault::Shape => String::new(),
                    Fault::CheckDigit { expected } => at_18(expected),
                    Fault::OrganizationCheckDigit { expected } => at_17(expected),
                    Fault::BothCheckDigits { organization, whole } => {
                        format!("{}，{}", at_17(organization), at_18(whole))
                    }
                };
                // Some early codes are valid by law and fail the check (domain-standards 5.1).
                let reason = Reason::CreditCodeCheckDigit;
                findings.ask("credit_code", reason, fault.to_string(), format!("校验位不符：{zh}"));
            }
        }
        if industry_code::section(&self.industry_code).is_none() {
            findings.refuse(
                "industry_code",
                Reason::IndustryCodeUnknown,
                format!("{:?} is no class of GB/T 4754-2017 (2 to 4 digits)", self.industry_code),
                format!("“{}”不是 GB/T 4754-2017 的行业代码（2 至 4 位）", self.industry_code),
            );
        }
    }

    fn sample(n: u32) -> Self {
        let organization = format!("MA{:06}", n % 1_000_000);
        let code = credit_code::compose("91", "421222", &organization);
        Self {
            credit_code: code.unwrap_or_default(),
            name: format!("示例企业{n}"),
            division: SAMPLE_PLACE.to_owned(),
            industry_code: "3089".to_owned(),
            cluster: "涂附磨具".to_owned(),
            establish_date: "2015-03-01".to_owned(),
            ..Self::default()
        }
    }
}
