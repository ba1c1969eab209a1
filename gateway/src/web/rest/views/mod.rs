//! The views that a department answers beside its records: as forms that ask for them, and as
//! pages of tables, both read from the descriptors. There is no code for any one view.

mod blocks;
mod fields;
mod form;
mod words;

use std::collections::BTreeMap;

use chassis::Refusal;
use http::Method;
use prost_reflect::DynamicMessage;
use serde::Serialize;

pub(in crate::web) use form::Form;

use self::blocks::Block;
use super::contract::{Collection, Operation, Place};
use crate::web::negotiate::Language;
use crate::web::page::{Shell, page};

/// The collections of the department that a view belongs to, by name.
type Collections = BTreeMap<String, Collection>;

/// Whether an operation is a view: a read that is neither of the standard verbs nor of history.
pub(super) fn shows(operation: &Operation) -> bool {
    let acts = matches!(operation.place, Place::Collection(Some(_)) | Place::Record(Some(_)));
    operation.http == Method::GET && acts
}

/// The forms of all views of a department, whose records are below a root.
pub(super) fn forms(collections: &Collections, root: &str, language: Language) -> Vec<Form> {
    let own = collections.values().filter(|collection| !collection.shared);
    own.flat_map(|collection| {
        let views = collection.operations.iter().filter(|operation| shows(operation));
        views.map(move |view| Form::new(collection, view, root, None, language))
    })
    .collect()
}

/// The forms of the views of one record, which its page offers.
pub(super) fn forms_of_record(
    collection: &Collection,
    path: &str,
    id: &str,
    language: Language,
) -> Vec<Form> {
    let root = path.split(&format!("/{}", collection.name)).next().unwrap_or_default();
    let of_record = |view: &&Operation| shows(view) && matches!(view.place, Place::Record(_));
    let views = collection.operations.iter().filter(of_record);
    views.map(|view| Form::new(collection, view, root, None, language).about(id)).collect()
}

#[derive(Serialize)]
struct ViewPage {
    department_link: String,
    form: Form,
    block: Block,
    /// Where the list goes on.
    next: Option<String>,
}

/// The answer of a view as a page.
///
/// # Errors
/// `INTERNAL`, as when the template has a fault.
pub(super) fn html(
    (collections, collection): (&Collections, &Collection),
    operation: &Operation,
    path: &str,
    (language, shell): (Language, &Shell),
    (request, answer): (&DynamicMessage, &DynamicMessage),
) -> Result<String, Refusal> {
    let root = path.split(&format!("/{}", collection.name)).next().unwrap_or_default();
    let reader = blocks::Reader { collections, root, language };
    let form = Form::new(collection, operation, root, Some(request), language);
    page(
        "view.html",
        shell,
        &ViewPage {
            department_link: root.to_owned(),
            block: reader.block(answer),
            next: answer
                .get_field_by_name(fields::NEXT)
                .and_then(|token| token.as_str().map(|token| form.next(token)))
                .filter(|next| !next.is_empty()),
            form,
        },
    )
}

#[cfg(test)]
mod tests;
