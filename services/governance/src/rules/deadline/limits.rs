//! Within which time the law has what done, as dated data; a county may add what the law leaves.
//!
//! `limits.csv` holds what is attested (`docs/domain-standards.md` 8.3). Where it is silent, a
//! dated parameter of the county speaks: `case_limit.<procedure>.<term>.<days>`.

use std::sync::LazyLock;

use jiff::civil::Date;
use proto::governance::v1::CaseProcedure;

use super::{Days, Limit};
use crate::rules::case_flow::procedure_named;

/// The first line of the table.
const HEADER: &str = "procedure,term,count,days,from,document";

static STANDARD: LazyLock<Vec<Row>> =
    LazyLock::new(|| parse(include_str!("limits.csv")).expect("the tests read limits.csv"));

/// What a time is set for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// From registering to accepting, refusing or sending on.
    Decide,
    /// From being sent a case to sending it back; who does not has to take it up.
    Bounce,
    /// From taking up what was sent to telling those who brought it.
    Inform,
    /// From accepting to concluding.
    Handle,
    /// By how much that can be extended.
    Extension,
    /// From the answer to asking for a re-check.
    RecheckRequest,
    /// The re-check and what follows from it.
    Recheck,
    /// From the answer after a re-check to asking for the second and last one.
    ReexamineRequest,
    /// The second re-check.
    Reexamine,
}

impl Term {
    /// Every term.
    pub const ALL: [Self; 9] = [
        Self::Decide,
        Self::Bounce,
        Self::Inform,
        Self::Handle,
        Self::Extension,
        Self::RecheckRequest,
        Self::Recheck,
        Self::ReexamineRequest,
        Self::Reexamine,
    ];

    /// Its name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Decide => "decide",
            Self::Bounce => "bounce",
            Self::Inform => "inform",
            Self::Handle => "handle",
            Self::Extension => "extension",
            Self::RecheckRequest => "recheck_request",
            Self::Recheck => "recheck",
            Self::ReexamineRequest => "reexamine_request",
            Self::Reexamine => "reexamine",
        }
    }

    /// The term of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|term| term.name() == name)
    }
}

/// A limit from a day on, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// For cases of this procedure.
    pub procedure: CaseProcedure,
    /// For this term.
    pub term: Term,
    /// So long.
    pub limit: Limit,
    /// From this day on.
    pub from: Date,
    /// To this day; none while it lasts.
    pub to: Option<Date>,
    /// The article or the paper that says so.
    pub document: String,
}

/// The limits that hold in a county: the law's, then its own.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    own: Vec<Row>,
}

impl Limits {
    /// The law's limits and a county's own.
    pub fn with(own: Vec<Row>) -> Self {
        Self { own }
    }

    /// The limit of a term that begins on a day; the law's goes before the county's.
    pub fn find(&self, procedure: CaseProcedure, term: Term, day: Date) -> Option<&Row> {
        let latest = |rows: &'_ [Row]| -> Option<usize> {
            let holds = |row: &Row| {
                let in_force = row.from <= day && row.to.is_none_or(|last| day <= last);
                in_force && (row.procedure, row.term) == (procedure, term)
            };
            let found = rows.iter().enumerate().filter(|(_, row)| holds(row));
            found.max_by_key(|(_, row)| row.from).map(|(at, _)| at)
        };
        let law = latest(&STANDARD).map(|at| &STANDARD[at]);
        law.or_else(|| latest(&self.own).map(|at| &self.own[at]))
    }
}

/// Reads what a parameter of a county says, if it is a limit.
pub fn of_parameter(
    code: &str,
    value: &str,
    (from, to): (&str, &str),
    document: &str,
) -> Option<Row> {
    let mut parts = code.strip_prefix("case_limit.")?.split('.');
    let columns = [parts.next()?, parts.next()?, value, parts.next()?, from, document];
    let to = if to.is_empty() { None } else { Some(to.parse().ok()?) };
    row(&columns).filter(|_| parts.next().is_none()).map(|row| Row { to, ..row })
}

/// Reads the table; nothing where a line is none of it.
fn parse(text: &str) -> Option<Vec<Row>> {
    let mut lines = text.lines();
    let has_header = lines.next() == Some(HEADER);
    let rows = lines.map(|line| row(&line.split(',').collect::<Vec<_>>()).filter(|_| has_header));
    rows.collect()
}

fn row(columns: &[&str]) -> Option<Row> {
    let [procedure, term, count, days, from, document] = columns else { return None };
    let days = match *days {
        "calendar" => Days::Calendar,
        "working" => Days::Working,
        _ => return None,
    };
    let count = count.parse().ok().filter(|count| (1..=3_650).contains(count))?;
    Some(Row {
        procedure: procedure_named(procedure)?,
        term: Term::named(term)?,
        limit: Limit { count, days },
        from: from.parse().ok()?,
        to: None,
        document: (*document).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_law_knows_these_times() {
        let day = date(2023, 3, 1);
        let of = |procedure, term| {
            Limits::default()
                .find(procedure, term, day)
                .map(|row| (row.limit.count, row.limit.days))
        };
        let petition = CaseProcedure::Petition;
        assert_eq!(of(petition, Term::Decide), Some((15, Days::Calendar)));
        assert_eq!(of(petition, Term::Bounce), Some((5, Days::Working)));
        assert_eq!(of(petition, Term::Handle), Some((60, Days::Calendar)));
        assert_eq!(of(petition, Term::Extension), Some((30, Days::Calendar)));
        assert_eq!(of(petition, Term::Inform), Some((15, Days::Calendar)));
        let article = |term| {
            Limits::default()
                .find(petition, term, day)
                .map(|row| &*row.document == "《信访工作条例》第三十六条")
        };
        assert_eq!(
            [Term::Recheck, Term::ReexamineRequest, Term::Reexamine].map(article),
            [Some(false), Some(true), Some(true)]
        );
        assert_eq!(of(CaseProcedure::Dispute, Term::Handle), Some((30, Days::Calendar)));
        assert_eq!(of(CaseProcedure::Dispute, Term::Decide), None);
        let before = date(2022, 4, 30);
        assert_eq!(Limits::default().find(petition, Term::Handle, before), None);
    }

    #[test]
    fn a_county_sets_what_the_law_leaves_open_and_no_more() {
        let of = |code: &str, count: &str, days| of_parameter(code, count, days, "示例");
        let own = [
            of("case_limit.inspection_finding.handle.working", "15", ("2022-01-01", "")),
            of("case_limit.inspection_finding.handle.working", "10", ("2023-07-01", "2023-12-31")),
            of("case_limit.dispute.handle.calendar", "90", ("2023-01-01", "")),
        ];
        let limits = Limits::with(own.into_iter().flatten().collect());
        let of =
            |procedure, day| limits.find(procedure, Term::Handle, day).map(|row| row.limit.count);
        let finding = CaseProcedure::InspectionFinding;
        assert_eq!(of(finding, date(2021, 12, 31)), None);
        assert_eq!(of(finding, date(2023, 6, 30)), Some(15));
        assert_eq!(of(finding, date(2023, 7, 1)), Some(10));
        assert_eq!(of(finding, date(2024, 1, 1)), Some(15), "the shorter one has ended");
        assert_eq!(of(CaseProcedure::Dispute, date(2023, 7, 1)), Some(30));
    }

    #[test]
    fn a_parameter_of_another_shape_is_no_limit() {
        for (code, count) in [
            ("programme.since", "15"),
            ("case_limit.dispute.handle", "15"),
            ("case_limit.dispute.handle.working.more", "15"),
            ("case_limit.dispute.handle.lunar", "15"),
            ("case_limit.quarrel.handle.working", "15"),
            ("case_limit.dispute.sleep.working", "15"),
            ("case_limit.dispute.handle.working", "0"),
        ] {
            assert_eq!(of_parameter(code, count, ("2023-01-01", ""), ""), None, "{code} {count}");
        }
    }
}
