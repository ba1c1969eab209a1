//! A message as blocks of a page: facts, tables and parts, by the shapes of its fields.

use prost_reflect::{
    DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, ReflectMessage as _, Value,
};
use serde::Serialize;

use super::fields::{METADATA, holds_lists, is_note, is_record, outlined, shown, stand_in};
use super::{Collections, words};
use crate::report::render::encoded;
use crate::web::negotiate::Language;

/// A text of so many signs, as a day has, stays on one line.
const SHORT: usize = 12;
/// What names a part, the first that it has.
const HEADINGS: [&str; 6] = ["name", "title", "domain_label", "office", "section", "id"];

/// A message, or a part of it.
#[derive(Debug, Default, Serialize)]
pub(super) struct Block {
    heading: String,
    facts: Vec<Fact>,
    /// What there is one of, before the tables.
    heads: Vec<Block>,
    tables: Vec<Table>,
    parts: Vec<Block>,
}

/// One field with its value.
#[derive(Debug, Serialize)]
struct Fact {
    label: String,
    unit: String,
    cell: Cell,
}

/// Messages of one type, a row each.
#[derive(Debug, Serialize)]
struct Table {
    heading: String,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

#[derive(Debug, Serialize)]
struct Column {
    label: String,
    unit: String,
    number: bool,
}

#[derive(Debug, Serialize)]
struct Cell {
    text: String,
    link: Option<String>,
    number: bool,
    /// Whether it stays on one line.
    short: bool,
}

impl Cell {
    fn new(text: String, link: Option<String>, number: bool) -> Self {
        let short = text.chars().count() <= SHORT;
        Self { text, link, number, short }
    }
}

/// Reads messages of a department's views.
pub(super) struct Reader<'a> {
    pub(super) collections: &'a Collections,
    /// The address that the department's collections are below.
    pub(super) root: &'a str,
    pub(super) language: Language,
}

impl Reader<'_> {
    /// A message as a block.
    pub(super) fn block(&self, message: &DynamicMessage) -> Block {
        let mut block = Block::default();
        for field in shown(&message.descriptor(), self.language) {
            let value = message.get_field(&field);
            match (value.as_ref(), field.kind()) {
                (Value::Message(part), _) if message.has_field(&field) => {
                    let heading = words::label(&field, self.language);
                    block.heads.push(Block { heading, ..self.block(part) });
                }
                (Value::Message(_), _) => {}
                (Value::String(text), _) if text.is_empty() && is_note(&field) => {}
                (Value::List(all), Kind::Message(described)) => {
                    self.add_list(&mut block, message, &field, (all, &described));
                }
                _ => block.facts.push(self.fact(message, &field)),
            }
        }
        block
    }

    /// Several messages: a table, or a part each where they hold lists themselves.
    fn add_list(
        &self,
        block: &mut Block,
        message: &DynamicMessage,
        field: &FieldDescriptor,
        (all, described): (&[Value], &MessageDescriptor),
    ) {
        let heading = words::label(field, self.language);
        let messages = all.iter().filter_map(Value::as_message);
        if holds_lists(described) && !all.is_empty() {
            let part = |part: &DynamicMessage| Block { heading: name_of(part), ..self.block(part) };
            let parts = messages.map(part).collect();
            return block.parts.push(Block { heading, parts, ..Block::default() });
        }
        let named = columns_beside(message);
        let columns = self.columns(described, &named);
        let rows = messages.map(|row| self.row(row, named.len())).collect();
        block.tables.push(Table { heading, columns, rows });
    }

    fn columns(&self, described: &MessageDescriptor, named: &[(String, String)]) -> Vec<Column> {
        let mut columns = Vec::new();
        for field in shown(described, self.language) {
            match field.kind() {
                Kind::Message(part) if !field.is_list() && is_record(&part) => {
                    columns.extend(outlined(&part, self.language).map(|field| self.column(&field)));
                }
                Kind::Message(part) if !field.is_list() => {
                    columns.extend(self.columns(&part, &[]));
                }
                _ if is_values(&field) && !named.is_empty() => {
                    let column = |(label, unit): &(String, String)| Column {
                        label: label.clone(),
                        unit: unit.clone(),
                        number: true,
                    };
                    columns.extend(named.iter().map(column));
                }
                _ => columns.push(self.column(&field)),
            }
        }
        columns
    }

    fn column(&self, field: &FieldDescriptor) -> Column {
        Column {
            label: words::label(field, self.language),
            unit: words::unit(field, self.language),
            number: is_number(field),
        }
    }

    fn row(&self, message: &DynamicMessage, named: usize) -> Vec<Cell> {
        let mut cells = Vec::new();
        for field in shown(&message.descriptor(), self.language) {
            let value = message.get_field(&field);
            match (value.as_ref(), field.kind()) {
                (Value::Message(part), _) if is_record(&part.descriptor()) => {
                    cells.extend(self.outline(part));
                }
                (Value::Message(part), _) => cells.extend(self.row(part, 0)),
                (Value::List(values), kind) if is_values(&field) && named > 0 => {
                    let text =
                        |at: usize| values.get(at).map(|v| words::cell(v, &kind, self.language));
                    let cell = |at: usize| Cell::new(text(at).unwrap_or_else(nothing), None, true);
                    cells.extend((0..named).map(cell));
                }
                _ => cells.push(self.cell(message, &field)),
            }
        }
        cells
    }

    /// A record inside a row: what it must have, and a link to its page.
    fn outline(&self, record: &DynamicMessage) -> Vec<Cell> {
        let described = record.descriptor();
        let mut cells: Vec<_> =
            outlined(&described, self.language).map(|field| self.cell(record, &field)).collect();
        let metadata = record.get_field_by_name(METADATA);
        let id = metadata.as_ref().and_then(|value| value.as_message()?.get_field_by_name("id"));
        let id = id.as_ref().and_then(|id| id.as_str()).unwrap_or_default();
        if let (Some(cell), false) = (cells.first_mut(), id.is_empty()) {
            cell.link = self.page_of(described.name(), id);
        }
        cells
    }

    fn fact(&self, message: &DynamicMessage, field: &FieldDescriptor) -> Fact {
        Fact {
            label: words::label(field, self.language),
            unit: words::unit(field, self.language),
            cell: self.cell(message, field),
        }
    }

    fn cell(&self, message: &DynamicMessage, field: &FieldDescriptor) -> Cell {
        let value = message.get_field(field);
        let number = is_number(field);
        if field.supports_presence() && !message.has_field(field) {
            return Cell::new(nothing(), None, number);
        }
        let link = value.as_str().and_then(|id| self.link(field, id));
        let place = value.as_str().and_then(|code| words::place(field, code, self.language));
        let text = place.unwrap_or_else(|| match self.instead(message, field, &value) {
            Some(text) => text,
            None => words::cell(&value, &field.kind(), self.language),
        });
        Cell::new(text, link, number)
    }

    /// What is said in the place of an empty text, and of a 0 that is no number.
    fn instead(
        &self,
        message: &DynamicMessage,
        field: &FieldDescriptor,
        value: &Value,
    ) -> Option<String> {
        match value {
            Value::I32(0) => words::flag(&field.options(), "zero_is_none").then(nothing),
            Value::String(text) if text.is_empty() => {
                let note = message.get_field(&stand_in(field, self.language)?);
                Some(note.as_str()?.to_owned()).filter(|note| !note.is_empty())
            }
            _ => None,
        }
    }

    /// The record that a field points to, if the department keeps it.
    fn link(&self, field: &FieldDescriptor, id: &str) -> Option<String> {
        let kind = words::option(&field.options(), "refers").filter(|_| !id.is_empty())?;
        self.page_of(&kind, id)
    }

    fn page_of(&self, kind: &str, id: &str) -> Option<String> {
        let named = |collection: &&super::Collection| {
            collection.kind.as_ref().is_some_and(|message| message.name() == kind)
        };
        let collection = self.collections.values().find(named)?;
        Some(format!("{}/{}/{}?format=html", self.root, collection.name, encoded(id)))
    }
}

/// What a part is called.
fn name_of(part: &DynamicMessage) -> String {
    let text = |name: &&str| {
        let value = part.get_field_by_name(name)?;
        value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
    };
    HEADINGS.iter().find_map(text).unwrap_or_default()
}

/// Names and units of columns, where a message says beside its rows what their values are.
fn columns_beside(message: &DynamicMessage) -> Vec<(String, String)> {
    let columns = message.get_field_by_name("columns").map(|value| value.into_owned());
    let Some(Value::List(columns)) = columns else { return Vec::new() };
    let text = |column: &DynamicMessage, name: &str| {
        let value = column.get_field_by_name(name);
        value.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
    };
    let messages = columns.iter().filter_map(Value::as_message);
    messages.map(|column| (text(column, "name"), text(column, "unit"))).collect()
}

/// Whether a field holds the values of the columns that stand beside its message.
fn is_values(field: &FieldDescriptor) -> bool {
    field.name() == "values" && field.is_list()
}

fn is_number(field: &FieldDescriptor) -> bool {
    matches!(field.kind(), Kind::Int32 | Kind::Int64) && !field.is_list()
}

fn nothing() -> String {
    "—".to_owned()
}
