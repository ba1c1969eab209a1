//! Compiles every contract below `xianzhi/` with protox, so that no protoc is needed.
//!
//! The descriptor set keeps everything: comments, options, all methods. The code generator gets a
//! reduced set without the standard verbs of the kinds, which the ledger answers generically.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use prost::Message;
use prost_types::{FileDescriptorSet, MethodDescriptorProto};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo:rerun-if-changed=xianzhi");
    let mut files = Vec::new();
    find_contracts(&root.join("xianzhi"), &mut files)?;
    files.sort();

    let mut compiler = protox::Compiler::new([&root])?;
    compiler.include_imports(true).include_source_info(true).open_files(&files)?;
    // protox's typed descriptors drop custom options; its encoded set keeps them.
    let encoded = compiler.encode_file_descriptor_set();
    fs::write(out.join("descriptors.bin"), &encoded)?;

    let mut generated = FileDescriptorSet::decode(encoded.as_slice())?;
    for file in &mut generated.file {
        for service in &mut file.service {
            // The three uniform services have no verbs of a kind.
            if matches!(service.name(), "LedgerService" | "FigureService" | "ReportService") {
                continue;
            }
            let kind = service.name().strip_suffix("Service").unwrap_or_default().to_owned();
            service.method.retain(|method| !is_standard_verb(method, &kind));
        }
        file.service.retain(|service| !service.method.is_empty());
    }
    let mut config = prost_build::Config::new();
    config.enable_type_names().type_name_domain(["."], "type.googleapis.com");
    tonic_prost_build::configure().compile_fds_with_config(generated, config)?;
    Ok(())
}

/// Create, get and revise answer with the record; the one List answers with a page of them.
fn is_standard_verb(method: &MethodDescriptorProto, kind: &str) -> bool {
    match method.name().strip_suffix(kind) {
        Some("Create" | "Get" | "Revise") => method.output_type().ends_with(&format!(".{kind}")),
        _ => {
            method.name().starts_with("List")
                && method.output_type().ends_with(&format!(".{}Response", method.name()))
        }
    }
}

fn find_contracts(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find_contracts(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "proto") {
            found.push(path);
        }
    }
    Ok(())
}
