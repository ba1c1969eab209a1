//! `xianzhi report check`: names what breaks the rules of outlines.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use gateway::Violation;
use serde_json::Value;

use super::super::{Place, fetch};
use super::has_county;
use crate::County;
use crate::process::DEPARTMENTS;

/// Records that are read at once.
const PAGE: usize = 1000;

/// The outlines to check, and the county whose registers they may name.
#[derive(Args, Debug)]
pub(super) struct Check {
    /// The outlines [default: all that are shipped]
    #[arg(value_name = "FILE")]
    outlines: Vec<PathBuf>,

    /// The county, six digits, whose registers are asked for names that hold a numeral: villages,
    /// schools, firms; without it only names of divisions are known
    #[arg(long, value_name = "CODE")]
    county: Option<String>,

    /// A running county to ask: http://127.0.0.1:8080
    #[arg(long, value_name = "URL", requires = "county", conflicts_with_all = ["data", "database"])]
    server: Option<String>,

    /// The folder of the county's databases [default: xianzhi/county in the user's data
    /// folder, or xianzhi/demo where only that is there]
    #[arg(long, value_name = "DIR", env = "XIANZHI_DATA")]
    data: Option<PathBuf>,

    /// A PostgreSQL database instead of the folder
    #[arg(long, value_name = "URL", env = "XIANZHI_DATABASE", hide_env_values = true)]
    database: Option<String>,
}

impl Check {
    /// Checks the outlines named, or all that are shipped; says of each that it was checked.
    pub(super) async fn run(&self) -> anyhow::Result<()> {
        let names = match &self.county {
            None => Vec::new(),
            Some(county) => self.names(county).await?,
        };
        let own = self.outlines.iter().map(|file| {
            let violations = gateway::check_outline(file, &names)?;
            Ok((file.display().to_string(), violations))
        });
        let checked: Vec<(String, Vec<Violation>)> = match self.outlines.as_slice() {
            [] => gateway::check_shipped()?,
            _ => own.collect::<anyhow::Result<_>>()?,
        };
        for (name, violations) in &checked {
            for violation in violations {
                println!("{violation}");
            }
            if violations.is_empty() {
                println!("{name}: ✓");
            }
        }
        for file in &self.outlines {
            if let Some(told) = lent(file, &names)? {
                println!("{told}");
            }
        }
        match checked.iter().map(|(_, violations)| violations.len()).sum() {
            0 => Ok(()),
            count => {
                let count: usize = count;
                bail!("the outlines break the rules in {count} places / 提纲有 {count} 处不合规则")
            }
        }
    }

    /// What the records of a county are called.
    async fn names(&self, county: &str) -> anyhow::Result<Vec<String>> {
        if let Some(server) = &self.server {
            return called(server, county).await;
        }
        let place = Place::aside(self.data.clone(), self.database.clone());
        let options = place.options_kept()?;
        if options.database.is_none() {
            has_county(&options.data)?;
        }
        let running = County::start(options).await?;
        let names = called(&format!("http://{}", running.http), county).await;
        running.stop().await;
        names
    }
}

/// What to do about names that only the registers make good: a report is compiled without asking
/// them, and would call itself a draft. Nothing where there are none.
fn lent(file: &Path, names: &[String]) -> anyhow::Result<Option<String>> {
    let lacking = gateway::check_outline(file, &[])?.len();
    if lacking == gateway::check_outline(file, names)?.len() {
        return Ok(None);
    }
    let text = std::fs::read_to_string(file)?;
    let mut lent = Vec::new();
    for name in names.iter().filter(|name| text.contains(*name)) {
        if gateway::check_outline(file, std::slice::from_ref(name))?.len() < lacking {
            lent.push(name.as_str());
        }
    }
    let (file, lent) = (file.display(), lent.join(", "));
    Ok(Some(format!(
        "{file}: list under words, or the report calls itself a draft / \
         请列入 words，否则报告自标为草稿: {lent}"
    )))
}

/// The names of all records that have one, of every kind.
async fn called(server: &str, county: &str) -> anyhow::Result<Vec<String>> {
    let mut names = BTreeSet::new();
    for department in DEPARTMENTS {
        for kind in (department.kinds)().iter().filter(|kind| kind.field("name").is_some()) {
            let all = format!("/v1/counties/{county}/{}/{}", department.name, kind.collection);
            let mut token = String::new();
            loop {
                let path = format!("{all}?page_size={PAGE}&page_token={token}");
                let page = fetch::get(server, &path).await?;
                let page: Value = serde_json::from_slice(&page)
                    .with_context(|| format!("{path} does not answer with records"))?;
                let records = page[kind.collection.as_str()].as_array();
                let name = |record: &Value| Some(record["name"].as_str()?.to_owned());
                names.extend(records.into_iter().flatten().filter_map(name));
                match page["next_page_token"].as_str() {
                    Some(next) if !next.is_empty() => token = next.to_owned(),
                    _ => break,
                }
            }
        }
    }
    names.retain(|name| !name.is_empty());
    Ok(names.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_only_registers_make_good_are_to_be_listed() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("outline.yaml");
        let outline = |words: &str| {
            format!(
                "schema: xianzhi.outline/1\ntitle: 报告\nwords: [{words}]\nchapters:\n  - id: one\n    \
                 title: 篇\n    sections:\n      - {{id: one.a, title: 节, owner: 某局, text: \
                 [{{say: 三合公司投产}}]}}\n"
            )
        };
        let names = ["三合公司", "四方公司"].map(ToOwned::to_owned);
        std::fs::write(&file, outline("")).expect("a file");
        let told = lent(&file, &names).expect("read").expect("it is to be listed");
        assert!(told.ends_with("三合公司"), "{told}");
        std::fs::write(&file, outline("三合公司")).expect("a file");
        assert_eq!(lent(&file, &names).expect("read"), None);
    }
}
