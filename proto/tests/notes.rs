//! What recorders are told of fields: in English by comments, in Chinese by notes.

use prost_reflect::{DescriptorPool, FieldDescriptor, MessageDescriptor};

/// What stands in every request that writes, and is no input of a form.
const OF_EVERY_WRITE: [&str; 6] =
    ["county", "id", "etag", "records", "request_id", "validate_only"];

/// Whether a comment stands at a field.
fn is_commented(field: &FieldDescriptor) -> bool {
    let file = field.parent_message().parent_file();
    let info = file.file_descriptor_proto().source_code_info.clone().unwrap_or_default();
    info.location.iter().any(|location| {
        location.path == field.path() && !location.leading_comments().trim().is_empty()
    })
}

/// The fields that recorders fill in: those of kinds, and those that acts ask for.
fn filled_in(pool: &DescriptorPool) -> Vec<FieldDescriptor> {
    let option = |name: &str| {
        pool.get_extension_by_name(&format!("xianzhi.ledger.v1.{name}")).expect("the option")
    };
    let (kind, source) = (option("kind_label"), option("source"));
    let kinds = pool.all_messages().filter(|message| message.options().has_extension(&kind));
    let mut all: Vec<FieldDescriptor> =
        kinds.flat_map(|kind| kind.fields().skip(1).collect::<Vec<_>>()).collect();
    let given = |field: &FieldDescriptor| {
        field.options().get_extension(&source).as_enum_number().is_some_and(|by| by == 1 || by == 2)
    };
    all.retain(|field| !given(field));
    let act = option("act_label");
    let methods = pool.services().flat_map(|service| service.methods().collect::<Vec<_>>());
    // A recount is asked for on the page of quality, which has words of its own.
    let acts = methods
        .filter(|method| method.options().has_extension(&act) && method.name() != "RecountRecords");
    let asks = |message: MessageDescriptor| message.fields().collect::<Vec<_>>();
    let asked = acts.flat_map(|method| asks(method.input()));
    all.extend(asked.filter(|field| {
        !OF_EVERY_WRITE.contains(&field.name())
            && (field.is_list() || field.kind().as_message().is_none())
    }));
    all
}

#[test]
fn what_a_comment_says_of_a_field_to_its_recorder_a_note_says_in_chinese() {
    let pool = DescriptorPool::decode(proto::DESCRIPTORS).expect("the contracts");
    let note = pool.get_extension_by_name("xianzhi.ledger.v1.note").expect("the option");
    let (mut wrong, mut notes) = (Vec::new(), 0);
    for field in filled_in(&pool) {
        let options = field.options();
        let said = options.get_extension(&note).as_str().unwrap_or_default().to_owned();
        notes += usize::from(!said.is_empty());
        let chinese = said.chars().any(|letter| ('一'..='龥').contains(&letter));
        if is_commented(&field) != chinese {
            wrong.push(field.full_name().to_owned());
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(notes > 100, "{notes}");
    assert!(wrong.is_empty(), "a comment without a note in Chinese, or the reverse: {wrong:#?}");
}
