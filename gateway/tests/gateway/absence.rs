//! Departments that are down, come back, or answer at other positions than they were asked.

use std::sync::atomic::Ordering;

use serde_json::json;

use crate::world::World;
use crate::{REPORT, section, text};

#[tokio::test]
async fn a_department_that_is_down_leaves_its_sections_missing() {
    let (world, address) = World::start().await.without_ecology().await;
    let report = world.json(REPORT).await;
    assert_eq!(report["complete"], false);
    assert_eq!(report["missing"][0]["department"], "ecology");
    let quality = section(&report, "nature.quality");
    assert_eq!(quality["missing"], true);
    assert!(text(quality).contains("生态 部门"), "{}", text(quality));
    assert_eq!(section(&report, "economy.industry")["missing"], false);
    assert_eq!(report["positions"].get("ecology"), None);
    let down = world.get("/v1/divisions/421222/figures/ecology.air.good_days_rate?year=2023").await;
    assert_eq!((down.status, down.json()["reason"].clone()), (503, json!("SERVICE_DOWN")));
    assert_eq!(down.header("retry-after"), "5");
    assert!(down.text().contains("部门 生态 未能应答"), "{}", down.text());
    let health = world.json("/healthz").await;
    assert_eq!(health["status"], "degraded");
    assert_eq!(
        health["departments"][0],
        json!({"name": "industry", "up": true, "figures": 4, "reason": null})
    );
    assert_eq!(health["departments"][1]["up"], false);
    let page = world.get(&format!("{REPORT}?format=html")).await.text();
    assert!(page.contains("本版不完整"));
    let world = world.with_ecology(address).await;
    let report = world.json(REPORT).await;
    assert_eq!(report["complete"], true, "{}", report["missing"]);
    assert_eq!(section(&report, "nature.quality")["missing"], false);
}

#[tokio::test]
async fn positions_are_never_mixed() {
    let world = World::start().await;
    world.ecology.drifts.store(true, Ordering::SeqCst);
    let report = world.json(REPORT).await;
    assert_eq!(report["missing"][0]["department"], "ecology");
    assert_eq!(report["positions"].get("ecology"), None);
}

#[tokio::test]
async fn a_department_that_was_up_is_missed_by_what_it_answered_for() {
    let world = World::start().await;
    assert_eq!(world.json(REPORT).await["complete"], true);
    let (world, address) = world.without_ecology().await;
    let report = world.json(REPORT).await;
    assert_eq!(report["complete"], false);
    assert_eq!(section(&report, "nature.quality")["missing"], true);
    let unknown = "/v1/divisions/421222/figures/ecology.air.nothing?year=2023";
    assert_eq!(world.get(unknown).await.status, 404);
    let world = world.with_ecology(address).await;
    assert_eq!(world.json(REPORT).await["complete"], true);
}
