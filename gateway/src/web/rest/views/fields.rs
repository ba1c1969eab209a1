//! Which fields of a message a page shows, and what kind of message it is.

use prost_reflect::{FieldDescriptor, MessageDescriptor};

use super::words;
use crate::web::negotiate::Language;

/// The field that the ledger adds to every record.
pub(super) const METADATA: &str = "metadata";
/// What programs call an act, for which a page has a label.
const METHOD: &str = "method";
/// Where a list goes on; the page has a link for it.
pub(super) const NEXT: &str = "next_page_token";

/// The fields that a page shows, in the order of the contract; a code that has a label beside it
/// is not shown, nor is a text that stands there in the other language.
pub(super) fn shown(
    described: &MessageDescriptor,
    language: Language,
) -> impl Iterator<Item = FieldDescriptor> + use<> {
    let beside = |name: &str, ending: &str| {
        described.get_field_by_name(&format!("{name}_{ending}")).is_some()
    };
    let in_other = |field: &FieldDescriptor| match language {
        Language::Chinese => beside(field.name(), "zh"),
        Language::English => field.name().ends_with("_zh"),
    };
    let is_shown = |field: &FieldDescriptor| {
        !hidden(field) && !beside(field.name(), "label") && !in_other(field)
    };
    let mut fields: Vec<_> = described.fields().filter(is_shown).collect();
    fields.sort_by_key(FieldDescriptor::number);
    fields.into_iter()
}

/// Whether a text stands in both languages: a word to the reader, of which nothing is said where
/// there is none.
pub(super) fn is_note(field: &FieldDescriptor) -> bool {
    let (name, message) = (field.name(), field.parent_message());
    name.ends_with("_zh") || message.get_field_by_name(&format!("{name}_zh")).is_some()
}

fn hidden(field: &FieldDescriptor) -> bool {
    [METADATA, METHOD, NEXT].contains(&field.name()) || is_stand_in(field)
}

/// What is said where a field is empty: `unit_note` in the place of `unit_id`.
pub(super) fn stand_in(field: &FieldDescriptor, language: Language) -> Option<FieldDescriptor> {
    let stem = field.name().strip_suffix("_id").unwrap_or(field.name());
    let note = language.pick("note_zh", "note");
    field.parent_message().get_field_by_name(&format!("{stem}_{note}"))
}

fn is_stand_in(field: &FieldDescriptor) -> bool {
    let name = field.name();
    let stem = name.strip_suffix("_zh").unwrap_or(name).strip_suffix("_note");
    let there = |name: &str| field.parent_message().get_field_by_name(name).is_some();
    let stem = stem.filter(|stem| there(&format!("{stem}_note_zh")));
    stem.is_some_and(|stem| there(stem) || there(&format!("{stem}_id")))
}

/// What a record must have, which names it in a row among others.
pub(super) fn outlined(
    described: &MessageDescriptor,
    language: Language,
) -> impl Iterator<Item = FieldDescriptor> + use<> {
    let is_due = |field: &FieldDescriptor| words::flag(&field.options(), "required");
    shown(described, language).filter(move |field| !field.is_list() && is_due(field))
}

pub(super) fn is_record(described: &MessageDescriptor) -> bool {
    words::option(&described.options(), "kind_label").is_some()
}

/// Whether messages of a type hold lists of messages that want tables of their own; the lists of
/// a record are short, and stand in a cell.
pub(super) fn holds_lists(described: &MessageDescriptor) -> bool {
    !is_record(described)
        && described.fields().any(|field| field.is_list() && field.kind().as_message().is_some())
}
