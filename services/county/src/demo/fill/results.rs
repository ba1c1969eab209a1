//! Keeps rankings and saturations, one after another.

use anyhow::{Context, Result};
use prost::Name;
use proto::cadre::v1::ranking_service_client::RankingServiceClient;
use proto::cadre::v1::saturation_result_service_client::SaturationResultServiceClient;
use proto::cadre::v1::{KeepRankingRequest, KeepSaturationRequest, Ranking, SaturationResult};
use proto::ledger::v1::{RecordMetadata, RecordRef};

use super::super::generator::cadre::{RankingPlan, SaturationPlan};
use super::department::Department;
use super::request::{RECORDER, request_id, unary};

/// Keeps what the plans say; the states in which the results then are.
pub async fn keep(
    department: &Department<'_>,
    (rankings, saturations): (Vec<RankingPlan>, Vec<SaturationPlan>),
) -> Result<Vec<RecordRef>> {
    let total = rankings.len() + saturations.len();
    department.progress.begin("排名和饱和度 · rankings and saturations", total as u64);
    let mut kept = Vec::with_capacity(total);
    for plan in rankings {
        kept.push(ranking(department, plan).await?);
        department.progress.advance(1);
    }
    for plan in saturations {
        kept.push(saturation(department, plan).await?);
        department.progress.advance(1);
    }
    department.progress.end();
    Ok(kept)
}

async fn ranking(department: &Department<'_>, plan: RankingPlan) -> Result<RecordRef> {
    let RankingPlan { code, peer_group, first_date, last_date } = plan;
    let mut message = KeepRankingRequest {
        county: department.county.to_owned(),
        code,
        peer_group,
        first_date,
        last_date,
        ..KeepRankingRequest::default()
    };
    message.request_id = request_id("KeepRanking", [&message]);
    let mut client = RankingServiceClient::new(department.channel.clone());
    let code = message.code.clone();
    let answer = client.keep_ranking(unary(message, RECORDER)).await;
    let answer = answer.with_context(|| format!("ranking {code}"))?.into_inner();
    reference(Ranking::full_name(), answer.metadata)
}

async fn saturation(department: &Department<'_>, plan: SaturationPlan) -> Result<RecordRef> {
    let SaturationPlan { code, cadre_id, first_date, last_date } = plan;
    let mut message = KeepSaturationRequest {
        county: department.county.to_owned(),
        code,
        cadre_id,
        first_date,
        last_date,
        ..KeepSaturationRequest::default()
    };
    message.request_id = request_id("KeepSaturation", [&message]);
    let mut client = SaturationResultServiceClient::new(department.channel.clone());
    let code = message.code.clone();
    let answer = client.keep_saturation(unary(message, RECORDER)).await;
    let answer = answer.with_context(|| format!("saturation {code}"))?.into_inner();
    reference(SaturationResult::full_name(), answer.metadata)
}

fn reference(kind: String, metadata: Option<RecordMetadata>) -> Result<RecordRef> {
    let metadata = metadata.context("the answer says nothing of the record")?;
    Ok(RecordRef { kind, id: metadata.id, etag: metadata.etag })
}
