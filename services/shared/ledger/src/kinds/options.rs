//! What the options of a message tell about its kind.

use prost_reflect::{DescriptorPool, MessageDescriptor, Value as Reflected};

use super::pool;

/// The collection of a kind: the repeated field of its List response.
pub(super) fn collection(pool: &DescriptorPool, service: &str) -> Option<String> {
    let service = pool.get_service_by_name(service)?;
    let list = service.methods().find(|method| {
        method.name().starts_with("List") && method.output().name().ends_with("Response")
    })?;
    list.output().fields().find(|f| f.is_list()).map(|field| field.name().to_owned())
}

/// An option of a kind, if it is given.
pub(super) fn option(message: &MessageDescriptor, name: &str) -> Option<Reflected> {
    let extension = pool().get_extension_by_name(&format!("xianzhi.ledger.v1.{name}"))?;
    let options = message.options();
    options.has_extension(&extension).then(|| options.get_extension(&extension).into_owned())
}

/// An option that is a text; empty where it is not given.
pub(super) fn text_option(message: &MessageDescriptor, name: &str) -> String {
    match option(message, name) {
        Some(Reflected::String(text)) => text,
        _ => String::new(),
    }
}
