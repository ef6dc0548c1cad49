//! The numbers of logging in, and what a name may look like.

use std::{fmt, str::FromStr};

use wufei_domain::{
    refusal::{Code, Refusal},
    role::Role,
    time::UnixMs,
};

/// Characters of a password at least: it is no better than a guess that can be tried in a year of
/// waiting, and it stands beside a second factor.
pub const PASSWORD_CHARS_MIN: usize = 12;

/// Characters of a password at most: what is hashed is bounded.
pub const PASSWORD_CHARS_MAX: usize = 128;

/// Characters of a name at least.
pub const NAME_CHARS_MIN: usize = 2;

/// Characters of a name at most.
pub const NAME_CHARS_MAX: usize = 40;

/// A session ends so long after it began.
pub const SESSION_MS: i64 = 12 * 60 * 60 * 1_000;

/// A session ends so long after it was last used.
pub const IDLE_MS: i64 = 30 * 60 * 1_000;

/// How exactly it is kept when a session was last used.
pub const SEEN_WITHIN_MS: i64 = 60 * 1_000;

/// How long a name waits after one failed try.
pub const LOCK_MS: i64 = 60 * 1_000;

/// How many times [`LOCK_MS`] a name waits at most.
pub const LOCKS_MAX: i64 = 30;

/// How long a name waits after so many failed tries in a row: 1, 2, 4, 8, 16, then 30 minutes.
pub fn lock_ms(failed: u32) -> i64 {
    // Five doublings are above the most already.
    let doubled = 1_i64 << failed.saturating_sub(1).min(5);
    if failed == 0 { 0 } else { LOCK_MS * doubled.min(LOCKS_MAX) }
}

/// Whether a session of these times is over.
pub const fn is_over(created: UnixMs, seen: UnixMs, now: UnixMs) -> bool {
    now.since_ms(created) >= SESSION_MS || now.since_ms(seen) >= IDLE_MS
}

/// Whether a role has anything to do at the console.
pub const fn may_log_in(role: Role) -> bool {
    matches!(role, Role::Organiser | Role::Lead | Role::Auditor)
}

/// A name to log in with: letters, digits, dots and hyphens, in lower case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LoginName(String);

impl FromStr for LoginName {
    type Err = Refusal;

    /// Blanks around it are left out. [`Code::LoginNameMalformed`].
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let name = text.trim().to_lowercase();
        let fits = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-');
        let chars = name.chars().count();
        if (NAME_CHARS_MIN..=NAME_CHARS_MAX).contains(&chars) && name.chars().all(fits) {
            return Ok(Self(name));
        }
        Err(Refusal::new(Code::LoginNameMalformed)
            .with("value", text.chars().take(NAME_CHARS_MAX).collect::<String>())
            .with("min", NAME_CHARS_MIN)
            .with("max", NAME_CHARS_MAX))
    }
}

impl fmt::Display for LoginName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What somebody typed as their name is nobody's to read in a log: it may be a password.
impl fmt::Debug for LoginName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoginName(…)")
    }
}

/// Whether a new password may be taken.
///
/// # Errors
/// [`Code::PasswordShort`], [`Code::TextTooLong`]; neither holds the password.
pub fn check_password(password: &str) -> Result<(), Refusal> {
    match password.chars().count() {
        chars if chars < PASSWORD_CHARS_MIN => {
            Err(Refusal::new(Code::PasswordShort).with("min", PASSWORD_CHARS_MIN))
        }
        chars if chars > PASSWORD_CHARS_MAX => Err(Refusal::new(Code::TextTooLong)
            .with("value", chars)
            .with("max", PASSWORD_CHARS_MAX)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_waits_longer_after_each_failed_try() {
        let minutes =
            [0, 1, 2, 3, 4, 5, 6, 7, 64, u32::MAX].map(|failed| lock_ms(failed) / LOCK_MS);
        assert_eq!(minutes, [0, 1, 2, 4, 8, 16, 30, 30, 30, 30]);
    }

    #[test]
    fn a_session_ends_unused_or_old() {
        let (created, minute) = (UnixMs::new(1_795_000_000_000), 60_000);
        let over = |seen, now| is_over(created, created.plus_ms(seen), created.plus_ms(now));
        assert!(!over(0, IDLE_MS - 1) && over(0, IDLE_MS));
        assert!(!over(SESSION_MS - minute, SESSION_MS - 1));
        assert!(over(SESSION_MS - minute, SESSION_MS), "however much it was used");
    }

    #[test]
    fn a_name_is_plain_and_in_lower_case() {
        for (typed, name) in [(" Wang.Fang ", "wang.fang"), ("王芳", "王芳"), ("a-1", "a-1")] {
            assert_eq!(typed.parse::<LoginName>().unwrap().to_string(), name);
        }
        let long = "x".repeat(NAME_CHARS_MAX + 1);
        for typed in ["", "a", "a b", "a:b", "a@b", "a\nb", &long] {
            let refused = typed.parse::<LoginName>().unwrap_err();
            assert_eq!(refused.code, Code::LoginNameMalformed, "{typed}");
        }
        assert_eq!(format!("{:?}", "wang".parse::<LoginName>().unwrap()), "LoginName(…)");
    }

    #[test]
    fn a_password_is_long_and_bounded() {
        assert_eq!(check_password("绍兴 黄酒 乌篷船 社戏").map_err(|refusal| refusal.code), Ok(()));
        let code = |password: &str| check_password(password).unwrap_err().code;
        assert_eq!(code("short"), Code::PasswordShort);
        assert_eq!(code(&"x".repeat(129)), Code::TextTooLong);
    }
}
