//! Enrolment codes as they are handed over and typed back.

use proptest::prelude::*;

use super::EnrolmentCode;
use crate::refusal::Code;

#[test]
fn a_code_is_read_as_people_give_it() {
    let code = EnrolmentCode::from_random([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert_eq!(code.to_string(), "34679-ACDEF");
    assert_eq!(code.letters(), "34679ACDEF");
    for typed in [
        "34679-ACDEF",
        "34679acdef",
        " 34679 acdef\n",
        "3 4 6 7 9 A C D E F",
        "34679－ACDEF",
        "https://wufei.example/join?code=34679-acdef",
    ] {
        assert_eq!(typed.parse(), Ok(code.clone()), "{typed}");
    }
}

#[test]
fn letters_that_look_alike_are_in_no_code() {
    for byte in 0..=u8::MAX {
        let code = EnrolmentCode::from_random([byte; 10]);
        assert!(
            !code
                .letters()
                .contains(['0', 'O', '1', 'I', 'L', '5', 'S', '2', 'Z', '8', 'B', 'U', 'V'])
        );
    }
}

#[test]
fn what_is_no_code_is_shown_back_shortened() {
    for typed in ["", "34679-ACDE", "34679-ACDEFG", "34679-ACDE0", "３4679-ACDEF"] {
        let refusal = typed.parse::<EnrolmentCode>().unwrap_err();
        assert_eq!((refusal.code, &*refusal.args["value"]), (Code::EnrolmentCodeMalformed, typed));
    }
    let long = "很".repeat(100).parse::<EnrolmentCode>().unwrap_err();
    assert_eq!(long.args["value"].chars().count(), 40);
}

proptest! {
    #[test]
    fn a_code_goes_round(random: [u8; 10]) {
        let code = EnrolmentCode::from_random(random);
        prop_assert_eq!(code.to_string().parse(), Ok(code.clone()));
        prop_assert_eq!(code.to_string().to_lowercase().parse(), Ok(code));
    }
}
