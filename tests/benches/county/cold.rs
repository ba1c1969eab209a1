//! The report over 1,000,000 records: cold and warm, against the bare statements for the same.

use std::time::Instant;

use anyhow::{Result, ensure};
use tests::Database;

use crate::by_hand::{Answers, Statements};
use crate::data::COUNTY;
use crate::home::Home;
use crate::table::{Bound, Measured, median};

const YEAR: &str = "2023";
const ROUNDS: usize = 5;
const WARM: usize = 20;

/// Compiles in a county that has just started, so that nothing is remembered.
pub async fn measure(home: Home) -> Result<(Vec<Measured>, Database)> {
    let (mut cold, mut warm, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    let mut database = home.stop().await;
    for _ in 0..ROUNDS {
        let home = Home::start(database).await;
        let gateway = &home.county.gateway;
        let start = Instant::now();
        let report = gateway.compile(COUNTY, YEAR, None).await?;
        cold.push(milliseconds(start));
        ensure!(report.is_complete(), "a department did not answer: {:?}", report.missing);
        for _ in 0..WARM {
            let start = Instant::now();
            gateway.compile(COUNTY, YEAR, None).await?;
            warm.push(milliseconds(start));
        }
        database = home.stop().await;
        let statements = Statements::open(&database, YEAR).await?;
        let start = Instant::now();
        let answers = statements.run().await?;
        bare.push(milliseconds(start));
        answers.compare(&report)?;
        say(&cold, &bare, &answers);
    }
    let (cold, warm, bare) = (median(cold), median(warm), median(bare));
    let measured = vec![
        Measured {
            what: "report cold : bare SQL, time",
            bound: Bound::AtMost(2.0),
            value: cold / bare,
            detail: format!("{cold:.0} ms : {bare:.0} ms"),
        },
        Measured {
            what: "report warm : cold, time",
            bound: Bound::AtMost(1.0 / 50.0),
            value: warm / cold,
            detail: format!("{warm:.2} ms : {cold:.0} ms"),
        },
    ];
    Ok((measured, database))
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1_000.0
}

fn say(cold: &[f64], bare: &[f64], answers: &Answers) {
    if let (Some(cold), Some(bare)) = (cold.last(), bare.last()) {
        println!("            cold {cold:.0} ms, bare {bare:.0} ms ({answers})");
    }
}
