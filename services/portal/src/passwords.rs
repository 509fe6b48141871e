//! Passwords are kept as argon2id hashes, and secrets are made of the machine's own randomness.

use std::fmt::Write as _;

use anyhow::Context as _;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

/// How many are hashed at once: each takes 19 MiB and a core for a while.
const AT_ONCE: usize = 2;
/// What a password has at least.
const SHORTEST: usize = 8;
/// Letters that cannot be taken for one another when read from paper.
const READABLE: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789A";

/// Hashes and checks, a few at a time.
pub(crate) struct Passwords(Semaphore);

impl Passwords {
    pub(crate) fn new() -> Self {
        Self(Semaphore::new(AT_ONCE))
    }

    /// The hash to be stored.
    pub(crate) async fn hash(&self, password: &str) -> anyhow::Result<String> {
        let _place = self.0.acquire().await?;
        let password = password.to_owned();
        tokio::task::spawn_blocking(move || {
            let salt = SaltString::encode_b64(&random::<16>()?).map_err(|error| anyhow::anyhow!("salt: {error}"))?;
            let hash = method()?.hash_password(password.as_bytes(), &salt);
            hash.map(|hash| hash.to_string()).map_err(|error| anyhow::anyhow!("hash: {error}"))
        })
        .await?
    }

    /// Whether it is the password. Without a hash it takes as long and says no, so that nobody learns which accounts exist.
    pub(crate) async fn is_right(&self, password: &str, hash: Option<String>) -> anyhow::Result<bool> {
        let _place = self.0.acquire().await?;
        let password = password.to_owned();
        tokio::task::spawn_blocking(move || {
            let Some(hash) = hash else {
                let salt = SaltString::encode_b64(&[7; 16]).map_err(|error| anyhow::anyhow!("salt: {error}"))?;
                let _ = method()?.hash_password(password.as_bytes(), &salt);
                return Ok(false);
            };
            let hash = PasswordHash::new(&hash).map_err(|error| anyhow::anyhow!("stored hash: {error}"))?;
            Ok(method()?.verify_password(password.as_bytes(), &hash).is_ok())
        })
        .await?
    }
}

/// argon2id with 19 MiB and two passes.
fn method() -> anyhow::Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| anyhow::anyhow!("argon2: {error}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// What is wrong with a new password, if anything.
pub(crate) fn complaint(password: &str, account: &str) -> Option<&'static str> {
    let long_enough = password.chars().count() >= SHORTEST;
    let is_mixed = password.chars().any(char::is_alphabetic) && password.chars().any(|c| !c.is_alphabetic());
    match (long_enough, is_mixed) {
        (false, _) => Some("口令至少8个字符"),
        (_, false) => Some("口令应同时含有字母和数字（或符号）"),
        _ if password.contains(account) => Some("口令不能包含账号"),
        _ => None,
    }
}

/// A password to be typed from paper once.
pub(crate) fn readable() -> anyhow::Result<String> {
    let mut password = String::new();
    for (n, byte) in random::<12>()?.into_iter().enumerate() {
        if n > 0 && n % 4 == 0 {
            password.push('-');
        }
        password.push(char::from(READABLE[usize::from(byte % 32)]));
    }
    password.push('7');
    Ok(password)
}

/// A secret nobody guesses, as hexadecimal digits.
pub(crate) fn secret() -> anyhow::Result<String> {
    Ok(random::<32>()?.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

fn random<const N: usize>() -> anyhow::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).ok().context("the machine gives no randomness")?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_again_and_another_is_not() {
        let passwords = Passwords::new();
        let hash = passwords.hash("陇县2026年").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(passwords.is_right("陇县2026年", Some(hash.clone())).await.unwrap());
        assert!(!passwords.is_right("陇县2025年", Some(hash)).await.unwrap());
        assert!(!passwords.is_right("陇县2026年", None).await.unwrap());
    }

    #[test]
    fn a_weak_password_is_refused_with_the_reason() {
        assert_eq!(complaint("abc1", "zhao"), Some("口令至少8个字符"));
        assert!(complaint("abcdefgh", "zhao").is_some());
        assert!(complaint("zhao12345", "zhao").is_some());
        assert_eq!(complaint("longxian-2026", "zhao"), None);
    }

    #[test]
    fn a_first_password_can_be_read_from_paper_and_is_good_enough() {
        let password = readable().unwrap();
        assert_eq!(password.len(), 15);
        assert_eq!(complaint(&password, "admin"), None);
    }
}
