//! The governance department as a process of its own.

fn main() -> anyhow::Result<()> {
    calendar::put_in_force()?;
    ledger::process::run(&governance::DEPARTMENT)
}
