//! A message that is kept as the bytes in which it was written, so that it comes out the same for ever.

use std::fmt;
use std::marker::PhantomData;

use proto::{DecodeError, Message};
use serde::{Deserialize, Serialize};

/// The bytes of an `M`. Holding one means that they can be read.
#[derive(Serialize, Deserialize)]
#[serde(bound = "", transparent)]
pub struct Kept<M> {
    bytes: Vec<u8>,
    #[serde(skip)]
    of: PhantomData<fn() -> M>,
}

impl<M: Message + Default> Kept<M> {
    /// Takes up bytes.
    pub fn read(bytes: Vec<u8>) -> Result<Self, DecodeError> {
        M::decode(bytes.as_slice())?;
        Ok(Self { bytes, of: PhantomData })
    }

    /// Writes a message, once.
    #[must_use]
    pub fn written(message: &M) -> Self {
        Self { bytes: message.encode_to_vec(), of: PhantomData }
    }

    /// The message.
    #[must_use]
    pub fn message(&self) -> M {
        M::decode(self.bytes.as_slice()).unwrap_or_default()
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

// Written out because deriving them would ask the same of `M`.
impl<M> Clone for Kept<M> {
    fn clone(&self) -> Self {
        Self { bytes: self.bytes.clone(), of: PhantomData }
    }
}
impl<M> PartialEq for Kept<M> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}
impl<M> fmt::Debug for Kept<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.bytes.len())
    }
}
