//! Random histories: at every position, records and figures are what a plain model says.

use std::collections::BTreeMap;

use ::ledger::collection::Obligations;
use ::ledger::figures::{Figures, Scope};
use ::ledger::kinds::{Kind, Kinds};
use ::ledger::quality::Rules;
use ::ledger::reader::waiting::Asked;
use ::ledger::writer::{Call, Put, Step, Verdict};
use ::ledger::{Books, storage::Storage};
use prost::Message;
use proto::cadre::v1::{Unit, UnitType};
use tests::each_database;

use crate::desk::COUNTY;

const FIGURES: &str = "figures:
  - {code: units.townships, name: 乡镇, name_en: townships, unit: 个, unit_en: units, owner: 县委编办,
     select: {kind: Unit, where: {type: UNIT_TYPE_TOWNSHIP}, within: first_date}, measure: count}
";

/// A plain record: every revision with what became of it, oldest first.
#[derive(Default)]
struct Model {
    units: BTreeMap<u32, Vec<Revision>>,
}

struct Revision {
    since: i64,
    township: bool,
    inside: bool,
    withdrawn: bool,
    verified: Option<i64>,
    returned: Option<i64>,
}

#[derive(Debug, Default, PartialEq)]
struct Count {
    counted: i64,
    unverified: i64,
    outside: i64,
    not_qualifying: i64,
    withdrawn: i64,
}

impl Model {
    /// What a figure must say at a position, read off the history of every record.
    fn count(&self, position: i64) -> Count {
        let mut count = Count::default();
        for revisions in self.units.values() {
            let known: Vec<_> = revisions.iter().filter(|r| r.since <= position).collect();
            let reached = |entry: Option<i64>| entry.is_some_and(|entry| entry <= position);
            let counts = known.iter().rev().find(|revision| reached(revision.verified));
            let Some(stands) = counts.or(known.last()) else { continue };
            let place = match stands {
                revision if !revision.inside => &mut count.outside,
                revision if revision.withdrawn => &mut count.withdrawn,
                revision if !reached(revision.verified) => &mut count.unverified,
                revision if !revision.township => &mut count.not_qualifying,
                _ => &mut count.counted,
            };
            *place += 1;
        }
        count
    }

    /// The entries that wrote what waits at a position, for a verifier or for its recorder: the
    /// revision that exists then, unless it is verified or a withdrawal of what never counted.
    fn waiting(&self, position: i64, returned: bool) -> Vec<i64> {
        let reached = |entry: Option<i64>| entry.is_some_and(|entry| entry <= position);
        let waits = self.units.values().filter_map(|revisions| {
            let known: Vec<_> = revisions.iter().filter(|r| r.since <= position).collect();
            let last = known.last()?;
            let never_counted = !known.iter().any(|revision| reached(revision.verified));
            let done = reached(last.verified) || last.withdrawn && never_counted;
            (!done && reached(last.returned) == returned).then_some(last.since)
        });
        let mut waits: Vec<i64> = waits.collect();
        waits.sort_unstable();
        waits
    }
}

/// A small generator of numbers, the same for the same seed (splitmix64).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }
}

fn unit(n: u32, township: bool, inside: bool) -> Unit {
    let r#type = if township { UnitType::Township } else { UnitType::CountyDepartment };
    let first_date = if inside { "2023-05-01" } else { "2019-05-01" }.to_owned();
    Unit { r#type: r#type.into(), first_date, ..Unit::sample(n) }
}

fn call(actor: &str) -> Call {
    Call {
        county: COUNTY.to_owned(),
        actor: actor.to_owned(),
        method: "Test",
        request_id: String::new(),
        digest: Vec::new(),
        validate_only: false,
    }
}

/// One random act on a random record; whether the model says that it must be taken.
async fn act(books: &Books, kinds: &Kinds, random: &mut Random, model: &mut Model, next: &mut i64) {
    let kind = kinds.short("Unit").expect("a kind").clone();
    let n = random.below(12) as u32;
    let (township, inside) = (random.below(2) == 0, random.below(3) > 0);
    let revisions = model.units.entry(n).or_default();
    let etag = revisions.last().map(|last| {
        let touched = last.verified.max(last.returned).unwrap_or(0).max(last.since);
        format!("\"{touched}\"")
    });
    let content = |put| {
        let record = kind.accept(&unit(n, township, inside).encode_to_vec()).expect("sound");
        Step::Put { kind: kind.clone(), record, put, explanation: String::new() }
    };
    let judge = |etag: String, verdict| Step::Judge {
        kind: kind.clone(),
        id: Unit::sample(n).code,
        etag,
        verdict,
        reason: "试".to_owned(),
    };
    let write = |revisions: &mut Vec<Revision>, withdrawn: bool, at: i64| {
        let (township, inside) = match revisions.last() {
            Some(last) if withdrawn => (last.township, last.inside),
            _ => (township, inside),
        };
        let (verified, returned) = (None, None);
        revisions.push(Revision { since: at, township, inside, withdrawn, verified, returned });
    };
    let Some(etag) = etag else {
        books.propose(call("recorder"), vec![content(Put::Create)]).await.expect("new");
        write(revisions, false, *next);
        *next += 1;
        return;
    };
    let steps = match random.below(4) {
        0 => (content(Put::Revise { etag }), "recorder"),
        1 => (judge(etag, Verdict::Verify), "verifier"),
        2 => (judge(etag, Verdict::Return), "verifier"),
        _ => (judge(etag, Verdict::Withdraw), "recorder"),
    };
    let what = steps.0.clone();
    if books.propose(call(steps.1), vec![steps.0]).await.is_err() {
        return;
    }
    match what {
        Step::Put { .. } => write(revisions, false, *next),
        Step::Judge { verdict: Verdict::Withdraw, .. } => write(revisions, true, *next),
        Step::Judge { verdict, .. } => {
            let last = revisions.last_mut().expect("a revision");
            match verdict {
                Verdict::Verify => last.verified = Some(*next),
                _ => last.returned = Some(*next),
            }
        }
    }
    *next += 1;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_every_position_a_figure_is_what_the_plain_model_says() {
    each_database(async |database| {
        let kinds = (cadre::DEPARTMENT.kinds)();
        let figures = Figures::load(&kinds, &[("f", FIGURES)], &Default::default()).expect("sound");
        let url = database.url();
        let storage = Storage::open(&url, "cadre", cadre::DEPARTMENT.migrations).await;
        let books = Books::new(
            storage.expect("open"),
            kinds.clone(),
            figures,
            Obligations::default(),
            Rules::default(),
        );
        let (mut random, mut model, mut next) = (Random(20_230_808), Model::default(), 1);
        for _ in 0..400 {
            act(&books, &kinds, &mut random, &mut model, &mut next).await;
        }
        assert!(next > 250, "only {next} acts were taken");
        for position in 1..next {
            let positions = BTreeMap::from([(COUNTY.to_owned(), position)]);
            let (first_date, last_date) = ("2023-01-01".to_owned(), "2023-12-31".to_owned());
            let scope = Scope { division: COUNTY.to_owned(), first_date, last_date, positions };
            let figure =
                books.engine.compute(&scope, &[], false).await.expect("computed").remove(0);
            let found = Count {
                counted: figure.counted,
                unverified: figure.excluded["unverified"],
                outside: figure.excluded["outside_period"],
                not_qualifying: figure.excluded["not_qualifying"],
                withdrawn: figure.excluded["withdrawn"],
            };
            assert_eq!(found, model.count(position), "at position {position}");
            for returned in [false, true] {
                let asked = Asked { county: COUNTY, recorder: "", returned, list: "" };
                let kind = kinds.short("Unit").expect("a kind");
                let rows = books.reader.waiting(kind, &asked, position, 0, 1_000).await;
                let rows: Vec<i64> = rows.expect("read").iter().map(|row| row.since).collect();
                assert_eq!(rows, model.waiting(position, returned), "{returned} at {position}");
            }
        }
        let audit = books.reader.audit(&kinds, COUNTY).await.expect("audited");
        assert_eq!(audit.finding, None);
        books.reader.storage().clone().close().await;
    })
    .await;
}
