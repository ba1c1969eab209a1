//! The departments that are asked: where they are, what they answer for, where they stand.
//!
//! No department is known by name. Which one answers for a figure is learned from its catalogue.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::bail;
use chassis::Refusal;
use proto::figure::v1::figure_service_client::FigureServiceClient;
use proto::figure::v1::{FigureDescription, GetPositionsRequest, ListFiguresRequest};
use proto::ledger::v1::Reason;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tonic::transport::Channel;
use tonic::{Request, Response, Status};

use crate::report::language::Language;
use crate::web::labels;

/// No department is waited for longer.
const PATIENCE: Duration = Duration::from_secs(30);
/// Reads are repeated while the department is unavailable, after these pauses.
const PAUSES: [Duration; 2] = [Duration::from_millis(100), Duration::from_millis(250)];

/// Where a department answers.
#[derive(Clone, Debug)]
pub struct Department {
    /// The first part of its figures' codes; used while the department has never been up.
    pub name: String,
    /// `http://host:port`; the scheme may be left out.
    pub address: String,
    /// Of a department in this process: counts what it commits, before it answers.
    pub moves: Option<watch::Receiver<i64>>,
}

/// How long a call and everything it asks for may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget(Instant);

impl Budget {
    pub(crate) fn of(limit: Duration) -> Self {
        Self(Instant::now() + limit)
    }

    /// What may be handed down: what remains less a tenth, and never more than one's patience.
    fn share(self) -> Duration {
        let remains = self.0.saturating_duration_since(Instant::now());
        (remains - remains / 10).min(PATIENCE)
    }
}

/// By county, how far the ledger of a department has come.
pub(crate) type Positions = BTreeMap<String, i64>;

/// A department as the gateway talks to it.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) name: String,
    pub(crate) channel: Channel,
    figures: FigureServiceClient<Channel>,
    moves: Option<watch::Receiver<i64>>,
    catalogue: Mutex<Catalogue>,
}

/// The figures that a department said it answers for, by their codes.
#[derive(Clone, Debug, Default)]
struct Catalogue {
    /// Absent as long as the department has never been up.
    figures: Option<Arc<BTreeMap<String, FigureDescription>>>,
    /// Whether it was away since it was asked.
    stale: bool,
}

impl Client {
    fn new(department: Department) -> anyhow::Result<Self> {
        let Department { name, address, moves } = department;
        let address = match address.contains("://") {
            true => address,
            false => format!("http://{address}"),
        };
        let channel = chassis::connect(&address)?;
        let figures = FigureServiceClient::new(channel.clone());
        Ok(Self { name, channel, figures, moves, catalogue: Mutex::default() })
    }

    /// Asks the department, again while it is unavailable, within the budget.
    pub(crate) async fn ask<Q, A, F>(
        &self,
        budget: Budget,
        question: Q,
        call: impl Fn(FigureServiceClient<Channel>, Request<Q>) -> F,
    ) -> Result<A, Refusal>
    where
        Q: Clone,
        F: Future<Output = Result<Response<A>, Status>>,
    {
        let mut pauses = PAUSES.into_iter();
        loop {
            let limit = budget.share();
            let mut request = Request::new(question.clone());
            request.set_timeout(limit);
            let answer = tokio::time::timeout(limit, call(self.figures.clone(), request)).await;
            let refusal = match answer {
                Ok(Ok(response)) => return Ok(response.into_inner()),
                Ok(Err(status)) => Refusal::from_status(&status),
                Err(_) => late(limit),
            };
            if matches!(refusal.reason, Reason::ServiceDown | Reason::DeadlinePassed) {
                self.catalogue().stale = true;
            }
            match pauses.next().filter(|_| refusal.reason == Reason::ServiceDown) {
                Some(pause) => tokio::time::sleep(pause).await,
                None => return Err(refusal.with("department", &self.name)),
            }
        }
    }

    /// Learns what the department answers for, unless that is known.
    pub(crate) async fn learn(&self, budget: Budget) -> Result<(), Refusal> {
        let known = {
            let catalogue = self.catalogue();
            catalogue.figures.is_some() && !catalogue.stale
        };
        if known { Ok(()) } else { self.learn_again(budget).await.map(drop) }
    }

    /// Learns it even if it is known.
    pub(crate) async fn learn_again(&self, budget: Budget) -> Result<usize, Refusal> {
        let listed = self
            .ask(budget, ListFiguresRequest {}, |mut figures, request| async move {
                figures.list_figures(request).await
            })
            .await?;
        let named = |figure: FigureDescription| (figure.code.clone(), figure);
        let figures: BTreeMap<_, _> = listed.figures.into_iter().map(named).collect();
        let count = figures.len();
        *self.catalogue() = Catalogue { figures: Some(Arc::new(figures)), stale: false };
        Ok(count)
    }

    /// Whether the department answers for a figure, as far as is known.
    pub(crate) fn answers_for(&self, code: &str) -> bool {
        match &self.catalogue().figures {
            Some(figures) => figures.contains_key(code),
            None => code.split_once('.').is_some_and(|(first, _)| first == self.name),
        }
    }

    /// A refusal that says which department is away, for a caller that asked about a figure.
    pub(crate) fn named(&self, refusal: Refusal) -> Refusal {
        if !matches!(refusal.reason, Reason::ServiceDown | Reason::DeadlinePassed) {
            return refusal;
        }
        let name = &self.name;
        let message = format!("the department {name} does not answer: {}", refusal.message);
        let label = labels::department(name, Language::Chinese);
        let message_zh = format!("部门 {label} 未能应答：{}", refusal.message_zh);
        Refusal { message, message_zh, ..refusal }
    }

    /// What a figure means, if the department answers for it.
    pub(crate) fn description_of(&self, code: &str) -> Option<FigureDescription> {
        self.catalogue().figures.as_ref()?.get(code).cloned()
    }

    /// Makes the catalogue be asked for again if a figure came that is not in it.
    pub(crate) fn compare_catalogue<'a>(&self, mut codes: impl Iterator<Item = &'a str>) {
        let mut catalogue = self.catalogue();
        let known = catalogue.figures.clone().unwrap_or_default();
        catalogue.stale |= codes.any(|code| !known.contains_key(code));
    }

    /// Where the department's ledgers inside a division stand.
    pub(crate) async fn positions(
        &self,
        budget: Budget,
        division: &str,
    ) -> Result<Positions, Refusal> {
        let request = GetPositionsRequest { division: division.to_owned() };
        let answer = self
            .ask(budget, request, |mut figures, request| async move {
                figures.get_positions(request).await
            })
            .await?;
        Ok(answer.positions.into_iter().collect())
    }

    /// How often the department has committed something; nothing for one in another process.
    pub(crate) fn moves(&self) -> Option<i64> {
        self.moves.as_ref().map(|moves| *moves.borrow())
    }

    fn catalogue(&self) -> MutexGuard<'_, Catalogue> {
        // A catalogue is replaced as a whole: a panic elsewhere leaves a good one.
        self.catalogue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn late(limit: Duration) -> Refusal {
    Refusal::new(
        Reason::DeadlinePassed,
        format!("no answer within {} s", limit.as_secs()),
        format!("{}秒内未答复", limit.as_secs()),
    )
}

/// All departments, in the order of the configuration.
#[derive(Debug)]
pub(crate) struct Departments(pub(crate) Vec<Arc<Client>>);

impl Departments {
    pub(crate) fn new(departments: Vec<Department>) -> anyhow::Result<Self> {
        if departments.is_empty() {
            bail!("no department is configured / 未配置任何部门");
        }
        let mut names = BTreeSet::new();
        for department in &departments {
            if !names.insert(department.name.clone()) {
                bail!(
                    "the department {0} is configured twice / 部门 {0} 重复配置",
                    department.name
                );
            }
        }
        departments
            .into_iter()
            .map(|d| Client::new(d).map(Arc::new))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// A department by its name.
    pub(crate) fn named(&self, name: &str) -> Option<&Arc<Client>> {
        self.0.iter().find(|client| client.name == name)
    }

    /// A department by its name.
    ///
    /// # Errors
    /// `PATH_UNKNOWN`, with the names that there are.
    pub(crate) fn required(&self, name: &str) -> Result<&Arc<Client>, Refusal> {
        self.named(name).ok_or_else(|| self.unknown(name))
    }

    /// That there is no department of a name.
    pub(crate) fn unknown(&self, name: &str) -> Refusal {
        let names = self.names().join(", ");
        Refusal::new(
            Reason::PathUnknown,
            format!("there is no department {name:?}; there are {names}"),
            format!("没有部门“{name}”，现有 {names}"),
        )
    }

    /// Their names.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.0.iter().map(|client| client.name.as_str()).collect()
    }

    /// Asks all side by side; the answers stand in the order of the configuration.
    pub(crate) async fn ask_all<A, F>(
        &self,
        mut question: impl FnMut(Arc<Client>) -> F,
    ) -> Vec<(Arc<Client>, A)>
    where
        A: Send + 'static,
        F: Future<Output = A> + Send + 'static,
    {
        let mut asked = JoinSet::new();
        for (place, client) in self.0.iter().enumerate() {
            let answer = question(Arc::clone(client));
            asked.spawn(async move { (place, answer.await) });
        }
        let mut answers: Vec<_> = asked.join_all().await;
        answers.sort_by_key(|(place, _)| *place);
        let client = |place: usize| Arc::clone(&self.0[place]);
        answers.into_iter().map(|(place, answer)| (client(place), answer)).collect()
    }

    /// The department that answers for a figure.
    ///
    /// # Errors
    /// `FIGURE_UNKNOWN` when no department does.
    pub(crate) async fn owner(&self, code: &str, budget: Budget) -> Result<Arc<Client>, Refusal> {
        self.ask_all(move |client| async move { client.learn(budget).await }).await;
        if let Some(owner) = self.known_owner(code) {
            return Ok(owner);
        }
        // A department may have been replaced by a newer one since it was asked.
        self.ask_all(move |client| async move { client.learn_again(budget).await }).await;
        self.known_owner(code).ok_or_else(|| {
            Refusal::new(
                Reason::FigureUnknown,
                format!("no department answers for a figure {code:?}"),
                format!("没有部门答复指标“{code}”"),
            )
            .with("kind", "figure")
            .with("id", code)
        })
    }

    fn known_owner(&self, code: &str) -> Option<Arc<Client>> {
        self.0.iter().find(|client| client.answers_for(code)).cloned()
    }
}
