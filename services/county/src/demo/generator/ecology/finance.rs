//! Green loans, the claim about the first of its kind, and the facts that figures are compared with.

use proto::ecology::v1::{BatchPlace, GreenLoan, GreenLoanType, Scheme};
use proto::figure::v1::{ExternalClaim, Parameter, Target};
use proto::industry::v1::Enterprise;

use super::super::places::{COUNTY, COUNTY_NAME};
use super::super::targets::set_by;

/// Index of the enterprise, type, day, due day and amount in units of 10,000 yuan.
const LOANS: [(usize, GreenLoanType, &str, &str, i64); 7] = [
    (9, GreenLoanType::Forestry, "2022-03-15", "2025-03-14", 260),
    (21, GreenLoanType::Project, "2022-07-08", "2025-07-07", 1_200),
    (36, GreenLoanType::Forestry, "2022-10-20", "2024-10-19", 180),
    (5, GreenLoanType::EmissionRight, "2023-04-18", "2024-04-17", 500),
    (14, GreenLoanType::Project, "2023-05-30", "2026-05-29", 1_500),
    (52, GreenLoanType::Forestry, "2023-08-11", "2025-08-10", 320),
    (5, GreenLoanType::EmissionRight, "2023-10-26", "2024-10-25", 300),
];

/// The seven places of Hubei in the sixth batch, announced on 2022-11-19: code, name, city.
const SIXTH_BATCH: [(&str, &str, &str); 7] = [
    ("4205", "宜昌市", "宜昌市"),
    ("420117", "新洲区", "武汉市"),
    ("420322", "郧西县", "十堰市"),
    ("420625", "谷城县", "襄阳市"),
    ("420881", "钟祥市", "荆门市"),
    ("421222", "通城县", "咸宁市"),
    ("422822", "建始县", "恩施土家族苗族自治州"),
];
const SIXTH_BATCH_DAY: &str = "2022-11-19";
const SIXTH_BATCH_CODE: &str = "eco-county.6";

/// The loans.
pub fn loans(enterprises: &[Enterprise]) -> Vec<GreenLoan> {
    let loan = |(number, row): (usize, &(usize, GreenLoanType, &str, &str, i64))| {
        let (index, kind, loan_date, due_date, amount) = *row;
        let borrower = &enterprises[index];
        GreenLoan {
            metadata: None,
            code: format!("LD-{}-{:02}", &loan_date[..4], number + 1),
            r#type: kind.into(),
            borrower_id: borrower.credit_code.clone(),
            borrower_name: borrower.name.clone(),
            lender: "示例农村商业银行".to_owned(),
            division: borrower.division.clone(),
            loan_date: loan_date.to_owned(),
            due_date: due_date.to_owned(),
            amount_fen: Some(amount * 1_000_000),
            document: format!("示例借字〔{}〕{:02}号", &loan_date[..4], number + 1),
        }
    };
    LOANS.iter().enumerate().map(loan).collect()
}

/// What an authority states of the first loan pledged on emission rights.
pub fn claims() -> Vec<ExternalClaim> {
    vec![ExternalClaim {
        metadata: None,
        code: "RD-2023-01".to_owned(),
        subject: "排污权质押贷款".to_owned(),
        list: "排污权质押贷款".to_owned(),
        place: "42".to_owned(),
        rank: Some(1),
        division: COUNTY.to_owned(),
        claim_date: "2023-04-25".to_owned(),
        authority: "示例省排污权交易机构".to_owned(),
        document: "示例排交函〔2023〕7号".to_owned(),
        statement: "湖北首笔排污权质押贷款落地通城".to_owned(),
    }]
}

/// The places of the batch that the county is in, from the notice.
pub fn batch_places() -> Vec<BatchPlace> {
    let place = |(code, name, city): &(&str, &str, &str)| BatchPlace {
        metadata: None,
        scheme: Scheme::EcoCounty.into(),
        batch: SIXTH_BATCH_CODE.to_owned(),
        batch_name: "第六批".to_owned(),
        place_code: (*code).to_owned(),
        place_name: (*name).to_owned(),
        city_name: (*city).to_owned(),
        province_name: "湖北省".to_owned(),
        division: COUNTY.to_owned(),
        announce_date: SIXTH_BATCH_DAY.to_owned(),
        document: "第六批国家生态文明建设示范区公告（2022-11-19）".to_owned(),
    };
    SIXTH_BATCH.iter().map(place).collect()
}

/// The batch that the report is about.
pub fn parameters() -> Vec<Parameter> {
    vec![Parameter {
        metadata: None,
        code: "ecology.eco_county.batch".to_owned(),
        name: format!("{COUNTY_NAME}所在的国家生态文明建设示范区批次"),
        value: SIXTH_BATCH_CODE.to_owned(),
        division: COUNTY.to_owned(),
        first_date: SIXTH_BATCH_DAY.to_owned(),
        last_date: String::new(),
        document: "第六批国家生态文明建设示范区公告（2022-11-19）".to_owned(),
    }]
}

/// What air and forests should reach.
pub fn targets() -> Vec<Target> {
    let (air, forest) = ("ecology.air.good_days_rate", "ecology.forest.coverage");
    set_by("环发", &[(air, "2022", "90"), (air, "2023", "91.5"), (forest, "2023", "54")])
}
