//! Saturation that is remembered and brought to another position is what it is computed anew.

use std::collections::BTreeMap;

use ::ledger::Books;
use ::ledger::kinds::Kind;
use ::ledger::writer::{Call, Put, Step, Verdict};
use prost::Message as _;
use proto::cadre::v1::work_log_service_client::WorkLogServiceClient;
use proto::cadre::v1::{
    Cadre, CheckOutcome, DayHalf, GetSaturationRequest, Leave, ListMissingLogsRequest, LogCheck,
    Post, Sample, SaturationGrain, ShiftSwap, Unit, WorkLog,
};
use proto::figure::v1::Parameter;

use crate::desk::{COUNTY, Desk, VERIFIER, at_desk, by};
use crate::histories::Random;
use crate::work_logs::{DAYS, WORKING, log_of, parameter, record};

const CADRES: [&str; 3] = ["a", "b", "c"];
/// Days of rest, of which some are worked for others, and logged.
const REST: [&str; 4] = ["2023-02-11", "2023-02-18", "2023-02-25", "2023-03-04"];
/// The sample that half of the checks are of.
const SAMPLE: &str = "S";

/// A kind and a record of it; of few, so that most are touched again.
fn any_record(random: &mut Random) -> (&'static str, Vec<u8>) {
    let cadre = CADRES[random.below(3) as usize];
    let unit = ["A", "B"][random.below(2) as usize];
    let mut day = || WORKING[random.below(6) as usize * 4].to_owned();
    let (one, other) = (day(), day());
    let (first_date, last_date) = (one.clone().min(other.clone()), one.clone().max(other));
    match random.below(13) {
        0 => {
            // Mostly all the time; else little would be left to compare.
            let (begins, ends) = (random.below(3) == 0, random.below(3) == 0);
            let first_date = if begins { first_date } else { WORKING[0].to_owned() };
            let last_date = if ends { last_date } else { String::new() };
            ("Cadre", Cadre { first_date, last_date, ..cadre_of(cadre, unit) }.encode_to_vec())
        }
        1 => {
            let (cadre_id, unit_id) = (cadre.to_owned(), unit.to_owned());
            let post = Post { cadre_id, unit_id, first_date, last_date, ..Post::sample(0) };
            ("Post", post.encode_to_vec())
        }
        2 | 3 => ("Leave", any_leave(random, cadre, (first_date, last_date)).encode_to_vec()),
        4 if random.below(3) == 0 => {
            let value = random.below(5).to_string();
            let code = "worklog.backfill.days".to_owned();
            let grace = Parameter { code, value, ..<Parameter as Kind<cadre::Ours>>::sample(0) };
            ("Parameter", grace.encode_to_vec())
        }
        4..=6 => any_check(random),
        7 => any_swap(random),
        _ => ("WorkLog", any_log(random, cadre, unit, one).encode_to_vec()),
    }
}

/// A check by the superior or of a sample; only what failed in a sample does not count.
fn any_check(random: &mut Random) -> (&'static str, Vec<u8>) {
    let cadre = CADRES[random.below(3) as usize];
    let day = WORKING[random.below(6) as usize * 4];
    let check = LogCheck {
        log_id: format!("{cadre}.{day}.0830"),
        sample_id: [SAMPLE, ""][random.below(2) as usize].to_owned(),
        checker_id: "b".to_owned(),
        outcome: [CheckOutcome::Passed, CheckOutcome::Failed][random.below(2) as usize].into(),
        ground: "不实".to_owned(),
        ..LogCheck::sample(0)
    };
    ("LogCheck", check.encode_to_vec())
}

/// A swap of a drawn day for a day of rest; another one may have taken it, and refuses it then.
fn any_swap(random: &mut Random) -> (&'static str, Vec<u8>) {
    let cadre_id = CADRES[random.below(3) as usize].to_owned();
    let off_date = WORKING[random.below(6) as usize * 4].to_owned();
    let work_date = REST[random.below(4) as usize].to_owned();
    let swap = ShiftSwap { cadre_id, off_date, work_date, ..ShiftSwap::sample(0) };
    ("ShiftSwap", swap.encode_to_vec())
}

/// A log of a day or of a day of rest, some handed in late.
fn any_log(random: &mut Random, cadre: &str, unit: &str, day: String) -> WorkLog {
    let rests = random.below(5) == 0;
    let day = if rests { REST[random.below(4) as usize].to_owned() } else { day };
    let is_late = random.below(4) == 0;
    let log = log_of(cadre, unit, &day);
    let submit_date = if is_late { WORKING[24].to_owned() } else { day };
    WorkLog { submit_date, ..log }
}

/// A leave of some days, of one, or of a half of one; it may meet others, and is refused then.
fn any_leave(random: &mut Random, cadre: &str, (first, last): (String, String)) -> Leave {
    let cadre_id = cadre.to_owned();
    let leave = Leave { cadre_id, first_date: first.clone(), last_date: first, ..Leave::sample(0) };
    let halves = [DayHalf::Unspecified, DayHalf::Morning, DayHalf::Afternoon];
    match random.below(6) {
        0 => Leave { last_date: last, ..leave },
        1 => leave,
        _ => Leave { half_day: true, half: halves[random.below(3) as usize].into(), ..leave },
    }
}

fn cadre_of(code: &str, unit: &str) -> Cadre {
    Cadre {
        code: code.to_owned(),
        unit_id: unit.to_owned(),
        account: String::new(),
        ..Cadre::sample(0)
    }
}

/// Puts a record, or judges it where it is there; what is refused leaves nothing.
async fn act(books: &Books, random: &mut Random, short: &str, content: &[u8]) {
    let kind = books.kinds.short(short).expect("a kind").clone();
    let Ok(record) = kind.accept(content) else { return };
    let position = books.reader.position(COUNTY, 0).await.expect("a position");
    let before = books.reader.record(&kind, COUNTY, &record.id, position).await.expect("read");
    let explanation = String::new();
    let id = record.id.clone();
    let step = match before.map(|before| before.etag(position)) {
        None => Step::Put { kind, record, put: Put::Register, explanation },
        Some(etag) => match random.below(9) {
            // What was verified, returned or withdrawn can only be put anew.
            0..=3 => Step::Put { kind, record, put: Put::Move { etag }, explanation },
            4 => judge(kind, id, etag, Verdict::Return),
            // Without cadres nothing would be left to compare.
            5 if short != "Cadre" => judge(kind, id, etag, Verdict::Withdraw),
            _ => judge(kind, id, etag, Verdict::Verify),
        },
    };
    // Nobody verifies a withdrawal of their own.
    let verifies = matches!(step, Step::Judge { verdict: Verdict::Verify | Verdict::Return, .. });
    let actor = if verifies { "verifier" } else { "recorder" };
    let call = Call {
        county: COUNTY.to_owned(),
        actor: actor.to_owned(),
        method: "Test",
        request_id: String::new(),
        digest: Vec::new(),
        validate_only: false,
    };
    drop(books.propose(call, vec![step]).await);
}

fn judge(
    kind: std::sync::Arc<::ledger::kinds::KindInfo>,
    id: String,
    etag: String,
    verdict: Verdict,
) -> Step {
    Step::Judge { kind, id, etag, verdict, reason: "试".to_owned() }
}

type Rows = BTreeMap<(String, String), (i64, i64)>;

/// Half-days by unit and month: of everybody, which may be remembered, or of one, which never is.
async fn rows(desk: &Desk, cadre_id: &str, position: i64) -> Rows {
    let request = GetSaturationRequest {
        county: COUNTY.to_owned(),
        cadre_id: cadre_id.to_owned(),
        first_date: DAYS.0.to_owned(),
        last_date: DAYS.1.to_owned(),
        grain: SaturationGrain::UnitAndMonth.into(),
        position,
        ..GetSaturationRequest::default()
    };
    let mut client = WorkLogServiceClient::new(desk.channel.clone());
    let table = client.get_saturation(by(VERIFIER, request)).await.expect("computed").into_inner();
    let rows = table.rows.into_iter();
    rows.map(|row| ((row.unit_id, row.month), (row.valid_halves, row.required_halves))).collect()
}

/// The half-days of everybody that have no log that counts.
async fn open(desk: &Desk, position: i64) -> i64 {
    let request = ListMissingLogsRequest {
        county: COUNTY.to_owned(),
        first_date: DAYS.0.to_owned(),
        last_date: DAYS.1.to_owned(),
        position,
        ..ListMissingLogsRequest::default()
    };
    let mut client = WorkLogServiceClient::new(desk.channel.clone());
    let found = client.list_missing_logs(by(VERIFIER, request)).await.expect("listed");
    let cadres = found.into_inner().cadres.into_iter();
    cadres.map(|one| one.missing_halves + one.unchecked_halves).sum()
}

async fn compare(desk: &Desk, position: i64) -> Rows {
    let all = rows(desk, "", position).await;
    let mut anew = Rows::new();
    for cadre in CADRES {
        for (key, (valid, required)) in rows(desk, cadre, position).await {
            let sum = anew.entry(key).or_default();
            *sum = (sum.0 + valid, sum.1 + required);
        }
    }
    assert_eq!(all, anew, "at position {position}");
    let due: i64 = all.values().map(|(valid, required)| required - valid).sum();
    assert_eq!(open(desk, position).await, due, "at position {position}");
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_remembered_of_one_position_is_right_at_every_other() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let unit = |code: &str| Unit { code: code.to_owned(), ..Unit::sample(0) };
        let units = ["A", "B"].map(|code| record(desk, &unit(code)));
        let cadres = CADRES.map(|code| record(desk, &cadre_of(code, "A")));
        // Everybody has a log of every day that is drawn.
        let days: Vec<&str> = WORKING.into_iter().step_by(4).take(6).chain(REST).collect();
        let logs = CADRES.iter().flat_map(|cadre| days.iter().map(|day| log_of(cadre, "A", day)));
        let logs: Vec<_> = logs.map(|log| record(desk, &log)).collect();
        // Nobody stands above anybody here, and all are named.
        let parameters = [("worklog.check.account", VERIFIER), ("worklog.ranking.people", "1")];
        let parameters = parameters.map(|(code, value)| record(desk, &parameter(code, value)));
        desk.enter(parameters.to_vec()).await;
        desk.enter(units.into_iter().chain(cadres).chain(logs).collect()).await;
        let first = desk.opened.books.reader.position(COUNTY, 0).await.expect("a position");
        let mut random = Random(20_230_206);
        let sample =
            Sample { code: SAMPLE.to_owned(), unit_id: "A".to_owned(), ..Sample::sample(0) };
        act(&desk.opened.books, &mut random, "Sample", &sample.encode_to_vec()).await;
        let mut seen = std::collections::BTreeSet::new();
        let (mut before, mut moved) = (Rows::new(), [0; 3]);
        for round in 0..90 {
            // In some rounds there are checks only, or swaps: nothing else touches the cadres then.
            let draws: [fn(&mut Random) -> _; 3] = [any_record, any_check, any_swap];
            let draw = draws[round % 3];
            for _ in 0..=random.below(16) {
                let (short, content) = draw(&mut random);
                act(&desk.opened.books, &mut random, short, &content).await;
            }
            let head = desk.opened.books.reader.position(COUNTY, 0).await.expect("a position");
            let rows = compare(desk, head).await;
            moved[round % 3] += u32::from(rows != before);
            before = rows.clone();
            seen.insert(rows);
            let earlier = first + random.below((head - first + 1) as u64) as i64;
            compare(desk, earlier).await;
        }
        assert!(moved.iter().all(|rounds| *rounds > 2), "rounds that changed something: {moved:?}");
        assert!(seen.len() > 10, "only {} different states", seen.len());
    })
    .await;
}
