//! A headless Chromium, driven over WebDriver; it finds no other machine than its own.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Once;

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Where set, a browser or axe-core that is missing is a failure.
const REQUIRE: &str = "XIANZHI_REQUIRE_BROWSER";
/// Where axe-core is put by `npm install --prefix target/ci axe-core`; another place can be named.
const AXE: &str = "XIANZHI_AXE";

/// A browser with one window.
pub struct Browser {
    pub client: Client,
    driver: Child,
    _profile: TempDir,
}

impl Browser {
    /// A browser that runs scripts or not; none where it is not installed, which is said aloud.
    pub async fn start(scripts: bool) -> Option<Self> {
        let started = Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).spawn();
        let Ok(mut driver) = started else {
            skip("chromedriver is not installed; on Debian: apt install chromium-driver");
            return None;
        };
        let port = port(&mut driver);
        let profile = tempfile::Builder::new().prefix("xianzhi-").tempdir().expect("a folder");
        let folder = profile.path().display();
        let capabilities = json!({
            "browserName": "chrome",
            "goog:loggingPrefs": {"performance": "ALL"},
            "goog:chromeOptions": {"args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--disable-background-networking", "--force-prefers-reduced-motion",
                format!("--user-data-dir={folder}"),
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ]},
        });
        let capabilities = capabilities.as_object().expect("capabilities").clone();
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("chromium starts; on Debian: apt install chromium");
        let browser = Self { client, driver, _profile: profile };
        if !scripts {
            browser.devtools("Emulation.setScriptExecutionDisabled", json!({"value": true})).await;
        }
        Some(browser)
    }

    /// Sends a command of the Chrome DevTools Protocol.
    pub async fn devtools(&self, cmd: &str, params: Value) -> Value {
        let body = json!({"cmd": cmd, "params": params});
        let command = Own { path: "goog/cdp/execute", body };
        self.client.issue_cmd(command).await.expect(cmd)
    }

    /// A window of a size in CSS pixels, as a telephone has it.
    pub async fn resize(&self, width: u32, height: u32) {
        let metrics =
            json!({"width": width, "height": height, "deviceScaleFactor": 2, "mobile": true});
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// The text of the first element that a selector finds.
    pub async fn text(&self, css: &str) -> String {
        let found = self.client.find(Locator::Css(css)).await;
        found.unwrap_or_else(|cause| panic!("{css}: {cause}")).text().await.expect(css)
    }

    /// Clicks the first element that a selector finds.
    pub async fn click(&self, css: &str) {
        let found = self.client.find(Locator::Css(css)).await;
        let found = found.unwrap_or_else(|cause| panic!("{css}: {cause}"));
        found.click().await.unwrap_or_else(|cause| panic!("{css}: {cause}"));
    }

    /// How many elements a selector finds.
    pub async fn count(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.expect(css).len()
    }

    /// The addresses that were asked for since it was last called.
    pub async fn requests(&self) -> Vec<String> {
        let body = json!({"type": "performance"});
        let log = self.client.issue_cmd(Own { path: "se/log", body }).await.expect("a log");
        let entries = log.as_array().cloned().unwrap_or_default();
        let sent = entries.iter().filter_map(|entry| {
            let message: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let message = &message["message"];
            (message["method"] == "Network.requestWillBeSent").then_some(())?;
            message["params"]["request"]["url"].as_str().map(ToOwned::to_owned)
        });
        sent.collect()
    }

    /// What axe-core finds on the page that is serious or worse, each with its place.
    pub async fn faults(&self, axe: &str) -> Vec<String> {
        self.client.execute(axe, Vec::new()).await.expect("axe-core is read");
        let run = "const done = arguments[arguments.length - 1]; \
                   axe.run(document).then(done, cause => done({error: String(cause)}));";
        let found = self.client.execute_async(run, Vec::new()).await.expect("axe-core runs");
        assert!(found["error"].is_null(), "{found}");
        assert!(found["passes"].as_array().is_some_and(|passes| passes.len() > 10), "{found}");
        let violations = found["violations"].as_array().cloned().unwrap_or_default();
        let serious = violations.iter().filter(|violation| {
            ["serious", "critical"].contains(&violation["impact"].as_str().unwrap_or_default())
        });
        serious.map(|v| format!("{}: {} at {}", v["id"], v["help"], v["nodes"])).collect()
    }

    /// Ends the browser and its driver.
    pub async fn close(self) {
        let Self { client, mut driver, _profile } = self;
        client.close().await.expect("closed");
        driver.kill().expect("the driver ends");
        driver.wait().expect("the driver ends");
    }
}

/// The script of axe-core; none where it has not been fetched, which is said aloud.
pub fn axe() -> Option<String> {
    let place = std::env::var_os(AXE).map(PathBuf::from).or_else(|| {
        // The folder of the tests lies in that of cargo, beside what CI fetches.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent()?;
        Some(target.join("ci/node_modules/axe-core/axe.min.js"))
    })?;
    let read = std::fs::read_to_string(&place);
    if read.is_err() {
        let place = place.display();
        skip(&format!(
            "{place} is not there; npm install --prefix target/ci axe-core fetches it, and \
             {AXE} names another place"
        ));
    }
    read.ok()
}

/// The port that the driver says it listens on.
fn port(driver: &mut Child) -> u16 {
    let output = driver.stdout.take().expect("its output");
    let mut lines = BufReader::new(output).lines();
    let told = lines.find_map(|line| {
        let line = line.ok()?;
        line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
    });
    // Nobody would read what comes after, and a full pipe would stop the driver.
    std::thread::spawn(move || lines.for_each(drop));
    told.expect("chromedriver says its port")
}

/// Says past the test runner, which hides what tests print, that something is left out.
fn skip(why: &str) {
    static SAID: Once = Once::new();
    assert!(std::env::var_os(REQUIRE).is_none(), "{why}, and {REQUIRE} is set");
    SAID.call_once(|| {
        let _ = writeln!(
            std::io::stderr(),
            "\n!!! TESTS IN A BROWSER SKIPPED: {why}; {REQUIRE}=1 makes this a failure. !!!\n"
        );
    });
}

/// A command of this driver's own.
#[derive(Debug)]
struct Own {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Own {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
