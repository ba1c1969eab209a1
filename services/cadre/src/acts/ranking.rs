//! Rankings: computed, and kept with the position that they were computed at.

use chassis::Refusal;
use ledger::Books;
use ledger::writer::Call;
use prost::Message as _;
use proto::cadre::v1::ranking_service_server::RankingService;
use proto::cadre::v1::{
    CadreRanking, KeepRankingRequest, RankCadresRequest, RankUnitsRequest, Ranking,
};
use tonic::{Request, Response, Status};

use super::rank;
use super::read::{Asked, existing, other_appeal, scope, scope_over};

/// The acts on rankings.
pub(super) struct Rankings {
    books: Books,
}

impl Rankings {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }

    /// Refuses an appeal against a ranking of another group or period.
    async fn check_appeal(&self, county: &str, ranking: &Ranking) -> Result<(), Refusal> {
        if ranking.appeal_of.is_empty() {
            return Ok(());
        }
        let position = ranking.position.unwrap_or(0);
        let before: Option<Ranking> =
            existing(&self.books, county, &ranking.appeal_of, position).await?;
        let subject =
            |one: &Ranking| (one.peer_group.clone(), one.first_date.clone(), one.last_date.clone());
        match before {
            Some(before) if subject(&before) == subject(ranking) => Ok(()),
            _ => Err(other_appeal(&ranking.appeal_of)),
        }
    }
}

#[tonic::async_trait]
impl RankingService for Rankings {
    async fn rank_units(
        &self,
        request: Request<RankUnitsRequest>,
    ) -> Result<Response<Ranking>, Status> {
        let RankUnitsRequest { county, peer_group, first_date, last_date, position } =
            request.into_inner();
        let asked = Asked {
            county: &county,
            division: "",
            first_date: &first_date,
            last_date: &last_date,
            position,
        };
        let scope = scope(&self.books, asked).await?;
        Ok(Response::new(rank::units(&self.books, &scope, &peer_group).await?))
    }

    async fn keep_ranking(
        &self,
        request: Request<KeepRankingRequest>,
    ) -> Result<Response<Ranking>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let KeepRankingRequest { county, code, peer_group, first_date, last_date, .. } = request;
        let KeepRankingRequest { appeal_of, appeal_ground, request_id, validate_only, .. } =
            request;
        let method = "KeepRanking";
        let call = Call::read(&metadata, method, &county, &request_id, validate_only, &body)?;
        let asked = Asked {
            county: &county,
            division: "",
            first_date: &first_date,
            last_date: &last_date,
            position: 0,
        };
        let scope = scope_over(&self.books, asked).await?;
        let ranking = rank::units(&self.books, &scope, &peer_group).await?;
        let ranking = Ranking { code, appeal_of, appeal_ground, ..ranking };
        self.check_appeal(&county, &ranking).await?;
        Ok(Response::new(self.books.register(call, ranking).await?))
    }

    async fn rank_cadres(
        &self,
        request: Request<RankCadresRequest>,
    ) -> Result<Response<CadreRanking>, Status> {
        let RankCadresRequest { county, division, first_date, last_date, position } =
            request.into_inner();
        let asked = Asked {
            county: &county,
            division: &division,
            first_date: &first_date,
            last_date: &last_date,
            position,
        };
        let scope = scope(&self.books, asked).await?;
        Ok(Response::new(rank::cadres(&self.books, &scope).await?))
    }
}
