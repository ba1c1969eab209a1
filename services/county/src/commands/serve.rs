//! `xianzhi serve`: runs a county until it is asked to end.

use super::Place;
use crate::County;

/// Runs the departments and the gateway of a county.
///
/// # Errors
/// When the county cannot be started.
pub async fn run(place: &Place) -> anyhow::Result<()> {
    let county = County::start(place.options("county")?).await?;
    println!("{}", addresses(&county));
    chassis::shutdown_signal().await;
    county.stop().await;
    Ok(())
}

/// Where everything answers, a line each.
pub(super) fn addresses(county: &County) -> String {
    let mut lines = vec![format!("  网页 HTTP    http://{}/", county.http)];
    for department in &county.departments {
        lines.push(format!("  {:<12} {}", department.name, department.address));
    }
    lines.join("\n")
}
