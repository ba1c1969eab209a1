//! The acts on records of a kind, as the descriptors tell them.

use chassis::Refusal;
use prost_reflect::{MethodDescriptor, Value as Reflected};
use proto::ledger::v1::Reason;

use super::pool;

/// The acts of a kind's own service, in the order in which they stand.
pub fn acts_of(kind: &str) -> Vec<MethodDescriptor> {
    let service = pool().get_service_by_name(&format!("{kind}Service"));
    let methods = service.into_iter().flat_map(|service| service.methods().collect::<Vec<_>>());
    methods.filter(|method| act_label(method).is_some()).collect()
}

/// The acts of a kind whose requests an import may hold.
pub fn imported_acts_of(kind: &str) -> Vec<MethodDescriptor> {
    let mut acts = acts_of(kind);
    acts.retain(|act| option(act, "imported") == Some(Reflected::Bool(true)));
    acts
}

/// What an act is called in a form; nothing for a method that is no act.
pub fn act_label(method: &MethodDescriptor) -> Option<String> {
    match option(method, "act_label") {
        Some(Reflected::String(label)) if !label.is_empty() => Some(label),
        _ => None,
    }
}

fn option(method: &MethodDescriptor, name: &str) -> Option<Reflected> {
    let extension = pool().get_extension_by_name(&format!("xianzhi.ledger.v1.{name}"))?;
    let options = method.options();
    options.has_extension(&extension).then(|| options.get_extension(&extension).into_owned())
}

/// Refuses a record of a kind that only acts write, and says which acts these are.
pub fn moved_by_acts(name: &str, table: &str, label: &str) -> Refusal {
    let named = |acts: &[MethodDescriptor]| {
        let names: Vec<&str> = acts.iter().map(MethodDescriptor::name).collect();
        let labels: Vec<String> = acts.iter().filter_map(act_label).collect();
        (names.join(", "), labels.join("、"))
    };
    let (taken, all) = (imported_acts_of(name), acts_of(name));
    let (en, zh) = if !taken.is_empty() {
        let (names, labels) = named(&taken);
        (
            format!("a {table} comes by its acts and not as a record; import these: {names}"),
            format!("{label}由办理动作推进，不能作为记录导入；请导入各动作：{labels}"),
        )
    } else if !all.is_empty() {
        let (names, labels) = named(&all);
        (
            format!("a {table} is computed by {names} and cannot be imported"),
            format!("{label}由“{labels}”生成，不能导入"),
        )
    } else {
        (
            format!("a {table} is written by the ledger itself and cannot be imported"),
            format!("{label}由账本自动生成，不能导入"),
        )
    };
    Refusal::new(Reason::KindMovedByActs, en, zh).with("kind", name)
}
