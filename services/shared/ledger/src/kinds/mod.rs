//! What a kind of record is: its message, its fields as the descriptors tell them, its checks.

mod acts;
mod beside;
mod checks;
mod comments;
mod fields;
mod options;
mod periods;
mod pointed;
mod recording;
mod remarks;
pub(crate) mod responsible;
mod succession;
mod tree;
mod wire;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use chassis::{FieldFault, Refusal};
use prost_reflect::{DescriptorPool, Value as Reflected};
use proto::ledger::v1::Reason;

pub use acts::{act_label, acts_of, imported_acts_of, moved_by_acts};
pub use checks::{Findings, check_month, check_parameter, parse_date, read_date};
pub use comments::comment;
pub use fields::{Column, Field, Given, of_message as fields_of, snake};
use options::{collection, option, text_option};
pub use pointed::Pointed;
pub use recording::{day_of, today};
pub use remarks::{Remarked, Remarks};
pub use responsible::{Answered, Judged, Recorder, Responsible};
pub use wire::{encode_with_metadata, row_to_wire, wire_to_row};

/// Where the samples of all kinds lie: a township of the shipped list of divisions.
pub const SAMPLE_PLACE: &str = "421222106";

/// A kind of record: what the descriptors cannot tell about it.
///
/// The message tells the rest: fields, labels, units, dates, divisions, references, required
/// fields (`xianzhi/ledger/v1/options.proto`) are checked for every kind alike. `D` stands for
/// the department, a type of its crate, since the messages are not.
pub trait Kind<D>: prost::Message + prost::Name + Default + Clone {
    /// The natural key: what names the record in the county, of `A-Z a-z 0-9 . _ -`.
    fn key(&self) -> String;

    /// Checks what one field alone does not tell: codes, check digits, sums, order of days.
    fn check(&self, _findings: &mut Findings) {}

    /// The fields that point to records which [`Kind::check_pointed`] looks at.
    const LOOKS_AT: &'static [&'static str] = &[];

    /// Checks the record against those that it points to, as they stand when it is written.
    fn check_pointed(&self, _pointed: &Pointed, _findings: &mut Findings) {}

    /// The fields by which other records of the kind rest on a record: while one that is not
    /// withdrawn names it there, it is not withdrawn itself.
    const HELD_BY: &'static [&'static str] = &[];

    /// Fills the fields that a rule of the domain gives (`SOURCE_RULE`).
    fn derive(&mut self) {}

    /// Whether records are checked beside their neighbors: those whose keys differ only after
    /// the last [`Kind::NEIGHBORS_AFTER`].
    const HAS_NEIGHBORS: bool = false;

    /// The sign in a key after which the keys of neighbors differ; without one all records of the
    /// kind are neighbors, of which a county has few then.
    const NEIGHBORS_AFTER: Option<char> = Some('.');

    /// Checks a record beside one of its neighbors, as that one stands when the act is decided.
    fn check_beside(&self, _neighbor: &Self, _findings: &mut Findings) {}

    /// Whether a state is checked beside the one that it takes the place of.
    const FOLLOWS: bool = false;

    /// Checks a record beside the state that it takes the place of.
    fn check_succession(&self, _before: &Self, _findings: &mut Findings) {}

    /// The ids of the records of its own kind that a record hangs below, now or in earlier times;
    /// nothing where the kind is no tree.
    const ABOVE: Option<fn(&Self) -> Vec<String>> = None;

    /// Checks a record against all that stand above it, by their ids, as they stand when the act
    /// is decided.
    fn check_above(&self, _above: &BTreeMap<String, Self>, _findings: &mut Findings) {}

    /// Who may verify or return records, where that takes more than another account than the
    /// recorder's.
    const RESPONSIBLE: Option<Responsible> = None;

    /// Who may enter and revise records one by one, where that takes more than an account.
    const RECORDER: Option<Recorder> = None;

    /// What a verifier should look at in records that wait.
    const REMARKS: Option<Remarks> = None;

    /// A plausible record, the `n`th of as many as wanted; all of them pass the checks.
    fn sample(n: u32) -> Self;
}

/// A record that passed its checks: its key, its canonical bytes and its row.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The natural key.
    pub id: String,
    /// The message in field order, defaults left out, without metadata.
    pub content: Vec<u8>,
    /// A value a column, in the order of [`KindInfo::fields`].
    pub row: Vec<sea_orm::Value>,
    /// Soft rules that ask for an explanation.
    pub soft: Vec<FieldFault>,
}

/// A kind as the ledger handles it, whatever its message.
pub struct KindInfo {
    /// The full name of the message: `xianzhi.industry.v1.Enterprise`.
    pub name: String,
    /// The message's own name: `Enterprise`.
    pub short: String,
    /// The name of its table, and of its field in requests: `trade_bulletin`.
    pub table: String,
    /// The name of its collection: `trade_bulletins`.
    pub collection: String,
    /// The fields after the metadata, in the order of their numbers.
    pub fields: Vec<Field>,
    /// Whether only acts of its own write it.
    pub moved_by_acts: bool,
    /// What it is called in a form.
    pub label: String,
    /// The office that answers for it.
    pub owner: String,
    /// The place of `division` among the fields.
    pub division: usize,
    /// Decodes, derives and checks a record as its recorder sent it.
    accept: fn(&Self, &[u8]) -> Result<Checked, Refusal>,
    check_pointed: fn(&[u8], &Pointed) -> Findings,
    looks_at: &'static [&'static str],
    /// The fields by which others of the kind rest on a record, which then is not withdrawn.
    pub(crate) held_by: &'static [&'static str],
    /// The kinds of the records looked at, by the field that points; known once all kinds are.
    looked_at: OnceLock<Vec<(&'static str, Arc<KindInfo>)>>,
    /// Checks a record beside the state before it; nothing where the kind does not look at it.
    succession: Option<beside::Check>,
    /// Checks a record beside a neighbor, whose key differs after a sign, or in all; nothing
    /// without any.
    beside: Option<(Option<char>, beside::Check)>,
    /// Tells what stands above a record; nothing where the kind is no tree.
    tree: Option<tree::Tree>,
    /// Has a say in who verifies and returns; nothing where the kind has none.
    pub(crate) responsible: Option<Responsible>,
    /// Has a say in who enters; nothing where the kind has none.
    pub(crate) recorder: Option<Recorder>,
    /// Tells what a verifier should look at; nothing where the kind has nothing to tell.
    pub(crate) remarks: Option<Remarks>,
    /// What rules give a record, as its canonical bytes, whatever it held before.
    derive: fn(&[u8]) -> Option<Vec<u8>>,
    key: fn(&[u8]) -> Option<String>,
    sample: fn(u32) -> Vec<u8>,
    periods: periods::Periods,
}

impl KindInfo {
    /// Reads what the descriptors tell about a kind.
    ///
    /// # Panics
    /// When the message is not a kind (no `division`, a field of a shape that has no column);
    /// this is a fault of the program that its first start shows.
    pub fn of<D, K: Kind<D>>() -> Self {
        let pool = pool();
        let name = K::full_name();
        let message = pool.get_message_by_name(&name).expect("the message is in the descriptors");
        let fields = fields::of_message(&message);
        let division = fields.iter().position(|field| field.name == "division");
        let service = format!("{name}Service");
        Self {
            short: K::NAME.to_owned(),
            table: snake(K::NAME),
            collection: collection(pool, &service).unwrap_or_default(),
            division: division.expect("a kind has a division"),
            moved_by_acts: option(&message, "moved_by_acts") == Some(Reflected::Bool(true)),
            label: text_option(&message, "kind_label"),
            owner: text_option(&message, "kind_owner"),
            accept: accept::<D, K>,
            check_pointed: pointed::check::<D, K>,
            looks_at: K::LOOKS_AT,
            held_by: K::HELD_BY,
            looked_at: OnceLock::new(),
            succession: K::FOLLOWS.then_some(succession::check::<D, K>),
            beside: K::HAS_NEIGHBORS.then_some((K::NEIGHBORS_AFTER, beside::check::<D, K>)),
            tree: tree::Tree::of::<D, K>(),
            responsible: K::RESPONSIBLE,
            recorder: K::RECORDER,
            remarks: K::REMARKS,
            derive: |record| {
                let mut record = K::decode(record).ok()?;
                record.derive();
                Some(record.encode_to_vec())
            },
            key: |record| K::decode(record).ok().map(|record| record.key()),
            sample: |n| K::sample(n).encode_to_vec(),
            periods: periods::Periods::default(),
            name,
            fields,
        }
    }

    /// Decodes, derives and checks a record as its recorder sent it.
    ///
    /// # Errors
    /// `MESSAGE_MALFORMED`, or `RECORD_INVALID` with every field that is wrong.
    pub fn accept(&self, record: &[u8]) -> Result<Checked, Refusal> {
        (self.accept)(self, record)
    }

    /// Decodes and checks a record that is entered or revised by hand: days that the ledger stamps
    /// are dropped before.
    ///
    /// # Errors
    /// As of [`KindInfo::accept`].
    pub(crate) fn accept_typed(&self, record: &[u8]) -> Result<Checked, Refusal> {
        match wire::without(self, record, Given::ByRecording) {
            Some(unstamped) => self.accept(&unstamped),
            None => self.accept(record),
        }
    }

    /// A record that states only some of its fields, with nothing checked but its shape; nothing
    /// for bytes that are no record.
    pub(crate) fn draft(&self, record: &[u8]) -> Option<Checked> {
        let (id, row) = (self.key(record)?, wire_to_row(self, record).ok()?);
        Some(Checked { id, content: row_to_wire(self, &row), row, soft: Vec::new() })
    }

    /// The kinds of the records that a record of this kind is checked against, by field.
    pub(crate) fn looked_at(&self) -> &[(&'static str, Arc<Self>)] {
        self.looked_at.get().map(Vec::as_slice).unwrap_or_default()
    }

    /// Checks an accepted record against those that it points to: what refuses it, and what asks
    /// for an explanation.
    pub(crate) fn check_pointed(
        &self,
        content: &[u8],
        pointed: &Pointed,
    ) -> (Vec<FieldFault>, Vec<FieldFault>) {
        (self.check_pointed)(content, pointed).split()
    }

    /// The natural key of a record, if the bytes are one; nothing else of it is checked.
    pub fn key(&self, record: &[u8]) -> Option<String> {
        (self.key)(record)
    }

    /// A record with what rules give it, and nothing checked; nothing for bytes that are no record.
    pub(crate) fn derived(&self, record: &[u8]) -> Option<Vec<u8>> {
        (self.derive)(record)
    }

    /// The `n`th sample, encoded.
    pub fn sample(&self, n: u32) -> Vec<u8> {
        (self.sample)(n)
    }

    /// A field by its name.
    pub fn field(&self, name: &str) -> Option<(usize, &Field)> {
        self.fields.iter().enumerate().find(|(_, field)| field.name == name)
    }
}

impl PartialEq for KindInfo {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl std::fmt::Debug for KindInfo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("KindInfo").field(&self.name).finish()
    }
}

/// The kinds of one department, by full name.
#[derive(Clone)]
pub struct Kinds(Arc<BTreeMap<String, Arc<KindInfo>>>);

impl Kinds {
    /// A register of kinds.
    ///
    /// # Panics
    /// When a kind looks at a field that points to no kind of the register; this is a fault of
    /// the program that its first start shows.
    pub fn new(kinds: impl IntoIterator<Item = KindInfo>) -> Self {
        let named = kinds.into_iter().map(|kind| (kind.name.clone(), Arc::new(kind)));
        let kinds = Self(Arc::new(named.collect()));
        for kind in kinds.iter() {
            let found = kind.looks_at.iter().map(|field| {
                let table = kind.field(field).and_then(|(_, field)| field.refers.as_ref());
                let pointed = kinds.iter().find(|other| Some(&other.table) == table);
                (*field, pointed.expect("the field points to a kind").clone())
            });
            let found = found.collect();
            kind.looked_at.get_or_init(|| found);
        }
        kinds
    }

    /// All kinds, ordered by name.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<KindInfo>> {
        self.0.values()
    }

    /// The kind of a full name.
    ///
    /// # Errors
    /// `KIND_UNKNOWN`, naming the kinds that there are.
    pub fn get(&self, name: &str) -> Result<&Arc<KindInfo>, Refusal> {
        self.0.get(name).ok_or_else(|| {
            let known: Vec<&str> = self.0.keys().map(String::as_str).collect();
            let known = known.join(", ");
            Refusal::new(
                Reason::KindUnknown,
                format!("no kind {name:?} is kept here; there are {known}"),
                format!("这里不保存“{name}”这一类记录；现有：{known}"),
            )
            .with("kind", name)
        })
    }

    /// The kind of a message's own name in this department.
    pub fn short(&self, short: &str) -> Option<&Arc<KindInfo>> {
        self.iter().find(|kind| kind.short == short)
    }
}

/// The descriptors of every contract.
pub fn pool() -> &'static DescriptorPool {
    static POOL: OnceLock<DescriptorPool> = OnceLock::new();
    POOL.get_or_init(|| DescriptorPool::decode(proto::DESCRIPTORS).expect("descriptors decode"))
}

fn accept<D, K: Kind<D>>(kind: &KindInfo, record: &[u8]) -> Result<Checked, Refusal> {
    let mut message = K::decode(record).map_err(|cause| {
        Refusal::new(
            Reason::MessageMalformed,
            format!("the bytes are not a {}: {cause}", kind.name),
            format!("字节内容不是{}：{cause}", kind.label),
        )
    })?;
    // What a recorder sends in fields that rules give is dropped before the rules run.
    let mut received = message.encode_to_vec();
    if let Some(cleared) = wire::without(kind, &received, Given::ByRule) {
        message = K::decode(cleared.as_slice()).map_err(|cause| Refusal::internal(&cause))?;
        received = message.encode_to_vec();
    }
    let mut findings = Findings::default();
    let before = wire_to_row(kind, &received)?;
    checks::check_row(kind, &before, &mut findings);
    if findings.is_clean() {
        message.derive();
        message.check(&mut findings);
        checks::check_key(&message.key(), &mut findings);
    }
    let (hard, soft) = findings.split();
    if !hard.is_empty() {
        return Err(Refusal::record(hard));
    }
    // Most kinds have no rules that give them anything.
    let derived = message.encode_to_vec();
    let row = if derived == received { before } else { wire_to_row(kind, &derived)? };
    let content = row_to_wire(kind, &row);
    Ok(Checked { id: message.key(), content, row, soft })
}
