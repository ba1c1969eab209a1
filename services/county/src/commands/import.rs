//! `xianzhi import`: spreadsheets of records and of acts into the books, after a trial that says
//! what is wrong.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use sheets::{Channels, Choice, File, Mode, Opening, Plan, Profile, Profiles, Register, Verdict};
use tonic::metadata::MetadataMap;

use super::{Place, remarks};
use crate::County;
use crate::demo::fill::Progress as _;
use crate::demo::progress::Bars;
use crate::process::profiles_of;

/// What `xianzhi import` takes.
#[derive(Args, Clone, Debug)]
pub struct Arguments {
    /// The files: .xlsx, or text in columns (.csv, .tsv) as UTF-8 or GB18030
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Who enters the records
    #[arg(long, value_name = "NAME", env = "XIANZHI_ACTOR")]
    actor: String,

    /// The county, six digits
    #[arg(long, value_name = "CODE", env = "XIANZHI_COUNTY")]
    county: String,

    /// The department whose kinds are meant, where the columns fit several
    #[arg(long, value_name = "NAME")]
    department: Option<String>,

    /// The kind or the act (AcceptCaseFile, 受理) that the rows are, where neither the sheet nor the
    /// file is called by it
    #[arg(long, value_name = "NAME")]
    kind: Option<String>,

    /// What an office's own export looks like: a file that says its kind, header row, columns,
    /// units and codes, or the name of a profile that is remembered
    #[arg(long, value_name = "FILE|NAME", conflicts_with_all = ["department", "kind"])]
    profile: Option<PathBuf>,

    /// Remember the profile under this name once all rows were read by it without a remark
    #[arg(long, value_name = "NAME", requires = "profile")]
    remember: Option<String>,

    /// Check everything and write nothing
    #[arg(long)]
    dry_run: bool,

    /// Take the good rows, though others are refused
    #[arg(long)]
    partial: bool,

    /// Given to every soft rule that asks for one
    #[arg(long, value_name = "TEXT", default_value = "")]
    explanation: String,

    /// The rows are a register as it stood when the books were opened: one list, entered with the
    /// document of this number and verified as a whole
    #[arg(long, value_name = "DOCUMENT", requires = "opening_date", conflicts_with = "partial")]
    opening: Option<String>,

    /// The day as of which the register is stated
    #[arg(long, value_name = "YYYY-MM-DD", requires = "opening")]
    opening_date: Option<String>,

    /// What becomes of records that the profile's file states in full and does not hold any more
    #[arg(long, value_enum, default_value_t, requires_if("withdraw", "reason"))]
    vanished: Vanishing,

    /// Why what has vanished is withdrawn
    #[arg(long, value_name = "TEXT", requires = "vanished")]
    reason: Option<String>,

    /// Write what was sent, with the remarks in it, into this file; of several files, into this
    /// folder. A CSV comes back as a CSV, whatever the ending
    #[arg(long, value_name = "FILE")]
    remarks: Option<PathBuf>,

    /// A running department, instead of the county's own books; repeat it
    #[arg(long = "at", value_name = "DEPARTMENT=URL", conflicts_with_all = ["data", "database"])]
    addresses: Vec<String>,

    /// The folder of the county's databases [default: xianzhi/county in the user's data folder]
    #[arg(long, value_name = "DIR", env = "XIANZHI_DATA")]
    data: Option<PathBuf>,

    /// A PostgreSQL database instead of the folder
    #[arg(long, value_name = "URL", env = "XIANZHI_DATABASE", hide_env_values = true)]
    database: Option<String>,
}

/// What becomes of records that have vanished.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Vanishing {
    /// They are listed and stay
    #[default]
    List,
    /// They are withdrawn in the same act, which somebody else must verify
    Withdraw,
}

/// Tries an import, says what it would do, and does it if nothing is refused.
///
/// # Errors
/// When a file or a row is refused, or a department cannot be asked.
pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    if !arguments.addresses.is_empty() {
        return arguments.import(&arguments.running()?).await;
    }
    let county = County::start(
        Place::aside(arguments.data.clone(), arguments.database.clone()).options("county")?,
    )
    .await?;
    let opened = county.departments.iter().map(|department| {
        anyhow::Ok((department.name.to_owned(), chassis::connect(&department.url())?))
    });
    let outcome = match opened.collect::<anyhow::Result<Channels>>() {
        Ok(channels) => arguments.import(&channels).await,
        Err(cause) => Err(cause),
    };
    county.stop().await;
    outcome
}

impl Arguments {
    fn running(&self) -> anyhow::Result<Channels> {
        let channel = |address: &String| {
            let named = address.split_once('=').filter(|(name, _)| !name.is_empty());
            let (name, url) = named.with_context(|| {
                format!("{address:?} is not DEPARTMENT=URL, as industry=http://127.0.0.1:50051")
            })?;
            Ok((name.to_owned(), chassis::connect(url)?))
        };
        self.addresses.iter().map(channel).collect()
    }

    /// What the command line, or the profile that it names, says of the files.
    fn choice(&self) -> anyhow::Result<Choice> {
        let (department, kind) = (self.department.clone(), self.kind.clone());
        let Some(text) = self.profile_text()? else {
            return Ok(Choice { department, kind, ..Choice::default() });
        };
        let named = self.profile.as_deref().unwrap_or(Path::new("")).display();
        let profile = Profile::parse(&text).map_err(|fault| {
            anyhow::anyhow!("{named}: {} / {}", fault.message, fault.message_zh)
        })?;
        Ok(Choice::of(profile))
    }

    /// The profile as the file has it, or as it is remembered.
    fn profile_text(&self) -> anyhow::Result<Option<String>> {
        let Some(file) = &self.profile else { return Ok(None) };
        if file.is_file() {
            let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
            return Ok(Some(text));
        }
        let read = self.profiles()?.read(&file.display().to_string());
        read.map(Some).map_err(|fault| anyhow::anyhow!("{} / {}", fault.message, fault.message_zh))
    }

    /// The profiles that are remembered.
    fn profiles(&self) -> anyhow::Result<Profiles> {
        let place = Place::aside(self.data.clone(), self.database.clone());
        Ok(Profiles::of(Some(profiles_of(&place.options("county")?.data))))
    }

    /// Remembers the profile where that is wished for and all rows were read by it.
    fn remember_profile(&self, tried: &Verdict) -> anyhow::Result<()> {
        let (Some(name), Some(text)) = (&self.remember, self.profile_text()?) else {
            return Ok(());
        };
        if !tried.is_clean() {
            bail!("the profile is not remembered: rows are refused / 有误行，导入方案未保存")
        }
        let kept = self.profiles()?.keep(name, &text);
        kept.map_err(|fault| anyhow::anyhow!("{} / {}", fault.message, fault.message_zh))?;
        println!("已保存导入方案 profile remembered: {name}");
        Ok(())
    }

    async fn import(&self, channels: &Channels) -> anyhow::Result<()> {
        let register = Register::learn(channels).await;
        let files = self.files.iter().map(|path| File::read(path));
        let files: Vec<File> = files.collect::<Result<_, _>>()?;
        let choice = self.choice()?;
        let plan = Arc::new(Plan::of(files, &register, &choice));
        for part in &plan.parts {
            eprintln!("{} → {} ({})", part.sheet, part.kind.label, part.kind.name);
            if !part.kept().is_empty() {
                println!(
                    "= {}: 表中没有、保持账上原值的列 no column, kept as they stand: {}",
                    part.kind.label,
                    part.kept().join("、")
                );
            }
            let given: Vec<&str> = part.given().iter().map(|field| field.label.as_str()).collect();
            if !given.is_empty() {
                println!(
                    "! {}: 由规则或流程给出、不予采用的列 columns not taken, rules and acts give them: {}",
                    part.kind.label,
                    given.join("、")
                );
            }
        }
        let departments = plan.departments();
        if departments.len() > 1 {
            println!(
                "! 本批涉及 {} 个部门，逐个部门整批写入：前一部门写入后，后一部门仍可能被拒绝 / \
                 {} departments, each taken as one act by itself: one may be refused after another \
                 was written ({})",
                departments.len(),
                departments.len(),
                departments.join(", ")
            );
        }
        let mut tried = self.take(channels, &plan, None).await?;
        tried.remarks.splice(0..0, plan.faults.iter().cloned());
        report(&tried, "核对 checked");
        if let Some(place) = &self.remarks {
            remarks::write(place, &plan, &tried)?;
        }
        if !plan.faults.is_empty() || plan.parts.is_empty() {
            bail!(
                "the sheets cannot be read as they are; nothing was written / 表格无法识别，未写入"
            )
        }
        if !tried.is_clean() && !self.partial {
            bail!(
                "{} rows are refused; nothing was written / {} 行有误，未写入",
                tried.refused,
                tried.refused
            )
        }
        self.remember_profile(&tried)?;
        if self.dry_run {
            return Ok(());
        }
        let taken = self.take(channels, &plan, Some(tried.rows)).await?;
        report(&taken, "写入 written");
        if !(self.partial || taken.is_clean()) {
            bail!(
                "{} rows are refused by now; of their department nothing was written / \
                 {} 行现被拒绝，该部门整批未写入",
                taken.refused,
                taken.refused
            )
        }
        Ok(())
    }

    /// Tries what the plan holds, or takes its rows, of which a trial has said how many there are;
    /// a department after another.
    async fn take(
        &self,
        channels: &Channels,
        plan: &Arc<Plan>,
        rows: Option<u64>,
    ) -> anyhow::Result<Verdict> {
        let validate_only = rows.is_none();
        let mut metadata = MetadataMap::new();
        let actor = self.actor.parse().context("the name of the actor / 操作人")?;
        metadata.insert(chassis::ACTOR_HEADER, actor);
        let (county, explanation) = (self.county.clone(), self.explanation.clone());
        // A trial looks at every row, the bad ones too.
        let partial = self.partial || validate_only;
        let (document, open_date) = (self.opening.clone(), self.opening_date.clone());
        let opening = document.zip(open_date);
        let opening = opening.map(|(document, open_date)| Opening { document, open_date });
        let withdraws = self.vanished == Vanishing::Withdraw;
        let withdraw_reason = self.reason.clone().filter(|_| withdraws).unwrap_or_default();
        let mode = Mode {
            county,
            validate_only,
            partial,
            explanation,
            opening,
            withdraw_reason,
            metadata,
            ..Mode::default()
        };
        let named = |department: &String| channels.iter().any(|(name, _)| name == department);
        if let Some(department) = plan.departments().iter().find(|one| !named(one)) {
            bail!(
                "the department {department} is not named by --at / 未指明部门 {department} 的地址"
            )
        }
        let bars = Bars::new();
        bars.begin(if validate_only { "核对 trial" } else { "写入 writing" }, rows.unwrap_or(0));
        let answer = sheets::take(channels, plan, &mode, |read| bars.reach(read)).await;
        bars.end();
        Ok(answer?)
    }
}

fn report(verdict: &Verdict, what: &str) {
    let Verdict { rows, examples, created, revised, unchanged, refused, remarks, .. } = verdict;
    let Verdict { changes, vanished, vanished_records, withdrawn, opening_list, .. } = verdict;
    for remark in remarks {
        println!("✗ {remark}");
    }
    if verdict.unlisted > 0 {
        println!("✗ 另有 {} 行有误，未逐行列出 / rows refused beside these", verdict.unlisted);
    }
    println!(
        "{what}: {rows} 行 rows；新增 new {created}，修订 revised {revised}，\
         未变 unchanged {unchanged}，有误 refused {refused}，示例 examples {examples}，\
         消失 vanished {vanished}，撤回 withdrawn {withdrawn}"
    );
    for change in changes.iter().filter(|change| !change.created) {
        println!("~ {} {}", change.id, change.words());
    }
    for record in vanished_records {
        println!("- {} {} 消失 vanished", record.kind, record.id);
    }
    if !opening_list.is_empty() {
        println!("期初名册 opening list {opening_list}：待他人整册审核 to be verified as a whole");
    }
}
