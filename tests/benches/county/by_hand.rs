//! The statements that give a report's values and left-out counts without the figure engine.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use anyhow::{Context, Result, ensure};
use calendar::Calendar;
use gateway::Report;
use jiff::civil::date;
use ledger::storage::FOREVER;
use proto::figure::v1::Figure;
use sea_orm::QueryResult;
use tests::Database;

use crate::bare::Bare;

const SQL: &str = include_str!("bare.sql");

/// The statements of a year and of the one before, by department.
pub struct Statements {
    departments: Vec<(Bare, Vec<String>)>,
}

/// What was found: for each table of the year the total and one row a statement.
#[derive(Default)]
pub struct Answers {
    totals: BTreeMap<(usize, String), i64>,
    rows: Vec<(usize, String, BTreeMap<String, i64>)>,
    statements: usize,
}

impl Statements {
    /// Opens a connection for each department.
    pub async fn open(database: &Database, year: &str) -> Result<Self> {
        let mut departments = Vec::new();
        for part in SQL.split("-- department: ").skip(1) {
            let (name, text) = part.split_once('\n').context("a department without statements")?;
            let bare = Bare::open(database, name).await?;
            let programme = programme(&bare, name).await?;
            let templates = || text.split(';').map(str::trim).filter(|text| !text.is_empty());
            let year: i16 = year.parse()?;
            let dated = |year| templates().filter(|t| is_dated(t)).map(move |t| (t, year));
            let once = templates().filter(|text| !is_dated(text)).map(|text| (text, year));
            let all = once.chain(dated(year)).chain(dated(year - 1));
            let statements = all.map(|(text, year)| fill_in(text, year, &programme)).collect();
            departments.push((bare, statements));
        }
        Ok(Self { departments })
    }

    /// Runs them, one after another.
    pub async fn run(&self) -> Result<Answers> {
        let mut answers = Answers::default();
        for (department, (bare, statements)) in self.departments.iter().enumerate() {
            for text in statements {
                let rows = bare.rows(text).await?;
                answers.take(department, text, &rows);
            }
        }
        Ok(answers)
    }
}

fn is_dated(text: &str) -> bool {
    text.contains("{last}") || text.contains("{first}")
}

/// The first day of the programme that some figures count from.
async fn programme(bare: &Bare, department: &str) -> Result<String> {
    if department != "governance" {
        return Ok(String::new());
    }
    let text = "SELECT value FROM parameter WHERE code = 'programme.since' AND verified > 0";
    let rows = bare.rows(text).await?;
    let row = rows.first().context("there is no programme")?;
    Ok(row.try_get_by_index(0)?)
}

fn fill_in(text: &str, year: i16, programme: &str) -> String {
    let still = |row: &str| {
        format!(
            "{row}.withdrawn = 0 AND {row}.verified IS NOT NULL AND {row}.superseded = {FOREVER}"
        )
    };
    let earlier = |same: &str, day: &str| {
        let still = still("e");
        format!(
            "NOT EXISTS (SELECT 1 FROM designation e WHERE e.county = c.county AND {still} \
             AND {same} AND e.{day} < c.{day}"
        )
    };
    let enterprise = "e.enterprise_id = c.enterprise_id AND e.scheme = c.scheme";
    let holder = "e.holder_id = c.holder_id AND e.scheme = c.scheme AND e.level = c.level";
    let new = format!(
        "c.scheme = 1 AND {} AND (e.last_date = '' OR e.last_date >= CAST(CAST(substr(c.first_date, \
         1, 4) AS BIGINT) - 1 AS TEXT) || substr(c.first_date, 5)))",
        earlier(enterprise, "first_date")
    );
    let county = format!(
        "EXISTS (SELECT 1 FROM water_source f WHERE f.county = c.county AND f.id = c.source_id \
         AND f.level = 1 AND {})",
        still("f")
    );
    let at = format!(
        "c.county = '421222' AND (c.verified IS NOT NULL AND c.superseded = {FOREVER} \
         OR c.base IS NULL AND c.until = {FOREVER} AND c.verified IS NULL)"
    );
    let shared = format!(
        "COUNT(*) AS in_period, COUNT(*) FILTER (WHERE c.withdrawn = 1) AS withdrawn, COUNT(*) \
         FILTER (WHERE c.withdrawn = 0 AND c.verified IS NULL) AS unverified, COUNT(*) FILTER \
         (WHERE c.withdrawn = 0 AND c.verified IS NOT NULL AND c.until < {FOREVER}) AS pending"
    );
    let (first, last) = (date(year, 1, 1), date(year, 12, 31));
    let rest = Calendar::standard().rest_days(first, last).map(|day| format!("'{day}'"));
    let rest = rest.collect::<Vec<_>>().join(", ");
    let parts = [
        ("{new}", new),
        ("{first giant}", format!("{})", earlier(enterprise, "announce_date"))),
        ("{first title}", format!("{})", earlier(holder, "announce_date"))),
        ("{of county}", county),
        ("{at}", at),
        ("{counts}", "c.withdrawn = 0 AND c.verified IS NOT NULL".to_owned()),
        ("{still:c}", still("c")),
        ("{still:v}", still("v")),
        ("{shared}", shared),
        ("{first}", format!("'{first}'")),
        ("{last}", format!("'{last}'")),
        ("{programme}", format!("'{programme}'")),
        ("{rest}", rest),
    ];
    parts.iter().fold(text.to_owned(), |text, (name, part)| text.replace(name, part))
}

impl Answers {
    /// Keeps the numbers of the first row.
    fn take(&mut self, department: usize, text: &str, rows: &[QueryResult]) {
        self.statements += 1;
        let table = text.split(" FROM ").last().and_then(|rest| rest.split(' ').next());
        let table = table.unwrap_or_default().to_owned();
        let Some(row) = rows.first() else { return };
        let number = |name: String| {
            let value = row.try_get::<Option<i64>>("", &name).ok()??;
            Some((name, value))
        };
        let mut numbers: BTreeMap<_, _> =
            row.column_names().into_iter().filter_map(number).collect();
        match numbers.remove("total") {
            Some(total) => drop(self.totals.insert((department, table), total)),
            None => self.rows.push((department, table, numbers)),
        }
    }

    /// Holds that the report has the same values and left-out counts.
    pub fn compare(&self, report: &Report) -> Result<()> {
        let mut seen = std::collections::BTreeSet::new();
        for (department, table, numbers) in &self.rows {
            for (name, value) in numbers.iter().filter(|(name, _)| name.contains('.')) {
                // The second time it is the year before.
                if !seen.insert(name) {
                    continue;
                }
                let (code, part) = name.split_once('#').unwrap_or((name, ""));
                let figure = &report.figures.get(code).with_context(|| code.to_owned())?.figure;
                let found = part_of(figure, part);
                ensure!(found == Some(*value as f64), "{name} is {value}, not {found:?}");
                let total = self.totals.get(&(*department, table.clone()));
                let total = total.with_context(|| format!("the total of {table}"))?;
                left_out(figure, numbers, *total)?;
            }
        }
        ensure!(seen.len() > 50, "only {} numbers were compared", seen.len());
        Ok(())
    }
}

fn part_of(figure: &Figure, part: &str) -> Option<f64> {
    let number = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<f64>().ok());
    match part {
        "" => Some(figure.counted as f64),
        "above" => number(&figure.numerator),
        "below" => number(&figure.denominator),
        _ if figure.unit == "亿元" => number(&figure.exact).map(|value| (value * 1e10).round()),
        _ => number(&figure.exact),
    }
}

fn left_out(figure: &Figure, numbers: &BTreeMap<String, i64>, total: i64) -> Result<()> {
    let of = |name: &str| numbers.get(name).copied().unwrap_or(0);
    let due = [
        ("withdrawn", of("withdrawn")),
        ("unverified", of("unverified")),
        ("outside_period", total - of("in_period")),
    ];
    for (reason, count) in due {
        let found = figure.excluded.get(reason).copied();
        ensure!(found == Some(count), "{}: {reason} is {count}, not {found:?}", figure.code);
    }
    Ok(())
}

impl Display for Answers {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} statements", self.statements)
    }
}
