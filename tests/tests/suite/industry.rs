//! Industry over gRPC: what looks at the records beside it, vintages of trade, profiles, search.

use ::ledger::kinds::Kind;
use industry::{DEPARTMENT, Ours};
use prost::Message;
use proto::figure::v1::figure_service_client::FigureServiceClient;
use proto::figure::v1::{ComputeFiguresRequest, Figure};
use proto::industry::v1::enterprise_service_client::EnterpriseServiceClient;
use proto::industry::v1::project_service_client::ProjectServiceClient;
use proto::industry::v1::{
    Designation, Direction, EditionExhibit, Enterprise, EnterpriseProfile,
    GetEnterpriseProfileRequest, GetProjectProfileRequest, GuaranteeScheme, GuaranteedLoan,
    ProjectProfile, SearchEnterprisesRequest, TradeBulletin, Vintage,
};
use tonic::{Code, Status};

use crate::desk::{COUNTY, Desk, VERIFIER, any, at_desk, by, reason, reference};
use crate::figures::{all, scope};
use crate::filled::{CUTOFF, over_the_demo};

async fn enter<K: Kind<Ours>>(desk: &Desk, record: &K) {
    let kind = desk.kind(K::NAME);
    desk.enter(vec![any(&kind, record.encode_to_vec())]).await;
}

async fn refused<K: Kind<Ours>>(desk: &Desk, record: &K) -> Vec<(String, String)> {
    let kind = desk.kind(K::NAME);
    let status = desk.create(&kind, record.encode_to_vec()).await.expect_err("it is refused");
    assert_eq!(status.code(), Code::InvalidArgument);
    let refusal = chassis::Refusal::from_status(&status);
    assert!(refusal.fields.iter().all(|fault| !fault.message_zh.is_empty()));
    reason(&status).1
}

fn named(field: &str, rule: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), rule.to_owned())]
}

#[tokio::test(flavor = "multi_thread")]
async fn only_industry_comes_onto_the_above_scale_roster() {
    at_desk(&DEPARTMENT, async |desk| {
        let shop = Enterprise { industry_code: "52".to_owned(), ..Enterprise::sample(1) };
        enter(desk, &shop).await;
        enter(desk, &Enterprise::sample(2)).await;
        let of_shop =
            Designation { enterprise_id: shop.credit_code.clone(), ..Designation::sample(1) };
        let found = refused(desk, &of_shop).await;
        assert_eq!(found, named("designation.enterprise_id", "INDUSTRY_CODE_UNKNOWN"));
        enter(desk, &Designation::sample(2)).await;
        // What the holder is by now decides, also within one import.
        let kinds = [desk.kind("Enterprise"), desk.kind("Designation")];
        let another = Enterprise { industry_code: "5211".to_owned(), ..Enterprise::sample(3) };
        let records = vec![
            any(&kinds[0], another.encode_to_vec()),
            any(&kinds[1], Designation::sample(3).encode_to_vec()),
        ];
        let answer = desk.import(crate::desk::options(), records).await;
        let refusals = match answer {
            Ok(answer) => answer.refusals.iter().map(|one| one.reason.clone()).collect(),
            Err(status) => vec![reason(&status).0],
        };
        assert!(!refusals.is_empty(), "a shop of the same import came onto the roster");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loan_is_shared_as_the_scheme_in_force_says() {
    at_desk(&DEPARTMENT, async |desk| {
        enter(desk, &Enterprise::sample(0)).await;
        let scheme = <GuaranteeScheme as Kind<Ours>>::sample(0);
        enter(desk, &GuaranteeScheme { last_date: "2023-05-31".to_owned(), ..scheme }).await;
        let loan = <GuaranteedLoan as Kind<Ours>>::sample(0);
        let mut other = loan.clone();
        (other.shares[0].percent, other.shares[1].percent) = (50, 50);
        let shares = named("guaranteed_loan.shares", "SUM_MISMATCH");
        assert_eq!(refused(desk, &other).await, shares);
        (other.shares[0].percent, other.shares[1].percent) = (50, 40);
        assert_eq!(refused(desk, &other).await, shares);
        let late = GuaranteedLoan { loan_date: "2023-06-01".to_owned(), ..loan.clone() };
        let found = refused(desk, &late).await;
        assert_eq!(found, named("guaranteed_loan.scheme_id", "DATE_ORDER"));
        enter(desk, &loan).await;
    })
    .await;
}

async fn figure(desk: &Desk, code: &str, position: i64) -> Figure {
    let mut asked = scope(COUNTY, "2023-01-01", "2023-12-31");
    asked.positions.insert(COUNTY.to_owned(), position);
    let codes = vec![code.to_owned()];
    let request = ComputeFiguresRequest { scope: Some(asked), codes, compare: false };
    let mut client = FigureServiceClient::new(desk.channel.clone());
    let answer = client.compute_figures(by(VERIFIER, request)).await.expect("computed");
    answer.into_inner().figures.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_final_statement_takes_the_place_of_the_flash_and_both_can_be_seen() {
    at_desk(&DEPARTMENT, async |desk| {
        let flash = TradeBulletin {
            first_date: "2023-11-01".to_owned(),
            last_date: "2023-11-30".to_owned(),
            direction: Direction::Export.into(),
            value_fen: Some(10_000_000_000),
            vintage: Vintage::Flash.into(),
            release_date: "2023-12-07".to_owned(),
            ..TradeBulletin::sample(0)
        };
        enter(desk, &flash).await;
        let kind = desk.kind("TradeBulletin");
        let last = TradeBulletin {
            value_fen: Some(20_000_000_000),
            vintage: Vintage::Final.into(),
            release_date: "2023-12-18".to_owned(),
            ..flash.clone()
        };
        let id = Kind::<Ours>::key(&last);
        let revised = desk.revise(&kind, &id, "\"2\"", last.encode_to_vec()).await;
        let metadata = revised.expect("revised").metadata();
        // Until another has verified it, the flash stands and the figure says what waits.
        let waiting = figure(desk, "industry.trade.total", 3).await;
        assert_eq!((waiting.exact.as_deref(), waiting.pending), (Some("1"), 1));
        let verified = desk.verify(VERIFIER, vec![reference(&kind, &metadata)]).await;
        verified.expect("verified");
        assert_eq!(figure(desk, "industry.trade.total", 4).await.exact.as_deref(), Some("2"));
        assert_eq!(figure(desk, "industry.trade.total", 2).await.exact.as_deref(), Some("1"));
        // A flash that comes in late does not take the place of the final one again.
        let late = TradeBulletin { vintage: Vintage::Flash.into(), ..last.clone() };
        let refused = desk.revise(&kind, &id, "\"4\"", late.encode_to_vec()).await;
        let found = reason(&refused.expect_err("refused")).1;
        assert_eq!(found, named("trade_bulletin.vintage", "TRANSITION_NOT_ALLOWED"));
        let corrected = TradeBulletin { value_fen: Some(30_000_000_000), ..last };
        let revised = desk.revise(&kind, &id, "\"4\"", corrected.encode_to_vec()).await;
        revised.expect("a final statement is corrected by another one");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_beside_those_of_the_table_have_their_values() {
    over_the_demo(async |running| {
        let figures = all(running, &scope(COUNTY, "2023-01-01", CUTOFF)).await;
        for (code, text) in [
            ("industry.above_scale.exited", "0家"),
            ("industry.little_giant.new_national", "2家"),
            ("industry.little_giant.new_provincial", "8家"),
            ("industry.little_giant.due_for_review", "1家"),
            ("industry.attraction.total", "4个"),
            ("industry.attraction.new", "1个"),
            ("industry.listing_pool.total", "5家"),
            ("industry.listing.passed", "1家"),
            ("industry.bidding.total", "46个"),
            ("industry.bidding.remote", "5个"),
            ("industry.bidding.separate_award", "7个"),
            ("industry.landing_time.mean", "48天"),
            ("industry.landing_time.median", "47.5天"),
            ("industry.guarantee.loans", "14笔"),
            ("industry.guarantee.unattested", "5笔"),
            ("industry.trade.growth_stated", "12%"),
            ("industry.difficulty.resolved", "74件"),
        ] {
            assert_eq!(figures[code].text, text, "{code}");
        }
        let gap = figures["industry.trade.growth_gap"].exact.clone().expect("a gap");
        assert!(gap.starts_with("-0.0"), "{gap}");
        let may = all(running, &scope(COUNTY, "2023-01-01", "2023-05-31")).await;
        let gap = may["industry.trade.growth_gap"].exact.clone().expect("a gap");
        assert!(gap.starts_with("-0.2") || gap.starts_with("-0.3"), "{gap}");
        // Of 2022 one county of the city is not known: there is no place, and it says why.
        let then = all(running, &scope(COUNTY, "2022-01-01", "2022-12-31")).await;
        let rank = &then["industry.canton_fair.booths_city_rank"];
        assert_eq!(rank.value, None);
        assert!(rank.missing_reason_zh.contains("通山县"), "{}", rank.missing_reason_zh);
    })
    .await;
}

async fn profile(
    client: &mut EnterpriseServiceClient<tonic::transport::Channel>,
    id: &str,
    date: &str,
) -> Result<EnterpriseProfile, Status> {
    let (county, id, date) = (COUNTY.to_owned(), id.to_owned(), date.to_owned());
    let request = GetEnterpriseProfileRequest { county, id, date, position: 0 };
    Ok(client.get_enterprise_profile(by(VERIFIER, request)).await?.into_inner())
}

#[tokio::test(flavor = "multi_thread")]
async fn enterprises_are_found_by_a_part_of_the_name_or_the_beginning_of_the_code() {
    over_the_demo(async |running| {
        let channel = chassis::connect(&running.url("industry")).expect("an address");
        let mut client = EnterpriseServiceClient::new(channel);
        let mut search = async |query: &str, page_size| {
            let (county, query) = (COUNTY.to_owned(), query.to_owned());
            let request = SearchEnterprisesRequest { county, query, page_size, position: 0 };
            client.search_enterprises(by(VERIFIER, request)).await.map(tonic::Response::into_inner)
        };
        let found = search("示例", 5).await.expect("found");
        assert_eq!((found.enterprises.len(), found.total_count), (5, 160));
        assert_eq!(search("%", 0).await.expect("found").total_count, 0);
        let code = found.enterprises[0].credit_code.to_lowercase();
        assert_eq!(search(&code, 0).await.expect("found").total_count, 1);
        for (query, page_size, field) in [("", 0, "query"), ("示例", 101, "page_size")] {
            let refused = search(query, page_size).await.expect_err("refused");
            assert_eq!(reason(&refused).1[0].0, field);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_enterprise_is_shown_as_it_stood_on_a_day() {
    over_the_demo(async |running| {
        let channel = chassis::connect(&running.url("industry")).expect("an address");
        let mut client = EnterpriseServiceClient::new(channel);
        let issuer = issuer(&mut client).await;
        let now = profile(&mut client, &issuer, CUTOFF).await.expect("a profile");
        assert_eq!(now.listing_steps.len(), 3);
        assert!(now.titles.len() >= 5, "{}", now.titles.len());
        let opened = |one: &EditionExhibit| {
            one.exhibition.as_ref().is_some_and(|one| *one.first_date <= *CUTOFF)
        };
        assert!(!now.exhibits.is_empty() && now.exhibits.iter().all(opened));
        let then = profile(&mut client, &issuer, "2022-12-31").await.expect("a profile");
        assert_eq!(then.listing_steps.len(), 1);
        assert!(then.titles.len() < now.titles.len());
        assert!(then.titles.iter().all(|one| *one.first_date <= *"2022-12-31"));
        let nobody = profile(&mut client, "nobody", CUTOFF).await.expect_err("nobody");
        assert_eq!(reason(&nobody).0, "RECORD_NOT_FOUND");
        let no_day = profile(&mut client, &issuer, "yesterday").await.expect_err("no day");
        assert_eq!(reason(&no_day).1, named("date", "DATE_INVALID"));
    })
    .await;
}

/// The enterprise that passed a listing committee, as its steps say.
async fn issuer(client: &mut EnterpriseServiceClient<tonic::transport::Channel>) -> String {
    let request = SearchEnterprisesRequest {
        county: COUNTY.to_owned(),
        query: "91421222".to_owned(),
        page_size: 100,
        position: 0,
    };
    let found = client.search_enterprises(by(VERIFIER, request)).await.expect("found");
    for one in found.into_inner().enterprises {
        let shown = profile(client, &one.credit_code, CUTOFF).await.expect("a profile");
        if shown.listing_steps.len() == 3 {
            return one.credit_code;
        }
    }
    panic!("nobody passed")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_is_shown_with_its_parts_counted_and_its_years_beside_the_plan() {
    over_the_demo(async |running| {
        let channel = chassis::connect(&running.url("industry")).expect("an address");
        let mut client = ProjectServiceClient::new(channel);
        let mut of = async |id: &str, date: &str| -> ProjectProfile {
            let (county, id, date) = (COUNTY.to_owned(), id.to_owned(), date.to_owned());
            let request = GetProjectProfileRequest { county, id, date, position: 0 };
            client.get_project_profile(by(VERIFIER, request)).await.expect("shown").into_inner()
        };
        let farm = of("XM-DJ", CUTOFF).await;
        let houses = farm.part_counts.iter().find(|one| one.r#type == "标准化鸡舍");
        let houses = houses.map(|one| (one.designed, one.built, one.quantity_unit.as_str()));
        assert_eq!(houses, Some((11, 9, "栋")));
        assert_eq!((farm.floor_m2, farm.landing_days), (30_000, Some(202)));
        let use_of_plan: Vec<_> = farm.results.iter().map(|one| one.capacity_percent).collect();
        assert_eq!(use_of_plan, [Some(21), Some(32)]);
        let before = of("XM-DJ", "2022-12-31").await;
        assert!(before.results.is_empty());
        let district = of("XM-GQ", CUTOFF).await;
        assert_eq!((district.parts.len(), district.places.len()), (4, 4));
        assert_eq!(district.landing_days, None);
    })
    .await;
}
