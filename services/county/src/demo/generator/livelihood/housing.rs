//! The renovation of old quarters, phase by phase, and the works on the waters of the town.

use proto::livelihood::v1::{
    HousingPhase, HousingProject, Measurement, RiverWork, RiverWorkType, Variation,
};

use super::super::places::{COUNTY, TOWNSHIPS, villages};
use super::Random;

/// A phase as it went.
struct Phase {
    number: i32,
    approve_date: &'static str,
    /// The contracts together, in 分, and how many there are.
    contracts_fen: i64,
    projects: usize,
    start_date: &'static str,
    /// How much of all contracts is measured at last, in thousandths.
    reached: i64,
    /// The days of measurement, and how much of the final value was there, in thousandths.
    measured: &'static [(&'static str, i64)],
    /// How many projects are all built, with a little more than the contract measured.
    complete: usize,
    /// How many projects have no measurement.
    unmeasured: usize,
}

const PHASES: [Phase; 4] = [
    Phase {
        number: 1,
        approve_date: "2021-04-20",
        contracts_fen: 6_120_000_000,
        projects: 8,
        start_date: "2021-08-02",
        reached: 974,
        measured: &[
            ("2021-12-31", 210),
            ("2022-06-30", 480),
            ("2022-11-30", 700),
            ("2023-06-30", 910),
            ("2023-11-30", 1000),
        ],
        complete: 2,
        unmeasured: 0,
    },
    Phase {
        number: 2,
        approve_date: "2022-03-28",
        contracts_fen: 7_350_000_000,
        projects: 9,
        start_date: "2022-07-11",
        reached: 706,
        measured: &[("2022-11-30", 180), ("2023-06-30", 620), ("2023-11-30", 1000)],
        complete: 0,
        unmeasured: 1,
    },
    Phase {
        number: 3,
        approve_date: "2023-04-10",
        contracts_fen: 5_480_000_000,
        projects: 7,
        start_date: "2023-10-16",
        reached: 60,
        measured: &[("2023-11-30", 1000)],
        complete: 0,
        unmeasured: 3,
    },
    Phase {
        number: 4,
        approve_date: "2023-11-28",
        contracts_fen: 3_900_000_000,
        projects: 5,
        start_date: "",
        reached: 0,
        measured: &[],
        complete: 0,
        unmeasured: 5,
    },
];

/// Variations: project, day, and so many 分 more or less.
const VARIATIONS: [(&str, &str, i64); 4] = [
    ("XQ-1-02", "2022-04-18", 38_500_000),
    ("XQ-1-05", "2022-09-05", -21_200_000),
    ("XQ-2-03", "2023-05-12", 46_000_000),
    ("XQ-2-07", "2023-08-30", 17_300_000),
];

/// River works: code, type, water body, start, acceptance.
const RIVER_WORKS: [(&str, RiverWorkType, u32, &str, &str); 6] = [
    ("NH-2022-1", RiverWorkType::ChannelDredging, 1, "2022-02-14", "2022-08-26"),
    ("NH-2023-1", RiverWorkType::ChannelDredging, 2, "2022-11-07", "2023-04-20"),
    ("NH-2023-2", RiverWorkType::ChannelDredging, 2, "2023-02-13", "2023-06-16"),
    ("NH-2023-3", RiverWorkType::ChannelDredging, 3, "2023-03-20", "2023-09-28"),
    ("NH-2023-4", RiverWorkType::EcologicalRestoration, 1, "2022-10-17", "2023-10-31"),
    ("NH-2023-5", RiverWorkType::EcologicalRestoration, 4, "2023-08-21", ""),
];

/// The phases.
pub fn phases() -> Vec<HousingPhase> {
    let phase = |phase: &Phase| HousingPhase {
        metadata: None,
        code: format!("PC-{}", phase.number),
        name: format!(
            "示例老旧小区改造第{}批",
            ["一", "二", "三", "四"][phase.number as usize - 1]
        ),
        number: Some(phase.number),
        division: COUNTY.to_owned(),
        approve_date: phase.approve_date.to_owned(),
        document: format!("示例建发〔{}〕11号", &phase.approve_date[..4]),
    };
    PHASES.iter().map(phase).collect()
}

/// The projects of all phases, in the communities of the county town.
pub fn projects(seed: u64) -> Vec<HousingProject> {
    let mut random = Random::new(seed, "old quarters");
    let communities: Vec<String> = villages()
        .into_iter()
        .filter(|village| village.is_community && village.township == TOWNSHIPS[0].code)
        .map(|village| village.code)
        .collect();
    let mut projects = Vec::new();
    for phase in &PHASES {
        let contracts = random.split(phase.contracts_fen, &vec![1; phase.projects]);
        for (contract_fen, number) in contracts.into_iter().zip(1_usize..) {
            projects.push(HousingProject {
                metadata: None,
                code: format!("XQ-{}-{number:02}", phase.number),
                name: format!("示例小区{}-{number:02}改造", phase.number),
                phase_id: format!("PC-{}", phase.number),
                division: communities[number % communities.len()].clone(),
                approve_date: phase.approve_date.to_owned(),
                contract_fen: Some(contract_fen),
                start_date: phase.start_date.to_owned(),
                complete_date: String::new(),
                document: format!("示例合同{}-{number:02}", phase.number),
            });
        }
    }
    projects
}

/// The variations that were approved.
pub fn variations(projects: &[HousingProject]) -> Vec<Variation> {
    let variation = |((project, day, delta), number): ((&str, &str, i64), u32)| {
        let project = projects.iter().find(|one| one.code == project)?;
        Some(Variation {
            metadata: None,
            code: format!("BG-{number:02}"),
            project_id: project.code.clone(),
            division: project.division.clone(),
            approve_date: day.to_owned(),
            delta_fen: Some(delta),
            document: format!("示例变更〔{}〕{number}号", &day[..4]),
        })
    };
    VARIATIONS.into_iter().zip(1..).filter_map(variation).collect()
}

/// The measurements up to the cutoff. The work of a phase adds up to what it reached.
pub fn measurements(
    seed: u64,
    projects: &[HousingProject],
    variations: &[Variation],
) -> Vec<Measurement> {
    let mut random = Random::new(seed, "measurement");
    let contract = |project: &HousingProject| -> i64 {
        let of_project = variations.iter().filter(|one| one.project_id == project.code);
        let varied: i64 = of_project.filter_map(|one| one.delta_fen).sum();
        project.contract_fen.unwrap_or(0) + varied
    };
    let mut measurements = Vec::new();
    for phase in &PHASES {
        let id = format!("PC-{}", phase.number);
        let members: Vec<(&HousingProject, i64)> = projects
            .iter()
            .filter(|project| project.phase_id == id)
            .map(|project| (project, contract(project)))
            .collect();
        for (project, last_fen) in last_values(&mut random, phase, &members) {
            let measured = phase.measured.iter();
            measurements.extend(
                measured.map(|(day, share)| measurement(project, day, last_fen * share / 1000)),
            );
        }
    }
    measurements
}

/// What the projects of a phase were measured at last, so that it adds up to what was reached.
fn last_values<'a>(
    random: &mut Random,
    phase: &Phase,
    members: &[(&'a HousingProject, i64)],
) -> Vec<(&'a HousingProject, i64)> {
    let sum = |members: &[(&HousingProject, i64)]| members.iter().map(|(_, fen)| fen).sum::<i64>();
    let (complete, rest) = members.split_at(phase.complete);
    let under_way = &rest[..rest.len() - phase.unmeasured];
    let left = sum(members) * phase.reached / 1000 - sum(complete);
    let mut values: Vec<_> =
        complete.iter().map(|(project, fen)| (*project, fen + fen / 200)).collect();
    let mut moved = 0;
    for (index, (project, fen)) in under_way.iter().enumerate() {
        let part = i128::from(left) * i128::from(*fen) / i128::from(sum(under_way).max(1));
        // Of each two projects one is a little ahead and the other as much behind.
        let is_first = index.is_multiple_of(2) && index + 1 < under_way.len();
        moved = if is_first { fen * random.between(-15, 15) / 1000 } else { -moved };
        values.push((*project, i64::try_from(part).unwrap_or(0) + moved));
        if !is_first {
            moved = 0;
        }
    }
    values
}

fn measurement(project: &HousingProject, day: &str, cumulative_fen: i64) -> Measurement {
    Measurement {
        metadata: None,
        project_id: project.code.clone(),
        division: project.division.clone(),
        measure_date: day.to_owned(),
        cumulative_fen: Some(cumulative_fen),
        supervisor: "示例监理公司".to_owned(),
        document: format!("示例计量{}-{}", &project.code[3..], day.replace('-', "")),
    }
}

/// A measurement that no verifier has seen yet; it would lift the second phase.
pub fn unread(projects: &[HousingProject]) -> Vec<Measurement> {
    let last = projects.iter().rfind(|project| project.phase_id == "PC-2");
    let measured = |project: &HousingProject| {
        measurement(project, "2023-12-06", project.contract_fen.unwrap_or(0) / 2)
    };
    last.map(measured).into_iter().collect()
}

/// The works on the waters of the county town.
pub fn river_works() -> Vec<RiverWork> {
    let work = |(code, kind, water, start, accept): (&str, RiverWorkType, u32, &str, &str)| {
        let paper = |_: char| format!("示例验〔{}〕{}号", &accept[..4], &code[8..]);
        RiverWork {
            metadata: None,
            code: code.to_owned(),
            name: format!("示例内河{water}号整治工程{}", &code[3..]),
            r#type: kind.into(),
            water_body_id: format!("NHST-{water}"),
            water_body_name: format!("示例内河{water}号"),
            division: TOWNSHIPS[0].code.to_owned(),
            start_date: start.to_owned(),
            accept_date: accept.to_owned(),
            document: accept.chars().next().map(paper).unwrap_or_default(),
        }
    };
    RIVER_WORKS.into_iter().map(work).collect()
}
