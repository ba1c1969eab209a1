//! What records that wait say of another department's register, such as the unit that handles a
//! case: what is not in it is told to the verifier. Nothing is refused: departments write by
//! themselves, and one of them may be away.

use std::collections::{BTreeMap, BTreeSet};

use chassis::Refusal;
use futures_util::future::try_join_all;
use http::HeaderMap;
use prost_reflect::{DynamicMessage, MethodDescriptor, Value};
use proto::ledger::v1::{Reason, Remark, State, WaitingRecord};

use crate::Gateway;
use crate::departments::Client;
use crate::web::labels;
use crate::web::negotiate::Language;
use crate::web::pointed::{self, Named, Register, register};
use crate::web::rest::calling;

/// Records of a register that are asked for at a time.
const AT_A_TIME: usize = 16;

/// Adds to records of a county what the registers do not have that they name.
///
/// # Errors
/// A record of a kind that nobody knows.
pub(super) async fn add_remarks(
    gateway: &Gateway,
    county: &str,
    waiting: &mut [WaitingRecord],
) -> Result<(), Refusal> {
    let mut named = Vec::with_capacity(waiting.len());
    for one in waiting.iter() {
        named.push(one.revision.as_ref().map_or(Ok(Vec::new()), pointed::named)?);
    }
    let mut asked: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for one in named.iter().flatten() {
        asked.entry(&one.kind).or_default().insert(&one.id);
    }
    let mut missing = BTreeMap::new();
    for (kind, ids) in asked {
        let Some(register) = register(kind) else { continue };
        match absent(gateway, county, &register, ids).await {
            Ok(absent) => {
                let collection = &register.collection;
                missing.extend(absent.into_iter().map(|id| ((kind, id), collection.clone())));
            }
            Err(refusal) => tracing::debug!(kind, %refusal, "a register does not answer"),
        }
    }
    for (one, named) in waiting.iter_mut().zip(&named) {
        let absent = named.iter().filter_map(|named| {
            let collection = missing.get(&(named.kind.as_str(), named.id.as_str()))?;
            Some(remark(named, collection))
        });
        one.remarks.extend(absent);
    }
    Ok(())
}

/// Those of some ids that a register does not have; none where it is empty, or where its department
/// is not here.
async fn absent<'a>(
    gateway: &Gateway,
    county: &str,
    register: &Register,
    ids: BTreeSet<&'a str>,
) -> Result<Vec<&'a str>, Refusal> {
    let Some(client) = gateway.departments.named(&register.department) else {
        return Ok(Vec::new());
    };
    if is_empty(client, register, county).await? {
        return Ok(Vec::new());
    }
    // Several are asked for at a time: a page may name a hundred.
    let ids: Vec<&str> = ids.into_iter().collect();
    let mut absent = Vec::new();
    for some in ids.chunks(AT_A_TIME) {
        let asked: Vec<_> = some.iter().map(|id| is_there(client, register, county, id)).collect();
        let there = try_join_all(asked).await?;
        absent.extend(some.iter().zip(there).filter(|(_, there)| !there).map(|(id, _)| *id));
    }
    Ok(absent)
}

async fn is_empty(client: &Client, register: &Register, county: &str) -> Result<bool, Refusal> {
    let Register { list, collection, .. } = register;
    let size = ("page_size", Value::I32(1));
    let request = asking(list, [("county", Value::String(county.to_owned())), size])?;
    let answer = calling::call(client, list, &request, &HeaderMap::new(), true).await?;
    let listed = answer.get_field_by_name(collection);
    Ok(listed.is_none_or(|listed| listed.as_list().is_none_or(<[_]>::is_empty)))
}

async fn is_there(
    client: &Client,
    register: &Register,
    county: &str,
    id: &str,
) -> Result<bool, Refusal> {
    let [county, id] = [county, id].map(|text| Value::String(text.to_owned()));
    let request = asking(&register.get, [("county", county), ("id", id)])?;
    match calling::call(client, &register.get, &request, &HeaderMap::new(), true).await {
        Ok(record) => Ok(!is_withdrawn(&record)),
        Err(refusal) if refusal.reason == Reason::RecordNotFound => Ok(false),
        Err(refusal) => Err(refusal),
    }
}

fn asking(
    method: &MethodDescriptor,
    fields: [(&str, Value); 2],
) -> Result<DynamicMessage, Refusal> {
    let mut request = DynamicMessage::new(method.input());
    for (name, value) in fields {
        request.try_set_field_by_name(name, value).map_err(|cause| Refusal::internal(&cause))?;
    }
    Ok(request)
}

fn is_withdrawn(record: &DynamicMessage) -> bool {
    let metadata = record.get_field_by_name("metadata");
    let state = metadata.as_ref().and_then(|value| value.as_message()?.get_field_by_name("state"));
    state.and_then(|state| state.as_enum_number()) == Some(State::Withdrawn.into())
}

fn remark(named: &Named, collection: &str) -> Remark {
    let Named { label: [label_zh, label], kind, id } = named;
    let (register_zh, register) =
        (labels::kind_of(kind, Language::Chinese), collection.replace('_', " "));
    Remark {
        text: format!("{label} {id:?} is not in the register of {register}"),
        text_zh: format!("{label_zh}“{id}”不在{register_zh}名册中"),
    }
}
