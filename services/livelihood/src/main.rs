//! The livelihood department as a process of its own.

fn main() -> anyhow::Result<()> {
    ledger::process::run(&livelihood::DEPARTMENT)
}
