//! A gateway between two fake departments, and a caller that speaks plain HTTP/1.1 to it.

mod fake;

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use chassis::{Served, Serving};
use gateway::{Config, Department, Gateway};
use proto::figure::v1::figure_service_server::FigureServiceServer;
use proto::figure::v1::{Coverage, Figure};
use tokio::sync::watch;
use tonic::service::Routes;

pub use fake::{Face, Fake, figure};

const ANY_PORT: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 0);

/// A gateway and what it asks.
pub struct World {
    pub industry: Arc<Fake>,
    pub ecology: Arc<Fake>,
    pub gateway: SocketAddr,
    ecology_served: Served,
    _served: [Served; 2],
}

/// An answer over HTTP.
pub struct Answer {
    pub status: u16,
    pub headers: HashMap<String, String>,
    pub body: Vec<u8>,
}

impl World {
    pub async fn start() -> Self {
        Self::with_outlines(Vec::new()).await
    }

    /// A gateway that has outlines of a county's own.
    pub async fn with_outlines(outlines: Vec<PathBuf>) -> Self {
        Self::set_up(outlines, None).await
    }

    /// A gateway in the process of its departments, which count what they commit.
    pub async fn in_one_process(counted: watch::Receiver<i64>) -> Self {
        Self::set_up(Vec::new(), Some(counted)).await
    }

    async fn set_up(outlines: Vec<PathBuf>, moves: Option<watch::Receiver<i64>>) -> Self {
        let (industry, ecology) = (Arc::new(industry()), Arc::new(ecology()));
        let industry_served = serve(&industry, ANY_PORT).await;
        let ecology_served = serve(&ecology, ANY_PORT).await;
        let department = |name: &str, served: &Served| Department {
            name: name.to_owned(),
            address: served.address.to_string(),
            moves: moves.clone(),
        };
        let departments =
            vec![department("industry", &industry_served), department("ecology", &ecology_served)];
        let gateway =
            Gateway::new(Config { departments, outlines, profiles: None }).expect("a gateway");
        let routes = Arc::new(gateway).routes();
        let served = Serving::new("gateway", routes, gateway::services());
        let served = served.start(ANY_PORT).await.expect("a port");
        let gateway = served.address;
        Self { industry, ecology, gateway, ecology_served, _served: [industry_served, served] }
    }

    /// Takes the department of ecology down; the answer brings it back.
    pub async fn without_ecology(self) -> (Self, SocketAddr) {
        let Self { industry, ecology, gateway, ecology_served, _served } = self;
        let address = ecology_served.address;
        ecology_served.stop(Duration::ZERO).await;
        let nobody = serve(&Arc::new(Fake::default()), ANY_PORT).await;
        (Self { industry, ecology, gateway, ecology_served: nobody, _served }, address)
    }

    pub async fn with_ecology(self, address: SocketAddr) -> Self {
        let ecology_served = serve(&self.ecology, address).await;
        Self { ecology_served, ..self }
    }

    /// Reads a path.
    pub async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, &[]).await
    }

    /// Reads a path that answers JSON.
    pub async fn json(&self, path: &str) -> serde_json::Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    pub async fn call(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: county\r\n");
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("connection: close\r\n\r\n");
        let gateway = self.gateway;
        let exchange = move || -> std::io::Result<Vec<u8>> {
            let mut stream = TcpStream::connect(gateway)?;
            stream.write_all(request.as_bytes())?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer)?;
            Ok(answer)
        };
        let bytes =
            tokio::task::spawn_blocking(exchange).await.expect("a task").expect("an answer");
        Answer::read(&bytes)
    }
}

impl Answer {
    fn read(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").expect("the end of the head");
        let head = String::from_utf8(bytes[..end].to_vec()).expect("a head");
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).expect("a status");
        let header = |line: &str| {
            let (name, value) = line.split_once(": ").expect("a header");
            (name.to_owned(), value.to_owned())
        };
        let body = bytes[end + 4..].to_vec();
        Self {
            status: status.parse().expect("a number"),
            headers: lines.map(header).collect(),
            body,
        }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

async fn serve(fake: &Arc<Fake>, address: SocketAddr) -> Served {
    let routes = Routes::new(FigureServiceServer::new(Face(Arc::clone(fake))));
    Serving::new("fake", routes, Vec::new()).start(address).await.expect("a port")
}

fn compared(figure: Figure, last: &str, growth: &str) -> Figure {
    let (last, growth) = (Some(last.to_owned()), Some(growth.to_owned()));
    Figure { same_period_last_year: last, growth, ..figure }
}

fn industry() -> Fake {
    let new = figure("industry.above_scale.new", "新增规上<工业>企业数", "9", "家");
    let excluded = HashMap::from([("unverified".to_owned(), 2), ("withdrawn".to_owned(), 0)]);
    let trade = figure("industry.trade.total", "外贸进出口总额", "14", "亿元");
    let figures = vec![
        compared(Figure { excluded, pending: 1, ..new }, "4", "125.0"),
        figure("industry.above_scale.total", "规上工业企业总数", "120", "家"),
        compared(figure("industry.trade.growth", "进出口增速", "-3", "%"), "8", "-137.5"),
        Figure { last_covered_date: "2023-11-30".to_owned(), ..trade },
    ];
    let fake = Fake { figures, ..Fake::default() };
    fake.position.store(812, Ordering::SeqCst);
    fake
}

fn ecology() -> Fake {
    let rate = figure("ecology.air.good_days_rate", "空气质量优良天数比率", "94.7", "%");
    let unit = "天".to_owned();
    let coverage = Some(Coverage {
        covered: 341,
        due: 365,
        unit,
        unit_en: "days".to_owned(),
        limit_percent: 75,
    });
    let (numerator, denominator) = (Some("323".to_owned()), Some("341".to_owned()));
    let rate = Figure { coverage, numerator, denominator, ..rate };
    let missing_reason_zh = "没有水源地样品".to_owned();
    let water = Figure {
        code: "ecology.water.source_compliance".to_owned(),
        name: "水源地达标率".to_owned(),
        missing_reason: "no samples".to_owned(),
        missing_reason_zh,
        ..Figure::default()
    };
    let valid = figure("ecology.air.valid_days", "有效监测天数", "341", "天");
    let fake =
        Fake { figures: vec![compared(rate, "93.5", "1.3"), water, valid], ..Fake::default() };
    fake.position.store(77, Ordering::SeqCst);
    fake
}
