//! What must not be told: returns of the discipline office beyond their sums, small cells.

use ::ledger::kinds::Kind;
use prost::{Message as _, Name as _};
use proto::figure::v1::Parameter;
use proto::figure::v1::figure_service_client::FigureServiceClient;
use proto::figure::v1::{
    BreakDownFigureRequest, ComputeFiguresRequest, Dimension, Figure, ListFigureRecordsRequest,
    ListFiguresRequest, Scope,
};
use proto::governance::v1::{DisciplineReturn, Establishment};
use proto::ledger::v1::{Collected, DuePeriod, ListObligationsRequest, PeriodClosing};

use crate::desk::{COUNTY, Desk, Stored, VERIFIER, any, at_desk, by, options, reason, reference};
use crate::figures::scope;
use crate::filled::{CUTOFF, over_the_demo};

/// The case figures that are told by township: none of them is a part of another one.
const TOLD_BY_TOWNSHIP: [&str; 3] = [
    "governance.disputes.accepted",
    "governance.disputes.refused",
    "governance.petitions.accepted",
];

/// A table of townships of the year up to a day.
fn by_township(code: &str, last: &str) -> BreakDownFigureRequest {
    BreakDownFigureRequest {
        scope: Some(scope(COUNTY, "2023-01-01", last)),
        code: code.to_owned(),
        by: Dimension::Township.into(),
    }
}

/// The year of the demo county.
fn year() -> Scope {
    scope(COUNTY, "2023-01-01", CUTOFF)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_is_returned_alone_or_with_its_quarter() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let over = |first: &str, last: &str| DisciplineReturn {
            first_date: first.to_owned(),
            last_date: last.to_owned(),
            ..<DisciplineReturn as Kind<governance::Ours>>::sample(0)
        };
        let kind = desk.kind("DisciplineReturn");
        let create = async |first: &str, last: &str| {
            desk.create(&kind, over(first, last).encode_to_vec()).await
        };
        create("2023-02-01", "2023-02-28").await.expect("a month");
        let refused = create("2023-01-01", "2023-03-31").await.expect_err("its quarter");
        let due = [("discipline_return.first_date".to_owned(), "TIMES_OVERLAP".to_owned())];
        assert_eq!(reason(&refused).1, due);
        create("2023-04-01", "2023-06-30").await.expect("another quarter");
        let refused = create("2023-05-01", "2023-05-31").await.expect_err("a month of it");
        assert_eq!(reason(&refused).1, due);
        create("2023-03-01", "2023-03-31").await.expect("another month");
        let both = [over("2023-07-01", "2023-09-30"), over("2023-08-01", "2023-08-31")];
        let both = both.map(|one| any(&kind, one.encode_to_vec()));
        let answer = desk.import(options(), both.to_vec()).await.expect("answered");
        assert_eq!(answer.refusals[0].reason, "TIMES_OVERLAP");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_return_of_a_quarter_is_received_for_each_of_its_months() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let quarter = DisciplineReturn {
            first_date: "2023-01-01".to_owned(),
            last_date: "2023-03-31".to_owned(),
            ..<DisciplineReturn as Kind<governance::Ours>>::sample(0)
        };
        let kind = desk.kind("DisciplineReturn");
        let quarter = desk.create(&kind, quarter.encode_to_vec()).await.expect("a quarter");
        let months = async |first: &str, last: &str| {
            let asked = ListObligationsRequest {
                county: COUNTY.to_owned(),
                first_date: first.to_owned(),
                last_date: last.to_owned(),
            };
            let periods = desk.ledger().list_obligations(asked).await.expect("what is owed");
            let own = |one: &DuePeriod| one.kind == DisciplineReturn::full_name();
            let own = periods.into_inner().periods.into_iter().filter(own);
            own.map(|one| (one.collected(), one.received_count)).collect::<Vec<_>>()
        };
        use Collected::{Missing, Received, Verified};
        let whole = [(Received, 1), (Received, 1), (Received, 1), (Missing, 0)];
        assert_eq!(months("2023-01-01", "2023-04-30").await, whole);
        assert_eq!(months("2023-02-01", "2023-02-28").await, [(Received, 1)], "asked alone");
        desk.verify(VERIFIER, vec![reference(&kind, &quarter.metadata())]).await.expect("verified");
        assert_eq!(months("2023-02-01", "2023-02-28").await, [(Verified, 1)]);
        // Its last month is closed without a word of what is missing, and holds all of it.
        let closing = PeriodClosing {
            kind: kind.table.clone(),
            division: COUNTY.to_owned(),
            first_date: "2023-03-01".to_owned(),
            last_date: "2023-03-31".to_owned(),
            ..PeriodClosing::default()
        };
        let closes = desk.kind("PeriodClosing");
        let closing = desk.create(&closes, closing.encode_to_vec()).await.expect("it is whole");
        desk.verify(VERIFIER, vec![reference(&closes, &closing.metadata())]).await.expect("closed");
        let id = quarter.metadata().id;
        let now: Stored = desk.get(&kind, &id, 0).await.expect("there");
        let later = DisciplineReturn {
            first_date: "2023-01-01".to_owned(),
            last_date: "2023-03-31".to_owned(),
            trial_days: Some(140),
            ..<DisciplineReturn as Kind<governance::Ours>>::sample(0)
        };
        let etag = now.metadata().etag;
        let locked = desk.revise(&kind, &id, &etag, later.encode_to_vec()).await;
        assert_eq!(reason(&locked.expect_err("closed")).0, "PERIOD_LOCKED");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_return_of_a_township_is_not_taken() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let one = DisciplineReturn {
            division: "421222106".to_owned(),
            ..<DisciplineReturn as Kind<governance::Ours>>::sample(0)
        };
        let kind = desk.kind("DisciplineReturn");
        let refused = desk.create(&kind, one.encode_to_vec()).await.expect_err("a township");
        let due = [("discipline_return.division".to_owned(), "DIVISION_UNKNOWN".to_owned())];
        assert_eq!(reason(&refused).1, due);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn discipline_work_is_told_as_a_total_and_nothing_finer() {
    over_the_demo(async |county| {
        let channel = chassis::connect(&county.url("governance")).expect("an address");
        let mut client = FigureServiceClient::new(channel);
        const CODES: [&str; 3] = [
            "governance.discipline.closed_cases",
            "governance.discipline.accepted",
            "governance.discipline.pending",
        ];
        let code = CODES[0].to_owned();
        let scope = Some(year());
        let compute = ComputeFiguresRequest {
            scope: scope.clone(),
            codes: CODES.map(str::to_owned).to_vec(),
            ..ComputeFiguresRequest::default()
        };
        let figures = client.compute_figures(by(VERIFIER, compute)).await.expect("computed");
        let figures = figures.into_inner().figures;
        let told: Vec<_> = figures.iter().map(|one| one.value.as_deref()).collect();
        assert_eq!(told, [Some("258"), Some("252"), Some("11")], "17 were pending at the start");
        let list = ListFigureRecordsRequest {
            scope: scope.clone(),
            code: code.clone(),
            ..ListFigureRecordsRequest::default()
        };
        let refused = client.list_figure_records(by(VERIFIER, list)).await.expect_err("no list");
        assert_eq!(reason(&refused).0, "EVIDENCE_RESTRICTED");
        let by_month = BreakDownFigureRequest { scope, code, by: Dimension::Month.into() };
        client.break_down_figure(by(VERIFIER, by_month)).await.expect_err("no parts");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cell_below_three_is_withheld_with_another_one_beside_it() {
    over_the_demo(async |county| {
        let channel = chassis::connect(&county.url("governance")).expect("an address");
        let mut client = FigureServiceClient::new(channel);
        let mut withheld = 0;
        for code in TOLD_BY_TOWNSHIP {
            let request = by_township(code, "2023-12-31");
            let cells = client.break_down_figure(by(VERIFIER, request)).await.expect(code);
            let cells = cells.into_inner().cells;
            let hidden = cells.iter().filter(|cell| cell.withheld);
            assert!(hidden.clone().all(|cell| {
                let figure = cell.figure.clone().unwrap_or_default();
                figure.value.is_none() && figure.counted == 0
            }));
            let mut figures = cells.iter().filter_map(|cell| cell.figure.as_ref());
            let is_bare = |figure: &Figure| figure.excluded.is_empty() && figure.pending == 0;
            assert!(figures.all(is_bare), "{code}: what is left out may be one or two");
            let hidden = hidden.count();
            assert_ne!(hidden, 1, "{code}: one alone could be had from the total");
            withheld += hidden;
            let shown = cells.iter().filter(|cell| !cell.withheld);
            let shown = shown.map(|cell| cell.figure.as_ref().map_or(0, |figure| figure.counted));
            assert!(shown.into_iter().all(|counted| counted == 0 || counted >= 3), "{code}");
        }
        assert!(withheld > 0, "no cell was small");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_two_tables_of_townships_subtract_to_a_cell_that_is_withheld() {
    over_the_demo(async |county| {
        let channel = chassis::connect(&county.url("governance")).expect("an address");
        let mut client = FigureServiceClient::new(channel);
        let listed = client.list_figures(by(VERIFIER, ListFiguresRequest {})).await;
        let codes = listed.expect("listed").into_inner().figures.into_iter().map(|one| one.code);
        let areas = ["disputes", "petitions", "reception"].map(|one| format!("governance.{one}."));
        let mut told = Vec::new();
        for code in codes.filter(|code| areas.iter().any(|area| code.starts_with(area))) {
            let of_the_year = by_township(&code, "2023-12-31");
            if client.break_down_figure(by(VERIFIER, of_the_year)).await.is_ok() {
                told.push(code.clone());
            }
            let earlier = by_township(&code, CUTOFF);
            let refused = client.break_down_figure(by(VERIFIER, earlier)).await;
            let refused = reason(&refused.expect_err("two days subtract")).1;
            assert_eq!(refused, [("by".to_owned(), "BREAKDOWN_UNKNOWN".to_owned())], "{code}");
        }
        told.sort();
        assert_eq!(told, TOLD_BY_TOWNSHIP, "a part beside its whole");
    })
    .await;
}

/// What figures of the county have for values over some days.
async fn values(desk: &Desk, codes: &[&str], days: (&str, &str)) -> Vec<Option<String>> {
    let request = ComputeFiguresRequest {
        scope: Some(scope(COUNTY, days.0, days.1)),
        codes: codes.iter().map(|code| (*code).to_owned()).collect(),
        ..ComputeFiguresRequest::default()
    };
    let mut client = FigureServiceClient::new(desk.channel.clone());
    let figures = client.compute_figures(by(VERIFIER, request)).await.expect("computed");
    figures.into_inner().figures.into_iter().map(|one| one.value).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_return_of_one_or_two_is_no_difference_of_two_totals() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let kind = desk.kind("DisciplineReturn");
        let month = |days: (&str, &str), counts: [i32; 4]| {
            let [start, accepted, concluded, end] = counts;
            let one = DisciplineReturn {
                first_date: days.0.to_owned(),
                last_date: days.1.to_owned(),
                pending_start_count: Some(start),
                accepted_count: Some(accepted),
                concluded_count: Some(concluded),
                pending_end_count: Some(end),
                trial_days: Some(6 * concluded),
                months: if days.0 == "2023-04-01" { 3 } else { 1 },
                ..<DisciplineReturn as Kind<governance::Ours>>::sample(0)
            };
            any(&kind, one.encode_to_vec())
        };
        desk.enter(vec![
            month(("2023-01-01", "2023-01-31"), [10, 9, 8, 11]),
            month(("2023-02-01", "2023-02-28"), [11, 7, 2, 16]),
            month(("2023-03-01", "2023-03-31"), [16, 9, 12, 13]),
            month(("2023-04-01", "2023-06-30"), [13, 8, 9, 12]),
        ])
        .await;
        let codes = [
            "governance.discipline.closed_cases",
            "governance.discipline.accepted",
            "governance.discipline.closure_rate",
            "governance.discipline.avg_trial_days",
            "governance.discipline.pending",
        ];
        let told = async |first: &str, last: &str| {
            let values = values(desk, &codes, (first, last)).await;
            values.iter().map(Option::is_some).collect::<Vec<_>>()
        };
        for (first, last) in [("2023-02-01", "2023-02-28"), ("2023-01-01", "2023-02-28")] {
            assert_eq!(told(first, last).await, [false; 5], "{first} to {last} ends with it");
        }
        for (first, last) in [
            ("2023-02-01", "2023-03-31"),
            ("2023-01-01", "2023-03-31"),
            ("2023-01-01", "2023-06-30"),
        ] {
            // What is pending at the end is a number of another return.
            let due = [false, false, false, false, true];
            assert_eq!(told(first, last).await, due, "{first} to {last} tells of February");
        }
        let closed = async |first, last| values(desk, &codes[..1], (first, last)).await;
        assert_eq!(closed("2023-01-01", "2023-01-31").await, [Some("8".to_owned())]);
        assert_eq!(closed("2023-03-01", "2023-06-30").await, [Some("21".to_owned())]);
        assert_eq!(told("2023-04-01", "2023-06-30").await, [true; 5], "a quarter returned as one");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_that_goes_on_has_no_table_of_townships() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let mut case = crate::cases::Case::handled(desk, 0).await;
        case.try_verify(desk, VERIFIER).await.expect("verified");
        let mut client = FigureServiceClient::new(desk.channel.clone());
        let year = ::ledger::kinds::today().year();
        let mut told = async |year: i16| {
            let (first, last) = (format!("{year}-01-01"), format!("{year}-12-31"));
            let request = BreakDownFigureRequest {
                scope: Some(scope(COUNTY, &first, &last)),
                code: TOLD_BY_TOWNSHIP[0].to_owned(),
                by: Dimension::Township.into(),
            };
            client.break_down_figure(by(VERIFIER, request)).await
        };
        let refused = told(year).await.expect_err("two days of it subtract");
        assert_eq!(reason(&refused).1, [("by".to_owned(), "BREAKDOWN_UNKNOWN".to_owned())]);
        told(2023).await.expect("a year that is over");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_ended_by_the_cutoff_counts_in_no_month() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let site = |n: u32, first: &str, last: &str| {
            let sample = <Establishment as Kind<governance::Ours>>::sample(n);
            let (first_date, last_date) = (first.to_owned(), last.to_owned());
            let site = Establishment { first_date, last_date, ..sample };
            any(&desk.kind("Establishment"), site.encode_to_vec())
        };
        let since = Parameter {
            code: "programme.since".to_owned(),
            value: "2023-01-01".to_owned(),
            ..<Parameter as Kind<governance::Ours>>::sample(0)
        };
        desk.enter(vec![
            any(&desk.kind("Parameter"), since.encode_to_vec()),
            site(0, "2023-02-10", ""),
            site(1, "2023-03-10", "2023-05-20"),
            site(2, "2023-04-10", "2023-08-01"),
        ])
        .await;
        let code = "governance.pilots.innovation_sites";
        let mut client = FigureServiceClient::new(desk.channel.clone());
        for (last, months) in [("2023-04-30", [1, 1, 1]), ("2023-06-30", [1, 0, 1])] {
            let days = ("2023-01-01", last);
            let request = BreakDownFigureRequest {
                scope: Some(scope(COUNTY, days.0, days.1)),
                code: code.to_owned(),
                by: Dimension::Month.into(),
            };
            let answer = client.break_down_figure(by(VERIFIER, request)).await.expect("told");
            let cells = answer.into_inner().cells;
            let count = |month: &str| {
                let cell = cells.iter().find(|cell| cell.key == month).expect("a month");
                cell.figure.as_ref().map_or(0, |figure| figure.counted)
            };
            let counted = ["2023-02", "2023-03", "2023-04"].map(count);
            assert_eq!(counted, months, "{last}");
            let total = months.iter().sum::<i64>().to_string();
            assert_eq!(values(desk, &[code], days).await, [Some(total)], "{last}");
        }
    })
    .await;
}
