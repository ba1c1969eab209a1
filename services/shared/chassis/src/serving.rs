//! Serves gRPC and HTTP on one port, with reflection, health and an orderly end.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::time::Duration;

use anyhow::{Context as _, bail};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tonic::service::Routes;
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Channel, Endpoint, Server};

use crate::deadlines::Deadlines;

/// What one port answers.
pub struct Serving {
    name: &'static str,
    routes: Routes,
    services: Vec<String>,
}

/// A port that is being answered.
pub struct Served {
    /// Where it answers; with the port found when 0 was asked for.
    pub address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<Result<(), tonic::transport::Error>>,
}

impl Serving {
    /// Answers `routes` under a name that the log uses; `services` are reported healthy.
    pub fn new(name: &'static str, routes: Routes, services: Vec<String>) -> Self {
        Self { name, routes, services }
    }

    /// Binds the address and serves until stopped.
    ///
    /// # Errors
    /// When the address is not a loopback one (who acts is not proven yet), or is taken.
    pub async fn start(self, address: SocketAddr) -> anyhow::Result<Served> {
        let Self { name, routes, services } = self;
        let listener = TcpListener::bind(address)
            .await
            .with_context(|| format!("{name} cannot listen on {address} / 端口无法监听"))?;
        let address = listener.local_addr()?;
        let (stop, stopped) = watch::channel(false);
        let (reporter, health) = tonic_health::server::health_reporter();
        for service in services.iter().map(String::as_str).chain([""]) {
            reporter.set_service_status(service, tonic_health::ServingStatus::Serving).await;
        }
        let routes = with_reflection(routes.add_service(health), &services)?;
        let server = Server::builder()
            .accept_http1(true)
            .max_concurrent_streams(256)
            .http2_keepalive_interval(Some(Duration::from_secs(60)))
            .http2_keepalive_timeout(Some(Duration::from_secs(20)))
            .layer(Deadlines)
            .add_routes(routes);
        let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
        let task = tokio::spawn(server.serve_with_incoming_shutdown(incoming, until(stopped)));
        tracing::info!(%address, service = name, "{name} listens on {address}");
        Ok(Served { address, stop, task })
    }
}

/// Reflection knows every contract, and lists what is answered here.
fn with_reflection(routes: Routes, services: &[String]) -> anyhow::Result<Routes> {
    let sets = || {
        let builder = tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(proto::DESCRIPTORS)
            .register_encoded_file_descriptor_set(tonic_types::pb::FILE_DESCRIPTOR_SET)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
            .with_service_name("grpc.health.v1.Health");
        services.iter().fold(builder, |builder, name| builder.with_service_name(name))
    };
    Ok(routes.add_service(sets().build_v1()?).add_service(sets().build_v1alpha()?))
}

async fn until(mut stopped: watch::Receiver<bool>) {
    // An error means that the sender is gone, which is an end as well.
    let _ = stopped.wait_for(|stop| *stop).await;
}

impl Served {
    /// Takes no more calls, lets those under way end within `grace`, and returns.
    pub async fn stop(self, grace: Duration) {
        let _ = self.stop.send(true);
        let abort = self.task.abort_handle();
        if tokio::time::timeout(grace, self.task).await.is_err() {
            abort.abort();
        }
    }
}

/// Refuses an address that others can reach, for as long as nobody proves who acts.
///
/// # Errors
/// Names the address, the rule and the switch that a container needs.
pub fn loopback_only(address: SocketAddr, open_network: bool) -> anyhow::Result<()> {
    if address.ip().is_loopback() || open_network {
        return Ok(());
    }
    bail!(
        "{address} can be reached by others, and identities are not configured: \
         listen on a loopback address, or set XIANZHI_OPEN_NETWORK=1 inside a closed network \
         / {address} 可被他人访问，而身份尚未配置：请监听回环地址；\
         仅在封闭网络内方可设 XIANZHI_OPEN_NETWORK=1"
    );
}

/// A channel to another service; it connects when first used and again after a failure.
///
/// # Errors
/// When the address is not a URI.
pub fn connect(address: &str) -> anyhow::Result<Channel> {
    let endpoint = Endpoint::from_shared(address.to_owned())
        .with_context(|| format!("{address} is not the address of a service"))?
        .connect_timeout(Duration::from_secs(2))
        .tcp_nodelay(true)
        .http2_keep_alive_interval(Duration::from_secs(30))
        .keep_alive_while_idle(true);
    Ok(endpoint.connect_lazy())
}

/// Resolves when the process is asked to end: Ctrl-C, or SIGTERM.
pub fn shutdown_signal() -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(async {
        let interrupt = tokio::signal::ctrl_c();
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            }
            Err(_) => drop(interrupt.await),
        }
    })
}
