//! What the demo county's offices of livelihood entered.

mod elderly;
mod health;
mod housing;
mod payment;
mod pension;
mod public_health;
mod school;
mod volunteer;
mod works;

use proto::figure::v1::{Parameter, Target};

use super::Batch;
use super::places::COUNTY;
use super::random::Random;
use super::targets::set_by;

/// The batches of the livelihood service.
pub fn batches(seed: u64) -> Vec<Batch> {
    let mut batches = vec![
        Batch::of("参数", "parameters", &parameters()),
        Batch::of("目标", "targets", &targets()),
    ];
    batches.extend(of_schools(seed));
    batches.extend(of_health(seed));
    batches.extend(of_the_elderly(seed));
    batches.extend(of_housing(seed));
    batches.extend(of_volunteers(seed));
    batches
}

fn of_schools(seed: u64) -> Vec<Batch> {
    let projects = works::projects();
    vec![
        Batch::of("学校", "schools", &school::schools()),
        Batch::of("学校建设项目", "school projects", &projects),
        Batch::of("待审学校建设项目", "school projects under review", &works::under_review())
            .unverified(),
        Batch::of("学位变动", "changes of places", &works::places(seed, &projects)),
        Batch::of("待审学位变动", "changes of places under review", &works::unread_places())
            .unverified(),
        Batch::of("教联体", "consortiums", &school::consortiums()),
        Batch::of("教联体成员", "members of consortiums", &school::members()),
        Batch::of("示范教联体", "model consortiums", &school::awards()),
    ]
}

fn of_health(seed: u64) -> Vec<Batch> {
    let institutions = health::institutions();
    let designated = payment::designated(&institutions);
    vec![
        Batch::of("医疗机构", "medical institutions", &institutions),
        Batch::of("待审医疗机构", "institutions under review", &health::under_review())
            .unverified(),
        Batch::of("临床重点专科", "specialties", &health::specialties(&institutions)),
        Batch::of("公共卫生任务", "targets of public health", &public_health::targets()),
        Batch::of("公共卫生报表", "returns of public health", &public_health::returns(seed)),
        Batch::of("医保定点机构", "designated institutions", &designated),
        Batch::of("按病种付费月报", "payments", &payment::payments(seed, &designated)),
        Batch::of("病种目录报表", "disease groups", &payment::groups()),
    ]
}

fn of_the_elderly(seed: u64) -> Vec<Batch> {
    let homes = elderly::homes();
    vec![
        Batch::of("养老机构", "institutions of care", &homes),
        Batch::of("待审养老机构", "institutions of care under review", &elderly::under_review())
            .unverified(),
        Batch::of("养老床位变动", "changes of beds", &elderly::beds(seed, &homes)),
        Batch::of("养老设施", "facilities", &elderly::facilities(seed)),
        Batch::of("待审养老设施", "facilities under review", &elderly::unread_facilities(seed))
            .unverified(),
        Batch::of("养老金月报", "pensions of months", &pension::months(seed)),
    ]
}

fn of_housing(seed: u64) -> Vec<Batch> {
    let projects = housing::projects(seed);
    let variations = housing::variations(&projects);
    let measurements = housing::measurements(seed, &projects, &variations);
    vec![
        Batch::of("老旧小区改造批次", "housing phases", &housing::phases()),
        Batch::of("老旧小区改造项目", "housing projects", &projects),
        Batch::of("工程变更", "variations", &variations),
        Batch::of("工程计量", "measurements", &measurements),
        Batch::of("待审工程计量", "measurements under review", &housing::unread(&projects))
            .unverified(),
        Batch::of("内河整治工程", "river works", &housing::river_works()),
    ]
}

fn of_volunteers(seed: u64) -> Vec<Batch> {
    vec![
        Batch::of("志愿服务队", "volunteer teams", &volunteer::teams()),
        Batch::of("志愿服务活动", "volunteer events", &volunteer::events(seed)),
        Batch::of("活动参加情况", "attendance", &volunteer::attendance(seed)),
        Batch::of("待审参加情况", "attendance under review", &volunteer::unread()).unverified(),
    ]
}

/// How many townships return pensions, and the events that the features are about.
fn parameters() -> Vec<Parameter> {
    let parameter = |code: &str, name: &str, value: &str, first: &str, last: &str| Parameter {
        metadata: None,
        code: code.to_owned(),
        name: name.to_owned(),
        value: value.to_owned(),
        division: COUNTY.to_owned(),
        first_date: first.to_owned(),
        last_date: last.to_owned(),
        document: format!("示例民生办〔{}〕1号", &first[..4]),
    };
    let units = ("pension.reporting_units", "养老金月报填报单位数");
    let mut parameters = vec![parameter(units.0, units.1, "11", "2021-01-01", "")];
    for (year, last) in [("2022", "2022-12-31"), ("2023", "")] {
        let first = format!("{year}-01-01");
        for (code, name, event) in [
            ("feature.winter_action", "专题“暖冬行动”所指活动", volunteer::WINTER),
            ("feature.river_care", "专题“护河爱水”所指活动", volunteer::RIVER_CARE),
        ] {
            parameters.push(parameter(code, name, &format!("{event}-{year}"), &first, last));
        }
    }
    parameters
}

/// What places, beds and renewal should reach.
fn targets() -> Vec<Target> {
    set_by(
        "民生办",
        &[
            ("livelihood.education.new_places", "2023", "8000"),
            ("livelihood.elderly.new_nursing_beds", "2023", "600"),
            ("livelihood.housing.phase2_progress", "2023", "70"),
        ],
    )
}
