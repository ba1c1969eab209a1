//! Credit codes (GB 32100, GB 11714) and industry codes (GB/T 4754) from any text.
#![no_main]

use industry::rules::{credit_code, industry_code};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let is_code = credit_code::check(text).is_ok();
    if is_code {
        // A code that passes is the only one that its first 17 characters lead to.
        assert_eq!(credit_code::complete(&text[..17]).as_deref(), Some(text));
    }
    if let Some(whole) = credit_code::complete(text) {
        assert_eq!(credit_code::check(&whole), Ok(()));
    }
    let _ = credit_code::compose(text, text, text);
    let section = industry_code::section(text);
    if section.is_some() {
        assert!(text.len() >= 2 && text.bytes().all(|byte| byte.is_ascii_digit()));
        assert_eq!(industry_code::section(&text[..2]), section);
    }
    assert!(section.is_some() || !industry_code::is_industry(text));
});
