//! Recomputes the chain of a ledger and every record's place in it.
//!
//! The chain alone does not protect the columns that are set once: they are compared with the
//! entries that must have set them, and rows are counted against the entries that wrote them.

use chassis::Refusal;
use proto::ledger::v1::{Act, AuditFinding, AuditLedgerResponse};
use sea_orm::ConnectionTrait;

use super::{Failure, Reader};
use crate::kinds::{KindInfo, Kinds, row_to_wire};
use crate::storage::{FOREVER, Sql, Stored, entry};

const PAGE: u64 = 2_000;

impl Reader {
    /// Audits a county's ledger and names the first entry or record that does not fit.
    ///
    /// # Errors
    /// Only when the database cannot be read; what does not fit is a finding.
    pub async fn audit(&self, kinds: &Kinds, county: &str) -> Result<AuditLedgerResponse, Refusal> {
        let mut answer = AuditLedgerResponse::default();
        let mut hash: Vec<u8> = Vec::new();
        loop {
            let after = answer.entry_count;
            let entries = self.entries_after(county, after, PAGE).await?;
            if entries.is_empty() {
                break;
            }
            for entry in &entries {
                let due = answer.entry_count + 1;
                if entry.seq != due || entry.hash != entry.chained(&hash) {
                    answer.finding = Some(broken_chain(entry, due));
                    return Ok(answer);
                }
                hash.clone_from(&entry.hash);
                answer.entry_count = due;
            }
            answer.finding = self.audit_contents(kinds, county, &entries, &mut answer).await?;
            if answer.finding.is_some() {
                return Ok(answer);
            }
        }
        answer.head_hash = hash;
        for kind in kinds.iter() {
            answer.finding = self.audit_columns(kind, county).await?;
            if answer.finding.is_some() {
                return Ok(answer);
            }
        }
        answer.finding = self.audit_openings(kinds, county).await?;
        Ok(answer)
    }

    /// Compares the revisions that a page of entries wrote with what the entries say of them.
    async fn audit_contents(
        &self,
        kinds: &Kinds,
        county: &str,
        entries: &[entry::Model],
        answer: &mut AuditLedgerResponse,
    ) -> Result<Option<AuditFinding>, Refusal> {
        let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return Ok(None) };
        for kind in kinds.iter() {
            let columns = Stored::columns(kind, "", true);
            let mut sql = Sql::new(format!("SELECT {columns} FROM \"{}\"", kind.table));
            sql.push(" WHERE county = ").bind(county).push(" AND since BETWEEN ").bind(first.seq);
            sql.push(" AND ").bind(last.seq).push(" ORDER BY since");
            let rows = self.rows(sql).await?;
            let rows: Result<Vec<_>, _> =
                rows.iter().map(|row| Stored::read(kind, row, true)).collect();
            let mut rows = rows.map_err(Failure::from)?.into_iter().peekable();
            for entry in entries.iter().filter(|entry| entry.kind == kind.name && writes(entry)) {
                let row = rows.next_if(|row| row.since == entry.seq && row.id == entry.id);
                let content = row.as_ref().map(|row| row_to_wire(kind, &row.values));
                let hash = content.map(|content| entry::content_hash(&content));
                let withdrawn = row.is_some_and(|row| row.withdrawn);
                let fits = withdrawn == (entry.act == i64::from(Act::Withdraw as i32));
                if hash.as_ref() != Some(&entry.content) || !fits {
                    return Ok(Some(changed_record(entry, hash.is_none())));
                }
                answer.revision_count += 1;
            }
            if let Some(row) = rows.next() {
                return Ok(Some(stray(kind, &row.id, row.since)));
            }
        }
        Ok(None)
    }

    /// Compares every column that is set once with the entry that must have set it.
    async fn audit_columns(
        &self,
        kind: &KindInfo,
        county: &str,
    ) -> Result<Option<AuditFinding>, Refusal> {
        let table = &kind.table;
        let row_against_entry = |column: &str, set: &str, act: &str| {
            format!(
                "SELECT r.id, r.since FROM \"{table}\" r LEFT JOIN entry e \
                 ON e.county = r.county AND e.seq = r.{column} \
                 WHERE r.county = $1 AND {set} \
                 AND (e.seq IS NULL OR e.kind <> $2 OR e.id <> r.id OR {act}) LIMIT 1"
            )
        };
        let entry_against_row = |act: Act, column: &str| {
            format!(
                "SELECT e.id, e.seq FROM entry e LEFT JOIN \"{table}\" r \
                 ON r.county = e.county AND r.since = e.since \
                 WHERE e.county = $1 AND e.kind = $2 AND e.act = {} \
                 AND (r.since IS NULL OR r.{column} IS NULL OR r.{column} <> e.seq) LIMIT 1",
                act as i32
            )
        };
        let (verify, back) = (Act::Verify as i32, Act::Return as i32);
        let checks = [
            row_against_entry(
                "verified",
                "r.verified IS NOT NULL",
                &format!("e.act <> {verify} OR e.since <> r.since"),
            ),
            row_against_entry(
                "returned",
                "r.returned IS NOT NULL",
                &format!("e.act <> {back} OR e.since <> r.since"),
            ),
            row_against_entry("until", &format!("r.until <> {FOREVER}"), "e.since <> e.seq"),
            row_against_entry(
                "superseded",
                &format!("r.superseded <> {FOREVER}"),
                &format!("e.act <> {verify}"),
            ),
            entry_against_row(Act::Verify, "verified"),
            entry_against_row(Act::Return, "returned"),
            // Each revision ends where the next one of the same record begins.
            format!(
                "SELECT r.id, r.since FROM \"{table}\" r JOIN \"{table}\" n \
                 ON n.county = r.county AND n.id = r.id AND n.revision = r.revision + 1 \
                 WHERE r.county = $1 AND $2 = $2 AND r.until <> n.since LIMIT 1"
            ),
            // What counted ends where its successor was verified.
            format!(
                "SELECT b.id, b.since FROM \"{table}\" n JOIN \"{table}\" b \
                 ON b.county = n.county AND b.since = n.base \
                 WHERE n.county = $1 AND $2 = $2 AND n.verified IS NOT NULL \
                 AND b.superseded <> n.verified LIMIT 1"
            ),
        ];
        for check in checks {
            let statement = sea_orm::Statement::from_sql_and_values(
                self.storage.backend(),
                check,
                [county.into(), kind.name.as_str().into()],
            );
            let found = self.storage.reader().query_one_raw(statement).await;
            if let Some(row) = found.map_err(Failure::from)? {
                let id: String = row.try_get_by_index(0).map_err(Failure::from)?;
                let position = row.try_get_by_index(1).map_err(Failure::from)?;
                return Ok(Some(stray(kind, &id, position)));
            }
        }
        Ok(None)
    }
}

/// Whether an entry wrote a revision.
fn writes(entry: &entry::Model) -> bool {
    entry.since == entry.seq
}

fn broken_chain(entry: &entry::Model, due: i64) -> AuditFinding {
    AuditFinding {
        position: due,
        kind: entry.kind.clone(),
        id: entry.id.clone(),
        message: format!("entry {due} does not fit the chain: it is missing or was changed"),
        message_zh: format!("第 {due} 条账目与哈希链不符：缺失或被改动"),
    }
}

fn changed_record(entry: &entry::Model, missing: bool) -> AuditFinding {
    let (message, message_zh) = if missing {
        ("the revision that the entry wrote is missing", "账目所写的记录版本缺失")
    } else {
        ("the revision is not what the entry wrote", "记录版本与账目所写不符")
    };
    AuditFinding {
        position: entry.seq,
        kind: entry.kind.clone(),
        id: entry.id.clone(),
        message: message.to_owned(),
        message_zh: message_zh.to_owned(),
    }
}

fn stray(kind: &KindInfo, id: &str, position: i64) -> AuditFinding {
    AuditFinding {
        position,
        kind: kind.name.clone(),
        id: id.to_owned(),
        message: "the record's place in the ledger is not what the entries say".to_owned(),
        message_zh: "记录在账本中的位置与账目不符".to_owned(),
    }
}
