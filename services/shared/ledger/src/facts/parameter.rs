//! A parameter: a dated value that figures are computed with, and the paper it stands in.

use proto::figure::v1::Parameter;

use crate::kinds::{Findings, Kind, SAMPLE_PLACE, check_parameter};

impl<D> Kind<D> for Parameter {
    fn key(&self) -> String {
        format!("{}.{}", self.code, self.first_date)
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
        check_parameter(&self.value, findings);
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("sample.{n}"),
            name: format!("示例参数{n}"),
            value: "90".to_owned(),
            division: SAMPLE_PLACE[..6].to_owned(),
            first_date: "2022-01-01".to_owned(),
            document: "示例发〔2022〕1号".to_owned(),
            ..Self::default()
        }
    }
}
