//! Closed vocabularies: enums whose variants have one stable text code used by the database, the API and the web app alike.

/// A closed set of coded values.
pub trait Code: Copy + Eq + Sized + 'static {
    /// Name of the set, used as the schema name in the API document.
    const NAME: &'static str;
    /// Every value, in the order shown to people.
    const ALL: &'static [Self];
    /// The stable code of this value.
    fn as_str(self) -> &'static str;
    /// The value with this code, if there is one.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == code)
    }
}

/// A code that is not in its set. The text carries the set's name only, never the value received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a {0}")]
pub struct UnknownCode(pub &'static str);

/// Declares a closed vocabulary: the enum, its codes, parsing, display and serde.
#[macro_export]
macro_rules! codes {
    ($(#[$meta:meta])* pub enum $Name:ident { $($(#[$vmeta:meta])* $Variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $Name { $($(#[$vmeta])* $Variant),+ }

        impl $crate::code::Code for $Name {
            const NAME: &'static str = stringify!($Name);
            const ALL: &'static [Self] = &[$(Self::$Variant),+];
            fn as_str(self) -> &'static str {
                match self { $(Self::$Variant => $code),+ }
            }
        }
        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::code::Code::as_str(*self))
            }
        }
        impl std::str::FromStr for $Name {
            type Err = $crate::code::UnknownCode;
            fn from_str(code: &str) -> Result<Self, Self::Err> {
                $crate::code::Code::from_code(code).ok_or($crate::code::UnknownCode(stringify!($Name)))
            }
        }
        impl serde::Serialize for $Name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::code::Code::as_str(*self))
            }
        }
        impl<'de> serde::Deserialize<'de> for $Name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let code = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                $crate::code::Code::from_code(&code)
                    .ok_or_else(|| serde::de::Error::custom($crate::code::UnknownCode(stringify!($Name))))
            }
        }
    };
}
