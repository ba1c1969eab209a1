//! Statements put together piece by piece, with every value bound.

use sea_orm::sea_query::ArrayType;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement, Value};

/// A statement in the making. Values stand as `?` until it is known for which database it is:
/// SQLite takes numbered ones for names, which it looks up one by one.
#[derive(Clone, Debug, Default)]
pub struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    /// Begins with text of our own; nothing of a caller ever gets in here.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), values: Vec::new() }
    }

    /// Adds text of our own.
    pub fn push(&mut self, text: impl AsRef<str>) -> &mut Self {
        self.text.push_str(text.as_ref());
        self
    }

    /// Adds a bound value.
    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self.text.push('?');
        self
    }

    /// Adds a list of bound values in brackets.
    pub fn bind_all<V: Into<Value>>(&mut self, values: impl IntoIterator<Item = V>) -> &mut Self {
        self.push("(");
        for (index, value) in values.into_iter().enumerate() {
            self.push(if index > 0 { ", " } else { "" }).bind(value);
        }
        self.push(")")
    }

    /// Adds texts as one array of PostgreSQL's, which has one value to read then, not one each.
    pub fn bind_texts<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) -> &mut Self {
        let texts = texts.into_iter().map(Value::from).collect();
        self.bind(Value::Array(ArrayType::String, Some(Box::new(texts)))).push("::text[]")
    }

    /// The finished statement.
    pub fn on(self, backend: DbBackend) -> Statement {
        let text = match backend {
            DbBackend::Postgres => numbered(&self.text),
            _ => self.text,
        };
        Statement::from_sql_and_values(backend, text, self.values)
    }
}

/// Every `?` as `$1`, `$2` and so on.
fn numbered(text: &str) -> String {
    let mut numbered = String::with_capacity(text.len() + text.len() / 4);
    for (number, part) in text.split('?').enumerate() {
        if number > 0 {
            numbered.push('$');
            numbered.push_str(&number.to_string());
        }
        numbered.push_str(part);
    }
    numbered
}

/// Runs statements one after the other.
pub(crate) async fn execute(
    connection: &impl ConnectionTrait,
    statements: Vec<Statement>,
) -> Result<(), DbErr> {
    for statement in statements {
        connection.execute_raw(statement).await?;
    }
    Ok(())
}

/// Rows that follow each other, from which on they are named by the first and the last of them.
const RUN: usize = 16;
/// Rows that are named one by one in a statement.
const MOST_PAIRS: usize = 1_000;

/// What sets one column of rows named by the entries that wrote them: pairs of (start, value).
pub(crate) fn updates_by_start(
    backend: DbBackend,
    table: &str,
    column: &str,
    county: &str,
    pairs: &[(i64, i64)],
) -> Vec<Statement> {
    let update = format!("UPDATE \"{table}\" SET \"{column}\" = ");
    let (mut statements, mut single) = (Vec::new(), Vec::new());
    for run in pairs.chunk_by(|a, b| (a.0 + 1, a.1 + 1) == *b) {
        let [(first, value), .., (last, _)] = run else {
            single.extend_from_slice(run);
            continue;
        };
        if run.len() < RUN {
            single.extend_from_slice(run);
            continue;
        }
        // Each entry wrote one row, so that there are no others between the two.
        let mut sql = Sql::new(format!("{update}since + "));
        sql.bind(value - first).push(" WHERE county = ").bind(county);
        sql.push(" AND since BETWEEN ").bind(*first).push(" AND ").bind(*last);
        statements.push(sql.on(backend));
    }
    for chunk in single.chunks(MOST_PAIRS) {
        let mut sql = Sql::new("WITH v(start, value) AS (VALUES ");
        for (index, (start, value)) in chunk.iter().enumerate() {
            sql.push(if index > 0 { ", (" } else { "(" }).bind(*start).push(", ").bind(*value);
            sql.push(")");
        }
        sql.push(format!(") {update}v.value FROM v WHERE \"{table}\".county = ")).bind(county);
        sql.push(format!(" AND \"{table}\".since = v.start"));
        // A range lets PostgreSQL see that few rows are meant; SQLite would walk it for each pair.
        let bounds = chunk.iter().map(|pair| pair.0);
        let bounds = bounds.clone().min().zip(bounds.max());
        if let (Some((first, last)), DbBackend::Postgres) = (bounds, backend) {
            sql.push(format!(" AND \"{table}\".since BETWEEN "));
            sql.bind(first).push(" AND ").bind(last);
        }
        statements.push(sql.on(backend));
    }
    statements
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_follow_each_other_are_named_by_the_first_and_the_last() {
        let run =
            |from: i64, count: i64, value: i64| (0..count).map(move |at| (from + at, value + at));
        let texts = |pairs: &[(i64, i64)]| {
            let made = updates_by_start(DbBackend::Sqlite, "t", "verified", "421222", pairs);
            made.into_iter()
                .map(|one| (one.sql, one.values.map_or(0, |values| values.0.len())))
                .collect::<Vec<_>>()
        };
        let pairs: Vec<_> = run(5, 20, 100).chain([(90, 120), (80, 121)]).collect();
        let made = texts(&pairs);
        assert!(made[0].0.ends_with("county = ? AND since BETWEEN ? AND ?"), "{made:?}");
        assert_eq!((made.len(), made[0].1, made[1].1), (2, 4, 5), "{made:?}");
        // Rows that follow each other take no values that do not.
        let apart: Vec<_> = run(5, 20, 100).map(|(start, value)| (start, 2 * value)).collect();
        assert_eq!(texts(&apart).iter().map(|one| one.1).collect::<Vec<_>>(), [41]);
    }
}
