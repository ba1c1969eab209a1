//! Statements put together piece by piece, with every value bound.

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

/// Sets one column of rows named by the entry that wrote them: pairs of (start, value).
pub async fn update_by_start(
    connection: &impl ConnectionTrait,
    table: &str,
    column: &str,
    county: &str,
    pairs: &[(i64, i64)],
) -> Result<(), DbErr> {
    let backend = connection.get_database_backend();
    for chunk in pairs.chunks(1_000) {
        let mut sql = Sql::new("WITH v(start, value) AS (VALUES ");
        for (index, (start, value)) in chunk.iter().enumerate() {
            sql.push(if index > 0 { ", (" } else { "(" }).bind(*start).push(", ").bind(*value);
            sql.push(")");
        }
        sql.push(format!(") UPDATE \"{table}\" SET \"{column}\" = v.value FROM v WHERE "));
        sql.push(format!("\"{table}\".county = ")).bind(county);
        sql.push(format!(" AND \"{table}\".since = v.start"));
        // A range lets PostgreSQL see that few rows are meant; SQLite would walk it for each pair.
        let bounds = chunk.iter().map(|pair| pair.0);
        let bounds = bounds.clone().min().zip(bounds.max());
        if let (Some((first, last)), DbBackend::Postgres) = (bounds, backend) {
            sql.push(format!(" AND \"{table}\".since BETWEEN "));
            sql.bind(first).push(" AND ").bind(last);
        }
        connection.execute_raw(sql.on(backend)).await?;
    }
    Ok(())
}
