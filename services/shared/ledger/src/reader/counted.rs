//! Reads the records that count: for acts and measures that look at whole records.

use chassis::Refusal;

use super::{Reader, read_all, select};
use crate::divisions::after_prefix;
use crate::figures::counting;
use crate::kinds::{KindInfo, row_to_wire};
use crate::storage::Sql;

impl Reader {
    /// The records that count at a position, inside a division and with an id from the first to
    /// the last, ordered by id; each as its canonical bytes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn counted(
        &self,
        kind: &KindInfo,
        (county, division): (&str, &str),
        (first_id, last_id): (&str, &str),
        position: i64,
    ) -> Result<Vec<Vec<u8>>, Refusal> {
        let mut sql = select(kind, "r");
        sql.push(" WHERE r.county = ").bind(county);
        sql.push(" AND r.id >= ").bind(first_id).push(" AND r.id <= ").bind(last_id);
        sql.push(" AND r.division >= ").bind(division);
        sql.push(" AND r.division < ").bind(after_prefix(division)).push(" AND ");
        counting(&mut sql, "r", position);
        sql.push(" ORDER BY r.id");
        let rows = read_all(kind, &self.rows(sql).await?)?;
        Ok(rows.iter().map(|row| row_to_wire(kind, &row.values)).collect())
    }

    /// The records that count at a position and hold an id in a field that points, ordered by
    /// their own ids; each as its canonical bytes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pointing(
        &self,
        kind: &KindInfo,
        county: &str,
        (field, id): (&'static str, &str),
        position: i64,
    ) -> Result<Vec<Vec<u8>>, Refusal> {
        let mut sql = select(kind, "r");
        sql.push(" WHERE r.county = ").bind(county);
        sql.push(format!(" AND r.\"{field}\" = ")).bind(id).push(" AND ");
        counting(&mut sql, "r", position);
        sql.push(" ORDER BY r.id");
        let rows = read_all(kind, &self.rows(sql).await?)?;
        Ok(rows.iter().map(|row| row_to_wire(kind, &row.values)).collect())
    }

    /// The records that count at a position and whose id begins with a text, or whose field holds
    /// it anywhere, ordered by id: so many of them as canonical bytes, and how many there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn search(
        &self,
        kind: &KindInfo,
        county: &str,
        (field, text): (&'static str, &str),
        position: i64,
        most: i64,
    ) -> Result<(Vec<Vec<u8>>, i64), Refusal> {
        let found = |sql: &mut Sql| {
            sql.push(" WHERE r.county = ").bind(county).push(" AND ");
            counting(sql, "r", position);
            sql.push(" AND (r.id LIKE ").bind(format!("{}%", escaped(&text.to_uppercase())));
            // SQLite's LIKE takes Latin letters of either case for the same; PostgreSQL's does not.
            sql.push(format!(" ESCAPE '!' OR LOWER(r.\"{field}\") LIKE "));
            let text = escaped(&text.to_ascii_lowercase());
            sql.bind(format!("%{text}%")).push(" ESCAPE '!')");
        };
        let mut sql = select(kind, "r");
        found(&mut sql);
        sql.push(" ORDER BY r.id LIMIT ").bind(most);
        let rows = read_all(kind, &self.rows(sql).await?)?;
        let mut sql = Sql::new(format!("SELECT '', COUNT(*) FROM \"{}\" r", kind.table));
        found(&mut sql);
        let total = self.counts(sql).await?.first().map_or(0, |(_, count)| *count);
        Ok((rows.iter().map(|row| row_to_wire(kind, &row.values)).collect(), total))
    }
}

/// A text of which no character stands for others in a pattern.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if "%_!".contains(letter) {
            escaped.push('!');
        }
        escaped.push(letter);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_others_in_a_pattern_stands_for_itself() {
        assert_eq!(escaped("50%_砂布!"), "50!%!_砂布!!");
    }
}
