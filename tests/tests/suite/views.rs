//! Views for people: every view of every department is a page with a form; places among peers.

use serde_json::Value;

use crate::filled::{CUTOFF, over_the_demo};
use crate::http::get;

const ROOT: &str = "/v1/counties/421222";
const FIGURES: &str = "/v1/divisions";

#[tokio::test(flavor = "multi_thread")]
async fn the_views_of_the_demo_are_pages_that_say_what_the_county_has() {
    over_the_demo(async |running| {
        let period = format!("first_date=2023-01-01&last_date={CUTOFF}");
        for (path, query, said) in [
            ("reform/tasks:board", format!("date={CUTOFF}"), "<h1>改革任务看板</h1>"),
            ("reform/leader_activities:leaders_ledger", period.clone(), "<h1>领导台账</h1>"),
            ("livelihood/facilities:openings", period.clone(), "新增学位"),
            (
                "livelihood/housing_phases/PC-1:phase_progress",
                format!("last_date={CUTOFF}"),
                "批次进度",
            ),
            ("ecology/air_days:air_calendar", period.clone(), "空气质量日历"),
            ("reform/materials:folder", period.clone(), "报告材料汇集"),
            ("reform/inspections/2023-full-01:comparison", format!("date={CUTOFF}"), "待销号"),
            ("governance/case_files:case_board", format!("date={CUTOFF}"), "<h1>案件看板</h1>"),
            (
                "governance/case_files:case_board",
                format!("date={CUTOFF}&light=CASE_LIGHT_OVERDUE&escalation_level=1"),
                "超期",
            ),
            (
                "governance/case_files/AJ2023-00100:case_timeline",
                String::new(),
                "<h1>案件经过</h1>",
            ),
        ] {
            let address = format!("{ROOT}/{path}?{query}");
            let json = get(running.http, &address, &[]).await;
            assert_eq!(json.status, 200, "{address}: {}", json.body);
            let page = get(running.http, &format!("{address}&format=html"), &[]).await;
            assert_eq!(page.status, 200, "{address}: {}", page.body);
            assert!(page.body.contains(said), "{address} does not say {said}: {}", page.body);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_views_of_work_logs_are_pages_in_words_of_their_own() {
    over_the_demo(async |running| {
        let period = format!("first_date=2023-01-01&last_date={CUTOFF}");
        let group = "%E4%BA%8B%E4%B8%9A%E5%8D%95%E4%BD%8D";
        for (path, query, said) in [
            ("work_logs:saturation", "grain=SATURATION_GRAIN_UNIT", ["饱和度表", "应填半天"]),
            ("work_logs:missing_logs", "", ["缺报日志", "缺填半天"]),
            ("work_logs:unchecked_logs", "page_size=1", ["未核日志", "待核日志"]),
            ("rankings:units", &format!("peer_group={group}"), ["工作日志排名", "待核半天"]),
            ("rankings:cadres", "", ["干部工作日志分布", "低于标准人数"]),
        ] {
            let address = format!("{ROOT}/cadre/{path}?{period}&{query}&format=html");
            let page = get(running.http, &address, &[]).await;
            assert_eq!(page.status, 200, "{address}: {}", page.body);
            for said in said {
                assert!(page.body.contains(said), "{address} does not say {said}: {}", page.body);
            }
            // A field without a label of its own would show its name.
            for name in ["halves", "unit id", "cadre id", "withheld", "last date", "position"] {
                assert!(!page.body.contains(&format!(">{name}")), "{address} says {name}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_enterprise_is_found_by_its_name_and_its_profile_opens_from_a_form() {
    over_the_demo(async |running| {
        let industry = format!("{ROOT}/industry");
        let department = get(running.http, &format!("{industry}?format=html"), &[]).await;
        let form = format!("action=\"{industry}/enterprises:search\"");
        assert!(department.body.contains(&form), "{}", department.body);
        let search = format!("{industry}/enterprises:search?query=%E7%A4%BA");
        let found = get(running.http, &search, &[]).await;
        let found: Value = serde_json::from_str(&found.body).expect("JSON");
        let code = found["enterprises"][0]["credit_code"].as_str().expect("a code").to_owned();
        let asked = format!("{industry}/enterprises:profile?format=html&id={code}&date={CUTOFF}");
        let led = get(running.http, &asked, &[]).await;
        let there = led.header("location").to_owned();
        let due = format!("{industry}/enterprises/{code}:profile?format=html&date={CUTOFF}");
        assert_eq!((led.status, &there), (303, &due));
        let page = get(running.http, &there, &[]).await;
        assert!(
            page.body.contains("<h1>企业画像</h1>") && page.body.contains(&code),
            "{}",
            page.body
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_township_has_its_place_and_its_share_of_the_county() {
    over_the_demo(async |running| {
        let code = "industry.above_scale.total";
        let query = format!("period=2023&as_of={CUTOFF}");
        let whole = format!("{FIGURES}/421222/figures/{code}/breakdown?{query}&by=township");
        let table: Value =
            serde_json::from_str(&get(running.http, &whole, &[]).await.body).expect("JSON");
        let cells = table["cells"].as_array().expect("cells");
        let first: Vec<&Value> = cells.iter().filter(|cell| cell["rank"] == 1).collect();
        let most =
            cells.iter().filter_map(|cell| cell["figure"]["value"].as_str()?.parse::<i64>().ok());
        assert_eq!(first[0]["figure"]["value"], most.max().expect("a value").to_string());
        let town = first[0]["key"].as_str().expect("a code");
        let own = format!("{FIGURES}/{town}/figures/{code}?{query}");
        let own: Value =
            serde_json::from_str(&get(running.http, &own, &[]).await.body).expect("JSON");
        assert_eq!(own["standing"]["rank"], 1);
        assert_eq!(own["standing"]["share"], first[0]["share"]);
        // Of five of the six counties of the city nothing is known.
        let county = format!("{FIGURES}/421222/figures/{code}?{query}");
        let county: Value =
            serde_json::from_str(&get(running.http, &county, &[]).await.body).expect("JSON");
        assert_eq!(county["standing"]["rank"], Value::Null);
        let why = county["standing"]["missing_reason_zh"].as_str().expect("a reason");
        assert!(why.contains("不能排位"), "{why}");
    })
    .await;
}
