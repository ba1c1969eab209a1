//! What a request of an act asks for: to register a record, to move one on, or steps of its own.

use chassis::Refusal;

use crate::kinds::Kind;
use crate::writer::Step;

/// The day on which an act was done, by which an import takes the acts on one record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// The field of the request that says it; empty where acts of the sort have no day, which
    /// come before those that have one.
    pub field: &'static str,
    /// The day, as the request says it.
    pub date: String,
}

impl Day {
    /// A day that a field says.
    pub fn of(field: &'static str, date: &str) -> Self {
        Self { field, date: date.to_owned() }
    }
}

/// An act that is asked for, not yet tried on a record.
pub struct Deed(pub(crate) Does);

pub(crate) enum Does {
    Register(Register),
    Move(Move),
    /// Taken all or none, in this order.
    Steps(Vec<Step>),
}

/// Registers a record, as somebody's act.
pub(crate) struct Register {
    /// The full name of its kind.
    pub(crate) kind: String,
    /// The record that an actor registers, encoded.
    pub(crate) record: Record,
}

/// Moves a record on.
pub(crate) struct Move {
    /// The full name of its kind.
    pub(crate) kind: String,
    pub(crate) id: String,
    /// The tag of the state that the caller saw.
    pub(crate) etag: String,
    pub(crate) day: Day,
    /// The record after an actor has moved it, encoded as before.
    pub(crate) act: Act,
}

type Record = Box<dyn Fn(&str) -> Vec<u8> + Send + Sync>;
type Act = Box<dyn Fn(&[u8], &str) -> Result<Vec<u8>, Refusal> + Send + Sync>;

impl Deed {
    /// Registers the record that an actor gives; fields that acts give are taken as they come.
    pub fn register<D, K>(record: impl Fn(&str) -> K + Send + Sync + 'static) -> Self
    where
        K: Kind<D>,
    {
        let record = move |actor: &str| record(actor).encode_to_vec();
        Self(Does::Register(Register { kind: K::full_name(), record: Box::new(record) }))
    }

    /// Moves a record on, as an actor does it.
    ///
    /// The act may be tried on several states: on those of the record's history, by whoever wrote
    /// them, when an import looks whether it was done already.
    pub fn move_on<D, K>(
        (id, etag): (String, String),
        day: Day,
        act: impl FnOnce(&mut K, &str) -> Result<(), Refusal> + Clone + Send + Sync + 'static,
    ) -> Self
    where
        K: Kind<D>,
    {
        let act = move |content: &[u8], actor: &str| {
            let mut record = K::decode(content).map_err(|cause| Refusal::internal(&cause))?;
            act.clone()(&mut record, actor)?;
            Ok(record.encode_to_vec())
        };
        Self(Does::Move(Move { kind: K::full_name(), id, etag, day, act: Box::new(act) }))
    }

    /// Steps that are taken together.
    pub fn steps(steps: Vec<Step>) -> Self {
        Self(Does::Steps(steps))
    }
}
