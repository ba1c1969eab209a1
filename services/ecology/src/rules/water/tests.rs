//! The limits of GB 3838-2002 one by one, and what must hold for every sample.

use proptest::prelude::*;

use super::*;

/// An item, how to set it, and the limits of the classes I to V as table 1 prints them, in mg/L.
type Row = (Item, fn(&mut Sample, i64), [&'static str; 5]);

/// The items of GB 3838-2002 table 1 with a largest concentration, for rivers.
const RIVER: [Row; 19] = [
    (Item::Permanganate, |s, v| s.permanganate_ng_l = Some(v), ["2", "4", "6", "10", "15"]),
    (Item::Cod, |s, v| s.cod_ng_l = Some(v), ["15", "15", "20", "30", "40"]),
    (Item::Bod5, |s, v| s.bod5_ng_l = Some(v), ["3", "3", "4", "6", "10"]),
    (Item::Ammonia, |s, v| s.ammonia_ng_l = Some(v), ["0.15", "0.5", "1.0", "1.5", "2.0"]),
    (Item::Phosphorus, |s, v| s.phosphorus_ng_l = Some(v), ["0.02", "0.1", "0.2", "0.3", "0.4"]),
    (Item::Copper, |s, v| s.copper_ng_l = Some(v), ["0.01", "1.0", "1.0", "1.0", "1.0"]),
    (Item::Zinc, |s, v| s.zinc_ng_l = Some(v), ["0.05", "1.0", "1.0", "2.0", "2.0"]),
    (Item::Fluoride, |s, v| s.fluoride_ng_l = Some(v), ["1.0", "1.0", "1.0", "1.5", "1.5"]),
    (Item::Selenium, |s, v| s.selenium_ng_l = Some(v), ["0.01", "0.01", "0.01", "0.02", "0.02"]),
    (Item::Arsenic, |s, v| s.arsenic_ng_l = Some(v), ["0.05", "0.05", "0.05", "0.1", "0.1"]),
    (
        Item::Mercury,
        |s, v| s.mercury_ng_l = Some(v),
        ["0.00005", "0.00005", "0.0001", "0.001", "0.001"],
    ),
    (Item::Cadmium, |s, v| s.cadmium_ng_l = Some(v), ["0.001", "0.005", "0.005", "0.005", "0.01"]),
    (Item::Chromium6, |s, v| s.chromium6_ng_l = Some(v), ["0.01", "0.05", "0.05", "0.05", "0.1"]),
    (Item::Lead, |s, v| s.lead_ng_l = Some(v), ["0.01", "0.01", "0.05", "0.05", "0.1"]),
    (Item::Cyanide, |s, v| s.cyanide_ng_l = Some(v), ["0.005", "0.05", "0.2", "0.2", "0.2"]),
    (Item::Phenol, |s, v| s.phenol_ng_l = Some(v), ["0.002", "0.002", "0.005", "0.01", "0.1"]),
    (Item::Petroleum, |s, v| s.petroleum_ng_l = Some(v), ["0.05", "0.05", "0.05", "0.5", "1.0"]),
    (Item::Surfactant, |s, v| s.surfactant_ng_l = Some(v), ["0.2", "0.2", "0.2", "0.3", "0.3"]),
    (Item::Sulfide, |s, v| s.sulfide_ng_l = Some(v), ["0.05", "0.1", "0.2", "0.5", "1.0"]),
];

/// The row for phosphorus in lakes and reservoirs.
const LAKE: [Row; 1] = [(
    Item::Phosphorus,
    |s, v| s.phosphorus_ng_l = Some(v),
    ["0.01", "0.025", "0.05", "0.1", "0.2"],
)];

/// A printed amount of mg/L in ng/L.
fn ng(mg: &str) -> i64 {
    let (whole, decimals) = mg.split_once('.').unwrap_or((mg, ""));
    format!("{whole}{decimals:0<6}").parse().expect("a printed limit is a number")
}

fn class(body: Body, sample: &Sample) -> Option<Class> {
    assess(body, Class::III, sample).map(|judged| judged.class)
}

#[test]
fn a_concentration_at_a_limit_meets_its_class_and_one_above_does_not() {
    for (body, rows) in [(Body::River, &RIVER[..]), (Body::Lake, &LAKE[..])] {
        for (item, set, limits) in rows {
            for (place, limit) in limits.iter().enumerate() {
                let mut sample = Sample::default();
                set(&mut sample, ng(limit));
                assert!(class(body, &sample) <= Some(Class::ALL[place]), "{item:?} {limit}");
                set(&mut sample, ng(limit) + 1);
                assert!(class(body, &sample) > Some(Class::ALL[place]), "{item:?} {limit}");
            }
        }
    }
}

#[test]
fn dissolved_oxygen_is_a_minimum() {
    let table = [
        ("7.5", Class::I),
        ("7.499999", Class::II),
        ("6", Class::II),
        ("5", Class::III),
        ("4.999999", Class::IV),
        ("3", Class::IV),
        ("2", Class::V),
        ("1.999999", Class::Worse),
        ("0", Class::Worse),
    ];
    for (value, expected) in table {
        let sample = Sample { do_ng_l: Some(ng(value)), ..Sample::default() };
        assert_eq!(class(Body::River, &sample), Some(expected), "{value}");
    }
}

#[test]
fn ph_outside_6_to_9_is_worse_than_class_five() {
    let table = [(599, Class::Worse), (600, Class::I), (900, Class::I), (901, Class::Worse)];
    for (ph_x100, expected) in table {
        let sample = Sample { ph_x100: Some(ph_x100), ..Sample::default() };
        assert_eq!(class(Body::Lake, &sample), Some(expected), "{ph_x100}");
    }
}

#[test]
fn the_class_is_that_of_the_worst_item() {
    let sample = Sample {
        ph_x100: Some(731),
        do_ng_l: Some(ng("8.2")),
        ammonia_ng_l: Some(ng("0.4")),
        phosphorus_ng_l: Some(ng("0.05")),
        ..Sample::default()
    };
    let river = assess(Body::River, Class::II, &sample).expect("four items were measured");
    assert_eq!((river.class, river.compliant), (Class::II, true));
    assert_eq!(exceeding_text(&river.exceeding), "");
    let lake = assess(Body::Lake, Class::II, &sample).expect("four items were measured");
    assert_eq!((lake.class, lake.compliant), (Class::III, false));
    assert_eq!(exceeding_text(&lake.exceeding), "总磷（1.00倍）");
}

#[test]
fn exceeding_items_are_listed_with_their_multiples_but_for_ph_and_oxygen() {
    let sample = Sample {
        ph_x100: Some(912),
        do_ng_l: Some(ng("4.8")),
        phosphorus_ng_l: Some(ng("0.3")),
        sulfide_ng_l: Some(ng("0.201")),
        ..Sample::default()
    };
    let judged = assess(Body::River, Class::III, &sample).expect("items were measured");
    assert_eq!((judged.class, judged.compliant), (Class::Worse, false));
    let text = "pH值、溶解氧、总磷（0.50倍）、硫化物（0.00倍）";
    assert_eq!(exceeding_text(&judged.exceeding), text);
}

#[test]
fn a_multiple_is_rounded_half_to_even() {
    let table = [
        (1_005, 1_000, "0.00"),
        (1_005_001, 1_000_000, "0.01"),
        (1_015, 1_000, "0.02"),
        (1_025, 1_000, "0.02"),
        (1_995, 1_000, "1.00"),
        (3, 2, "0.50"),
        (i64::MAX, 1, "9223372036854775806.00"),
    ];
    for (concentration, limit, text) in table {
        let multiple = Multiple::of(concentration, limit).expect("it is above the limit");
        assert_eq!(multiple.to_string(), text, "{concentration} {limit}");
    }
    assert_eq!(Multiple::of(3, 2).map(Multiple::fraction), Some((1, 2)));
    assert_eq!(Multiple::of(1_000, 1_000), None);
    assert_eq!(Multiple::of(1, 0), None);
}

#[test]
fn a_sample_without_a_measurement_is_not_judged() {
    assert_eq!(assess(Body::River, Class::III, &Sample::default()), None);
    let negative = Sample { cod_ng_l: Some(-1), ..Sample::default() };
    assert_eq!(assess(Body::River, Class::III, &negative), None);
}

#[test]
fn every_item_is_asked_once() {
    let names: std::collections::BTreeSet<_> =
        items(&Sample::default()).iter().map(|(item, _)| item.name()).collect();
    assert_eq!(names.len(), 21);
    assert_eq!(Class::ALL.map(Class::name).concat(), "Ⅰ类Ⅱ类Ⅲ类Ⅳ类Ⅴ类劣Ⅴ类");
}

fn any_body() -> impl Strategy<Value = Body> {
    prop_oneof![Just(Body::River), Just(Body::Lake)]
}

fn any_class() -> impl Strategy<Value = Class> {
    prop::sample::select(Class::ALL.to_vec())
}

/// A sample with values around the limits of all items.
fn any_sample() -> impl Strategy<Value = Sample> {
    let values = prop::collection::vec(0..6_usize, RIVER.len());
    (values, prop::option::of(500..1000), prop::option::of(0..9_000_000_i64)).prop_map(
        |(places, ph_x100, do_ng_l)| {
            let mut sample = Sample { ph_x100, do_ng_l, ..Sample::default() };
            for ((_, set, limits), place) in RIVER.iter().zip(places) {
                if let Some(limit) = limits.get(place) {
                    set(&mut sample, ng(limit));
                }
            }
            sample
        },
    )
}

proptest! {
    #[test]
    fn the_class_never_improves_when_a_concentration_rises(
        sample in any_sample(),
        body in any_body(),
        place in 0..RIVER.len(),
        (better, worse) in (0..2_000_000_i64, 0..2_000_000_i64).prop_map(|(v, up)| (v, v + up)),
    ) {
        let (mut before, mut after) = (sample.clone(), sample);
        RIVER[place].1(&mut before, better);
        RIVER[place].1(&mut after, worse);
        prop_assert!(class(body, &after) >= class(body, &before));
    }

    #[test]
    fn the_class_never_improves_when_oxygen_falls(
        sample in any_sample(),
        (better, worse) in (0..9_000_000_i64, 0..9_000_000_i64).prop_map(|(v, up)| (v + up, v)),
    ) {
        let before = Sample { do_ng_l: Some(better), ..sample.clone() };
        let after = Sample { do_ng_l: Some(worse), ..sample };
        prop_assert!(class(Body::River, &after) >= class(Body::River, &before));
    }

    #[test]
    fn a_sample_complies_exactly_where_no_item_exceeds(
        sample in any_sample(),
        body in any_body(),
        target in any_class(),
    ) {
        if let Some(judged) = assess(body, target, &sample) {
            prop_assert_eq!(judged.compliant, judged.exceeding.is_empty());
            prop_assert_eq!(judged.compliant, judged.class <= target);
            for Exceeding { item, multiple } in judged.exceeding {
                let has_none = matches!(item, Item::Ph | Item::DissolvedOxygen);
                prop_assert_eq!(multiple.is_none(), has_none);
            }
        }
    }

    #[test]
    fn no_sample_makes_it_panic(value: Option<i64>, ph_x100: Option<i32>, target in any_class()) {
        let [do_ng_l, cod_ng_l, mercury_ng_l, phosphorus_ng_l] = [value; 4];
        let sample = Sample {
            ph_x100,
            do_ng_l,
            cod_ng_l,
            mercury_ng_l,
            phosphorus_ng_l,
            ..Sample::default()
        };
        if let Some(judged) = assess(Body::Lake, target, &sample) {
            let _ = exceeding_text(&judged.exceeding);
        }
    }
}
