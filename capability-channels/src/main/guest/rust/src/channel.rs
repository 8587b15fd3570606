//! Typed messages to the service behind a capability. Over the mechanism `channel` each is an entry
//! of the ring that the capability reaches; over another it travels as that does.
use crate::capability::{FileCapability, Mode};
use crate::error::{Error, Result};
use alloc::vec;
use alloc::vec::Vec;

/// What the file service understands.
pub enum FileSystemOperation<'a> {
    /// Bytes from a place.
    Read {
        /// Of the first byte.
        offset: u64,
        /// At most.
        size: usize,
    },
    /// Bytes to a place.
    Write {
        /// Of the first byte.
        offset: u64,
        /// What is to be there.
        bytes: &'a [u8],
    },
}

/// What it answers.
#[derive(Debug, PartialEq)]
pub enum Response {
    /// The bytes that were read.
    Data(Vec<u8>),
    /// How many were written.
    Written(usize),
}

/// A channel to the service that holds one file.
pub struct CapabilityChannel<'a, M: Mode> {
    to: &'a FileCapability<M>,
}

impl<'a, M: Mode> CapabilityChannel<'a, M> {
    pub(crate) fn to(to: &'a FileCapability<M>) -> Self {
        CapabilityChannel { to }
    }

    /// Sends one operation; EACCES for a write through a capability that only reads.
    pub async fn send(&self, operation: FileSystemOperation<'_>) -> Result<Response> {
        match operation {
            FileSystemOperation::Read { offset, size } => {
                let mut bytes = vec![0; size];
                let count = self.to.read_at(offset, &mut bytes).await?;
                bytes.truncate(count);
                Ok(Response::Data(bytes))
            }
            // A message is data: the kernel decides what it may do, not its type.
            FileSystemOperation::Write { offset, bytes } => {
                Ok(Response::Written(self.to.ask_to_write(offset, bytes).await?))
            }
        }
    }
}

impl Response {
    /// The bytes, or EPROTO.
    pub fn into_data(self) -> Result<Vec<u8>> {
        match self {
            Response::Data(bytes) => Ok(bytes),
            Response::Written(_) => Err(Error::of(71)),
        }
    }
}
