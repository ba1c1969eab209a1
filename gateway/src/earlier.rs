//! Figures at positions that have passed: they never change, so that they are computed once.

use std::collections::BTreeMap;
use std::sync::Arc;

use chassis::Refusal;
use moka::future::Cache;
use proto::figure::v1::{Figure, Scope};

use crate::compute_at;
use crate::departments::{Budget, Client, Positions};

/// Answers kept; one is all figures of a department.
const KEPT: u64 = 64;

/// A department's figures by their codes.
type Figures = Arc<BTreeMap<String, Figure>>;

/// What figures were.
#[derive(Clone)]
pub(crate) struct Earlier(Cache<(String, String, Positions), Figures>);

impl Earlier {
    pub(crate) fn new() -> Self {
        Self(Cache::new(KEPT))
    }

    /// All figures of a department in a scope that names its positions.
    ///
    /// # Errors
    /// `SERVICE_DOWN`
    pub(crate) async fn figures(
        &self,
        client: &Client,
        scope: Scope,
        budget: Budget,
    ) -> Result<Figures, Refusal> {
        let Scope { division, first_date, last_date, positions } = &scope;
        let about = format!("{division} {first_date} {last_date}");
        let positions = positions.clone().into_iter().collect();
        let computing = async {
            let answer = compute_at(client, scope, budget).await?;
            let coded = answer.figures.into_iter().map(|figure| (figure.code.clone(), figure));
            Ok(Arc::new(coded.collect()))
        };
        let found = self.0.try_get_with((client.name.clone(), about, positions), computing).await;
        found.map_err(|refusal: Arc<Refusal>| Refusal::clone(&refusal))
    }
}
