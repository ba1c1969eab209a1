//! Pages: whole, without repetition, pinned to a position.

use ::ledger::kinds::Kind;
use prost::Message;
use proto::cadre::v1::Unit;

use crate::desk::{COUNTY, List, Page, VERIFIER, any, at_desk, options, reason};

#[tokio::test(flavor = "multi_thread")]
async fn pages_show_every_record_once_while_others_are_written() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let kind = desk.kind("Unit");
        let units = (0..130).map(|n| any(&kind, Unit::sample(n).encode_to_vec())).collect();
        desk.import(options(), units).await.expect("taken");
        let list = "/xianzhi.cadre.v1.UnitService/ListUnits";
        let mut request = List { county: COUNTY.to_owned(), page_size: 25, ..List::default() };
        let (mut seen, mut pages) = (Vec::new(), 0);
        loop {
            let page: Page = desk.call(VERIFIER, list, request.clone()).await.expect("a page");
            assert_eq!(page.position, 130, "every page is of the same position");
            seen.extend(page.records.iter().map(|record| record.metadata().id));
            pages += 1;
            let more = Unit::sample(1_000 + pages).encode_to_vec();
            desk.create(&kind, more).await.expect("taken");
            if page.next_page_token.is_empty() {
                break;
            }
            request.page_token = page.next_page_token;
        }
        assert_eq!((seen.len(), pages), (130, 6));
        seen.dedup();
        assert_eq!(seen.len(), 130);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_of_another_query_is_refused() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let kind = desk.kind("Unit");
        let units = (0..30).map(|n| any(&kind, Unit::sample(n).encode_to_vec())).collect();
        desk.import(options(), units).await.expect("taken");
        let list = "/xianzhi.cadre.v1.UnitService/ListUnits";
        let request = List { county: COUNTY.to_owned(), page_size: 10, ..List::default() };
        let page: Page = desk.call(VERIFIER, list, request.clone()).await.expect("a page");
        let elsewhere = List {
            division: "421222106".to_owned(),
            page_token: page.next_page_token.clone(),
            ..request.clone()
        };
        let other = "/xianzhi.cadre.v1.CadreService/ListCadres";
        let of_cadres = List { page_token: page.next_page_token, ..request.clone() };
        let garbled = List { page_token: "%%%".to_owned(), ..request.clone() };
        for (path, request) in [(list, elsewhere), (other, of_cadres), (list, garbled)] {
            let refused = desk.call::<_, Page>(VERIFIER, path, request).await;
            assert_eq!(reason(&refused.expect_err("refused")).0, "PAGE_TOKEN_MISMATCH");
        }
        let ahead = List { position: 31, ..request.clone() };
        let refused = desk.call::<_, Page>(VERIFIER, list, ahead).await;
        assert_eq!(reason(&refused.expect_err("refused")).0, "POSITION_AHEAD");
        let negative = List { page_size: -1, ..request };
        let refused = desk.call::<_, Page>(VERIFIER, list, negative).await;
        assert_eq!(reason(&refused.expect_err("refused")).1[0].0, "page_size");
    })
    .await;
}
