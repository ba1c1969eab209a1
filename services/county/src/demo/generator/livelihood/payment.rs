//! Payment by disease group: who is designated, what was paid in each month, which groups.

use proto::livelihood::v1::{
    DesignatedInstitution, GroupCoverage, Institution, InstitutionType, PaymentCoverage,
    PaymentMethod,
};

use super::super::calendar::month;
use super::super::places::COUNTY;
use super::Random;

/// Codes of those that are designated and not yet paid by disease group.
const NOT_YET: [&str; 2] = ["YL-H05", "YL-W1101"];
/// What a hospital and another institution are paid in a month, about, in 10,000 yuan.
const HOSPITAL: i64 = 420;
const OTHER: i64 = 26;
/// The months that are over at the cutoff.
const MONTHS: [(i16, i8); 2] = [(2022, 12), (2023, 11)];

/// The institutions that are designated for in-patients.
pub fn designated(institutions: &[Institution]) -> Vec<DesignatedInstitution> {
    let is_for_inpatients = |one: &&Institution| {
        matches!(
            one.r#type(),
            InstitutionType::Hospital
                | InstitutionType::TownshipHealthCenter
                | InstitutionType::CommunityHealthCenter
        )
    };
    let mut designated: Vec<DesignatedInstitution> = institutions
        .iter()
        .filter(is_for_inpatients)
        .map(|one| {
            let is_paid = !NOT_YET.contains(&one.code.as_str());
            let method = if is_paid { PaymentMethod::Dip } else { PaymentMethod::Unspecified };
            let first_settlement = match one.r#type() {
                _ if !is_paid => "",
                InstitutionType::Hospital => "2022-01-18",
                _ => "2022-07-20",
            };
            DesignatedInstitution {
                metadata: None,
                institution_id: one.code.clone(),
                division: one.division.clone(),
                first_date: "2019-01-01".to_owned(),
                last_date: String::new(),
                method: method.into(),
                first_settlement_date: first_settlement.to_owned(),
                signer: "示例签发人".to_owned(),
                document: "示例医保函〔2022〕4号".to_owned(),
            }
        })
        .collect();
    // One hospital closed; its designation ended with it.
    for one in &mut designated {
        if one.institution_id == "YL-H06" {
            one.last_date = "2022-09-30".to_owned();
        }
    }
    designated
}

/// What each of them was paid in each month that is over.
pub fn payments(seed: u64, designated: &[DesignatedInstitution]) -> Vec<PaymentCoverage> {
    let mut random = Random::new(seed, "payment");
    let mut payments = Vec::new();
    for (year, months) in MONTHS {
        for number in 1..=months {
            let (first, last) = month(year, number);
            let (first, last) = (first.to_string(), last.to_string());
            for one in designated {
                if one.last_date.is_empty() || last <= one.last_date {
                    payments.push(payment(&mut random, one, (&first, &last)));
                }
            }
        }
    }
    payments
}

fn payment(
    random: &mut Random,
    one: &DesignatedInstitution,
    (first, last): (&str, &str),
) -> PaymentCoverage {
    let is_hospital = one.institution_id.starts_with("YL-H") && !is_not_yet(one);
    let about = if is_hospital { HOSPITAL } else { OTHER };
    let cases = about * random.between(9, 11) / 4;
    let fund = about * 1_000_000 * random.between(85, 115) / 100 + random.between(0, 99_999);
    let is_paid = !one.first_settlement_date.is_empty() && *one.first_settlement_date <= *last;
    let share = if is_paid { random.between(945, 965) } else { 0 };
    PaymentCoverage {
        metadata: None,
        institution_id: one.institution_id.clone(),
        first_date: first.to_owned(),
        last_date: last.to_owned(),
        division: one.division.clone(),
        inpatient_fund_fen: Some(fund),
        grouped_fund_fen: Some(fund * share / 1000),
        inpatient_count: i32::try_from(cases).ok(),
        grouped_count: i32::try_from(cases * share / 1000).ok(),
        signer: "示例签发人".to_owned(),
        document: format!("示例医保报〔{}〕{}号", &first[..4], &first[5..7]),
    }
}

fn is_not_yet(one: &DesignatedInstitution) -> bool {
    NOT_YET.contains(&one.institution_id.as_str())
}

/// The groups of the catalogue and those that had been paid, half-year by half-year.
pub fn groups() -> Vec<GroupCoverage> {
    let group = |(day, catalogue, paid): (&str, i32, i32)| GroupCoverage {
        metadata: None,
        division: COUNTY.to_owned(),
        return_date: day.to_owned(),
        catalogue_count: Some(catalogue),
        paid_count: Some(paid),
        signer: "示例签发人".to_owned(),
        document: format!("示例医保函〔{}〕{}号", &day[..4], &day[5..7]),
    };
    [
        ("2022-06-30", 628, 421),
        ("2022-11-30", 628, 547),
        ("2023-06-30", 640, 581),
        ("2023-11-30", 640, 590),
    ]
    .into_iter()
    .map(group)
    .collect()
}
