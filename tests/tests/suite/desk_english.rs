//! The desk in English: its pages, what it refuses, and where it goes on to.

use crate::desk_pages::{DESK, Visitor, code, value, with_county};

/// What is Chinese on a page.
pub fn chinese<'a>(page: &'a str, tag: &str) -> Vec<&'a str> {
    let tag = format!("<{tag}");
    let pieces = page.split(tag.as_str()).skip(1);
    let texts = pieces.filter_map(|piece| piece.split_once('>')?.1.split('<').next());
    let han = |letter: char| ('一'..='龥').contains(&letter);
    texts.filter(|text| text.chars().any(han)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_speaks_english_and_keeps_to_it() {
    with_county(async |http| {
        let visitor = Visitor::enter(http, "li.recorder").await;
        let home = visitor.get(&format!("{DESK}?lang=en")).await;
        for part in ["<html lang=\"en\">", "Import sheets", ">enterprise</td>", "You act as "] {
            assert!(home.body.contains(part), "{part}: {}", home.body);
        }
        let form = format!("{DESK}/forms/industry/enterprises?lang=en");
        assert!(home.body.contains(&format!("href=\"{form}\"")), "{}", home.body);
        for tag in ["th", "td", "h1", "h2", "p"] {
            assert_eq!(chinese(&home.body, tag), Vec::<&str>::new(), "{tag}");
        }
        let empty = visitor.get(&form).await;
        for part in [">credit code", "Enter a new record"] {
            assert!(empty.body.contains(part), "{part}: {}", empty.body);
        }
        assert_eq!(chinese(&empty.body, "label"), Vec::<&str>::new());
        let designation =
            visitor.get(&format!("{DESK}/forms/industry/designations?lang=en")).await.body;
        assert!(designation.contains("\"SCHEME_ABOVE_SCALE\">above scale</option>"));
        let key = value(&empty.body, "~request_id");
        let (code, name) = (code(), "示例磨料有限公司");
        let mut sent = vec![
            ("~request_id", key.as_str()),
            ("credit_code", code.as_str()),
            ("name", name),
            ("division", "421222999"),
            ("industry_code", "3099"),
        ];
        let refused = visitor.form(&form, &sent).await;
        assert_eq!(refused.status, 400, "{}", refused.body);
        let fault = refused.body.split("id=\"e-division\" role=\"alert\">").nth(1);
        let fault = fault.and_then(|fault| fault.split('<').next()).expect("a fault");
        assert!(fault.is_ascii() && fault.contains("register"), "{fault}");
        sent[3].1 = "421222106";
        let taken = visitor.form(&form, &sent).await;
        assert_eq!(taken.status, 303, "{}", taken.body);
        assert!(taken.header("location").ends_with("&lang=en"), "{}", taken.header("location"));
        let next = visitor.get(taken.header("location")).await;
        assert!(next.body.contains("Entered: "), "{}", next.body);
        let waiting = visitor.get(&format!("{DESK}/waiting/industry?lang=en")).await.body;
        assert!(waiting.contains("Verify the chosen") && waiting.contains(&code), "{waiting}");
        assert_eq!(chinese(&waiting, "th"), Vec::<&str>::new());
        for path in ["calendar", "ledger/industry/enterprises"] {
            let page = visitor.get(&format!("{DESK}/{path}?year=2019&lang=en")).await;
            assert_eq!(page.status, 200, "{path}: {}", page.body);
            assert_eq!(chinese(&page.body, "h1"), Vec::<&str>::new(), "{path}");
        }
    })
    .await;
}
