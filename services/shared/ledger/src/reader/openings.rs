//! Recomputes what opening lists say of the entries that they hold.

use chassis::Refusal;
use prost::Message as _;
use proto::ledger::v1::{AuditFinding, OpeningList};
use sha2::{Digest, Sha256};

use super::{Reader, read_all, select};
use crate::collection::opening_list::hex;
use crate::kinds::{KindInfo, Kinds, row_to_wire};
use crate::storage::{Stored, entry};
use crate::writer::LIST;

const PAGE: u64 = 2_000;

impl Reader {
    /// The first opening list whose entries are not those that it says; their count, their kind
    /// and the hash over their contents are compared.
    pub(super) async fn audit_openings(
        &self,
        kinds: &Kinds,
        county: &str,
    ) -> Result<Option<AuditFinding>, Refusal> {
        let Some(kind) = kinds.iter().find(|kind| kind.table == LIST) else { return Ok(None) };
        let mut sql = select(kind, "r");
        sql.push(" WHERE r.county = ").bind(county).push(" ORDER BY r.since");
        for row in read_all(kind, &self.rows(sql).await?)? {
            let wire = row_to_wire(kind, &row.values);
            let list = OpeningList::decode(wire.as_slice());
            let list = list.map_err(|cause| Refusal::internal(&cause))?;
            let of = kinds.iter().find(|kind| kind.table == list.kind);
            if !self.holds(of.map(AsRef::as_ref), county, &list).await? {
                return Ok(Some(misstated(kind, &row)));
            }
        }
        Ok(None)
    }

    async fn holds(
        &self,
        kind: Option<&KindInfo>,
        county: &str,
        list: &OpeningList,
    ) -> Result<bool, Refusal> {
        let Some(kind) = kind else { return Ok(false) };
        let (mut digest, mut count) = (Sha256::new(), 0);
        let mut after = list.first_position - 1;
        while after < list.last_position {
            let entries = self.entries_after(county, after, PAGE).await?;
            let Some(last) = entries.last() else { break };
            after = last.seq;
            let inside = |entry: &&entry::Model| entry.seq <= list.last_position;
            for entry in entries.iter().filter(inside) {
                if entry.kind != kind.name || entry.since != entry.seq {
                    return Ok(false);
                }
                digest.update(&entry.content);
                count += 1;
            }
        }
        let hash: String = digest.finalize().iter().map(hex).collect();
        Ok(count == list.record_count && hash == list.list_hash)
    }
}

fn misstated(kind: &KindInfo, row: &Stored) -> AuditFinding {
    AuditFinding {
        position: row.since,
        kind: kind.name.clone(),
        id: row.id.clone(),
        message: "the opening list is not what the entries say that it holds".to_owned(),
        message_zh: "期初名册所载与账目不符".to_owned(),
    }
}
