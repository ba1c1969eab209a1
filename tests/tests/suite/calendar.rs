//! A calendar that replaces the one of the house: what it moves, and what refuses it.

use std::io::Write as _;
use std::process::{Command, Output};

use ::calendar::Calendar;
use ::ledger::kinds::Kind;
use governance::Ours;
use proto::governance::v1::{CaseEvent, CaseFile, CaseTerm, DayKind};

/// The variable that names the file.
const FILE: &str = "XIANZHI_CALENDAR";

/// A case that is to be concluded within ten working days from the third of April 2023 on.
fn due() -> String {
    let event = CaseEvent {
        date: "2023-04-03".to_owned(),
        term: CaseTerm::Handle.into(),
        limit_count: 10,
        limit_kind: DayKind::Working.into(),
        ..CaseEvent::default()
    };
    let mut case = CaseFile { events: vec![event], ..<CaseFile as Kind<Ours>>::sample(0) };
    Kind::<Ours>::derive(&mut case);
    case.due_date
}

/// Runs the test below in a process of its own, for which a file replaces the calendar.
fn with_calendar(lines: &str) -> Output {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(lines.as_bytes()).expect("written");
    let program = std::env::current_exe().expect("the test's own program");
    let mut command = Command::new(program);
    command.args(["calendar::in_a_process_of_its_own", "--exact", "--ignored", "--nocapture"]);
    command.env(FILE, file.path()).output().expect("it runs")
}

#[test]
#[ignore = "run by the tests beside it, with another calendar"]
fn in_a_process_of_its_own() {
    ::calendar::put_in_force().expect("a calendar");
    let day = "2023-04-10".parse().expect("a day");
    let notices = Calendar::standard().notices(day, day);
    println!("due {} by {}", due(), notices.first().unwrap_or(&"none"));
}

#[test]
fn a_replaced_calendar_moves_a_deadline_and_names_its_notice() {
    assert_eq!(due(), "2023-04-18", "the house's own, by which the fifth of April is free");
    let lines =
        "year,day,kind,notice\n2023,2023-04-05,rest,\n2023,2023-04-10,rest,示例发〔2023〕9号\n";
    let output = with_calendar(lines);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("due 2023-04-19 by 示例发〔2023〕9号"), "{said}");
    // Without the free day a working day more is in the ten.
    let output = with_calendar("year,day,kind,notice\n2023,2023-05-01,rest,\n");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("due 2023-04-17 by none"), "{said}");
}

#[test]
fn a_wrong_calendar_is_refused_with_its_line_and_why() {
    let output =
        with_calendar("year,day,kind,notice\n2023,2023-04-05,rest,\n2023,2023-04-31,rest,\n");
    assert!(!output.status.success());
    let said =
        [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    let said = said.concat();
    assert!(said.contains("line 3 of the calendar") && said.contains("第 3 行"), "{said}");
    assert!(said.contains(FILE), "{said}");
}
