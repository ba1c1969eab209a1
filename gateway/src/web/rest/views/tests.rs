//! What views look like, for some of those that there are.

use ledger::kinds::pool;
use proto::cadre::v1::{GetSaturationRequest, SaturationRow, SaturationTable};
use proto::governance::v1::{
    BrowseCaseBoardRequest, BrowseCaseBoardResponse, CaseAction, CaseCard, CaseEvent, CaseFile,
    CaseMoment, CaseStage, CaseTimeline, DueState, GetCaseTimelineRequest,
};
use proto::industry::v1::{
    EditionExhibit, Enterprise, EnterpriseProfile, Exhibition, GetEnterpriseProfileRequest,
};
use proto::ledger::v1::Act;
use proto::livelihood::v1::{OpeningColumn, OpeningRow, Openings};
use proto::reform::v1::{Domain, TaskBoard, TaskCard, TaskLane};

use super::super::contract::Contract;
use super::*;

fn contract() -> Contract {
    Contract::of(["cadre", "governance", "industry", "livelihood", "reform"].into_iter())
}

fn dynamic<M: prost::Name>(message: &M) -> DynamicMessage {
    let described = pool().get_message_by_name(&M::full_name()).expect("a message");
    DynamicMessage::decode(described, message.encode_to_vec().as_slice()).expect("it decodes")
}

fn page_of<Q: prost::Name, A: prost::Name>(
    (department, collection): (&str, &str),
    language: Language,
    request: &Q,
    answer: &A,
) -> String {
    let contract = contract();
    let all = contract.department(department).expect("a department");
    let collection = &all[collection];
    let answers = |view: &&Operation| view.method.output().full_name() == A::full_name();
    let view = collection.operations.iter().filter(|view| shows(view)).find(answers);
    let path = format!("/v1/counties/421222/{department}/{}/x", collection.name);
    let (request, answer) = (dynamic(request), dynamic(answer));
    html(
        (all, collection),
        view.expect("a view"),
        &path,
        (language, &Shell::new(language, &path, &[])),
        (&request, &answer),
    )
    .expect("a page")
}

#[test]
fn a_profile_has_facts_tables_and_links_and_its_form_is_filled_in() {
    let enterprise = Enterprise { name: "示例<厂>".to_owned(), ..Enterprise::default() };
    let exhibition = Exhibition { series: "示例展会".to_owned(), ..Exhibition::default() };
    let exhibit = EditionExhibit { exhibit: None, exhibition: Some(exhibition) };
    let profile = EnterpriseProfile {
        enterprise: Some(enterprise),
        exhibits: vec![exhibit],
        ..EnterpriseProfile::default()
    };
    let request = GetEnterpriseProfileRequest {
        id: "91421222MA4TC0014J".to_owned(),
        date: "2023-12-08".to_owned(),
        ..GetEnterpriseProfileRequest::default()
    };
    let page = page_of(("industry", "enterprises"), Language::Chinese, &request, &profile);
    for part in [
        "<h1>企业画像</h1>",
        "示例&lt;厂&gt;",
        "示例展会",
        "value=\"91421222MA4TC0014J\"",
        "type=\"date\" name=\"date\" value=\"2023-12-08\"",
        "<h3>在册认定与名录</h3>\n<p>没有。</p>",
    ] {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
    let page = page_of(("industry", "enterprises"), Language::English, &request, &profile);
    assert!(page.contains("<h1>enterprise profile</h1>"), "{page}");
    assert!(page.contains("<h3>former titles</h3>\n<p>None.</p>"), "{page}");
}

#[test]
fn values_stand_under_the_columns_that_the_answer_names() {
    let column = |name: &str| OpeningColumn {
        name: name.to_owned(),
        unit: "所".to_owned(),
        ..OpeningColumn::default()
    };
    let row = OpeningRow {
        name: "五里镇".to_owned(),
        values: vec!["3".to_owned()],
        ..OpeningRow::default()
    };
    let openings = Openings {
        columns: vec![column("新建学校"), column("新增机构")],
        rows: vec![row],
        ..Openings::default()
    };
    let request = proto::livelihood::v1::GetOpeningsRequest::default();
    let page = page_of(("livelihood", "facilities"), Language::Chinese, &request, &openings);
    assert!(page.contains("新建学校<span class=\"small\">（所）</span>"), "{page}");
    assert!(page.contains("<td class=\"num\">3</td><td class=\"num\">—</td>"), "{page}");
}

#[test]
fn a_list_that_holds_lists_has_a_part_for_each() {
    let card = TaskCard { title: "示例任务".to_owned(), ..TaskCard::default() };
    let lane = TaskLane {
        domain: Domain::Ecology.into(),
        domain_label: "生态文明".to_owned(),
        cards: vec![card],
        ..TaskLane::default()
    };
    let board = TaskBoard { lanes: vec![lane], ..TaskBoard::default() };
    let request = proto::reform::v1::GetTaskBoardRequest::default();
    let page = page_of(("reform", "tasks"), Language::Chinese, &request, &board);
    assert!(page.contains("<h2>生态文明</h2>"), "{page}");
    assert!(page.contains("<h3>任务</h3>"), "{page}");
    assert!(!page.contains("领域代码"), "the label stands for the code: {page}");
}

#[test]
fn units_that_are_told_together_are_said_to_be_and_a_limit_that_is_none_is_no_number() {
    let few = SaturationRow {
        required_halves: 220,
        unit_note: "units with few cadres, together".to_owned(),
        unit_note_zh: "人数少的几个单位合计".to_owned(),
        ..SaturationRow::default()
    };
    let one = SaturationRow { unit_id: "B".to_owned(), ..SaturationRow::default() };
    let table = SaturationTable { rows: vec![few, one], ..SaturationTable::default() };
    let request = GetSaturationRequest::default();
    let of = |language| page_of(("cadre", "work_logs"), language, &request, &table);
    let (chinese, english) = (of(Language::Chinese), of(Language::English));
    assert!(chinese.contains(">人数少的几个单位合计</td>"), "{chinese}");
    assert!(!chinese.contains("单位说明"), "it is no column of its own: {chinese}");
    assert!(english.contains(">units with few cadres, together</td>"), "{english}");
    let event = CaseEvent { action: CaseAction::Conclude.into(), ..CaseEvent::default() };
    let moment = CaseMoment { event: Some(event), ..CaseMoment::default() };
    let timeline = CaseTimeline { moments: vec![moment], ..CaseTimeline::default() };
    let request = GetCaseTimelineRequest { id: "C-1".to_owned(), ..Default::default() };
    let page = page_of(("governance", "case_files"), Language::Chinese, &request, &timeline);
    let row = page.split("<td").find(|cell| cell.contains("办结")).expect(&page);
    assert!(!page.contains("<td class=\"num\">0</td>"), "{row} in {page}");
}

#[test]
fn a_history_has_the_words_of_its_language_and_says_what_to_do_in_one_of_them() {
    let event = CaseEvent {
        action: CaseAction::Transfer.into(),
        date: "2026-12-28".to_owned(),
        limit_count: 5,
        ..CaseEvent::default()
    };
    let sent = CaseMoment {
        event: Some(event),
        stage: CaseStage::Transferred.into(),
        method: "TransferCaseFile".to_owned(),
        due_state: DueState::CalendarMissing.into(),
        calendar_notices: vec!["示例发〔2025〕7号".to_owned()],
        act: Act::Revise.into(),
        ..CaseMoment::default()
    };
    let withdrawn = CaseMoment { act: Act::Withdraw.into(), ..CaseMoment::default() };
    let timeline = CaseTimeline {
        moments: vec![sent, withdrawn],
        calendar_note: "add the year".to_owned(),
        calendar_note_zh: "请补入该年".to_owned(),
        ..CaseTimeline::default()
    };
    let request = GetCaseTimelineRequest { id: "C-1".to_owned(), ..Default::default() };
    let of =
        |language, timeline| page_of(("governance", "case_files"), language, &request, timeline);
    let page = of(Language::Chinese, &timeline);
    for part in ["转送", "缺工作日历", "示例发〔2025〕7号", "撤回", "请补入该年", "（天）"]
    {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
    for part in ["add the year", "TransferCaseFile", "moments"] {
        assert!(!page.contains(part), "{part} is on {page}");
    }
    let page = of(Language::English, &timeline);
    for part in ["calendar missing", "add the year", "withdraw", "(days)"] {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
    assert!(!page.contains("请补入该年") && !page.contains('天'), "{page}");
    let page = of(Language::Chinese, &CaseTimeline::default());
    assert!(!page.contains("工作日历提示"), "nothing is to be done: {page}");
}

#[test]
fn a_place_is_called_by_its_name_beside_its_code() {
    let case_file = CaseFile { division: "421222106201".to_owned(), ..CaseFile::default() };
    let card = CaseCard { case_file: Some(case_file), ..CaseCard::default() };
    let board = BrowseCaseBoardResponse { cards: vec![card], ..Default::default() };
    let request = BrowseCaseBoardRequest::default();
    let page = page_of(("governance", "case_files"), Language::Chinese, &request, &board);
    assert!(page.contains("石南镇 421222106201"), "{page}");
}

#[test]
fn every_view_has_a_form_and_asks_for_what_it_needs() {
    let contract = contract();
    let all = contract.department("industry").expect("industry");
    let forms = forms(all, "/v1/counties/421222/industry", Language::Chinese);
    let forms = serde_json::to_value(&forms).expect("JSON");
    let profile = forms.as_array().expect("a list").iter().find(|form| form["label"] == "企业画像");
    let profile = profile.expect("the profile");
    assert_eq!(profile["action"], "/v1/counties/421222/industry/enterprises:profile");
    let names: Vec<_> = profile["fields"].as_array().expect("fields").iter().collect();
    let names: Vec<_> = names.iter().map(|field| field["name"].as_str()).collect();
    assert_eq!(names, [Some("id"), Some("date")]);
    assert_eq!(forms.as_array().map(Vec::len), Some(3));
}
