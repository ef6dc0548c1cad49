//! Types of so many bytes that are written as lower-case hex: hashes, public keys, signatures.

/// Makes such a type: its doc comment, name, number of bytes, and what is said of a text that is none.
macro_rules! hex_bytes {
    ($(#[$doc:meta])* $name:ident, $bytes:literal, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name([u8; $bytes]);

        impl $name {
            /// Of these bytes.
            pub const fn new(bytes: [u8; $bytes]) -> Self {
                Self(bytes)
            }

            /// Its bytes.
            pub const fn bytes(&self) -> &[u8] {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&$crate::record::hex(&self.0))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::refusal::Refusal;

            /// Two lower-case hex digits a byte, or
            /// [`BodyMalformed`](crate::refusal::Code::BodyMalformed).
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let malformed = || {
                    Self::Err::new($crate::refusal::Code::BodyMalformed).with("detail", $what)
                };
                let mut bytes = [0; $bytes];
                if text.len() != 2 * $bytes || !text.is_ascii() {
                    return Err(malformed());
                }
                for (at, byte) in bytes.iter_mut().enumerate() {
                    let pair = text.get(2 * at..2 * at + 2).ok_or_else(malformed)?;
                    *byte = u8::from_str_radix(pair, 16).map_err(|_| malformed())?;
                }
                let read = Self(bytes);
                if read.to_string() == text { Ok(read) } else { Err(malformed()) }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(|_| <D::Error as serde::de::Error>::custom($what))
            }
        }
    };
}

pub(crate) use hex_bytes;
