//! An item of a meeting's agenda, and what came of it.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::reform::v1::{AgendaItem, AgendaResult, Document, Meeting, Office, Topic};

use crate::Ours;

impl Kind<Ours> for AgendaItem {
    fn key(&self) -> String {
        format!("{}.{:02}", self.meeting_id, self.number.unwrap_or_default())
    }

    fn check(&self, findings: &mut Findings) {
        if !self.number.is_some_and(|number| (1..=99).contains(&number)) {
            findings.refuse(
                "number",
                Reason::ValueOutOfRange,
                "items are numbered from 1 to 99",
                "议题序号为 1 至 99",
            );
        }
        let reviews = self.topic() == Topic::DocumentReview;
        if reviews && self.document_id.is_empty() {
            findings.refuse(
                "document_id",
                Reason::FieldRequired,
                "an item that reviews a document names it",
                "审议文件的议题应填写文件",
            );
        }
        if !reviews && self.result() != AgendaResult::Heard {
            findings.refuse(
                "result",
                Reason::EnumUnknown,
                "only a document is passed or deferred; what is reported is heard",
                "只有审议文件才有通过或再议，其他议题的结果为听取",
            );
        }
    }

    fn sample(n: u32) -> Self {
        Self {
            meeting_id: <Meeting as Kind<Ours>>::sample(n).code,
            number: Some(1),
            topic: Topic::DocumentReview.into(),
            title: "审议示例改革方案".to_owned(),
            document_id: <Document as Kind<Ours>>::sample(0).code,
            result: AgendaResult::Passed.into(),
            reporter_id: <Office as Kind<Ours>>::sample(0).code,
            division: SAMPLE_PLACE[..6].to_owned(),
            ..Self::default()
        }
    }
}
