//! The acts on enterprises: the profile of one, and the search by name or code.

use chassis::{FieldFault, Refusal};
use ledger::Books;
use ledger::reader::check_county;
use prost::Message as _;
use proto::industry::v1::enterprise_service_server::EnterpriseService;
use proto::industry::v1::{
    Enterprise, EnterpriseProfile, GetEnterpriseProfileRequest, SearchEnterprisesRequest,
    SearchEnterprisesResponse,
};
use proto::ledger::v1::Reason;
use tonic::{Request, Response, Status};

use super::enterprise_profile;
use crate::Ours;

/// How many are answered where nobody says how many, and how many at most.
const PAGE: i32 = 20;
const MOST: i32 = 100;
/// The longest text that is searched for, in characters.
const LONGEST: usize = 64;

/// The acts on enterprises.
pub(super) struct Enterprises {
    books: Books,
}

impl Enterprises {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }
}

#[tonic::async_trait]
impl EnterpriseService for Enterprises {
    async fn get_enterprise_profile(
        &self,
        request: Request<GetEnterpriseProfileRequest>,
    ) -> Result<Response<EnterpriseProfile>, Status> {
        Ok(Response::new(enterprise_profile::of(&self.books, request.into_inner()).await?))
    }

    async fn search_enterprises(
        &self,
        request: Request<SearchEnterprisesRequest>,
    ) -> Result<Response<SearchEnterprisesResponse>, Status> {
        Ok(Response::new(search(&self.books, request.into_inner()).await?))
    }
}

async fn search(
    books: &Books,
    request: SearchEnterprisesRequest,
) -> Result<SearchEnterprisesResponse, Refusal> {
    let SearchEnterprisesRequest { county, query, page_size, position } = request;
    check_county(&county)?;
    check_query(&query)?;
    if !(0..=MOST).contains(&page_size) {
        return Err(refused(
            "page_size",
            Reason::ValueOutOfRange,
            format!("a page has 0 to {MOST}, not {page_size}"),
            format!("每页为 0 至 {MOST} 条，不能是 {page_size}"),
        ));
    }
    let most = if page_size == 0 { PAGE } else { page_size };
    let position = books.reader.position(&county, position).await?;
    let kind = books.kind::<Ours, Enterprise>()?;
    let asked = ("name", query.trim());
    let found = books.reader.search(kind, &county, asked, position, i64::from(most)).await?;
    let (found, total_count) = found;
    let enterprises = found.iter().map(|bytes| Enterprise::decode(bytes.as_slice()));
    let enterprises =
        enterprises.collect::<Result<_, _>>().map_err(|cause| Refusal::internal(&cause))?;
    Ok(SearchEnterprisesResponse { enterprises, total_count, position })
}

fn check_query(query: &str) -> Result<(), Refusal> {
    let length = query.trim().chars().count();
    if (1..=LONGEST).contains(&length) && !query.chars().any(char::is_control) {
        return Ok(());
    }
    Err(refused(
        "query",
        Reason::TextInvalid,
        format!("a search is for 1 to {LONGEST} characters, none of them a control character"),
        format!("检索词为 1 至 {LONGEST} 个字符，不得含控制字符"),
    ))
}

fn refused(field: &str, reason: Reason, message: String, message_zh: String) -> Refusal {
    Refusal::request(FieldFault::new(field, reason, message, message_zh))
}
