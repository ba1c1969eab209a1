//! What callers see: the standard verbs of every kind, and the two uniform services.

mod acted;
mod codec;
mod course;
mod covers;
mod deciding;
mod faults;
mod figures;
mod import;
mod kinds;
mod ledger;
pub mod messages;
mod opening;
mod period;
mod recount;
mod stated;
mod waiting;

pub use codec::RawCodec;
use proto::figure::v1::figure_service_server::FigureServiceServer;
use proto::ledger::v1::ledger_service_server::LedgerServiceServer;
use tonic::codec::CompressionEncoding;
use tonic::service::Routes;

use crate::Books;

/// Messages are at most so large, both ways.
pub const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Everything that holds for every department; a department adds the services of its own acts.
pub fn routes(books: &Books) -> Routes {
    let ledger = LedgerServiceServer::new(ledger::LedgerFace::new(books.clone()))
        .max_decoding_message_size(MOST_BYTES)
        .accept_compressed(CompressionEncoding::Gzip);
    let figures = FigureServiceServer::new(figures::FigureFace::new(books.clone()))
        .max_decoding_message_size(MOST_BYTES)
        .accept_compressed(CompressionEncoding::Gzip);
    Routes::from(kinds::router(books)).add_service(ledger).add_service(figures)
}

/// The names of the services that [`routes`] answers.
pub fn service_names(books: &Books) -> Vec<String> {
    let kinds = books.kinds.iter().map(|kind| format!("{}Service", kind.name));
    let uniform = ["xianzhi.ledger.v1.LedgerService", "xianzhi.figure.v1.FigureService"];
    kinds.chain(uniform.map(str::to_owned)).collect()
}
