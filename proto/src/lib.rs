//! Every contract of Xianzhi: messages, acts and the descriptors that reflection, checks, forms
//! and figures read. The sources are the `.proto` files below `proto/xianzhi/`.
#![allow(missing_docs, clippy::all, unused_qualifications)] // what follows is generated

/// The encoded descriptors of every contract, with comments and custom options.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));

/// What holds for records of every kind.
pub mod ledger {
    /// Version 1.
    pub mod v1 {
        include!(concat!(env!("OUT_DIR"), "/xianzhi.ledger.v1.rs"));
    }
}

/// What holds for figures of every department.
pub mod figure {
    /// Version 1.
    pub mod v1 {
        include!(concat!(env!("OUT_DIR"), "/xianzhi.figure.v1.rs"));
    }
}

/// The gateway's contract.
pub mod report {
    /// Version 1.
    pub mod v1 {
        include!(concat!(env!("OUT_DIR"), "/xianzhi.report.v1.rs"));
    }
}

/// Enterprises, their titles and difficulties, and trade.
pub mod industry {
    /// Version 1.
    pub mod v1 {
        include!(concat!(env!("OUT_DIR"), "/xianzhi.industry.v1.rs"));
    }
}

/// Air, water and titles for the environment.
pub mod ecology {
    /// Version 1.
    pub mod v1 {
        include!(concat!(env!("OUT_DIR"), "/xianzhi.ecology.v1.rs"));
    }
}

/// Divisions, disputes and how the county is governed.
pub mod governance {
    /// Version 1.
    pub mod v1 {
        include!(concat!(env!("OUT_DIR"), "/xianzhi.governance.v1.rs"));
    }
}

/// Units, cadres and their work logs.
pub mod cadre {
    /// Version 1.
    pub mod v1 {
        include!(concat!(env!("OUT_DIR"), "/xianzhi.cadre.v1.rs"));
    }
}

/// Programmes, the yearly list of tasks, meetings, inspections, honors and publicity.
pub mod reform {
    /// Version 1.
    pub mod v1 {
        include!(concat!(env!("OUT_DIR"), "/xianzhi.reform.v1.rs"));
    }
}

/// Schools, medicine, care of the elderly, pensions, housing, rivers and volunteers.
pub mod livelihood {
    /// Version 1.
    pub mod v1 {
        include!(concat!(env!("OUT_DIR"), "/xianzhi.livelihood.v1.rs"));
    }
}
