//! The page of a form: its inputs with what was typed, and what is wrong with it.

use std::collections::BTreeMap;

use http::StatusCode;
use ledger::divisions::Divisions;
use serde::Serialize;
use sheets::{Input, Shape};

use super::answer::{Frame, page_of};
use super::entry::Faults;
use crate::web::answers::Answer;
use crate::web::negotiate::Call;
use crate::web::problems::http_status;

/// Names of a form's own inputs begin with it; no field of a kind does.
const OWN: char = '~';

/// What a form asks for, and where it is sent.
pub(super) struct Form<'a> {
    pub(super) county: &'a str,
    /// Where it is sent to, and where it is checked as it is filled in.
    pub(super) action: String,
    pub(super) check: String,
    /// Where the records of the kind are.
    pub(super) records: String,
    /// What the kind is called.
    pub(super) label: String,
    /// What the act is called; empty for a record that is entered or corrected.
    pub(super) act: String,
    pub(super) owner: String,
    pub(super) comment: &'static str,
    pub(super) inputs: Vec<Input>,
    /// Whether a soft rule may ask for an explanation.
    pub(super) explains: bool,
}

/// What a form is shown with.
#[derive(Default)]
pub(super) struct Filled {
    /// The record that it is about; empty for a new one.
    pub(super) id: String,
    pub(super) etag: String,
    pub(super) request_id: String,
    pub(super) filled: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct FormPage<'a> {
    frame: Frame,
    action: &'a str,
    check: &'a str,
    records: &'a str,
    label: &'a str,
    act: &'a str,
    owner: &'a str,
    comment: &'static str,
    id: &'a str,
    etag: &'a str,
    request_id: &'a str,
    /// Where the form was opened from, so that it leads back there.
    from: String,
    inputs: Vec<InputView>,
    towns: Vec<String>,
    explains: bool,
    explanation: String,
    asks: bool,
    faults: Vec<String>,
    /// The record that was taken before this page.
    taken: String,
}

#[derive(Serialize)]
struct InputView {
    name: String,
    label: String,
    unit: String,
    required: bool,
    note: String,
    refers: String,
    shape: &'static str,
    /// What the values of each part are called, where it takes several.
    parts: String,
    choices: Vec<(String, String)>,
    value: String,
    faults: Vec<String>,
}

/// What a form says of itself under a name.
pub(super) fn own(filled: &BTreeMap<String, String>, name: &str) -> String {
    filled.get(&format!("{OWN}{name}")).cloned().unwrap_or_default()
}

impl Form<'_> {
    pub(super) fn show(
        self,
        call: &Call,
        actor: Option<String>,
        here: &str,
        state: &Filled,
        mut faults: Faults,
    ) -> Answer {
        let Filled { id, etag, request_id, filled } = state;
        let refused = !faults.fields.is_empty() || !faults.whole.is_empty();
        let status = match &faults.refusal {
            Some(refusal) => http_status(refusal),
            None if refused => StatusCode::BAD_REQUEST,
            None => StatusCode::OK,
        };
        let towns = Divisions::standard().townships(self.county).map(|(code, _)| code);
        let towns = std::iter::once(self.county).chain(towns);
        let inputs = self.inputs.into_iter().map(|input| InputView {
            value: filled.get(&input.name).cloned().unwrap_or_default(),
            faults: faults.fields.remove(&input.name).unwrap_or_default(),
            refers: input.refers.unwrap_or_default(),
            shape: shape_name(input.shape),
            parts: input.parts,
            name: input.name,
            label: input.label,
            unit: input.unit,
            required: input.required,
            note: input.note,
            choices: input.choices,
        });
        let view = FormPage {
            frame: Frame::new(self.county, actor, here),
            action: &self.action,
            check: &self.check,
            records: &self.records,
            label: &self.label,
            act: &self.act,
            owner: &self.owner,
            comment: self.comment,
            id,
            etag,
            request_id,
            from: own(filled, "from"),
            inputs: inputs.collect(),
            towns: towns.map(ToOwned::to_owned).collect(),
            explains: self.explains,
            explanation: own(filled, "explanation"),
            asks: faults.asks,
            faults: faults.whole,
            taken: own(filled, "taken"),
        };
        page_of(call, status, "desk/form.html", &view)
    }
}

fn shape_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => "text",
        Shape::Number => "number",
        Shape::Day => "day",
        Shape::Time => "time",
        Shape::Division => "division",
        Shape::Choice => "choice",
        Shape::Parts => "parts",
    }
}
