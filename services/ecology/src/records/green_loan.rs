//! A loan that rests on a right of the environment or pays for its protection.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ecology::v1::{GreenLoan, GreenLoanType};
use proto::ledger::v1::Reason;

use crate::Ours;

/// The characters of a unified social credit code (GB 32100-2015); its check digits are checked
/// where enterprises are kept.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

impl Kind<Ours> for GreenLoan {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("loan_date", &self.loan_date), ("due_date", &self.due_date));
        let id = &self.borrower_id;
        if id.len() != 18 || !id.chars().all(|one| ALPHABET.contains(one)) {
            findings.refuse(
                "borrower_id",
                Reason::CreditCodeShape,
                format!("{id:?} is not 18 characters of the alphabet of GB 32100"),
                format!("“{id}”不是18位统一社会信用代码"),
            );
        }
        if self.amount_fen == Some(0) {
            findings.refuse(
                "amount_fen",
                Reason::ValueOutOfRange,
                "a loan is more than nothing",
                "贷款金额应大于零",
            );
        }
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("L-{n}"),
            r#type: GreenLoanType::EmissionRight.into(),
            borrower_id: "91421222MA4TC0014J".to_owned(),
            borrower_name: format!("示例企业{n}"),
            lender: "示例银行".to_owned(),
            division: SAMPLE_PLACE.to_owned(),
            loan_date: "2023-04-20".to_owned(),
            due_date: "2024-04-19".to_owned(),
            amount_fen: Some(500_000_000),
            document: format!("示例借字〔2023〕{n}号"),
            ..Self::default()
        }
    }
}
