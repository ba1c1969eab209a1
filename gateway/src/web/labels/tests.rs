//! What labels and names read as.

use super::*;

#[test]
fn the_names_of_the_contract_are_read_as_words() {
    let labels = labels().expect("labels");
    let kind = labels.messages.get_message_by_name("xianzhi.industry.v1.Designation");
    let kind = kind.expect("a kind");
    assert_eq!(labels.kind(&kind, Language::English), "designation");
    let field = kind.get_field_by_name("enterprise_id").expect("a field");
    assert_eq!(labels.field(&field, Language::English), "enterprise id");
    let level = kind.get_field_by_name("level").expect("a field").kind();
    assert_eq!(labels.enum_value(4, &level, Language::English), "national");
    assert_eq!(labels.enum_value(4, &level, Language::Chinese), "国家级");
    assert_eq!(apart("WorkLog"), "work log");
}

#[test]
fn every_unit_of_a_field_has_an_english_word() {
    let labels = labels().expect("labels");
    let fields = labels.messages.all_messages().flat_map(|m| m.fields().collect::<Vec<_>>());
    for field in fields {
        let unit = labels.unit(&field, Language::English);
        let chinese = unit.chars().any(|letter| ('一'..='龥').contains(&letter));
        assert!(!chinese, "units.txt has no word for {unit} of {}", field.full_name());
    }
}

#[test]
fn a_department_is_called_as_its_contracts_say() {
    let packages = labels().expect("labels").messages.services().filter_map(|service| {
        let package = service.parent_file().package_name().to_owned();
        package.strip_prefix("xianzhi.")?.strip_suffix(".v1").map(ToOwned::to_owned)
    });
    // What all departments answer has no department.
    let uniform = ["ledger", "figure", "report"];
    for name in packages.filter(|name| !uniform.contains(&name.as_str())) {
        let label = department(&name, Language::Chinese);
        assert!(!label.is_ascii(), "no contract says what {name} is called");
        assert_eq!(department(&name, Language::English), name);
    }
    assert_eq!(department("elsewhere", Language::Chinese), "elsewhere");
}
