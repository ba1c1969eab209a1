//! Starts and ends the departments and the gateway of a county together.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use chassis::{Served, Serving};
use gateway::{Config, Gateway};
use ledger::divisions::Divisions;
use ledger::{Department, Opened};

/// The departments, in the order of their ports.
pub const DEPARTMENTS: [&Department; 6] = [
    &industry::DEPARTMENT,
    &ecology::DEPARTMENT,
    &governance::DEPARTMENT,
    &cadre::DEPARTMENT,
    &reform::DEPARTMENT,
    &livelihood::DEPARTMENT,
];

/// Ports that are kept together: one a department.
const PORTS: u16 = DEPARTMENTS.len() as u16;

/// How a county is run.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of the embedded databases; none when `database` names a server.
    pub data: PathBuf,
    /// A PostgreSQL database instead, in which each department has a schema.
    pub database: Option<String>,
    /// Where the gateway answers; port 0 finds a free one.
    pub http: SocketAddr,
    /// The first of six consecutive ports for gRPC; 0 finds free ones.
    pub grpc_port: u16,
    /// Whether others may reach it.
    pub open_network: bool,
    /// Outlines of the county's own, each in place of what is shipped for its periods and
    /// language.
    pub outlines: Vec<PathBuf>,
}

/// Where a department answers.
#[derive(Clone, Debug)]
pub struct Address {
    /// The department.
    pub name: &'static str,
    /// Where.
    pub address: SocketAddr,
}

impl Address {
    /// The address as clients take it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// A county that is running.
pub struct County {
    /// Where the departments answer.
    pub departments: Vec<Address>,
    /// Where the gateway answers.
    pub http: SocketAddr,
    /// Compiles reports, as the gateway does.
    pub gateway: Arc<Gateway>,
    opened: Vec<Option<Opened>>,
    served: Served,
}

impl County {
    /// Opens the books of every department and starts to answer.
    ///
    /// # Errors
    /// When a database or a port cannot be had, or an address can be reached by others.
    pub async fn start(options: Options) -> anyhow::Result<Self> {
        let Options { data, database, http, grpc_port, open_network, outlines } = options;
        chassis::loopback_only(http, open_network)?;
        calendar::put_in_force()?;
        if database.is_none() {
            put_divisions_in_force(&data)?;
        }
        ensure!(
            grpc_port == 0 || grpc_port.checked_add(PORTS - 1).is_some(),
            "--grpc-port {grpc_port} leaves no room for {PORTS} ports / 端口号过大"
        );
        let ip = if open_network { http.ip() } else { IpAddr::V4(Ipv4Addr::LOCALHOST) };
        let (mut departments, mut opened) = (Vec::new(), Vec::new());
        for (index, department) in (0_u16..).zip(DEPARTMENTS) {
            let port = if grpc_port == 0 { 0 } else { grpc_port + index };
            let database = database_of(department, &data, database.as_deref())?;
            let options = ledger::Options { database, address: SocketAddr::new(ip, port) };
            let department_opened = department.serve(options).await?;
            let address = department_opened.served.address;
            departments.push(Address { name: department.name, address });
            opened.push(Some(department_opened));
        }
        let asked = departments.iter().zip(&opened).map(|(department, opened)| {
            let moves = opened.as_ref().map(|opened| opened.books.writers.moves());
            let name = department.name.to_owned();
            gateway::Department { name, address: department.url(), moves }
        });
        let profiles = Some(profiles_of(&data));
        let config = Config { departments: asked.collect(), outlines, profiles };
        let gateway = Arc::new(Gateway::new(config)?);
        let routes = Arc::clone(&gateway).routes();
        let served = Serving::new("gateway", routes, gateway::services()).start(http).await?;
        Ok(Self { departments, http: served.address, gateway, opened, served })
    }

    /// Where a department answers, as clients take it.
    pub fn url(&self, department: &str) -> String {
        let found = self.departments.iter().find(|address| address.name == department);
        found.map(Address::url).unwrap_or_default()
    }

    /// The books of a department.
    pub fn books(&self, department: &str) -> Option<&ledger::Books> {
        let at = self.departments.iter().position(|address| address.name == department)?;
        self.opened.get(at)?.as_ref().map(|opened| &opened.books)
    }

    /// Ends one department; the others and the gateway go on without it.
    pub async fn stop_department(&mut self, department: &str) {
        let at = self.departments.iter().position(|address| address.name == department);
        if let Some(opened) = at.and_then(|at| self.opened.get_mut(at)?.take()) {
            opened.close().await;
        }
    }

    /// Ends calls under way and closes the databases.
    pub async fn stop(self) {
        let Self { opened, served, .. } = self;
        served.stop(Duration::from_secs(2)).await;
        for department in opened.into_iter().flatten() {
            department.close().await;
        }
    }
}

/// The list of divisions that a folder of databases has of its own.
pub const DIVISIONS: &str = "divisions.csv";

fn put_divisions_in_force(data: &Path) -> anyhow::Result<()> {
    let file = data.join(DIVISIONS);
    if file.is_file() && std::env::var_os("XIANZHI_DIVISIONS").is_none() {
        let text = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        Divisions::parse(&text).install();
    }
    Ok(())
}

/// Where import profiles are remembered: in the folder that `XIANZHI_PROFILES` names, else beside
/// the databases.
pub fn profiles_of(data: &Path) -> PathBuf {
    let named = std::env::var_os("XIANZHI_PROFILES").filter(|named| !named.is_empty());
    named.map_or_else(|| data.join("profiles"), PathBuf::from)
}

fn database_of(
    department: &Department,
    data: &Path,
    database: Option<&str>,
) -> anyhow::Result<String> {
    if let Some(url) = database {
        return Ok(url.to_owned());
    }
    std::fs::create_dir_all(data)
        .with_context(|| format!("the folder {} / 数据目录", data.display()))?;
    Ok(embedded(data, department.name))
}

/// The address of a department's embedded database; what has a meaning in an address is escaped.
pub fn embedded(data: &Path, department: &str) -> String {
    let file = data.join(format!("{department}.db")).display().to_string();
    let escaped = file.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
    format!("sqlite://{escaped}")
}
