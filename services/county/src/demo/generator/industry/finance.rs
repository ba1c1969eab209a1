//! Loans whose risk is shared, the way to the stock exchange, and what an authority claims of it.

use proto::figure::v1::ExternalClaim;
use proto::industry::v1::{
    Board, Enterprise, GuaranteeScheme, GuaranteeShare, GuaranteedLoan, ListingStage, ListingStep,
    ShareParty,
};

use super::super::calendar::{after, working_days};
use super::super::places::COUNTY;
use super::Random;

use ShareParty::{Bank, Government, Guarantor, NationalFund, ProvincialGuarantor};

/// A scheme: code, name, first day, whether its document states the shares, the shares.
type Scheme = (&'static str, &'static str, &'static str, bool, [(ShareParty, i32); 4]);

const SCHEMES: [Scheme; 2] = [
    (
        "4321",
        "4321政银担合作",
        "2019-05-23",
        true,
        [(Guarantor, 40), (ProvincialGuarantor, 30), (Bank, 20), (Government, 10)],
    ),
    (
        "4222",
        "4222新型政银担合作",
        "2022-06-01",
        false,
        [(Guarantor, 40), (NationalFund, 20), (ProvincialGuarantor, 20), (Bank, 20)],
    ),
];

/// A year, and how many loans were granted under each scheme.
const LOANS: [(i16, [usize; 2]); 2] = [(2022, [7, 2]), (2023, [9, 5])];

/// The enterprise that passed, and what it went through.
const ISSUER: usize = 5;
const STEPS: [(ListingStage, &str); 3] = [
    (ListingStage::Tutoring, "2021-12-16"),
    (ListingStage::Accepted, "2023-03-02"),
    (ListingStage::CommitteePassed, "2023-09-21"),
];

/// The schemes.
pub fn schemes() -> Vec<GuaranteeScheme> {
    let scheme = |(code, name, first, attested, shares): &Scheme| GuaranteeScheme {
        metadata: None,
        code: (*code).to_owned(),
        name: (*name).to_owned(),
        division: COUNTY.to_owned(),
        first_date: (*first).to_owned(),
        last_date: String::new(),
        shares: of(shares),
        attested: *attested,
        document: if *attested {
            "咸宁市政银担合作协议（2019-05-23）".to_owned()
        } else {
            "示例金发〔2022〕5号（比例待核实）".to_owned()
        },
    };
    SCHEMES.iter().map(scheme).collect()
}

fn of(shares: &[(ShareParty, i32)]) -> Vec<GuaranteeShare> {
    shares
        .iter()
        .map(|(party, percent)| GuaranteeShare { party: (*party).into(), percent: *percent })
        .collect()
}

/// The loans of both years.
pub fn loans(seed: u64, enterprises: &[Enterprise]) -> Vec<GuaranteedLoan> {
    let mut random = Random::new(seed, "guaranteed loan");
    let mut loans = Vec::new();
    for (year, counts) in LOANS {
        for (scheme, count) in SCHEMES.iter().zip(counts) {
            for _ in 0..count {
                let code = format!("DB-{year}-{:02}", loans.len() + 1);
                let enterprise = &enterprises[random.index(136)];
                loans.push(loan(&mut random, code, year, scheme, enterprise));
            }
        }
    }
    loans
}

/// A loan that nobody has verified yet.
pub fn unread(seed: u64, enterprises: &[Enterprise]) -> Vec<GuaranteedLoan> {
    let mut random = Random::new(seed, "guaranteed loan unread");
    vec![loan(&mut random, "DB-2023-99".to_owned(), 2023, &SCHEMES[0], &enterprises[60])]
}

fn loan(
    random: &mut Random,
    code: String,
    year: i16,
    scheme: &Scheme,
    enterprise: &Enterprise,
) -> GuaranteedLoan {
    use jiff::civil::date;
    let granted = *random.pick(&working_days(date(year, 6, 2), date(year, 11, 30)));
    let (scheme, _, since, _, shares) = scheme;
    GuaranteedLoan {
        metadata: None,
        enterprise_id: enterprise.credit_code.clone(),
        division: enterprise.division.clone(),
        lender: "示例农村商业银行".to_owned(),
        guarantor: "示例融资担保公司".to_owned(),
        loan_date: granted.to_string(),
        due_date: after(granted, 364).to_string(),
        amount_fen: Some(random.between(5, 50) * 10_000_000),
        scheme_id: format!("{scheme}.{since}"),
        shares: of(shares),
        document: format!("示例担字〔{year}〕{}号", &code[8..]),
        code,
    }
}

/// The steps of the issuer, and of one that is not as far.
pub fn steps(enterprises: &[Enterprise]) -> Vec<ListingStep> {
    let step = |index: usize, stage: ListingStage, day: &str| ListingStep {
        metadata: None,
        enterprise_id: enterprises[index].credit_code.clone(),
        division: enterprises[index].division.clone(),
        board: Board::Main.into(),
        stage: stage.into(),
        step_date: day.to_owned(),
        exchange: "示例证券交易所".to_owned(),
        document: format!("示例上市公告〔{}〕{}号", &day[..4], &day[5..7]),
    };
    let mut steps: Vec<ListingStep> =
        STEPS.iter().map(|(stage, day)| step(ISSUER, *stage, day)).collect();
    steps.push(step(38, ListingStage::Tutoring, "2023-06-15"));
    steps
}

/// What authorities state of listings; one of them is about another list.
pub fn claims(enterprises: &[Enterprise]) -> Vec<ExternalClaim> {
    let issuer = &enterprises[ISSUER].name;
    let claim = |code: &str, list: &str, place: &str, day: &str| ExternalClaim {
        metadata: None,
        code: code.to_owned(),
        subject: issuer.clone(),
        list: list.to_owned(),
        place: place.to_owned(),
        rank: Some(1),
        division: COUNTY.to_owned(),
        claim_date: day.to_owned(),
        authority: "示例省地方金融监管机构".to_owned(),
        document: format!("示例金函〔{}〕9号", &day[..4]),
        statement: format!("{issuer}为{list}首家"),
    };
    vec![
        claim("RD-SS-01", "注册制主板过会", "42", "2023-10-12"),
        claim("RD-SS-02", "上市辅导备案", "4212", "2022-01-10"),
    ]
}
