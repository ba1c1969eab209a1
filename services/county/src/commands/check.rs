//! `xianzhi check`: the rules of quality over a county, and what fired.

use std::path::PathBuf;

use anyhow::bail;
use clap::Args;
use proto::ledger::v1::ledger_service_client::LedgerServiceClient;
use proto::ledger::v1::{ListViolationsRequest, RuleOutcome, Severity};

use super::Place;
use crate::County;

/// What `xianzhi check` takes.
#[derive(Args, Debug)]
pub struct Arguments {
    /// The county, six digits
    #[arg(value_name = "COUNTY")]
    county: String,

    /// Records that are named of each rule
    #[arg(long, value_name = "N", default_value_t = 10)]
    most: usize,

    /// The folder of the county's databases [default: xianzhi/county in the user's data
    /// folder, or xianzhi/demo where only that is there]
    #[arg(long, value_name = "DIR", env = "XIANZHI_DATA")]
    data: Option<PathBuf>,

    /// A PostgreSQL database instead of the folder
    #[arg(long, value_name = "URL", env = "XIANZHI_DATABASE", hide_env_values = true)]
    database: Option<String>,
}

/// Runs the rules and prints what they found.
///
/// # Errors
/// When the county cannot be opened, or a rule found what is wrong and nobody explained it.
pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let Arguments { county: code, most, data, database } = arguments;
    let place = Place::aside(data.clone(), database.clone());
    let county = County::start(place.options_kept()?).await?;
    let mut wrong = 0;
    let mut asked = Ok(());
    for department in &county.departments {
        match ask(&department.url(), code).await {
            Ok(rules) => wrong += rules.iter().map(|rule| told(rule, *most)).sum::<i64>(),
            Err(cause) => asked = Err(cause),
        }
    }
    county.stop().await;
    asked?;
    if wrong > 0 {
        bail!("{wrong} records are wrong / 有 {wrong} 条记录有误")
    }
    Ok(())
}

async fn ask(url: &str, county: &str) -> anyhow::Result<Vec<RuleOutcome>> {
    let mut ledger = LedgerServiceClient::new(chassis::connect(url)?);
    let request = ListViolationsRequest { county: county.to_owned(), position: 0 };
    let answer = ledger.list_violations(request).await;
    Ok(answer.map_err(|status| chassis::Refusal::from_status(&status))?.into_inner().rules)
}

/// Prints what a rule found, and says how many records are wrong by it.
fn told(rule: &RuleOutcome, most: usize) -> i64 {
    let (sign, wrong) = match rule.severity() {
        Severity::Error => ("✗", rule.violation_count - rule.explained_count),
        Severity::Warning => ("!", 0),
        Severity::Notice | Severity::Unspecified => ("·", 0),
    };
    let RuleOutcome { code, name, name_en, violation_count, checked_count, .. } = rule;
    if *violation_count == 0 {
        return 0;
    }
    let explained = match rule.explained_count {
        0 => String::new(),
        count => format!(", 已说明 / explained {count}"),
    };
    println!(
        "{sign} {code} {name} / {name_en}: {violation_count} 条 of {checked_count}{explained}"
    );
    for one in rule.violations.iter().take(most) {
        println!("    {} {} / {}", one.id, one.message_zh, one.message);
        if !one.explanation.is_empty() {
            println!("      说明 / explained: {}", one.explanation);
        }
    }
    println!("    → {} / {}", rule.remedy, rule.remedy_en);
    wrong
}
