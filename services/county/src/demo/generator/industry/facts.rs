//! What figures are compared with: the other counties of the city, and targets.

use proto::figure::v1::{PeerFact, Target};

use super::super::calendar::CUTOFF;
use super::super::places::COUNTY;
use super::super::targets::set_by;

/// The county's code, and its two values in 2022 and in 2023.
type Peer = (&'static str, Option<(i32, i32)>, (i32, i32));

/// Enterprises and booths at the Canton Fair of another county, in 2022 and in 2023; of one the
/// figures of 2022 were never had.
const PEERS: [Peer; 5] = [
    ("421202", Some((3, 5)), (3, 6)),
    ("421221", Some((1, 1)), (2, 4)),
    ("421223", Some((4, 6)), (4, 7)),
    ("421224", None, (1, 2)),
    ("421281", Some((2, 4)), (3, 5)),
];

/// What the other counties had, over the days to the cutoff and over whole years.
pub fn peers() -> Vec<PeerFact> {
    let cutoff = CUTOFF.to_string();
    let year = &cutoff[..4];
    let last_year = (CUTOFF.year() - 1).to_string();
    let mut facts = Vec::new();
    for (peer, then, now) in PEERS {
        facts.extend(then.into_iter().flat_map(|then| {
            both(peer, then, (format!("{last_year}-01-01"), format!("{last_year}-12-31")))
        }));
        for last in [cutoff.clone(), format!("{year}-12-31")] {
            facts.extend(both(peer, now, (format!("{year}-01-01"), last)));
        }
    }
    facts
}

fn both(peer: &str, values: (i32, i32), days: (String, String)) -> [PeerFact; 2] {
    let of = [("enterprises", values.0), ("booths", values.1)];
    of.map(|(what, value)| PeerFact {
        metadata: None,
        figure: format!("industry.canton_fair.{what}"),
        peer: peer.to_owned(),
        division: COUNTY.to_owned(),
        first_date: days.0.clone(),
        last_date: days.1.clone(),
        value: value.to_string(),
        document: format!("示例咸商函〔{}〕12号", &days.0[..4]),
    })
}

/// What figures should reach by the end of a year.
pub fn targets() -> Vec<Target> {
    set_by(
        "政发",
        &[
            ("industry.above_scale.new", "2022", "8"),
            ("industry.above_scale.new", "2023", "10"),
            ("industry.trade.total", "2023", "15"),
            ("industry.landing_time.reduction", "2023", "50"),
        ],
    )
}
