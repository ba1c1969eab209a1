//! The acts that only this department has: none so far.

use ledger::Books;
use tonic::service::Routes;

/// Adds the services of the acts.
pub fn add(_: &Books, routes: Routes) -> Routes {
    routes
}
