//! The reform department as a process of its own.

fn main() -> anyhow::Result<()> {
    ledger::process::run(&reform::DEPARTMENT)
}
