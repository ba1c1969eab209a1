//! The formula of a figure with its numbers put in.

use super::declaration::Measure;
use super::exact::shortest;
use super::register::Figure;
use super::value::Computed;

/// The formula with the numbers put in, up to the number as it is printed in a language.
pub(super) fn computation(figure: &Figure, computed: &Computed, text: &str) -> String {
    let Some(value) = computed.value else { return String::new() };
    let declaration = &figure.declaration;
    let times = match &declaration.measure {
        Measure::Ratio(ratio) => ratio.times,
        Measure::Quotient(quotient) => quotient.times,
        Measure::Code(_) => 100,
        _ => 1,
    };
    let times = if times == 1 { String::new() } else { format!(" × {times}") };
    let divided = declaration.divided_by.filter(|divisor| *divisor != 1);
    let divided = divided.map(|divisor| format!(" ÷ {divisor}")).unwrap_or_default();
    let shown = shortest(value);
    let shown = if shown.len() > 12 { format!("{}…", &shown[..12]) } else { shown };
    match (&declaration.measure, computed.line) {
        (Measure::Growth(_), Some((now, then))) => {
            format!("({} ÷ {} − 1) × 100 = {shown} → {text}", shortest(now), shortest(then))
        }
        (Measure::Reduction(_), Some((now, base))) => {
            let (now, base) = (shortest(now), shortest(base));
            format!("({base} − {now}) ÷ {base} × 100 = {shown} → {text}")
        }
        (_, Some((above, below))) => {
            let (above, below) = (shortest(above), shortest(below));
            format!("{above} ÷ {below}{times}{divided} = {shown} → {text}")
        }
        (_, None) if divided.is_empty() => format!("{shown} → {text}"),
        (_, None) => format!("{}{divided} = {shown} → {text}", computed.tally.above),
    }
}
