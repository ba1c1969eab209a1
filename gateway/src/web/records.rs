//! Records of any kind, read by their descriptors: as JSON, and as tables with the labels that
//! the contracts give to kinds, fields and values.

use std::collections::BTreeMap;

use chassis::Refusal;
use ledger::divisions::{Divisions, TOWNSHIP_DIGITS};
use prost::Message;
use prost_reflect::{
    DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, ReflectMessage as _, SerializeOptions,
};
use proto::ledger::v1::{Act, RecordMetadata, Revision};
use serde::Serialize;

use super::labels::{Labels, METADATA, labels, shown, state};
use super::negotiate::Language;

/// Records of one kind as a table.
#[derive(Debug, Serialize)]
pub(crate) struct Table {
    #[serde(skip)]
    pub(crate) kind: String,
    pub(crate) label: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
    /// Whether one of the records was entered with an explanation.
    pub(crate) explained: bool,
}

#[derive(Debug, Serialize)]
pub(crate) struct Column {
    pub(crate) label: String,
    pub(crate) unit: String,
    pub(crate) number: bool,
}

#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) id: String,
    link: Option<String>,
    pub(crate) state: &'static str,
    pub(crate) revision: i32,
    pub(crate) cells: Vec<String>,
    /// What was said when it was entered, where a rule asked for it.
    pub(crate) explanation: String,
}

/// A revision as JSON: the record's fields, `metadata` among them, and `@type`.
pub(crate) fn json(revision: &Revision) -> Result<serde_json::Value, Refusal> {
    let (kind, message) = decode(revision)?;
    let mut record = write(&message)?;
    if let Some(fields) = record.as_object_mut() {
        fields.insert("@type".to_owned(), kind.into());
        let metadata = metadata(revision)?;
        fields.insert(METADATA.to_owned(), metadata);
        if let Some(explanation) = explanation(revision) {
            fields.insert("@explanation".to_owned(), explanation.into());
        }
    }
    Ok(record)
}

/// What was said of a revision when it was entered, where a rule asked for it.
pub(crate) fn explanation(revision: &Revision) -> Option<&str> {
    let entry = revision.entry.as_ref()?;
    let entered = matches!(entry.act(), Act::Create | Act::Revise);
    Some(entry.reason.as_str()).filter(|said| entered && !said.is_empty())
}

/// Where the page of a record is, by the full name of its kind and what the ledger adds to it.
pub(crate) type Link<'a> = &'a dyn Fn(&str, &Revision) -> Option<String>;

/// Revisions as tables, one for each kind, in the order in which kinds first come.
pub(crate) fn tables(
    revisions: &[Revision],
    language: Language,
    link: Link<'_>,
) -> Result<Vec<Table>, Refusal> {
    let labels = labels()?;
    let mut tables: Vec<Table> = Vec::new();
    for revision in revisions {
        let (kind, message) = decode(revision)?;
        let metadata = revision.metadata.clone().unwrap_or_default();
        let fields = shown(&message.descriptor());
        let row = Row {
            link: link(&kind, revision),
            state: state(metadata.state(), language),
            id: metadata.id,
            revision: metadata.revision,
            cells: fields.map(|field| labels.value(&message, &field, language)).collect(),
            explanation: explanation(revision).unwrap_or_default().to_owned(),
        };
        let explained = !row.explanation.is_empty();
        match tables.iter_mut().find(|table| table.kind == kind) {
            Some(table) => {
                table.explained |= explained;
                table.rows.push(row);
            }
            None => tables.push(table(labels, kind, &message.descriptor(), row, language)),
        }
    }
    Ok(tables)
}

/// The fields of a record by their names in the contract, each as a table shows it; a division by
/// its name, where the list of divisions has it.
pub(crate) fn fields(revision: &Revision) -> Result<BTreeMap<String, String>, Refusal> {
    let labels = labels()?;
    let (_, message) = decode(revision)?;
    let cell = |field: FieldDescriptor| {
        let value = message.get_field(&field);
        let name = value.as_str().filter(|_| labels.is_division(&field));
        let shown = name.and_then(name_of_division).map(ToOwned::to_owned);
        let shown = shown.unwrap_or_else(|| labels.value(&message, &field, Language::Chinese));
        (field.name().to_owned(), shown)
    };
    Ok(shown(&message.descriptor()).map(cell).collect())
}

/// The name of a division, of a village that of its township: villages are records.
fn name_of_division(code: &str) -> Option<&'static str> {
    let divisions = Divisions::standard();
    divisions.name(code).or_else(|| divisions.name(code.get(..TOWNSHIP_DIGITS)?))
}

/// The county whose ledger a record stands in: the one around the division that every record
/// names, where its entry does not say it.
pub(crate) fn county(revision: &Revision) -> Option<String> {
    if let Some(entry) = &revision.entry {
        return Some(entry.county.clone());
    }
    let (_, record) = decode(revision).ok()?;
    let division = record.get_field_by_name("division")?;
    Divisions::county_of(division.as_str()?).map(ToOwned::to_owned)
}

/// What a record is called: by its name or its title.
pub(crate) fn name(record: &DynamicMessage) -> Option<String> {
    let field = |name| Some(record.get_field_by_name(name)?.as_str()?.to_owned());
    field("name").or_else(|| field("title")).filter(|name| !name.is_empty())
}

/// What a kind is called in a form.
pub(crate) fn label(kind: &MessageDescriptor, language: Language) -> String {
    labels().map_or_else(|_| kind.name().to_owned(), |labels| labels.kind(kind, language))
}

/// The office that answers for a kind.
pub(crate) fn owner(kind: &MessageDescriptor) -> String {
    labels().ok().and_then(|labels| labels.owner(kind)).unwrap_or_default()
}

/// When something was done, as it is read in the county: `2023-03-05 10:00`.
pub(crate) fn moment(time: prost_types::Timestamp) -> String {
    let moment = jiff::Timestamp::from_second(time.seconds).unwrap_or_default();
    // China has had one time since 1992, eight hours ahead.
    let text = jiff::tz::offset(8).to_datetime(moment).to_string();
    text.get(..16).unwrap_or(&text).replace('T', " ")
}

fn table(
    labels: &Labels,
    kind: String,
    descriptor: &MessageDescriptor,
    first: Row,
    language: Language,
) -> Table {
    let columns = shown(descriptor).map(|field| Column {
        label: labels.field(&field, language),
        unit: labels.unit(&field, language),
        number: is_number(&field.kind()) && !field.is_list(),
    });
    let label = labels.kind(descriptor, language);
    let explained = !first.explanation.is_empty();
    Table { kind, label, columns: columns.collect(), rows: vec![first], explained }
}

fn is_number(kind: &Kind) -> bool {
    matches!(kind, Kind::Int32 | Kind::Int64 | Kind::Uint32 | Kind::Uint64)
}

/// The kind of a record and the record.
pub(super) fn decode(revision: &Revision) -> Result<(String, DynamicMessage), Refusal> {
    let record = revision.record.clone().unwrap_or_default();
    let kind = record.type_url.rsplit('/').next().unwrap_or_default();
    let descriptor = labels()?.messages.get_message_by_name(kind).ok_or_else(|| {
        Refusal::internal(&format!("a department sent a record of unknown kind {kind:?}"))
    })?;
    let message = DynamicMessage::decode(descriptor, record.value.as_slice());
    let message = message.map_err(|cause| Refusal::internal(&cause))?;
    Ok((kind.to_owned(), message))
}

fn metadata(revision: &Revision) -> Result<serde_json::Value, Refusal> {
    let Some(metadata) = &revision.metadata else { return Ok(serde_json::Value::Null) };
    let described = labels()?.messages.get_message_by_name("xianzhi.ledger.v1.RecordMetadata");
    let descriptor = described.ok_or_else(|| Refusal::internal(&"no RecordMetadata"))?;
    let bytes = RecordMetadata::encode_to_vec(metadata);
    let message = DynamicMessage::decode(descriptor, bytes.as_slice());
    write(&message.map_err(|cause| Refusal::internal(&cause))?)
}

/// A message as JSON; an optional field that is not set is left out, a zero is not.
pub(crate) fn write(message: &DynamicMessage) -> Result<serde_json::Value, Refusal> {
    let options = SerializeOptions::new().use_proto_field_name(true).skip_default_fields(false);
    message
        .serialize_with_options(serde_json::value::Serializer, &options)
        .map_err(|cause| Refusal::internal(&cause))
}

#[cfg(test)]
mod tests {
    use proto::industry::v1::{Designation, Difficulty, Level, Scheme};
    use proto::ledger::v1::State;

    use super::*;

    fn revision<M: prost::Name>(record: &M) -> Revision {
        let type_url = format!("type.googleapis.com/{}", M::full_name());
        let metadata = RecordMetadata {
            id: "D-1".to_owned(),
            revision: 2,
            etag: "\"812\"".to_owned(),
            state: State::Verified.into(),
            start_position: 811,
            ..Default::default()
        };
        let value = record.encode_to_vec();
        let record = Some(prost_types::Any { type_url, value });
        Revision { metadata: Some(metadata), record, entry: None }
    }

    fn difficulty(claim_fen: Option<i64>) -> Difficulty {
        Difficulty { code: "D-1".to_owned(), claim_fen, ..Default::default() }
    }

    #[test]
    fn a_record_is_written_by_the_names_of_the_contract() {
        let record = json(&revision(&difficulty(Some(0)))).expect("a record");
        assert_eq!(record["@type"], "xianzhi.industry.v1.Difficulty");
        assert_eq!(record["metadata"]["state"], "STATE_VERIFIED");
        assert_eq!(record["metadata"]["start_position"], "811");
        assert_eq!(record["claim_fen"], "0");
        assert_eq!(record["resolved_on_site"], false);
        let record = json(&revision(&difficulty(None))).expect("a record");
        assert!(record.get("claim_fen").is_none(), "missing is not zero");
    }

    #[test]
    fn tables_have_the_labels_of_the_contract_and_one_kind_each() {
        let (scheme, level) = (Scheme::AboveScale.into(), Level::National.into());
        let designation = Designation { scheme, level, ..Default::default() };
        let revisions =
            [revision(&difficulty(Some(5))), revision(&designation), revision(&difficulty(None))];
        let tables = tables(&revisions, Language::Chinese, &|_, _| None).expect("tables");
        let labels: Vec<_> = tables.iter().map(|table| table.label.as_str()).collect();
        assert_eq!(labels, ["企业难题", "认定与名录"]);
        let claim = tables[0].columns.iter().position(|column| column.label == "涉及金额");
        let claim = claim.expect("a column");
        assert_eq!(tables[0].columns[claim].unit, "分");
        let cell = |row: usize| tables[0].rows[row].cells[claim].as_str();
        assert_eq!((cell(0), cell(1)), ("5", "—"));
        assert_eq!(tables[1].rows[0].cells[..2], ["规上工业企业", "国家级"]);
        assert_eq!(tables[1].rows[0].state, "已核实");
    }

    #[test]
    fn a_record_of_an_unknown_kind_is_refused() {
        let mut unknown = revision(&difficulty(None));
        unknown.record = Some(prost_types::Any { type_url: "x/a.B".to_owned(), value: vec![] });
        assert!(json(&unknown).is_err());
    }
}
