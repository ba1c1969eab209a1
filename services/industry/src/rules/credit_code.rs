//! The unified social credit code of GB 32100-2015, with the organization code of GB 11714 in it.
//!
//! ```text
//! 9 1 4 2 1 2 2 2 M A 4 T C 0 0 1 4 J
//! | | `---------' `-------------' | `- check character of the whole, GB 32100
//! | | region      organization    `--- check digit of the organization code, GB 11714
//! | `- type of entity
//! `--- registration authority
//! ```

use std::fmt;

/// How many characters a code has.
const LENGTH: usize = 18;

/// The 31 characters of GB 32100-2015, the place of one its value; I, O, S, V and Z are left out.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The weights of the first 17 characters, powers of 3 modulo 31 (GB 32100-2015).
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// The weights of the 8 characters of an organization code (GB 11714).
const ORGANIZATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// Why a text is not a unified social credit code (GB 32100-2015).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Not 18 characters of the alphabet with 6 digits for the region at places 3 to 8.
    Shape,
    /// The 18th character is not the one that the first 17 call for.
    CheckDigit {
        /// What the 18th character would have to be.
        expected: char,
    },
    /// The 17th character is not the one that the organization code calls for (GB 11714).
    OrganizationCheckDigit {
        /// What the 17th character would have to be.
        expected: char,
    },
    /// Neither of the two is what it would have to be.
    BothCheckDigits {
        /// What the 17th character would have to be.
        organization: char,
        /// What the 18th would have to be then.
        whole: char,
    },
}

impl Fault {
    /// Whether an explanation may override the fault: some codes of the pilot areas are legally
    /// valid and yet fail a check digit, but none departs from the shape.
    pub fn is_overridable(self) -> bool {
        self != Self::Shape
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape => f.write_str("not 18 characters of the shape of GB 32100-2015"),
            Self::CheckDigit { expected } => {
                write!(f, "the check character at place 18 should be {expected}")
            }
            Self::OrganizationCheckDigit { expected } => {
                write!(f, "the organization check digit at place 17 should be {expected}")
            }
            Self::BothCheckDigits { organization, whole } => write!(
                f,
                "the organization check digit at place 17 should be {organization}, and the check \
                 character at place 18 then {whole}"
            ),
        }
    }
}

impl std::error::Error for Fault {}

/// Checks a code of 18 characters, in capitals and without blanks, against GB 32100-2015.
///
/// # Errors
///
/// [`Fault::Shape`], or which of the two check digits does not fit: that of the organization where
/// the character of the whole code fits beside it as it is, or as it should be.
pub fn check(code: &str) -> Result<(), Fault> {
    let code = code.as_bytes();
    if code.len() != LENGTH || !has_shape(code) {
        return Err(Fault::Shape);
    }
    let (organization, last) = (organization_check_digit(&code[8..16]), code[17]);
    let organization = organization.ok_or(Fault::Shape)?;
    let as_it_is = check_character(&code[..17]).ok_or(Fault::Shape)?;
    if code[16] == organization {
        let expected = char::from(as_it_is);
        return if last == as_it_is { Ok(()) } else { Err(Fault::CheckDigit { expected }) };
    }
    let mended = [&code[..16], &[organization]].concat();
    let as_it_should_be = check_character(&mended).ok_or(Fault::Shape)?;
    let organization = char::from(organization);
    if [as_it_is, as_it_should_be].contains(&last) {
        return Err(Fault::OrganizationCheckDigit { expected: organization });
    }
    Err(Fault::BothCheckDigits { organization, whole: char::from(as_it_should_be) })
}

/// Appends the check character of GB 32100-2015 to the first 17 characters of a code.
///
/// Returns nothing where the 17 have not the shape of a code, or the last of them is not the check
/// digit of the organization code; what it returns passes [`check`]. Meant for fictitious codes.
pub fn complete(first_17: &str) -> Option<String> {
    let first = first_17.as_bytes();
    if first.len() != LENGTH - 1 || !has_shape(first) {
        return None;
    }
    if first[16] != organization_check_digit(&first[8..16])? {
        return None;
    }
    Some(format!("{first_17}{}", char::from(check_character(first)?)))
}

/// Makes a whole code from the 2 characters of registration authority and entity type, the 6 digits
/// of the region and the 8 characters of the organization (GB 32100-2015, GB 11714).
///
/// Returns nothing where a part has not that shape. Meant for fictitious codes.
pub fn compose(authority_and_type: &str, region: &str, organization: &str) -> Option<String> {
    if authority_and_type.len() != 2 || region.len() != 6 || organization.len() != 8 {
        return None;
    }
    let digit = char::from(organization_check_digit(organization.as_bytes())?);
    complete(&format!("{authority_and_type}{region}{organization}{digit}"))
}

/// Whether every character is of the alphabet and places 3 to 8 are digits.
fn has_shape(code: &[u8]) -> bool {
    code.iter().enumerate().all(|(place, &character)| match place {
        2..8 => character.is_ascii_digit(),
        _ => ALPHABET.contains(&character),
    })
}

/// The 18th character for the first 17: `(31 - sum mod 31) mod 31`.
fn check_character(first_17: &[u8]) -> Option<u8> {
    let mut sum = 0;
    for (&character, weight) in first_17.iter().zip(WEIGHTS) {
        sum += u32::try_from(ALPHABET.iter().position(|&a| a == character)?).ok()? * weight;
    }
    ALPHABET.get(usize::try_from((31 - sum % 31) % 31).ok()?).copied()
}

/// The 17th character for the 8 before it: `11 - sum mod 11`, 10 written X and 11 written 0.
fn organization_check_digit(organization: &[u8]) -> Option<u8> {
    let mut sum = 0;
    for (&character, weight) in organization.iter().zip(ORGANIZATION_WEIGHTS) {
        sum += char::from(character.to_ascii_lowercase()).to_digit(36)? * weight;
    }
    b"0X987654321".get(usize::try_from(sum % 11).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// An enterprise, a public body and a cooperative; fictitious.
    const VALID: [&str; 3] = ["91421222MA4TC0014J", "114212220123456717", "93421222MA4TC2X95T"];

    #[test]
    fn the_vectors_of_the_standard_pass() {
        for code in VALID {
            assert_eq!(check(code), Ok(()), "{code}");
            assert_eq!(complete(&code[..17]).as_deref(), Some(code));
            assert_eq!(compose(&code[..2], &code[2..8], &code[8..16]).as_deref(), Some(code));
        }
    }

    #[test]
    fn a_wrong_character_names_the_check_that_fails() {
        let table = [
            ("91421222MA4TC0012X", Err(Fault::BothCheckDigits { organization: '4', whole: 'J' })),
            ("91421222MA4TC0012J", Err(Fault::OrganizationCheckDigit { expected: '4' })),
            ("91421222MA4TC0012C", Err(Fault::OrganizationCheckDigit { expected: '4' })),
            ("91421222MA4TC0014K", Err(Fault::CheckDigit { expected: 'J' })),
            ("91421222MA4TC0024J", Err(Fault::BothCheckDigits { organization: '2', whole: 'D' })),
            ("", Err(Fault::Shape)),
            ("91421222MA4TC0014", Err(Fault::Shape)),
            ("91421222MA4TC0014JJ", Err(Fault::Shape)),
            ("91421222ma4tc0014j", Err(Fault::Shape)),
            (" 91421222MA4TC0014", Err(Fault::Shape)),
            ("9142122AMA4TC0014J", Err(Fault::Shape)),
            ("91421222IA4TC0014J", Err(Fault::Shape)),
            ("县县县县县县", Err(Fault::Shape)),
        ];
        for (code, result) in table {
            assert_eq!(check(code), result, "{code}");
        }
    }

    #[test]
    fn only_a_failed_check_digit_may_be_overridden() {
        let pilot = check("91350100M0001TGQXM").expect_err("a pilot code fails its check");
        assert!(pilot.is_overridable(), "{pilot}");
        assert!(!Fault::Shape.is_overridable());
    }

    #[test]
    fn a_code_is_not_made_from_parts_of_another_shape() {
        assert_eq!(compose("91", "42122", "MA4TC001"), None);
        assert_eq!(compose("91", "421222", "MA4TC00"), None);
        assert_eq!(compose("91", "421222", "MA4TC0I1"), None);
        assert_eq!(compose("9", "421222", "MA4TC001"), None);
        assert_eq!(complete("91421222MA4TC0012"), None, "the organization check digit is 4");
    }

    proptest! {
        #[test]
        fn a_code_that_was_composed_passes(
            prefix in "[1-9ANY][1-39]",
            region in "[0-9]{6}",
            organization in "[0-9A-HJ-NP-RTUWXY]{8}",
        ) {
            let code = compose(&prefix, &region, &organization).expect("the parts have the shape");
            prop_assert_eq!(check(&code), Ok(()));
        }

        #[test]
        fn a_code_with_one_character_changed_is_refused(
            region in "[0-9]{6}",
            organization in "[0-9A-HJ-NP-RTUWXY]{8}",
            place in 0..LENGTH,
            other in "[0-9A-Z]",
        ) {
            let code = compose("91", &region, &organization).expect("the parts have the shape");
            prop_assume!(code[place..=place] != other);
            let changed = format!("{}{other}{}", &code[..place], &code[place + 1..]);
            prop_assert!(check(&changed).is_err());
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*", rest in "[0-9A-Z]{0,20}") {
            let _ = (check(&text), complete(&text), compose(&text, &rest, &text));
            let _ = (check(&rest), complete(&rest));
        }
    }
}
