//! The declarations, as data, one file a chapter; and the few measures that need code.

mod growth_gap;
mod median;

use std::collections::HashMap;
use std::sync::Arc;

use ledger::figures::CodeMeasure;

/// The files of declarations: their names and texts.
pub const FILES: &[(&str, &str)] = &[
    ("services/industry/src/figures/economy.yaml", include_str!("economy.yaml")),
    ("services/industry/src/figures/environment.yaml", include_str!("environment.yaml")),
    ("services/industry/src/figures/finance.yaml", include_str!("finance.yaml")),
    ("services/industry/src/figures/opening_up.yaml", include_str!("opening_up.yaml")),
    ("services/industry/src/figures/features.yaml", include_str!("features.yaml")),
];

/// The measures that a declaration cannot say.
pub fn measures() -> HashMap<&'static str, Arc<dyn CodeMeasure>> {
    HashMap::from([
        ("landing_median", Arc::new(median::LANDING) as Arc<dyn CodeMeasure>),
        ("difficulty_median", Arc::new(median::DIFFICULTY)),
        ("growth_gap", Arc::new(growth_gap::GrowthGap)),
    ])
}

#[cfg(test)]
mod tests {
    use ledger::figures::{Figure, Test};

    /// An order is counted at the stage that it has reached by the last day, and at no other.
    #[test]
    fn orders_of_different_stages_are_never_in_one_figure() {
        let figures = crate::DEPARTMENT.load_figures().expect("the figures load");
        let not_yet = |figure: &Figure, field: &str| {
            let tests = figure.selection.iter().flat_map(|selection| &selection.tests);
            let mut of = tests.filter(|(path, _)| path.field == field);
            of.any(|(_, test)| *test == Test::ByCutoff(false))
        };
        let mut seen = 0;
        for figure in figures.iter() {
            let Some(selection) = figure.selection.as_ref() else { continue };
            if selection.kind.short != "TradeOrder" {
                continue;
            }
            let later: &[&str] = match selection.placement.day().field.as_str() {
                "intend_date" => &["negotiate_date", "realize_date"],
                "negotiate_date" => &["realize_date"],
                "realize_date" => &[],
                other => panic!("{other} is the day of no stage"),
            };
            let code = &figure.declaration.code;
            assert!(later.iter().all(|day| not_yet(figure, day)), "{code}");
            seen += 1;
        }
        assert_eq!(seen, 4);
    }
}
