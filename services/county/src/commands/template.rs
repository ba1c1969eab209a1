//! `xianzhi template`: a workbook to fill in, a sheet a kind, or a sheet an act on a kind.

use std::path::PathBuf;

use anyhow::{Context as _, bail, ensure};
use clap::Args;
use sheets::{Kind, Register};

use crate::process::DEPARTMENTS;

/// What `xianzhi template` takes.
#[derive(Args, Clone, Debug)]
pub struct Arguments {
    /// A department (industry), one kind (Enterprise, 企业), or one act (AcceptCaseFile, 受理); several
    /// are put into one file. A kind that acts move (CaseFile) has a sheet for each of them
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,

    /// The file to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// The county whose places the examples name
    #[arg(long, value_name = "CODE", env = "XIANZHI_COUNTY")]
    county: String,
}

/// Writes a template.
///
/// # Errors
/// When a name is neither a department nor a kind, or the file cannot be written.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let Arguments { names, output, county } = arguments;
    let register = Register::of(DEPARTMENTS.iter().map(|department| department.name));
    let register = DEPARTMENTS.iter().fold(register, |register, department| {
        let kept = (department.kinds)();
        let names: Vec<String> = kept.iter().map(|kind| kind.name.clone()).collect();
        register.with_shared(department.name, &names)
    });
    let mut kinds: Vec<std::sync::Arc<Kind>> = Vec::new();
    for name in names {
        let of_department = register.sheets().filter(|kind| kind.department == *name);
        let mut found: Vec<_> = of_department.cloned().collect();
        if found.is_empty() {
            // A kind that all departments keep is the same sheet for each.
            for kind in register.sheets_named(name) {
                if let Some(refusal) = refused(kind) {
                    bail!("{} / {}", refusal.message, refusal.message_zh)
                }
                if !found.iter().any(|known| known.name == kind.name) {
                    found.push(std::sync::Arc::clone(kind));
                }
            }
        }
        let departments = DEPARTMENTS.map(|department| department.name).join(", ");
        ensure!(
            !found.is_empty(),
            "{name} is neither a department ({departments}) nor a kind nor an act / \
             “{name}”不是部门、记录种类或办理动作"
        );
        kinds.extend(found);
    }
    let book = sheets::template(&kinds, county)?;
    std::fs::write(output, book).with_context(|| format!("cannot write {}", output.display()))?;
    println!("{}: {} 张工作表 sheets", output.display(), kinds.len());
    Ok(())
}

/// Why there is no sheet of a kind, where there is none.
fn refused(kind: &Kind) -> Option<chassis::Refusal> {
    let Kind { name, table, label, .. } = kind;
    kind.moved_by_acts.then(|| ledger::kinds::moved_by_acts(name, table, label))
}
