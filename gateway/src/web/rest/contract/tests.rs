//! What is answered where, for every method that there is.

use std::collections::BTreeSet;

use super::*;

fn contract() -> Contract {
    let packages = pool().services().map(|service| package(&service));
    let departments: BTreeSet<_> =
        packages.filter_map(|name| name.split('.').nth(1).map(str::to_owned)).collect();
    Contract::of(departments.iter().map(String::as_str))
}

#[test]
fn an_act_is_named_by_its_method_without_the_noun() {
    assert_eq!(act("ResolveDifficulty", "Difficulty", false), "resolve");
    assert_eq!(act("GetAirCalendar", "AirDay", true), "air_calendar");
    assert_eq!(act("GetEnterpriseProfile", "Enterprise", true), "profile");
    assert_eq!(act("SearchEnterprises", "Enterprise", true), "search");
    assert_eq!(act("BrowseCaseBoard", "CaseFile", true), "case_board");
    assert_eq!(act("RankUnits", "Ranking", true), "units");
    assert_eq!(act("VerifyRecords", "Records", false), "verify");
    assert_eq!(act("AssessAirDay", "AirDay", false), "assess");
}

#[test]
fn no_two_methods_are_answered_at_one_place() {
    for (department, collections) in contract().departments() {
        for collection in collections.values() {
            let mut seen = BTreeSet::new();
            for Operation { http, place, method } in &collection.operations {
                let place = format!("{http} {place:?}");
                let name = method.full_name();
                assert!(seen.insert(place), "{department}: {name} is answered elsewhere too");
            }
        }
    }
}

#[test]
fn every_unary_method_of_a_kind_is_answered() {
    let contract = contract();
    let answered: BTreeSet<_> = contract
        .departments()
        .flat_map(|(_, collections)| collections.values())
        .flat_map(|collection| &collection.operations)
        .map(|operation| operation.method.full_name().to_owned())
        .collect();
    let uniform = ["xianzhi.figure.v1.FigureService", "xianzhi.report.v1.ReportService"];
    for service in pool().services().filter(|service| !uniform.contains(&service.full_name())) {
        for method in service.methods() {
            let streams = method.is_client_streaming() || method.is_server_streaming();
            let name = method.full_name();
            assert!(streams || answered.contains(name), "{name} is answered nowhere");
        }
    }
}
