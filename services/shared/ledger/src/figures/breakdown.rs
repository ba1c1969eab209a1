//! A figure of every township or month, from the same declaration.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chassis::{FieldFault, Refusal};
use proto::figure::v1 as wire;
use proto::ledger::v1::Reason;

use super::computation;
use super::compute::Engine;
use super::declaration::{Class, Dimension, Measure, Step};
use super::evidence::restricted;
use super::exact::Exact;
use super::period::{month_end, month_start, months_between};
use super::placement::Placement;
use super::register::{Figure, Test};
use super::scope::Scope;
use super::selection::township;
use super::standing::place;
use super::tally::{Tally, push_from, push_tallies, read_tallies};
use super::value::{Computed, divided, grown, present, value_of};
use super::withheld::untold;
use super::words;
use crate::divisions::Divisions;
use crate::reader::Failure;
use crate::storage::Sql;

impl Engine {
    /// Computes a figure of every township or month of a scope.
    ///
    /// # Errors
    /// `FIGURE_UNKNOWN`; `BREAKDOWN_UNKNOWN` for what the declaration does not allow, and where
    /// small cells would be told.
    pub async fn break_down(
        &self,
        scope: &Scope,
        code: &str,
        by: Dimension,
    ) -> Result<wire::BreakDownFigureResponse, Refusal> {
        let figure = self.figure(code)?.clone();
        if !figure.declaration.breaks_down_by.contains(&by) {
            return Err(not_broken_down(&figure, by));
        }
        if self.is_hidden(&figure) {
            return Err(restricted(&figure));
        }
        if by == Dimension::Township
            && let Some(why) = self.untold_period(&figure, scope).await?
        {
            return Err(untold(why));
        }
        let additive = figure.declaration.adds_up_over.contains(&by);
        let (mut cells, values) = match by {
            Dimension::Township => self.by_township(&figure, scope).await?,
            Dimension::Month => (self.by_month(&figure, scope).await?, BTreeMap::new()),
        };
        if by == Dimension::Township && self.least_cell(&figure).is_some() {
            self.add_empty_townships(&figure, scope, &mut cells);
        }
        self.withhold_small(&figure, by, &mut cells)?;
        place(&figure, &mut cells, &values, additive);
        Ok(wire::BreakDownFigureResponse { cells, additive, scope: Some(scope.to_wire()) })
    }

    async fn by_township(
        &self,
        figure: &Arc<Figure>,
        scope: &Scope,
    ) -> Result<(Vec<wire::Cell>, BTreeMap<String, Exact>), Refusal> {
        let mut cells: BTreeMap<String, Computed> = BTreeMap::new();
        match &figure.declaration.measure {
            Measure::Growth(code) => {
                let input = self.figure(code)?.clone();
                let now = self.township_values(&input, scope).await?;
                let before = scope.last_year(None);
                let then = self.township_values(&input, &before).await?;
                for (key, now) in now {
                    let none = Computed { value: None, ..now.clone() };
                    let then = then.get(&key).unwrap_or(&none);
                    cells.insert(key, grown(now, then));
                }
            }
            Measure::Quotient(quotient) => {
                let (of, to) = (self.figure(&quotient.of)?, self.figure(&quotient.to)?);
                let above = self.township_values(of, scope).await?;
                let below = self.township_values(to, scope).await?;
                for (key, to) in below {
                    let none = value_of(of, Tally { total: 1, ..Tally::default() }, scope, None);
                    let of = above.get(&key).cloned().unwrap_or(none);
                    cells.insert(key, divided(of, &to, quotient.times));
                }
            }
            _ => cells = self.township_values(figure, scope).await?,
        }
        let names = Divisions::standard();
        let value = |(key, computed): (&String, &Computed)| Some((key.clone(), computed.value?));
        let values = cells.iter().filter_map(value).collect();
        let cell = |(key, computed): (String, Computed)| wire::Cell {
            name: names.name(&key).unwrap_or_default().to_owned(),
            name_en: names.name_en(&key).unwrap_or_default().to_owned(),
            key,
            figure: Some(present(figure, &computed)),
            ..wire::Cell::default()
        };
        Ok((cells.into_iter().map(cell).collect(), values))
    }

    /// The townships of which nothing counts: a table may have to withhold them as well.
    fn add_empty_townships(&self, figure: &Figure, scope: &Scope, cells: &mut Vec<wire::Cell>) {
        let names = Divisions::standard();
        for place in scope.counties() {
            for (key, name) in names.townships(&place.county) {
                if cells.iter().any(|cell| cell.key == key) {
                    continue;
                }
                let figure = Some(present(figure, &Computed::none()));
                let name_en = names.name_en(key).unwrap_or_default().to_owned();
                let (key, name) = (key.to_owned(), name.to_owned());
                cells.push(wire::Cell { key, name, name_en, figure, ..wire::Cell::default() });
            }
        }
        cells.sort_by(|one, other| one.key.cmp(&other.key));
    }

    async fn township_values(
        &self,
        figure: &Arc<Figure>,
        scope: &Scope,
    ) -> Result<BTreeMap<String, Computed>, Refusal> {
        let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
        for place in scope.counties() {
            let Some(selection) = &figure.selection else { continue };
            let since = self.since(selection, &place).await?;
            let openings = self.openings(&place).await?;
            let mut sql = Sql::new(format!("SELECT {}, ", township()));
            push_tallies(&mut sql, &[figure], (&place, &openings), since.as_deref());
            push_from(&mut sql, selection, &place, since.as_deref());
            sql.push(" GROUP BY 1 ORDER BY 1");
            for row in self.reader.rows(sql).await? {
                let key: String = row.try_get_by_index(0).map_err(Failure::from)?;
                let tally = read_tallies(&row, (&[figure], &openings), 1).map_err(Failure::from)?;
                for mut tally in tally {
                    tally.total = tally.in_period;
                    tally.since.clone_from(&since);
                    tallies.entry(key.clone()).or_default().add(&tally);
                }
            }
        }
        let valued = tallies
            .into_iter()
            .filter(|(_, tally)| tally.counted > 0)
            .map(|(key, tally)| (key, value_of(figure, tally, scope, None)));
        Ok(valued.collect())
    }

    /// Each month by itself; of what is in force, the state at the month's end.
    async fn by_month(
        &self,
        figure: &Arc<Figure>,
        scope: &Scope,
    ) -> Result<Vec<wire::Cell>, Refusal> {
        let mut cells = Vec::new();
        let placement = figure.selection.as_ref().map(|selection| &selection.placement);
        let first_date = match placement {
            Some(Placement::Since { .. }) => {
                let computed = self.one(figure, scope).await?;
                computed.tally.since.unwrap_or_else(|| scope.first_date.clone())
            }
            _ => scope.first_date.clone(),
        };
        let states = matches!(placement, Some(Placement::InForce { .. } | Placement::Until(_)));
        for month in months_between(&first_date, &scope.last_date) {
            let inside = Scope {
                first_date: if states {
                    scope.first_date.clone()
                } else {
                    month_start(&month, &first_date)
                },
                last_date: month_end(&month, &scope.last_date),
                ..scope.clone()
            };
            let computed = match placement {
                Some(Placement::Since { .. }) => {
                    self.month_since(figure, &inside, &scope.last_date).await?
                }
                _ => self.one(figure, &inside).await?,
            };
            let figure = Some(present(figure, &computed));
            let (key, name, name_en) = (month.clone(), month.clone(), month);
            cells.push(wire::Cell { key, name, name_en, figure, ..wire::Cell::default() });
        }
        Ok(cells)
    }

    /// One month of what is counted since a programme began, as it stands at the cutoff of the
    /// whole: what has ended by then counts in no month.
    async fn month_since(
        &self,
        figure: &Arc<Figure>,
        month: &Scope,
        cutoff: &str,
    ) -> Result<Computed, Refusal> {
        let mut flow = (**figure).clone();
        if let Some(selection) = &mut flow.selection
            && let Placement::Since { day, .. } = &selection.placement
        {
            selection.placement = Placement::Within(day.clone());
            let any = selection.any.iter_mut().flatten();
            for (_, test) in selection.tests.iter_mut().chain(any) {
                if let Test::ByCutoff(is_by) = test {
                    *test = Test::By(cutoff.to_owned(), *is_by);
                }
            }
        }
        // Its results must not be taken for those of the figure itself, or of another cutoff.
        flow.declaration.code.push_str(&format!("/month by {cutoff}"));
        self.one(&Arc::new(flow), month).await
    }

    /// Explains a figure: its formula with the numbers put in, and the figures it rests on.
    ///
    /// # Errors
    /// `FIGURE_UNKNOWN`, or a failure of the database.
    pub async fn explain(
        &self,
        scope: &Scope,
        code: &str,
    ) -> Result<wire::ExplainFigureResponse, Refusal> {
        let figure = self.figure(code)?.clone();
        let answer = self.compute(scope, &[code.to_owned()], true).await?.into_iter().next();
        let computed = self.one(&figure, scope).await?;
        let (text, text_en) =
            answer.as_ref().map(|f| (f.text.as_str(), f.text_en.as_str())).unwrap_or_default();
        let in_words = |text| computation::computation(&figure, &computed, text);
        let (computation, computation_en) = (in_words(text), in_words(text_en));
        let codes: Vec<String> = figure.inputs().into_iter().map(str::to_owned).collect();
        let inputs = match codes.is_empty() {
            true => Vec::new(),
            false => self.compute(scope, &codes, true).await?,
        };
        Ok(wire::ExplainFigureResponse {
            figure: answer,
            description: Some(self.describe(&figure)),
            computation,
            computation_en,
            inputs,
            scope: Some(scope.to_wire()),
            standing: Some(self.standing(&figure, scope, &computed).await?),
            findings: Vec::new(),
        })
    }

    /// What a figure means.
    pub fn describe(&self, figure: &Figure) -> wire::FigureDescription {
        let declaration = &figure.declaration;
        let (formula, formula_en) = words::formula(figure);
        let inputs: Vec<String> = figure.inputs().into_iter().map(str::to_owned).collect();
        let over = inputs.iter().filter_map(|code| self.figures.get(code));
        let mut kinds: HashMap<String, ()> = HashMap::new();
        for figure in over.map(AsRef::as_ref).chain([figure]) {
            kinds.extend(figure.selection.iter().map(|s| (s.kind.name.clone(), ())));
            if figure.step().is_some_and(|step| step != Step::Expected) {
                kinds.extend(self.owed_kinds().iter().map(|kind| (kind.name.clone(), ())));
            }
        }
        let mut kinds: Vec<String> = kinds.into_keys().collect();
        kinds.sort();
        let class = match declaration.class {
            Class::Record => wire::EvidenceClass::Record,
            Class::Return => wire::EvidenceClass::Return,
            Class::Document => wire::EvidenceClass::Document,
            Class::Parameter => wire::EvidenceClass::Parameter,
            Class::Calendar => wire::EvidenceClass::Calendar,
        };
        wire::FigureDescription {
            code: declaration.code.clone(),
            name: declaration.name.clone(),
            name_en: declaration.name_en.clone(),
            unit: declaration.unit.clone(),
            unit_en: declaration.unit_en.clone(),
            owner: declaration.owner.clone(),
            formula,
            formula_en,
            standard: declaration.standard.clone(),
            standard_en: declaration.standard_en.clone(),
            evidence_class: class as i32,
            kinds,
            inputs,
            additive_over_places: declaration.adds_up_over.contains(&Dimension::Township),
            additive_over_months: declaration.adds_up_over.contains(&Dimension::Month),
        }
    }
}

fn not_broken_down(figure: &Figure, by: Dimension) -> Refusal {
    let (name, zh) = match by {
        Dimension::Township => ("township", "乡镇"),
        Dimension::Month => ("month", "月份"),
    };
    let code = &figure.declaration.code;
    Refusal::request(FieldFault::new(
        "by",
        Reason::BreakdownUnknown,
        format!("{code} is not broken down by {name}"),
        format!("指标 {code} 不按{zh}分列"),
    ))
    .with("code", code)
}
