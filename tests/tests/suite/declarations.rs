//! A declaration that is wrong is refused when it is loaded, by its line.

use std::collections::HashMap;

use ::ledger::figures::Figures;

const SOUND: &str = "figures:
  - code: cadre.units.total
    name: 单位数
    name_en: Units
    unit: 个
    unit_en: units
    owner: 县委编办
    select:
      kind: Unit
      where: {type: UNIT_TYPE_TOWNSHIP}
      in_force: {from: first_date, to: last_date}
    measure: {distinct: code}
";

fn load(text: &str) -> Result<Figures, ::ledger::figures::Fault> {
    let kinds = (cadre::DEPARTMENT.kinds)();
    Figures::load(&kinds, &[("units.yaml", text)], &HashMap::new())
}

#[test]
fn a_sound_declaration_loads() {
    let figures = load(SOUND).unwrap_or_else(|fault| panic!("{fault}"));
    assert!(figures.get("cadre.units.total").is_some());
}

#[test]
fn a_wrong_declaration_names_its_line() {
    let cases = [
        ("kind: Unit", "kind: Unity", 9, "there is no kind Unity"),
        ("type: UNIT_TYPE_TOWNSHIP", "type: UNIT_TYPE_CASTLE", 10, "no value of type"),
        ("{type: UNIT_TYPE_TOWNSHIP}", "{colour: red}", 10, "no field colour"),
        ("from: first_date", "from: name", 11, "not a day"),
        ("from: first_date, to: last_date", "from: first_date", 11, "to and until"),
        ("{distinct: code}", "{sum: name}", 12, "no number"),
        ("{distinct: code}", "{growth: cadre.nothing}", 8, "selects no records"),
        ("{distinct: code}", "{code: magic}", 12, "no measure magic"),
        ("measure: {distinct: code}", "measure: {guess: code}", 12, "guess"),
        ("owner:", "ownr:", 7, "ownr"),
    ];
    for (right, wrong, line, why) in cases {
        let fault = load(&SOUND.replace(right, wrong)).err().unwrap_or_else(|| panic!("{wrong}"));
        assert_eq!((fault.file.as_str(), fault.line), ("units.yaml", line), "{wrong}: {fault}");
        assert!(fault.message.contains(why), "{wrong}: {fault}");
    }
    let twice = SOUND.to_owned() + SOUND.trim_start_matches("figures:\n");
    assert!(load(&twice).is_err_and(|fault| fault.message.contains("twice")));
}
