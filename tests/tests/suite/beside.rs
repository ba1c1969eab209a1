//! A figure may ask for a record beside another: logs that were written beside half a day of leave.

use std::collections::HashMap;

use ::ledger::collection::Obligations;
use ::ledger::figures::{Engine, Figures};
use ::ledger::reader::Reader;
use county::County;
use prost::Message;
use proto::cadre::v1::{Leave, WorkLog};
use proto::figure::v1::Scope;

use crate::desk::COUNTY;
use crate::figures::scope;
use crate::filled::{CUTOFF, over_the_demo};

const DECLARED: &str = "figures:
  - code: test.logs
    name: 日志
    name_en: logs
    unit: 篇
    unit_en: logs
    owner: 县委组织部
    select: {kind: WorkLog, within: date}
    measure: count
  - code: test.on_leave
    name: 休假当日的日志
    name_en: logs on leave
    unit: 篇
    unit_en: logs
    owner: 县委组织部
    select:
      kind: WorkLog
      within: date
      has: [BESIDE]
    measure: count
  - code: test.at_work
    name: 未休假当日的日志
    name_en: logs at work
    unit: 篇
    unit_en: logs
    owner: 县委组织部
    select:
      kind: WorkLog
      within: date
      lacks: [BESIDE]
    measure: count
  - code: test.long_ones_on_leave
    name: 长日志须在休假当日
    name_en: logs, long ones on leave only
    unit: 篇
    unit_en: logs
    owner: 县委组织部
    select:
      kind: WorkLog
      within: date
      has: [WHEN_LONG]
    measure: count
";

const BESIDE: &str = "{kind: Leave, by: {cadre_id: cadre_id}, where: {half_day: true}, \
                      in_force: {from: first_date, to: last_date, on: date}}";

/// From so many minutes on a log is a long one.
const LONG: i32 = 240;

fn load(beside: &str) -> Result<Figures, ::ledger::figures::Fault> {
    let when = format!("when: {{minutes: {{at_least: {LONG}}}}}, by:");
    let text = DECLARED.replace("WHEN_LONG", &beside.replace("by:", &when));
    let text = text.replace("BESIDE", beside);
    Figures::load(&(cadre::DEPARTMENT.kinds)(), &[("beside.yaml", &text)], &HashMap::new())
}

/// All records of a kind that count.
async fn counted<M: Message + prost::Name + Default>(reader: &Reader, position: i64) -> Vec<M> {
    let kinds = (cadre::DEPARTMENT.kinds)();
    let kind = kinds.get(&M::full_name()).expect("a kind");
    let (whole, all) = ((COUNTY, COUNTY), ("", "~"));
    let records = reader.counted(kind, whole, all, position).await.expect("records");
    records.iter().map(|bytes| M::decode(bytes.as_slice()).expect("a record")).collect()
}

/// How many logs of the scope lie on half a day of leave, how many do not, and how many lie on
/// one or are short, read plainly.
async fn plainly(reader: &Reader, scope: &Scope, position: i64) -> (i64, i64, i64) {
    let mut leaves: HashMap<String, Vec<Leave>> = HashMap::new();
    for leave in counted::<Leave>(reader, position).await {
        if leave.half_day {
            leaves.entry(leave.cadre_id.clone()).or_default().push(leave);
        }
    }
    let (mut on_leave, mut at_work, mut asked) = (0, 0, 0);
    for log in counted::<WorkLog>(reader, position).await {
        if log.date < scope.first_date || log.date > scope.last_date {
            continue;
        }
        let taken = leaves.get(&log.cadre_id).into_iter().flatten();
        let away = taken
            .into_iter()
            .any(|leave| leave.first_date <= log.date && log.date <= leave.last_date);
        *(if away { &mut on_leave } else { &mut at_work }) += 1;
        asked += i64::from(away || log.minutes.is_none_or(|minutes| minutes < LONG));
    }
    (on_leave, at_work, asked)
}

async fn check(running: &County) {
    let books = running.books("cadre").expect("a department");
    let kinds = (cadre::DEPARTMENT.kinds)();
    let figures = load(BESIDE).unwrap_or_else(|fault| panic!("{fault}"));
    let engine = Engine::new(books.reader.clone(), kinds, figures, Obligations::default());
    let asked = scope(COUNTY, "2023-01-01", CUTOFF);
    let whole = engine.scope(Some(&asked)).await.expect("a scope");
    let position = whole.positions[COUNTY];
    let answers = engine.compute(&whole, &[], false).await.expect("figures");
    let [logs, on_leave, at_work, long] = answers.as_slice() else { panic!("four figures") };
    let counted = (on_leave.counted, at_work.counted, long.counted);
    assert_eq!(plainly(&books.reader, &asked, position).await, counted);
    assert!(on_leave.counted < long.counted && long.counted < logs.counted);
    assert_eq!(on_leave.counted + at_work.counted, logs.counted);
    assert!(on_leave.counted > 0 && at_work.counted > 0);
    let left_out = |figure: &proto::figure::v1::Figure| figure.excluded["not_qualifying"];
    assert_eq!(left_out(on_leave), at_work.counted, "what does not qualify is left out by name");
}

#[tokio::test(flavor = "multi_thread")]
async fn logs_beside_half_a_day_of_leave_are_told_from_the_others() {
    over_the_demo(check).await;
}

#[test]
fn what_stands_beside_is_checked_when_it_is_loaded() {
    let cases = [
        ("kind: Leave", "kind: Holiday", "no kind Holiday"),
        ("{cadre_id: cadre_id}", "{}", "ties"),
        ("{cadre_id: cadre_id}", "{cadre_id: person}", "no field person"),
        ("on: date", "on: place", "not a day"),
        ("half_day: true", "half_day: soon", "true or false"),
        ("to: last_date, ", "", "to and until"),
    ];
    for (right, wrong, why) in cases {
        let fault = load(&BESIDE.replace(right, wrong)).err().unwrap_or_else(|| panic!("{wrong}"));
        assert!(fault.message.contains(why) && fault.line > 0, "{wrong}: {fault}");
    }
}
