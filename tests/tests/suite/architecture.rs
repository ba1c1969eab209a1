//! Arrows run one way: tests, county → gateway, services → ledger → chassis; all may use proto.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What each crate may use of ours.
const ARROWS: [(&str, &str, &[&str]); 14] = [
    ("proto", "proto", &[]),
    ("chassis", "services/shared/chassis", &["proto"]),
    ("calendar", "services/shared/calendar", &[]),
    ("ledger", "services/shared/ledger", &["proto", "chassis"]),
    ("sheets", "services/shared/sheets", &["proto", "chassis", "ledger"]),
    ("industry", "services/industry", &["proto", "chassis", "ledger"]),
    ("ecology", "services/ecology", &["proto", "chassis", "ledger"]),
    ("governance", "services/governance", &["proto", "chassis", "calendar", "ledger"]),
    ("cadre", "services/cadre", &["proto", "chassis", "calendar", "ledger"]),
    ("reform", "services/reform", &["proto", "chassis", "ledger"]),
    ("livelihood", "services/livelihood", &["proto", "chassis", "ledger"]),
    ("gateway", "gateway", &["proto", "chassis", "ledger", "sheets"]),
    (
        "county",
        "services/county",
        &[
            "proto",
            "chassis",
            "calendar",
            "ledger",
            "sheets",
            "industry",
            "ecology",
            "governance",
            "cadre",
            "reform",
            "livelihood",
            "gateway",
        ],
    ),
    (
        "tests",
        "tests",
        &[
            "proto",
            "chassis",
            "calendar",
            "ledger",
            "sheets",
            "industry",
            "ecology",
            "governance",
            "cadre",
            "reform",
            "livelihood",
            "gateway",
            "county",
        ],
    ),
];

#[test]
fn arrows_run_one_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let ours: BTreeSet<&str> = ARROWS.iter().map(|(name, _, _)| *name).collect();
    let mut wrong = BTreeMap::new();
    for (name, folder, allowed) in ARROWS {
        let manifest = root.join(folder).join("Cargo.toml");
        let text = std::fs::read_to_string(&manifest).expect("a manifest");
        let used = text.lines().filter_map(|line| line.split([' ', '=', '.']).next());
        let used: BTreeSet<&str> = used.filter(|used| ours.contains(used)).collect();
        let beyond = used.into_iter().filter(|used| !allowed.contains(used));
        let beyond: Vec<String> = beyond.map(str::to_owned).collect();
        if !beyond.is_empty() {
            wrong.insert(name, beyond);
        }
    }
    assert!(wrong.is_empty(), "arrows that run the wrong way: {wrong:?}");
    let workspace = std::fs::read_to_string(root.join("Cargo.toml")).expect("the workspace");
    for (_, folder, _) in ARROWS {
        assert!(workspace.contains(&format!("\"{folder}\"")), "{folder} is no member");
    }
}

#[test]
fn the_gateway_and_the_ledger_name_no_department() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let departments = ["industry", "ecology", "governance", "cadre", "livelihood"];
    let mut named = Vec::new();
    for folder in ["gateway/src", "services/shared"] {
        for path in sources(&root.join(folder)) {
            // What a command line is shown with is an example too.
            if path.ends_with("main.rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a source");
            // Tests and examples in comments may name what they like.
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
                let words = line.split(|letter: char| !letter.is_ascii_alphanumeric());
                if words.into_iter().any(|word| departments.contains(&word)) {
                    named.push(format!("{}: {}", path.display(), line.trim()));
                }
            }
        }
    }
    assert!(named.is_empty(), "{}", named.join("\n"));
}

fn sources(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("tests") {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && !path.ends_with("tests.rs")
        {
            found.push(path);
        }
    }
    found
}
