//! Rows into a table, many a statement.

use sea_orm::sea_query::ArrayType;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement, Value};

use super::{Sql, execute};

/// SQLite takes 32,766 values a statement.
const MOST_VALUES: usize = 32_000;
const MOST_ROWS: usize = 500;
/// Rows that PostgreSQL is given as arrays, a column each, however many columns there are.
const MOST_AS_ARRAYS: usize = 1_000;

/// Inserts rows, many a statement. After an error the transaction has to be rolled back.
///
/// # Errors
/// What the database refuses.
pub async fn insert_many(
    connection: &impl ConnectionTrait,
    table: &str,
    columns: &[&str],
    rows: Vec<Vec<Value>>,
) -> Result<(), DbErr> {
    execute(connection, inserts(connection.get_database_backend(), table, columns, rows)).await
}

/// What inserts rows.
///
/// What all rows of a statement have in common is bound once: of a bulk that is most of it.
pub(crate) fn inserts(
    backend: DbBackend,
    table: &str,
    columns: &[&str],
    rows: Vec<Vec<Value>>,
) -> Vec<Statement> {
    let insert = match backend {
        // A row that is refused ends the transaction: the rows of its statement before it need
        // no journal to be undone by.
        DbBackend::Sqlite => "INSERT OR FAIL INTO",
        _ => "INSERT INTO",
    };
    let step = match backend {
        DbBackend::Postgres => MOST_AS_ARRAYS,
        _ => (MOST_VALUES / columns.len().max(1)).clamp(1, MOST_ROWS),
    };
    let (mut rows, mut statements) = (rows.into_iter(), Vec::new());
    loop {
        let rows: Vec<Vec<Value>> = rows.by_ref().take(step).collect();
        let Some(first) = rows.first() else { return statements };
        let differs = |at: &usize| rows.iter().any(|row| row[*at] != first[*at]);
        let (mut own, mut common): (Vec<usize>, Vec<usize>) = (0..columns.len()).partition(differs);
        if own.is_empty() {
            std::mem::swap(&mut own, &mut common);
        }
        let named = own.iter().chain(&common).map(|at| format!("\"{}\"", columns[*at]));
        let named = named.collect::<Vec<_>>().join(", ");
        let into = format!("{insert} \"{table}\" ({named}) SELECT ");
        let shared: Vec<Value> = common.iter().map(|at| first[*at].clone()).collect();
        let kinds = (backend == DbBackend::Postgres).then(|| arrays(&rows, &own)).flatten();
        if let Some(kinds) = kinds {
            statements.push(unnest(into, rows, &own, kinds, shared).on(backend));
            continue;
        }
        // Every value is one of a statement's, which has room for so many.
        let most = (MOST_VALUES / own.len().max(1)).clamp(1, MOST_ROWS);
        let mut left = rows.into_iter().peekable();
        while left.peek().is_some() {
            let part = left.by_ref().take(most);
            statements.push(list(&into, part, &own, &shared).on(backend));
        }
    }
}

/// Lists the rows, value by value.
fn list(
    into: &str,
    rows: impl Iterator<Item = Vec<Value>>,
    own: &[usize],
    shared: &[Value],
) -> Sql {
    let mut sql = Sql::new(into);
    sql.push("v.*");
    for value in shared {
        sql.push(", ").bind(value.clone());
    }
    sql.push(" FROM (VALUES ");
    for (index, mut row) in rows.enumerate() {
        sql.push(if index > 0 { ", " } else { "" });
        sql.bind_all(own.iter().map(|at| std::mem::replace(&mut row[*at], Value::Bool(None))));
    }
    sql.push(") AS v");
    sql
}

/// Gives the rows as arrays, one a column: PostgreSQL has a value a column to read then, not one a
/// cell, and the statement is the same however many rows there are. Of arrays among what is
/// selected it makes the rows one by one; of those selected from it would put all aside first.
fn unnest(
    into: String,
    rows: Vec<Vec<Value>>,
    own: &[usize],
    kinds: Vec<(ArrayType, &str)>,
    shared: Vec<Value>,
) -> Sql {
    let mut columns: Vec<Vec<Value>> = own.iter().map(|_| Vec::with_capacity(rows.len())).collect();
    for mut row in rows {
        for (column, at) in columns.iter_mut().zip(own) {
            column.push(std::mem::replace(&mut row[*at], Value::Bool(None)));
        }
    }
    let mut sql = Sql::new(into);
    for (place, (values, (kind, name))) in columns.into_iter().zip(kinds).enumerate() {
        sql.push(if place > 0 { ", UNNEST(" } else { "UNNEST(" });
        sql.bind(Value::Array(kind, Some(Box::new(values)))).push(format!("::{name}[])"));
    }
    for value in shared {
        sql.push(", ").bind(value);
    }
    sql
}

/// The types of the columns as arrays; nothing where one of them has a value that is missing, of
/// which arrays know nothing here.
fn arrays(rows: &[Vec<Value>], own: &[usize]) -> Option<Vec<(ArrayType, &'static str)>> {
    let of = |at: &usize| {
        let kind = match rows.first()?[*at] {
            Value::String(_) => (ArrayType::String, "text"),
            Value::Bytes(_) => (ArrayType::Bytes, "bytea"),
            Value::BigInt(_) => (ArrayType::BigInt, "bigint"),
            _ => return None,
        };
        let known = |row: &Vec<Value>| match &row[*at] {
            Value::String(Some(_)) => kind.0 == ArrayType::String,
            Value::Bytes(Some(_)) => kind.0 == ArrayType::Bytes,
            Value::BigInt(Some(_)) => kind.0 == ArrayType::BigInt,
            _ => false,
        };
        rows.iter().all(known).then_some(kind)
    };
    own.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_go_as_arrays_unless_a_value_is_missing() {
        let row = |number: Option<i64>| vec![Value::from("甲"), Value::BigInt(number)];
        let whole = [row(Some(1)), row(Some(2))];
        let kinds = arrays(&whole, &[0, 1]).expect("all are known");
        assert_eq!(kinds.iter().map(|kind| kind.1).collect::<Vec<_>>(), ["text", "bigint"]);
        let lacking = [row(Some(1)), row(None)];
        assert!(arrays(&lacking, &[1]).is_none());
        assert!(arrays(&lacking, &[0]).is_some(), "of the columns that are asked for");
    }
}
