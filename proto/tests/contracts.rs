//! Holds the rules that every contract follows: service files written by rule, labelled fields.
//!
//! `XIANZHI_WRITE=1 cargo test -p proto` writes the service files anew.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use prost_reflect::{
    DescriptorPool, EnumValueDescriptor, ExtensionDescriptor, MessageDescriptor, Value,
};

const ACTS: &str = "  // --- Acts: written by hand from here to the end of the file. ---\n";

fn pool() -> DescriptorPool {
    DescriptorPool::decode(proto::DESCRIPTORS).expect("descriptors decode")
}

/// The messages that are kinds: those that say how they are called in a form.
fn kinds(pool: &DescriptorPool) -> Vec<MessageDescriptor> {
    let label = pool.get_extension_by_name("xianzhi.ledger.v1.kind_label").expect("the option");
    pool.all_messages().filter(|message| message.options().has_extension(&label)).collect()
}

fn moved_by_acts(kind: &MessageDescriptor) -> bool {
    let option = kind.parent_pool().get_extension_by_name("xianzhi.ledger.v1.moved_by_acts");
    matches!(option.map(|o| kind.options().get_extension(&o).into_owned()), Some(Value::Bool(true)))
}

fn snake(name: &str) -> String {
    let mut text = String::new();
    for (index, letter) in name.char_indices() {
        if letter.is_uppercase() && index > 0 {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}

fn plural(name: &str) -> String {
    match name {
        _ if name.ends_with('y') && !name.ends_with("ay") && !name.ends_with("ey") => {
            format!("{}ies", &name[..name.len() - 1])
        }
        _ if name.ends_with('s') || name.ends_with("ch") => format!("{name}es"),
        _ => format!("{name}s"),
    }
}

fn words(name: &str) -> String {
    snake(name).replace('_', " ")
}

fn article(words: &str) -> &'static str {
    if words.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" }
}

/// The part of a kind's service file that the rule writes: all of it, or all above its acts.
fn service_file(kind: &MessageDescriptor, acts: bool) -> String {
    let (name, package) = (kind.name(), kind.package_name());
    let (field, fields, names) = (snake(name), snake(&plural(name)), plural(name));
    let folder = package.replace('.', "/");
    let (one, many) = (words(name), words(&names));
    let a = article(&one);
    let mut text = format!(
        "syntax = \"proto3\";\n\npackage {package};\n\nimport \"{folder}/{field}.proto\";\n\n"
    );
    let hand = moved_by_acts(kind);
    let mut message = |name: String, fields: &[&str]| {
        let _ = writeln!(text, "message {name} {{");
        for (index, field) in fields.iter().enumerate() {
            let _ = writeln!(text, "  {field} = {};", index + 1);
        }
        text.push_str("}\n\n");
    };
    let record = format!("{name} {field}");
    if !hand {
        message(
            format!("Create{name}Request"),
            &[
                "string county",
                &record,
                "string request_id",
                "bool validate_only",
                "string explanation",
            ],
        );
    }
    message(format!("Get{name}Request"), &["string county", "string id", "int64 position"]);
    message(
        format!("List{names}Request"),
        &[
            "string county",
            "int32 page_size",
            "string page_token",
            "int64 position",
            "string division",
        ],
    );
    message(
        format!("List{names}Response"),
        &[&format!("repeated {name} {fields}"), "string next_page_token", "int64 position"],
    );
    if !hand {
        message(
            format!("Revise{name}Request"),
            &[
                "string county",
                "string id",
                &record,
                "string etag",
                "string request_id",
                "bool validate_only",
                "string explanation",
            ],
        );
    }
    let _ = write!(
        text,
        "// Keeps {many}. The standard verbs are written by rule and answered by the ledger.\nservice {name}Service {{\n"
    );
    let mut verb = |comment: String, method: String, request: String, response: &str| {
        let _ = writeln!(text, "  // {comment}\n  rpc {method}({request}) returns ({response});");
    };
    if !hand {
        verb(
            format!("Creates {a} {one}, which counts once another verifies it."),
            format!("Create{name}"),
            format!("Create{name}Request"),
            name,
        );
    }
    verb(format!("Returns {a} {one}."), format!("Get{name}"), format!("Get{name}Request"), name);
    verb(
        format!("Lists {many}, ordered by id."),
        format!("List{names}"),
        format!("List{names}Request"),
        &format!("List{names}Response"),
    );
    if !hand {
        verb(
            format!("Replaces {a} {one} by a new revision, unverified."),
            format!("Revise{name}"),
            format!("Revise{name}Request"),
            name,
        );
    }
    text.push_str(if acts { ACTS } else { "}\n" });
    text
}

fn source(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn service_files_are_written_by_rule() {
    let pool = pool();
    let mut stale = Vec::new();
    for kind in kinds(&pool) {
        let file = kind.parent_file().name().replace(".proto", "_service.proto");
        let path = source(&file);
        let found = fs::read_to_string(&path).unwrap_or_default();
        let acts = found.split_once(ACTS).map(|(_, acts)| acts);
        let due = service_file(&kind, acts.is_some()) + acts.unwrap_or_default();
        if due != found {
            if env::var_os("XIANZHI_WRITE").is_some() {
                fs::write(&path, due).expect("the file can be written");
            } else {
                stale.push(file);
            }
        }
    }
    assert!(stale.is_empty(), "stale, write them with XIANZHI_WRITE=1: {stale:?}");
}

#[test]
fn every_field_of_a_kind_has_a_label_and_every_value_of_an_enum() {
    let pool = pool();
    let label = pool.get_extension_by_name("xianzhi.ledger.v1.label").expect("the option");
    let value = pool.get_extension_by_name("xianzhi.ledger.v1.value_label").expect("the option");
    let mut bare = Vec::new();
    for kind in kinds(&pool) {
        assert_eq!(kind.get_field(1).map(|f| f.name().to_owned()).as_deref(), Some("metadata"));
        for field in kind.fields().filter(|field| field.number() > 1) {
            if !field.options().has_extension(&label) {
                bare.push(field.full_name().to_owned());
            }
            if let prost_reflect::Kind::Enum(values) = field.kind() {
                bare.extend(
                    values
                        .values()
                        .filter(|v| v.number() > 0 && !v.options().has_extension(&value))
                        .map(|v| v.full_name().to_owned()),
                );
            }
        }
        assert!(kind.get_field_by_name("division").is_some(), "{} has no place", kind.name());
    }
    assert!(bare.is_empty(), "without a label: {bare:?}");
}

/// What a page knows by itself: the county and the record of an address, pages and positions, and
/// who asked for what.
const NOT_ASKED: [&str; 7] =
    ["county", "id", "position", "page_size", "page_token", "next_page_token", "metadata"];

/// All messages that a message holds, itself among them; kinds are held to labels of their own.
fn held(
    message: &MessageDescriptor,
    label: &ExtensionDescriptor,
    all: &mut Vec<MessageDescriptor>,
) {
    if message.options().has_extension(label) || all.contains(message) {
        return;
    }
    all.push(message.clone());
    for field in message.fields().filter(|field| !NOT_ASKED.contains(&field.name())) {
        if let Some(part) = field.kind().as_message() {
            held(part, label, all);
        }
    }
}

#[test]
fn every_field_of_a_view_has_a_label_in_what_it_asks_and_in_what_it_answers() {
    let pool = pool();
    let option = |name: &str| {
        pool.get_extension_by_name(&format!("xianzhi.ledger.v1.{name}")).expect("the option")
    };
    let (label, kind, view) = (option("label"), option("kind_label"), option("view_label"));
    let value = option("value_label");
    let (mut bare, mut views) = (Vec::new(), 0);
    let methods = pool.services().flat_map(|service| service.methods().collect::<Vec<_>>());
    for method in methods.filter(|method| method.output().options().has_extension(&view)) {
        views += 1;
        let mut messages = Vec::new();
        for message in [method.input(), method.output()] {
            held(&message, &kind, &mut messages);
        }
        for field in messages.iter().flat_map(MessageDescriptor::fields) {
            let is_asked = !NOT_ASKED.contains(&field.name());
            if is_asked && !field.options().has_extension(&label) {
                bare.push(field.full_name().to_owned());
            }
            if let prost_reflect::Kind::Enum(values) = field.kind() {
                let unnamed = |one: &EnumValueDescriptor| {
                    one.number() > 0 && !one.options().has_extension(&value)
                };
                let unnamed = values.values().filter(unnamed);
                bare.extend(unnamed.map(|one| one.full_name().to_owned()));
            }
        }
    }
    assert!(views > 10, "{views} views only");
    bare.sort();
    bare.dedup();
    assert!(bare.is_empty(), "without a label: {bare:?}");
}

#[test]
fn every_act_has_a_label_and_so_has_what_it_asks_for() {
    let pool = pool();
    let option = |name: &str| {
        pool.get_extension_by_name(&format!("xianzhi.ledger.v1.{name}")).expect("the option")
    };
    let (act, label, kinds) = (option("act_label"), option("label"), kinds(&pool));
    let of_every_write = ["county", "id", "etag", "records", "request_id", "validate_only"];
    let labelled = |field: &prost_reflect::FieldDescriptor| field.options().has_extension(&label);
    let (mut bare, mut acts) = (Vec::new(), 0);
    for service in pool.services() {
        let noun = service.name().strip_suffix("Service").unwrap_or_default().to_owned();
        let kind = kinds
            .iter()
            .find(|kind| kind.name() == noun && kind.package_name() == service.package_name());
        let standard = ["Create", "Revise"].map(|verb| format!("{verb}{noun}"));
        let writes = service.methods().filter(|method| {
            method.input().get_field_by_name("validate_only").is_some()
                && !standard.contains(&method.name().to_owned())
        });
        for method in writes {
            acts += 1;
            if !method.options().has_extension(&act) {
                bare.push(method.full_name().to_owned());
            }
            for field in method.input().fields().filter(|f| !of_every_write.contains(&f.name())) {
                let own = kind.and_then(|kind| kind.get_field_by_name(field.name()));
                let inside = field.kind().as_message().filter(|_| !field.is_list()).cloned();
                let shown: Vec<_> = match inside {
                    Some(message) if kind == Some(&message) => continue,
                    Some(message) => message.fields().collect(),
                    None if own.is_some_and(|own| labelled(&own)) => continue,
                    None => vec![field],
                };
                let without = shown.iter().filter(|field| !labelled(field));
                bare.extend(without.map(|field| field.full_name().to_owned()));
            }
        }
    }
    assert!(acts > 30, "{acts}");
    assert!(bare.is_empty(), "without a label: {bare:?}");
}
