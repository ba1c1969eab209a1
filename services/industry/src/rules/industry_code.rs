//! The sections of GB/T 4754-2017 by the division that an industry code begins with.

/// The sections of GB/T 4754-2017: the letter, the first and the last of its two-digit divisions.
const SECTIONS: [(char, u8, u8); 20] = [
    ('A', 1, 5),
    ('B', 6, 12),
    ('C', 13, 43),
    ('D', 44, 46),
    ('E', 47, 50),
    ('F', 51, 52),
    ('G', 53, 60),
    ('H', 61, 62),
    ('I', 63, 65),
    ('J', 66, 69),
    ('K', 70, 70),
    ('L', 71, 72),
    ('M', 73, 75),
    ('N', 76, 79),
    ('O', 80, 82),
    ('P', 83, 83),
    ('Q', 84, 85),
    ('R', 86, 90),
    ('S', 91, 96),
    ('T', 97, 97),
];

/// The sections that make up industry: mining, manufacturing, and power, heat, gas and water.
const INDUSTRY: [char; 3] = ['B', 'C', 'D'];

/// The section of GB/T 4754-2017, A to T, that a division, group or class of 2 to 4 digits is in.
///
/// Only the division is looked up: a group or class that the standard does not list passes where
/// its first two digits do. Anything else than 2 to 4 digits is in no section.
pub fn section(code: &str) -> Option<char> {
    let digits = code.as_bytes();
    if !(2..=4).contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let division = (digits[0] - b'0') * 10 + (digits[1] - b'0');
    let found = SECTIONS.iter().find(|(_, first, last)| (*first..=*last).contains(&division));
    found.map(|&(letter, _, _)| letter)
}

/// Whether a code is one of industry: divisions 06 to 46, sections B, C and D of GB/T 4754-2017.
pub fn is_industry(code: &str) -> bool {
    section(code).is_some_and(|letter| INDUSTRY.contains(&letter))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_in_the_section_of_its_division() {
        let table = [
            ("01", Some('A')),
            ("05", Some('A')),
            ("06", Some('B')),
            ("0610", Some('B')),
            ("12", Some('B')),
            ("131", Some('C')),
            ("3985", Some('C')),
            ("43", Some('C')),
            ("44", Some('D')),
            ("46", Some('D')),
            ("47", Some('E')),
            ("52", Some('F')),
            ("60", Some('G')),
            ("8411", Some('Q')),
            ("97", Some('T')),
            ("00", None),
            ("98", None),
            ("", None),
            ("6", None),
            ("39850", None),
            ("C39", None),
            ("３９", None),
            ("+6", None),
        ];
        for (code, letter) in table {
            assert_eq!(section(code), letter, "{code}");
        }
    }

    #[test]
    fn the_97_divisions_are_each_in_one_section_and_in_order() {
        let letters: Vec<_> = (1..=97).filter_map(|d| section(&format!("{d:02}"))).collect();
        assert_eq!(letters.len(), 97);
        assert!(letters.is_sorted());
    }

    #[test]
    fn industry_is_divisions_06_to_46() {
        for division in 0..100 {
            let expected = (6..=46).contains(&division);
            assert_eq!(is_industry(&format!("{division:02}")), expected, "{division:02}");
        }
    }

    proptest! {
        #[test]
        fn a_class_is_in_the_section_of_its_division(division in "[0-9]{2}", rest in "[0-9]{1,2}") {
            prop_assert_eq!(section(&format!("{division}{rest}")), section(&division));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            let _ = is_industry(&text);
        }
    }
}
