//! Decides the acts of an import: what registers comes first, then all others by the day on which
//! they were done, each tried on the state that the one before it on its record leaves.
//!
//! What comes of them are steps for the writer, in the spool of the import; one record after
//! another, so that the history of no more than one is held. An act that the history of its record
//! shows already is not done again.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use chassis::{FieldFault, Refusal};
use proto::ledger::v1::Reason;

use super::acted::Sent;
use super::course::Course;
use crate::acts::{Does, Move, Register, Scene};
use crate::books::below;
use crate::kinds::{KindInfo, responsible};
use crate::storage::entry;
use crate::writer::{Put, Spool, Step, Turn, Verdict, earlier_refused, not_found, twice};

/// A record: the full name of its kind, and its id.
type Key = (String, String);

/// What an import has done to a record so far.
enum Known {
    /// It registers it, as these bytes.
    Registered { content: Vec<u8>, place: i64 },
    /// It could not be registered.
    Refused,
}

/// An act that moves a record on.
struct Moving {
    place: i64,
    explanation: String,
    act: Move,
}

pub(super) struct Deciding<'a> {
    scene: &'a Scene,
    position: i64,
    spool: &'a mut Spool,
    known: HashMap<Key, Known>,
    /// Records of which a verdict is given.
    judged: HashSet<Key>,
    moves: BTreeMap<Key, Vec<Moving>>,
}

impl<'a> Deciding<'a> {
    pub(super) fn new(scene: &'a Scene, position: i64, spool: &'a mut Spool) -> Self {
        let (known, judged, moves) = (HashMap::new(), HashSet::new(), BTreeMap::new());
        Self { scene, position, spool, known, judged, moves }
    }

    /// Decides one act after another.
    ///
    /// # Errors
    /// When the service fails; what refuses an act is noted in the spool.
    pub(super) async fn all(mut self, acts: Vec<Sent>) -> Result<(), Refusal> {
        for sent in acts {
            self.take(sent).await?;
        }
        for (key, moves) in std::mem::take(&mut self.moves) {
            self.move_on(&key, moves).await?;
        }
        Ok(())
    }

    async fn take(&mut self, sent: Sent) -> Result<(), Refusal> {
        let Sent { place, request, bytes, explanation } = sent;
        let scene = self.scene;
        let act = scene.books.acts.get(&request);
        let act = act.ok_or_else(|| Refusal::internal(&"an act that nobody takes"))?;
        match act.deed(scene, &bytes).await.map(|deed| deed.0) {
            Err(refusal) => self.refuse(place, refusal),
            Ok(Does::Register(register)) => self.register(place, &register, explanation).await,
            Ok(Does::Steps(steps)) => self.together(place, steps).await,
            Ok(Does::Move(act)) => {
                let moves = self.moves.entry((act.kind.clone(), act.id.clone())).or_default();
                moves.push(Moving { place, explanation, act });
                Ok(())
            }
        }
    }

    async fn register(
        &mut self,
        place: i64,
        register: &Register,
        explanation: String,
    ) -> Result<(), Refusal> {
        let kind = self.kind(&register.kind)?;
        let sent = (register.record)(&self.scene.call.actor);
        let record = match kind.accept(&sent) {
            Ok(record) => record,
            Err(refusal) => {
                if let Some(id) = kind.key(&sent) {
                    self.known.entry((kind.name.clone(), id)).or_insert(Known::Refused);
                }
                return self.refuse(place, below(refusal, &kind.table));
            }
        };
        let key = (kind.name.clone(), record.id.clone());
        if let Some(Known::Registered { content, .. }) = self.known.get(&key) {
            match *content == record.content {
                true => self.stands(),
                false => return self.refuse(place, twice(&kind, &record.id)),
            }
            return Ok(());
        }
        let course = self.course(&kind, &record.id).await?;
        if course.is_some_and(|course| course.began_so(&kind, &*register.record)) {
            self.stands();
            return Ok(());
        }
        let content = record.content.clone();
        self.known.insert(key, Known::Registered { content, place });
        let step = Step::Put { kind, record, put: Put::Register, explanation };
        self.push(None, place, &step)
    }

    /// Steps that are taken all or none.
    async fn together(&mut self, place: i64, mut steps: Vec<Step>) -> Result<(), Refusal> {
        let mut done = !steps.is_empty();
        for step in &mut steps {
            done &= self.is_done(step).await?;
        }
        if done {
            self.stands();
            return Ok(());
        }
        let Scene { books, call, .. } = self.scene;
        if let Err(refusal) = responsible::check(books, call, &steps).await {
            return self.refuse(place, refusal);
        }
        let key = |step: &Step| (step.kind().name.clone(), step.id().to_owned());
        let again = |step: &&Step| match step {
            Step::Put { .. } => self.known.contains_key(&key(step)),
            Step::Judge { .. } => self.judged.contains(&key(step)),
        };
        if let Some(again) = steps.iter().find(again) {
            return self.refuse(place, twice(again.kind(), again.id()));
        }
        for step in &steps {
            match step {
                Step::Put { record, .. } => {
                    let content = record.content.clone();
                    self.known.insert(key(step), Known::Registered { content, place });
                }
                Step::Judge { .. } => {
                    self.judged.insert(key(step));
                }
            }
            self.push(None, place, step)?;
        }
        Ok(())
    }

    /// Whether the books show a step already. A verdict that names no state is about the present one.
    async fn is_done(&self, step: &mut Step) -> Result<bool, Refusal> {
        let Scene { books, call, .. } = self.scene;
        match step {
            Step::Put { kind, record, .. } => {
                let course = self.course(kind, &record.id).await?;
                Ok(course.is_some_and(|course| course.was_so(kind, &record.row)))
            }
            Step::Judge { kind, id, etag, verdict, reason } => {
                let found = books.reader.record(kind, &call.county, id, self.position).await?;
                let Some(row) = found else { return Ok(false) };
                if etag.is_empty() {
                    *etag = row.etag(self.position);
                }
                let said = match verdict {
                    Verdict::Verify => row.verified,
                    Verdict::Return => row.returned,
                    Verdict::Withdraw => row.withdrawn.then_some(row.since),
                };
                let entries = books.reader.entries(&call.county, said.into_iter()).await?;
                let by_caller = |entry: &entry::Model| entry.actor == call.actor;
                let same =
                    *verdict == Verdict::Verify || entries.iter().all(|e| e.reason == *reason);
                Ok(same && entries.first().is_some_and(by_caller))
            }
        }
    }

    /// The acts on one record, in the order of their days.
    async fn move_on(&mut self, key: &Key, mut moves: Vec<Moving>) -> Result<(), Refusal> {
        let (kind, id) = (self.kind(&key.0)?, key.1.as_str());
        moves.sort_by(|one, other| one.act.day.date.cmp(&other.act.day.date));
        let Some((mut course, mut before)) = self.beginning(key, &kind).await? else {
            let refused = |moving: &Moving| (moving.place, earlier_refused(&kind, id));
            return moves.iter().map(refused).try_for_each(|(at, why)| self.refuse(at, why));
        };
        let (several, mut is_refused) = (moves.len() > 1, false);
        for Moving { place, explanation, act } in moves {
            let Some(course) = &mut course else {
                self.refuse(place, not_found(&kind, id))?;
                continue;
            };
            if course.shows(&kind, &*act.act) {
                self.stands();
                continue;
            }
            if is_refused {
                self.refuse(place, earlier_refused(&kind, id))?;
                continue;
            }
            let next = ordered(&act, several)
                .and_then(|()| course.next(&kind, &*act.act, &self.scene.call.actor));
            match next {
                Ok(record) => {
                    let put = match before {
                        Some(after) if act.etag.is_empty() => Put::Follow { after },
                        _ => Put::Move { etag: course.etag(self.position, act.etag) },
                    };
                    before = Some(place);
                    let kind = kind.clone();
                    let step = Step::Put { kind, record, put, explanation };
                    self.push(Some(act.day.date), place, &step)?;
                }
                Err(refusal) => {
                    is_refused = true;
                    self.refuse(place, refusal)?;
                }
            }
        }
        Ok(())
    }

    /// The course of a record before acts of the import move it on, and the place of the act that
    /// registers it; nothing at all where that one is refused.
    async fn beginning(
        &self,
        key: &Key,
        kind: &KindInfo,
    ) -> Result<Option<(Option<Course>, Option<i64>)>, Refusal> {
        Ok(match self.known.get(key) {
            Some(Known::Registered { content, place }) => {
                Some((Some(Course::beginning(content.clone())), Some(*place)))
            }
            Some(Known::Refused) => None,
            None => Some((self.course(kind, &key.1).await?, None)),
        })
    }

    fn kind(&self, name: &str) -> Result<Arc<KindInfo>, Refusal> {
        self.scene.books.kinds.get(name).cloned()
    }

    /// The history of a record; nothing where there is none.
    async fn course(&self, kind: &KindInfo, id: &str) -> Result<Option<Course>, Refusal> {
        Course::of(&self.scene.books, kind, (&self.scene.call.county, id), self.position).await
    }

    /// Spools a step of an act; of one that moves a record on, with its day.
    fn push(&mut self, day: Option<String>, place: i64, step: &Step) -> Result<(), Refusal> {
        let turn = Turn { moves: day.is_some(), day: day.unwrap_or_default() };
        self.spool.push_step(turn, place, step).map_err(|cause| Refusal::internal(&cause))
    }

    /// An act is there already.
    fn stands(&mut self) {
        self.spool.begun.summary.unchanged_count += 1;
    }

    fn refuse(&mut self, place: i64, refusal: Refusal) -> Result<(), Refusal> {
        if refusal.reason == Reason::Internal {
            return Err(refusal);
        }
        self.spool.begun.refuse(place, refusal);
        Ok(())
    }
}

/// Refuses an act without its day beside others on the same record, among which it has no place.
fn ordered(act: &Move, several: bool) -> Result<(), Refusal> {
    if !several || act.day.field.is_empty() || !act.day.date.is_empty() {
        return Ok(());
    }
    Err(Refusal::request(FieldFault::new(
        act.day.field,
        Reason::FieldRequired,
        "say on which day it was done: the import holds other acts on the same record",
        "须填写办理日期：同一批中还有该记录的其他步骤，须按日期排序",
    )))
}
