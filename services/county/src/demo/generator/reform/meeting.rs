//! Meetings of the committees, those that the county hosted, and what they dealt with.

use jiff::civil::{Date, date};
use proto::reform::v1::{
    AgendaItem, AgendaResult, Document, DocumentType, Meeting, MeetingBody, MeetingType, Topic,
};

use super::super::calendar::working_days;
use super::super::places::TOWNSHIPS;
use super::Setting;

/// A document on an agenda: number of the meeting, code and type of the document, and the result.
type Review = (usize, usize, AgendaResult);

/// The documents of a year: three of reform that passed, one that never did, and others.
const DOCUMENTS: [(&str, DocumentType, bool); 6] = [
    ("改革工作要点", DocumentType::Reform, true),
    ("改革项目管理办法", DocumentType::Reform, true),
    ("改革督察工作规则", DocumentType::Reform, true),
    ("改革容错办法（草案）", DocumentType::Reform, false),
    ("年度改革任务清单", DocumentType::TaskList, true),
    ("改革进展情况汇报", DocumentType::Report, false),
];

/// What the committee did with them; the first and the third were dealt with twice.
const REVIEWS: [Review; 7] = [
    (2, 1, AgendaResult::PassedInPrinciple),
    (3, 1, AgendaResult::Passed),
    (2, 5, AgendaResult::Passed),
    (4, 2, AgendaResult::Passed),
    (5, 3, AgendaResult::Deferred),
    (7, 3, AgendaResult::Passed),
    (8, 4, AgendaResult::Deferred),
];

/// The days of the committee's meetings: one a month as far as the year has come.
pub fn committee_days(setting: &Setting) -> Vec<Date> {
    let count = setting.of(12, 10);
    let months = (1_i8..).take(count);
    let first_half = |month| (date(setting.year, month, 4), date(setting.year, month, 8));
    let days = months.filter_map(|month| {
        let (first, last) = first_half(month);
        let last = if month == 10 { date(setting.year, month, 20) } else { last };
        working_days(first, last).into_iter().next_back()
    });
    days.collect()
}

/// The code of a meeting of the committee, from 1.
pub fn committee_code(setting: &Setting, number: usize) -> String {
    format!("{}-committee-{number:02}", setting.year)
}

/// The meetings of a year.
pub fn meetings(setting: &Setting) -> Vec<Meeting> {
    let mut meetings: Vec<Meeting> = (1..)
        .zip(committee_days(setting))
        .map(|(number, day)| {
            let body = MeetingBody::ReformCommittee;
            let name = format!("县委深改委第{number}次会议（示例）");
            let code = committee_code(setting, number);
            meeting(setting, code, (body, MeetingType::Session), name, day)
        })
        .collect();
    meetings.extend(of_county(setting));
    meetings.extend(hosted(setting));
    meetings
}

fn of_county(setting: &Setting) -> Vec<Meeting> {
    let mut meetings = Vec::new();
    let standing = (MeetingBody::StandingCommittee, MeetingType::Session);
    for (number, day) in (1..).zip(setting.spread(3)) {
        let name = format!("县委常委会会议（示例{number}）");
        meetings.push(meeting(setting, standing_code(setting, number), standing, name, day));
    }
    let promotion = (MeetingBody::CountyCommittee, MeetingType::ReformPromotion);
    let on_site = (MeetingBody::CountyGovernment, MeetingType::OnSite);
    let others =
        [(promotion, "promotion", "全县改革工作推进会"), (on_site, "on-site", "全县现场会")];
    for ((of, code, name), day) in others.into_iter().zip(setting.spread(2)) {
        let code = format!("{}-{code}", setting.year);
        meetings.push(meeting(setting, code, of, format!("{name}（示例）"), day));
    }
    meetings
}

/// On-site meetings of the city in the county, and a training of the city, which is none.
fn hosted(setting: &Setting) -> Vec<Meeting> {
    const TOPICS: [&str; 4] = ["国土绿化暨林长制", "小流域综合治理", "基层治理", "医养结合"];
    let count = setting.of(4, 2);
    let on_site = (MeetingBody::Higher, MeetingType::OnSite);
    let training = (MeetingBody::Higher, MeetingType::Training);
    let city = |mut one: Meeting, place: usize| {
        one.organizer = "示例市级机关".to_owned();
        one.organizer_code = setting.county[..4].to_owned();
        one.division = TOWNSHIPS[place % TOWNSHIPS.len()].code.to_owned();
        one
    };
    let mut meetings = Vec::new();
    for (number, day) in setting.spread(count).into_iter().enumerate() {
        let name = format!("全市{}现场会（示例）", TOPICS[number]);
        let code = format!("{}-city-{}", setting.year, number + 1);
        meetings.push(city(meeting(setting, code, on_site, name, day), 3 * number));
    }
    let name = "全市上市后备企业培训（示例）".to_owned();
    let day = setting.spread(1)[0];
    let code = format!("{}-city-training", setting.year);
    meetings.push(city(meeting(setting, code, training, name, day), 0));
    meetings
}

/// A meeting that no verifier has seen yet.
pub fn unread(setting: &Setting) -> Vec<Meeting> {
    let of = (MeetingBody::ReformCommittee, MeetingType::Session);
    let code = committee_code(setting, 91);
    let name = "县委深改委专题会议（示例）".to_owned();
    let one = meeting(setting, code, of, name, setting.last);
    if setting.is_reported() { vec![one] } else { Vec::new() }
}

fn standing_code(setting: &Setting, number: usize) -> String {
    format!("{}-standing-{number}", setting.year)
}

fn meeting(
    setting: &Setting,
    code: String,
    (body, kind): (MeetingBody, MeetingType),
    name: String,
    day: Date,
) -> Meeting {
    Meeting {
        metadata: None,
        code,
        body: body.into(),
        r#type: kind.into(),
        name,
        organizer: "示例县委".to_owned(),
        organizer_code: setting.county.to_owned(),
        organizer_level: 0,
        division: setting.county.to_owned(),
        hold_date: day.to_string(),
        person_count: Some(40),
    }
}

fn document_code(setting: &Setting, number: usize) -> String {
    format!("{}-document-{number}", setting.year)
}

/// The papers of a year.
pub fn documents(setting: &Setting) -> Vec<Document> {
    let document =
        |(number, (title, kind, issued)): (usize, (&str, DocumentType, bool))| Document {
            metadata: None,
            code: document_code(setting, number),
            title: format!("{}（示例）", title),
            r#type: kind.into(),
            number: if issued { setting.paper("改发", number) } else { String::new() },
            issuer_id: "reform".to_owned(),
            issue_date: if issued { setting.day(8, 1) } else { String::new() },
            division: setting.county.to_owned(),
        };
    (1..).zip(DOCUMENTS).map(document).collect()
}

/// What the meetings dealt with: documents at the committee's, reports at the standing one's.
pub fn agenda(setting: &Setting) -> Vec<AgendaItem> {
    let item = |meeting_id: String, number: i32, topic: Topic, title: String| AgendaItem {
        metadata: None,
        meeting_id,
        number: Some(number),
        topic: topic.into(),
        title,
        document_id: String::new(),
        result: AgendaResult::Heard.into(),
        reporter_id: "reform".to_owned(),
        division: setting.county.to_owned(),
    };
    let mut items: Vec<AgendaItem> = (1..=setting.of(12, 10))
        .map(|meeting| {
            let title = "任务推进情况（示例）".to_owned();
            item(committee_code(setting, meeting), 1, Topic::TaskProgress, title)
        })
        .collect();
    items.extend((2..).zip(REVIEWS).map(|(number, (meeting, document, result))| {
        let title = format!("审议{}（示例）", DOCUMENTS[document - 1].0);
        let meeting_id = committee_code(setting, meeting);
        let mut one = item(meeting_id, number, Topic::DocumentReview, title);
        one.document_id = document_code(setting, document);
        one.result = result.into();
        one
    }));
    // The first meeting of the standing committee hears two reports, the third none.
    for (meeting, number) in [(1, 1), (1, 2), (2, 1)] {
        let title = format!("听取改革工作汇报（示例{number}）");
        items.push(item(standing_code(setting, meeting), number, Topic::ReformReport, title));
    }
    let title = "传达学习上级会议精神（示例）".to_owned();
    items.push(item(standing_code(setting, 3), 1, Topic::Study, title));
    items
}
