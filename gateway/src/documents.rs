//! Documents: a compiled report written in a format, once for the positions it rests on.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Arc;

use bytes::Bytes;
use chassis::Refusal;
use flate2::Compression;
use flate2::write::GzEncoder;
use proto::figure::v1::Dimension;
use proto::ledger::v1::Reason;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::departments::{Budget, Positions};
use crate::figures::Asked;
use crate::report::render::xlsx::Breakdown;
use crate::report::render::{Format, docx, html, json, markdown, pdf, xlsx};
use crate::report::{Place, Report};
use crate::{Gateway, LONGEST};

/// What a written report is kept under: its digest, its format, how it is sent.
pub(crate) type Written = (u64, Format, Coding);

/// How the bytes of a document are sent (RFC 9110 §8.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Coding {
    Plain,
    Gzip,
}

/// Questions about parts that are asked at the same time; more would only queue.
const SIDE_BY_SIDE: usize = 8;

impl Gateway {
    /// The report in a format: the same bytes for the same positions.
    ///
    /// # Errors
    /// `FORMAT_NOT_BUILT` and `FONT_MISSING` for PDF; `SERVICE_DOWN` when a department is away
    /// whose figures are broken down for XLSX.
    pub async fn document(&self, report: &Arc<Report>, format: Format) -> Result<Bytes, Refusal> {
        // Who comes while it is written waits for it.
        let written = self.write(report, format);
        self.once((report.digest(), format, Coding::Plain), written).await
    }

    /// The same, compressed once and not anew for every caller.
    ///
    /// # Errors
    /// As [`Gateway::document`].
    pub(crate) async fn compressed(
        &self,
        report: &Arc<Report>,
        format: Format,
    ) -> Result<Bytes, Refusal> {
        let small = async {
            let plain = self.document(report, format).await?;
            let small = tokio::task::spawn_blocking(move || gzip(&plain)).await;
            let small = small.map_err(|cause| Refusal::internal(&cause))?;
            small.map(Bytes::from).map_err(|cause| Refusal::internal(&cause))
        };
        self.once((report.digest(), format, Coding::Gzip), small).await
    }

    /// What is kept under a key, or made once for all who ask for it meanwhile.
    async fn once(
        &self,
        key: Written,
        making: impl Future<Output = Result<Bytes, Refusal>>,
    ) -> Result<Bytes, Refusal> {
        let made = self.documents.try_get_with(key, making).await;
        made.map_err(|refusal| Refusal::clone(&refusal))
    }

    async fn write(&self, report: &Arc<Report>, format: Format) -> Result<Bytes, Refusal> {
        let breakdowns = match format {
            Format::Xlsx => self.breakdowns(report).await?,
            _ => Vec::new(),
        };
        let report = Arc::clone(report);
        // Setting pages takes its time; calls beside it go on.
        let written = tokio::task::spawn_blocking(move || write(&report, format, &breakdowns));
        written.await.map_err(|cause| Refusal::internal(&cause))?
    }

    /// Every figure that a report shows by township and by month, at the positions of the report.
    async fn breakdowns(&self, report: &Report) -> Result<Vec<Breakdown>, Refusal> {
        let budget = Budget::of(LONGEST);
        let turns = Arc::new(Semaphore::new(SIDE_BY_SIDE));
        let mut asked = JoinSet::new();
        for computed in report.shown() {
            let code = &computed.figure.code;
            let place = Place { code: report.division.clone(), name: report.division_name.clone() };
            let positions = report.positions.get(&computed.department).cloned();
            let question = self.asked(place, report.period.clone(), code, budget).await?;
            let (question, positions) = (Arc::new(question), positions.unwrap_or_default());
            for by in [Dimension::Township, Dimension::Month] {
                let (question, positions) = (Arc::clone(&question), positions.clone());
                let turns = Arc::clone(&turns);
                asked.spawn(async move {
                    let _turn = turns.acquire().await;
                    break_down(&question, by, positions).await
                });
            }
        }
        let mut found = BTreeMap::new();
        while let Some(answer) = asked.join_next().await {
            let answer = answer.map_err(|cause| Refusal::internal(&cause))??;
            found.extend(answer.map(|part| ((part.code.clone(), i32::from(part.by)), part)));
        }
        Ok(found.into_values().collect())
    }
}

/// The parts of a figure; nothing where it is not broken down this way.
async fn break_down(
    asked: &Asked,
    by: Dimension,
    positions: Positions,
) -> Result<Option<Breakdown>, Refusal> {
    match asked.break_down(by, positions).await {
        Ok(answer) => Ok(Some(Breakdown { code: asked.code.clone(), by, answer })),
        Err(refusal) if is_not_broken_down(&refusal) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

/// Whether a figure has no such parts, or none that are told.
fn is_not_broken_down(refusal: &Refusal) -> bool {
    let reasons = refusal.fields.iter().map(|fault| fault.reason).chain([refusal.reason]);
    let none = [Reason::BreakdownUnknown, Reason::EvidenceRestricted];
    reasons.into_iter().any(|reason| none.contains(&reason))
}

fn gzip(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut small = GzEncoder::new(Vec::new(), Compression::best());
    small.write_all(plain)?;
    small.finish()
}

fn write(report: &Report, format: Format, breakdowns: &[Breakdown]) -> Result<Bytes, Refusal> {
    Ok(match format {
        Format::Json => json::report(report).into(),
        Format::Html => html::report(report)?.into(),
        Format::Markdown => markdown::report(report).into(),
        Format::Docx => docx::report(report)?.into(),
        Format::Pdf => pdf::report(report)?.into(),
        Format::Xlsx => xlsx::report(report, breakdowns)?.into(),
    })
}
