//! Computes figures: values, last year's beside them, figures over figures.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chassis::Refusal;
use moka::sync::Cache;
use proto::figure::v1 as wire;
use proto::ledger::v1::Reason;

use super::declaration::Measure;
use super::exact::{Rounding, decimal, parse, round, shortest};
use super::gather::CacheKey;
use super::register::{Figure, Figures};
use super::scope::Scope;
use super::tally::Tally;
use super::value::{
    Computed, divided, grown, growth, not_alone, present, ranked, reaching, reduced, value_of,
};
use crate::collection::Obligations;
use crate::kinds::Kinds;
use crate::reader::Reader;

/// So many results are kept.
const KEPT: u64 = 100_000;

/// Computes the figures of one department.
#[derive(Clone)]
pub struct Engine {
    pub(super) reader: Reader,
    pub(super) kinds: Kinds,
    pub(super) figures: Arc<Figures>,
    pub(super) obligations: Obligations,
    pub(super) cache: Cache<CacheKey, Arc<Tally>>,
    pub(super) totals: Cache<CacheKey, i64>,
}

impl Engine {
    /// An engine over one department's ledger; what is owed is counted by figures as well.
    pub fn new(reader: Reader, kinds: Kinds, figures: Figures, obligations: Obligations) -> Self {
        let (cache, totals) = (Cache::new(KEPT), Cache::new(KEPT));
        Self { reader, kinds, figures: Arc::new(figures), obligations, cache, totals }
    }

    /// The figures that it computes.
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// The figure of a code.
    ///
    /// # Errors
    /// `FIGURE_UNKNOWN`.
    pub fn figure(&self, code: &str) -> Result<&Arc<Figure>, Refusal> {
        self.figures.get(code).ok_or_else(|| {
            Refusal::new(
                Reason::FigureUnknown,
                format!("there is no figure {code:?}"),
                format!("没有代码为“{code}”的指标"),
            )
            .with("code", code)
        })
    }
    /// Computes figures of a scope, with those of last year where they are compared.
    ///
    /// # Errors
    /// `FIGURE_UNKNOWN`, or a failure of the database.
    pub async fn compute(
        &self,
        scope: &Scope,
        codes: &[String],
        compare: bool,
    ) -> Result<Vec<wire::Figure>, Refusal> {
        let figures = self.chosen(codes)?;
        let tallies = self.tallies(&figures, scope).await?;
        let mut answers = Vec::with_capacity(figures.len());
        for figure in &figures {
            let computed = self.finish(figure, scope, &tallies).await?;
            answers.push(present(figure, &computed));
        }
        if compare {
            self.compare(scope, &figures, &mut answers).await?;
        }
        self.aim(scope, &mut answers).await?;
        Ok(answers)
    }

    /// The figures of codes; all where none is named.
    pub(super) fn chosen(&self, codes: &[String]) -> Result<Vec<Arc<Figure>>, Refusal> {
        if codes.is_empty() {
            return Ok(self.figures.iter().cloned().collect());
        }
        codes.iter().map(|code| self.figure(code).cloned()).collect()
    }

    /// One figure of a scope.
    pub(super) async fn one(
        &self,
        figure: &Arc<Figure>,
        scope: &Scope,
    ) -> Result<Computed, Refusal> {
        let tallies = self.tallies(std::slice::from_ref(figure), scope).await?;
        self.finish(figure, scope, &tallies).await
    }

    /// Adds the same period of last year, and the growth over it.
    async fn compare(
        &self,
        scope: &Scope,
        figures: &[Arc<Figure>],
        answers: &mut [wire::Figure],
    ) -> Result<(), Refusal> {
        // Figures over closed months are compared over the months that are covered.
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, answer) in answers.iter().enumerate() {
            let last = Some(&answer.last_covered_date).filter(|day| !day.is_empty());
            groups.entry(last.unwrap_or(&scope.last_date).clone()).or_default().push(index);
        }
        for (last, members) in groups {
            let before = scope.last_year(Some(&last));
            let group: Vec<_> = members.iter().map(|index| figures[*index].clone()).collect();
            let tallies = self.tallies(&group, &before).await?;
            for (index, figure) in members.into_iter().zip(&group) {
                let then = self.finish(figure, &before, &tallies).await?;
                let Some(value) = then.value else { continue };
                let declaration = &figure.declaration;
                let printed =
                    declaration.print.print(value, &declaration.unit, &declaration.unit_en);
                let answer = &mut answers[index];
                answer.same_period_last_year = Some(printed.value);
                answer.same_period_last_year_text = printed.text;
                answer.same_period_last_year_text_en = printed.text_en;
                answer.same_period_last_year_exact = shortest(value);
                let now = answer.exact.as_deref().and_then(parse);
                if let Some(growth) = now.and_then(|now| growth(now, value))
                    && declaration.unit != "%"
                {
                    let decimals = self.figures.growth_decimals(&declaration.code);
                    let growth = round(growth, decimals, Rounding::HalfUp);
                    answer.growth = Some(decimal(growth, decimals));
                }
            }
        }
        Ok(())
    }
    /// Puts a figure together from tallies.
    async fn finish(
        &self,
        figure: &Arc<Figure>,
        scope: &Scope,
        tallies: &HashMap<String, Tally>,
    ) -> Result<Computed, Refusal> {
        let input = |code: &str| {
            let figure = self.figures.get(code);
            let tally = tallies.get(code).cloned().unwrap_or_default();
            figure.map(|figure| value_of(figure, tally, scope, None))
        };
        match &figure.declaration.measure {
            _ if self.is_withheld(figure, scope) => Ok(not_alone(figure)),
            Measure::Growth(code) => {
                let Some(now) = input(code) else { return Ok(Computed::none()) };
                let before = scope.last_year(now.tally.last_day.as_deref());
                let figure = self.figure(code)?;
                let then = Box::pin(self.one(figure, &before)).await?;
                Ok(grown(now, &then))
            }
            Measure::YearBefore(code) => {
                let figure = self.figure(code)?;
                Box::pin(self.one(figure, &scope.year_before())).await
            }
            Measure::Reduction(reduction) => {
                let Some(now) = input(&reduction.of) else { return Ok(Computed::none()) };
                let base = self.base_year(reduction, scope).await?;
                let figure = self.figure(&reduction.of)?;
                let then = Box::pin(self.one(figure, &base)).await?;
                Ok(reduced(now, &then, reduction.least))
            }
            Measure::Rank(code) => {
                let Some(own) = input(code) else { return Ok(Computed::none()) };
                let peers = self.peers(self.figure(code)?, scope).await?;
                Ok(ranked(own, peers))
            }
            Measure::Peers(asked) => {
                let Some(own) = input(&asked.of) else { return Ok(Computed::none()) };
                let peers = self.peers(self.figure(&asked.of)?, scope).await?;
                Ok(reaching(own, peers, asked.at_least))
            }
            Measure::Quotient(quotient) => match (input(&quotient.of), input(&quotient.to)) {
                (Some(of), Some(to)) => Ok(divided(of, &to, quotient.times)),
                _ => Ok(Computed::none()),
            },
            _ => {
                let tally = tallies.get(&figure.declaration.code).cloned().unwrap_or_default();
                let each = figure.coverage.as_ref().and_then(|coverage| coverage.each.as_deref());
                let times = each.map(|code| input(code).and_then(|each| each.value));
                Ok(value_of(figure, tally, scope, times))
            }
        }
    }
}
