//! The acts of a department's own: what the request of one asks for, whether it comes by itself
//! or stands in an import.
//!
//! A department reads a request as a [`Deed`], with the same function for its service and for
//! imports, so that a rule is written once.

mod deed;
mod scene;
mod taken;

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use chassis::{FieldFault, Refusal};
use prost::{Message, Name};
use prost_reflect::DynamicMessage;
use proto::ledger::v1::Reason;

pub use deed::{Day, Deed};
pub(crate) use deed::{Does, Move, Register};
pub use scene::Scene;

use crate::kinds::pool;

/// What a request asks for, as soon as it is known; books may be asked before.
pub type Reading<'a> = Pin<Box<dyn Future<Output = Result<Deed, Refusal>> + Send + 'a>>;

type Read = Box<dyn for<'a> Fn(&'a Scene, &[u8]) -> Reading<'a> + Send + Sync>;

/// An act whose requests an import may hold.
pub struct Act {
    /// The full name of its request.
    request: String,
    read: Read,
}

impl Act {
    /// The act of a request, read by a function.
    pub fn of<M, F>(read: F) -> Self
    where
        M: Message + Name + Default + 'static,
        F: for<'a> Fn(&'a Scene, M) -> Reading<'a> + Send + Sync + 'static,
    {
        let read = erased(move |scene, bytes| match M::decode(bytes) {
            Ok(request) => read(scene, request),
            Err(cause) => Box::pin(std::future::ready(Err(malformed(&M::full_name(), &cause)))),
        });
        Self { request: M::full_name(), read }
    }

    /// What a request in an import asks for.
    ///
    /// # Errors
    /// What is wrong with the request by itself.
    pub(crate) async fn deed(&self, scene: &Scene, request: &[u8]) -> Result<Deed, Refusal> {
        self.check_county(scene, request)?;
        (self.read)(scene, request).await
    }

    /// An import is of one county; a request in it may name that one, or none.
    fn check_county(&self, scene: &Scene, request: &[u8]) -> Result<(), Refusal> {
        let described = pool().get_message_by_name(&self.request);
        let described = described.ok_or_else(|| Refusal::internal(&"a request of no contract"))?;
        let read = DynamicMessage::decode(described, request)
            .map_err(|cause| malformed(&self.request, &cause))?;
        let named = read.get_field_by_name("county");
        let named = named.as_ref().and_then(|county| county.as_str()).unwrap_or_default();
        let county = &scene.call.county;
        if named.is_empty() || named == county {
            return Ok(());
        }
        Err(Refusal::record(vec![FieldFault::new(
            "county",
            Reason::RequestInvalid,
            format!("the import is of county {county}, not of {named}; leave it empty"),
            format!("本批导入属于县 {county}，不是 {named}；此处留空即可"),
        )]))
    }
}

/// Says that a closure reads for any lifetime.
fn erased<F>(read: F) -> Read
where
    F: for<'a> Fn(&'a Scene, &[u8]) -> Reading<'a> + Send + Sync + 'static,
{
    Box::new(read)
}

fn malformed(name: &str, cause: &dyn std::fmt::Display) -> Refusal {
    Refusal::new(
        Reason::MessageMalformed,
        format!("the bytes are not a {name}: {cause}"),
        format!("字节内容不是 {name}：{cause}"),
    )
}

/// The acts of a department that imports take, by the full names of their requests.
#[derive(Clone, Default)]
pub struct Acts(Arc<BTreeMap<String, Act>>);

impl Acts {
    /// A register of acts.
    pub fn new(acts: Vec<Act>) -> Self {
        Self(Arc::new(acts.into_iter().map(|act| (act.request.clone(), act)).collect()))
    }

    /// The act of a request, by its full name.
    pub fn get(&self, request: &str) -> Option<&Act> {
        self.0.get(request)
    }

    /// The full names of the requests.
    pub fn requests(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
