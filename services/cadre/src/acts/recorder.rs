//! A log is recorded under the account of whose it is; of a cadre without one anybody may.

use chassis::Refusal;
use ledger::Books;
use ledger::kinds::Answered;
use ledger::storage::{FOREVER, Sql};
use ledger::writer::Call;
use prost::Message as _;
use proto::cadre::v1::WorkLog;
use proto::ledger::v1::Reason;

/// Cadres of one statement.
const CHUNK: usize = 500;

/// Refuses to record or to revise a log of a cadre under another account than that cadre's own.
pub(crate) fn recorder<'a>(
    books: &'a Books,
    call: &'a Call,
    records: Vec<&'a [u8]>,
) -> Answered<'a> {
    Box::pin(async move {
        let logs = records.into_iter().filter_map(|record| WorkLog::decode(record).ok());
        let cadres: Vec<String> = logs.map(|log| log.cadre_id).collect();
        for chunk in cadres.chunks(CHUNK) {
            let mut sql = Sql::new("SELECT c.id, c.account, '' FROM cadre c WHERE c.county = ");
            sql.bind(call.county.as_str()).push(" AND c.withdrawn = 0 AND c.until = ");
            sql.bind(FOREVER).push(" AND c.account > '' AND c.id IN ");
            sql.bind_all(chunk.iter().map(String::as_str));
            for (cadre, account, _) in books.reader.days(sql).await? {
                if account != call.actor {
                    return Err(of_another(&cadre, &call.actor));
                }
            }
        }
        Ok(())
    })
}

fn of_another(cadre: &str, actor: &str) -> Refusal {
    Refusal::new(
        Reason::NotResponsible,
        format!(
            "a log of cadre {cadre} is recorded under that cadre's own account, not by {actor}; \
             what another system has kept is imported"
        ),
        format!("干部 {cadre} 的日志须由本人账号填写，账号“{actor}”不能代填；原系统的日志请用导入"),
    )
    .with("cadre_id", cadre)
}
