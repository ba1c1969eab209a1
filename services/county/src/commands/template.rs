//! `xianzhi template`: a workbook to fill in, a sheet a kind.

use std::path::PathBuf;

use anyhow::{Context as _, ensure};
use clap::Args;
use sheets::{Kind, Register};

use crate::process::DEPARTMENTS;

/// What `xianzhi template` takes.
#[derive(Args, Clone, Debug)]
pub struct Arguments {
    /// A department (industry), or one kind (Enterprise, 企业); several are put into one file
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
        let of_department = register.iter().filter(|kind| kind.department == *name);
        let mut found: Vec<_> = of_department.cloned().collect();
        if found.is_empty() {
            // A kind that all departments keep is the same sheet for each.
            for kind in register.named(name) {
                if !found.iter().any(|known| known.name == kind.name) {
                    found.push(std::sync::Arc::clone(kind));
                }
            }
        }
        let departments = DEPARTMENTS.map(|department| department.name).join(", ");
        ensure!(
            !found.is_empty(),
            "{name} is neither a department ({departments}) nor a kind / “{name}”不是部门或记录种类"
        );
        kinds.extend(found);
    }
    let book = sheets::template(&kinds, county)?;
    std::fs::write(output, book).with_context(|| format!("cannot write {}", output.display()))?;
    println!("{}: {} 类记录 kinds", output.display(), kinds.len());
    Ok(())
}
