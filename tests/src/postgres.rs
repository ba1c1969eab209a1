//! A PostgreSQL server for tests, started in a temporary folder and gone with the process.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Once, OnceLock};

use anyhow::{Context, Result, anyhow, bail};
use sea_orm::{ConnectionTrait, Database};

/// When this is set to 1, a missing server is an error and not a reason to skip.
pub const REQUIRE: &str = "XIANZHI_REQUIRE_POSTGRES";

/// Where packages put the programs of each version of the server.
const PACKAGED: &str = "/usr/lib/postgresql";
const PROGRAMS: [&str; 3] = ["postgres", "initdb", "pg_ctl"];
/// The superuser of the server; it has no password, since only this machine can reach it.
const USER: &str = "xianzhi";

/// Starts the server, says so, and stops it when its input ends: the pipe closes with this
/// process, however it ends. Arguments: programs, folder, port.
const KEEPER: &str = r#"
bin=$1; folder=$2; port=$3
cd "$folder" || exit 1
trap '' INT TERM HUP
"$bin/initdb" -D data -U xianzhi -A trust -E UTF8 --no-locale -N >> log 2>&1 &&
"$bin/pg_ctl" -D data -w -t 60 -l log -o "-c listen_addresses=127.0.0.1 -c port=$port \
  -c unix_socket_directories= -c max_connections=400" start > /dev/null 2>&1 && echo ready
cat > /dev/null
"$bin/pg_ctl" -D data -m fast -w stop > /dev/null 2>&1
cd / && rm -rf "$folder"
"#;

/// A server for tests, the same one for the whole process.
#[derive(Clone, Debug)]
pub struct Postgres {
    server: Arc<Server>,
}

/// A running server; dropped, it is stopped and its folder removed.
#[derive(Debug)]
struct Server {
    keeper: Child,
    port: u16,
    folder: PathBuf,
}

/// Numbers the databases of a process.
static DATABASES: AtomicU32 = AtomicU32::new(1);

impl Postgres {
    /// The server of this process, started when first asked for; none where PostgreSQL is not
    /// installed.
    ///
    /// # Errors
    /// When a server that is installed does not start; when none is and one is required.
    pub fn start() -> Result<Option<Self>> {
        static SERVER: OnceLock<Result<Option<Arc<Server>>, String>> = OnceLock::new();
        let started = SERVER.get_or_init(|| {
            let found = programs().map(|programs| Server::start(&programs).map(Arc::new));
            found.transpose().map_err(|cause| format!("{cause:#}"))
        });
        match started {
            Ok(Some(server)) => Ok(Some(Self { server: Arc::clone(server) })),
            Ok(None) if is_required() => bail!(
                "{REQUIRE}=1 and there are no PostgreSQL server programs: install them \
                 (Debian: apt-get install postgresql), or put postgres, initdb and pg_ctl in PATH"
            ),
            Ok(None) => Ok(None),
            Err(cause) => Err(anyhow!(cause.clone()).context("a PostgreSQL server for tests")),
        }
    }

    /// Makes a new, empty database whose name begins with `database`, and returns its address.
    ///
    /// # Errors
    /// When the server has gone away.
    pub async fn url(&self, database: &str) -> Result<String> {
        let number = DATABASES.fetch_add(1, Ordering::Relaxed);
        let name = format!("{database}_{number}");
        let server = Database::connect(self.server.url("postgres")).await?;
        server.execute_unprepared(&format!("CREATE DATABASE \"{name}\"")).await?;
        server.close().await?;
        Ok(self.server.url(&name))
    }
}

impl Server {
    fn start(programs: &Path) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("xianzhi-postgres-").tempdir()?;
        let account = Account::for_server(folder.path())?;
        let port = free_port()?;
        let mut command = account.command();
        command.args(["sh", "-c", KEEPER, "sh"]).arg(programs).arg(folder.path());
        command.arg(port.to_string()).process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut keeper = command.spawn().with_context(|| format!("cannot run {command:?}"))?;
        let mut line = String::new();
        let said = keeper.stdout.take().context("the keeper of the server says nothing")?;
        BufReader::new(said).read_line(&mut line)?;
        if line.trim() == "ready" {
            return Ok(Self { keeper, port, folder: folder.keep() });
        }
        let log = std::fs::read_to_string(folder.path().join("log")).unwrap_or_default();
        drop(keeper.stdin.take());
        keeper.wait()?;
        bail!("PostgreSQL of {} does not start: {}", programs.display(), log.trim());
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/{database}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Who runs the server: PostgreSQL refuses to run as root.
enum Account {
    /// Whoever runs the tests.
    Own,
    /// Another, with its name, its ids and the program that changes to it.
    Other { name: String, user: u32, group: u32, through: &'static str },
}

impl Account {
    /// The account that can run a server in a folder of ours; the folder becomes its own.
    fn for_server(folder: &Path) -> Result<Self> {
        if std::fs::metadata(folder)?.uid() != 0 {
            return Ok(Self::Own);
        }
        let accounts =
            std::fs::read_to_string("/etc/passwd").context("cannot read the accounts")?;
        let (name, user, group) = ["postgres", "nobody"]
            .iter()
            .find_map(|name| ids(&accounts, name))
            .context("root cannot run PostgreSQL, and there is neither postgres nor nobody")?;
        let through = ["setpriv", "runuser", "su"]
            .into_iter()
            .find(|program| in_path(program).is_some())
            .context("root cannot run PostgreSQL, and there is no setpriv, runuser or su")?;
        chown(folder, Some(user), Some(group))?;
        Ok(Self::Other { name, user, group, through })
    }

    /// A command that runs the program that its arguments name.
    fn command(&self) -> Command {
        let Self::Other { name, user, group, through } = self else {
            return Command::new("env");
        };
        let mut command = Command::new(through);
        match *through {
            "setpriv" => {
                let (user, group) = (format!("--reuid={user}"), format!("--regid={group}"));
                command.args([&user, &group, "--clear-groups", "--"])
            }
            "runuser" => command.args(["-u", name, "--"]),
            // Its command is a text, to which the arguments are given as $1 and so on.
            _ => command.args(["-s", "/bin/sh", name, "-c", r#"exec "$@""#, "--", "sh"]),
        };
        command
    }
}

/// The name, user and group of an account.
fn ids(accounts: &str, name: &str) -> Option<(String, u32, u32)> {
    let fields = accounts.lines().map(|line| line.split(':').collect::<Vec<_>>());
    let fields = fields.into_iter().find(|fields| fields.first() == Some(&name))?;
    Some((name.to_owned(), fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?))
}

/// The folder of the server's programs: in PATH, as `pg_config` has it, or the newest packaged.
fn programs() -> Option<PathBuf> {
    let whole = |folder: &PathBuf| PROGRAMS.iter().all(|name| is_program(&folder.join(name)));
    let in_path = PROGRAMS.first().and_then(|name| in_path(name));
    let in_path = in_path.and_then(|file| Some(file.canonicalize().ok()?.parent()?.to_owned()));
    in_path.into_iter().chain(configured()).chain(packaged()).find(whole)
}

fn configured() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
}

/// The folders of all packaged versions, newest first.
fn packaged() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(PACKAGED).into_iter().flatten().flatten();
    let version = |name: &str| name.split('.').next().and_then(|main| main.parse::<u32>().ok());
    let mut versions: Vec<_> = entries
        .filter_map(|entry| Some((version(entry.file_name().to_str()?)?, entry.path())))
        .collect();
    versions.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    versions.into_iter().map(|(_, path)| path.join("bin")).collect()
}

fn in_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| is_program(file))
}

fn is_program(file: &Path) -> bool {
    std::fs::metadata(file).is_ok_and(|f| f.is_file() && f.permissions().mode() & 0o111 != 0)
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

fn is_required() -> bool {
    std::env::var(REQUIRE).is_ok_and(|value| value == "1")
}

/// Says once, past the test runner that hides what tests print, that PostgreSQL is left out.
pub(crate) fn say_skipped() {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        let _ = writeln!(
            std::io::stderr(),
            "\n!!! PostgreSQL SKIPPED: no server programs found; this run holds for SQLite only. \
             Install postgresql, or set {REQUIRE}=1 to make this a failure. !!!\n"
        );
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_answering(port: u16) -> bool {
        std::net::TcpStream::connect(("127.0.0.1", port)).is_ok()
    }

    #[test]
    fn a_server_ends_with_its_owner_even_in_a_panic() {
        let Some(programs) = programs() else { return say_skipped() };
        let server = Server::start(&programs).expect("a server");
        let (port, folder) = (server.port, server.folder.clone());
        assert!(is_answering(port) && folder.exists());
        let owner = std::thread::spawn(move || {
            let _owned = server;
            panic!("as a test that fails");
        });
        assert!(owner.join().is_err());
        assert!(!is_answering(port) && !folder.exists());
    }

    #[tokio::test]
    async fn every_database_is_a_new_one() {
        let Some(postgres) = Postgres::start().expect("a server") else { return say_skipped() };
        let (one, two) = (postgres.url("same").await, postgres.url("same").await);
        let (one, two) = (one.expect("a database"), two.expect("a database"));
        assert_ne!(one, two);
        let database = Database::connect(&one).await.expect("a connection");
        database.execute_unprepared("CREATE TABLE t (n BIGINT)").await.expect("a table");
        database.close().await.expect("an end");
        let database = Database::connect(&two).await.expect("a connection");
        database.execute_unprepared("SELECT n FROM t").await.expect_err("a table of another");
    }
}
