//! A peer fact: what another county of the same city has for a figure.

use proto::figure::v1::PeerFact;
use proto::ledger::v1::Reason;

use super::{check_decimal, compact};
use crate::divisions::{COUNTY_DIGITS, Divisions};
use crate::kinds::{Findings, Kind, SAMPLE_PLACE};

impl<D> Kind<D> for PeerFact {
    fn key(&self) -> String {
        let Self { figure, peer, .. } = self;
        format!("{figure}.{peer}.{}.{}", compact(&self.first_date), compact(&self.last_date))
    }

    fn check(&self, findings: &mut Findings) {
        let is_county = self.peer.len() == COUNTY_DIGITS && Divisions::standard().knows(&self.peer);
        if !is_county {
            let peer = &self.peer;
            findings.refuse(
                "peer",
                Reason::DivisionUnknown,
                format!("{peer:?} is not the six-digit code of a county in the list"),
                format!("“{peer}”不是区划名册中的六位县级代码"),
            );
        } else if self.division.starts_with(&self.peer) {
            findings.refuse(
                "peer",
                Reason::DivisionUnknown,
                "a peer is another county; this county's own value is computed",
                "同类县应为其他县，本县数值由系统计算",
            );
        }
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
        check_decimal(&self.value, findings);
    }

    fn sample(n: u32) -> Self {
        Self {
            figure: format!("sample.figure{n}"),
            peer: "421202".to_owned(),
            division: SAMPLE_PLACE[..6].to_owned(),
            first_date: "2023-01-01".to_owned(),
            last_date: "2023-12-31".to_owned(),
            value: "3.5".to_owned(),
            document: "示例统〔2023〕1号".to_owned(),
            ..Self::default()
        }
    }
}
