//! Whole numbers in Chinese numerals, as 两个 and 第十二位 are written.

const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// The number below one hundred as it is read; greater ones are written in digits.
pub(crate) fn in_chinese(number: i128) -> Option<String> {
    let digit = |digit: i128| DIGITS.get(usize::try_from(digit).ok()?).copied();
    if !(0..100).contains(&number) {
        return (number >= 100).then(|| number.to_string());
    }
    let (tens, ones) = (number / 10, number % 10);
    let tens = match tens {
        0 => return digit(ones).map(ToOwned::to_owned),
        1 => "十".to_owned(),
        many => format!("{}十", digit(many)?),
    };
    Some(if ones == 0 { tens } else { format!("{tens}{}", digit(ones)?) })
}

/// The number before a measure word: two is 两 there.
pub(crate) fn quantity(number: i128) -> Option<String> {
    if number == 2 { Some("两".to_owned()) } else { in_chinese(number) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_they_are_read() {
        let written = |number| in_chinese(number).expect("a numeral");
        assert_eq!(
            [0, 2, 10, 12, 20, 99].map(written),
            ["零", "二", "十", "十二", "二十", "九十九"]
        );
        assert_eq!(written(185), "185");
        assert_eq!(in_chinese(-1), None);
        assert_eq!(quantity(2).as_deref(), Some("两"));
        assert_eq!(quantity(12).as_deref(), Some("十二"));
    }
}
