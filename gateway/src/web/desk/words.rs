//! What an input of a form is called in the language of its page.

use sheets::{Input, Kind};

use crate::web::labels::{labels, unit_of};
use crate::web::negotiate::Language;

/// The inputs of a kind: in Chinese by the labels and notes of the contract, in English by
/// its names and comments.
pub(super) fn inputs(kind: &Kind, language: Language) -> Vec<Input> {
    let inputs = kind.inputs();
    let Some(labels) = labels().ok().filter(|_| language == Language::English) else {
        return inputs;
    };
    let message = labels.messages.get_message_by_name(&kind.name);
    let said = |mut input: Input| {
        let field = message.as_ref().and_then(|message| message.get_field_by_name(&input.name));
        let Some(field) = field else { return Input { note: String::new(), ..input } };
        input.label = labels.field(&field, language);
        input.unit = unit_of(&input.unit, language);
        let own = kind.fields.iter().find(|own| own.name == input.name);
        input.note = own.map_or("", |own| kind.comment_of(own)).to_owned();
        for (sent, called) in &mut input.choices {
            *called = labels.choice(&field, sent, language);
        }
        input
    };
    inputs.into_iter().map(said).collect()
}
