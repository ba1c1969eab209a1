//! The cadre department as a process of its own.

fn main() -> anyhow::Result<()> {
    ledger::process::run(&cadre::DEPARTMENT)
}
