//! Capabilities as values: who owns one may use it, who drops it gives it up, and what it does not
//! allow has no method.
use crate::abi;
use crate::channel::CapabilityChannel;
use crate::error::{Error, Result};
use crate::operation::{Operation, DEPTH};
use alloc::ffi::CString;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;
use core::marker::PhantomData;
use core::ops::Deref;

const CREATE: u32 = 0o100;
const RIGHTS_OF_A_READER: u32 = 1 | 4 | 32 | 64 | 128; // READ, STAT, MAP, GRANT, REVOKE
const ALL_RIGHTS: u32 = 255;
const CHUNK: usize = 4096;

/// How a file is opened; the choice is part of the type of what comes back.
#[allow(non_snake_case)]
pub mod OpenMode {
    /// Nothing but reading.
    #[derive(Clone, Copy)]
    pub struct ReadOnly;

    /// Reading and writing.
    #[derive(Clone, Copy)]
    pub struct ReadWrite;
}

/// The same under the name that `request_file_capability` has for it.
#[allow(non_snake_case)]
pub mod FileAccess {
    pub use super::OpenMode::{ReadOnly, ReadWrite};
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::OpenMode::ReadOnly {}
    impl Sealed for super::OpenMode::ReadWrite {}
}

/// What a file capability allows.
pub trait Mode: sealed::Sealed {
    #[doc(hidden)]
    const FLAGS: u32;
    #[doc(hidden)]
    const RIGHTS: u32;
}

impl Mode for OpenMode::ReadOnly {
    const FLAGS: u32 = 0;
    const RIGHTS: u32 = RIGHTS_OF_A_READER;
}

impl Mode for OpenMode::ReadWrite {
    const FLAGS: u32 = 2 | CREATE;
    const RIGHTS: u32 = ALL_RIGHTS;
}

/// A mode that includes writing.
pub trait Writable: Mode {}
impl Writable for OpenMode::ReadWrite {}

/// A mode that a capability of mode `M` may be narrowed to.
pub trait Within<M: Mode>: Mode {}
impl Within<OpenMode::ReadOnly> for OpenMode::ReadOnly {}
impl Within<OpenMode::ReadWrite> for OpenMode::ReadOnly {}
impl Within<OpenMode::ReadWrite> for OpenMode::ReadWrite {}

/// What may be asked of the file system.
pub enum FileSystemCapability<M: Mode> {
    /// A file by its path.
    Open {
        /// From the root.
        path: String,
        /// What shall be allowed.
        mode: M,
    },
}

/// The process's way to ask for capabilities.
pub struct CapabilityRuntime {
    _of_one_thread: PhantomData<*mut ()>,
}

impl CapabilityRuntime {
    /// Acquires the initial capabilities.
    pub fn start() -> Result<CapabilityRuntime> {
        let options = abi::Options { depth: DEPTH as u32, ..Default::default() };
        Error::check(unsafe { abi::ros_start(&options) })?;
        Ok(CapabilityRuntime { _of_one_thread: PhantomData })
    }

    /// Asks for a capability.
    pub async fn request_capability<M: Mode>(&self, wanted: FileSystemCapability<M>) -> Result<FileCapability<M>> {
        let FileSystemCapability::Open { path, mode: _ } = wanted;
        let path = CString::new(path).map_err(|_| Error::of(22))?;
        let handle = Error::check(unsafe { abi::ros_open(path.as_ptr(), M::FLAGS, 0o644) })?;
        Ok(FileCapability { handle: handle as i64, position: Cell::new(0), _mode: PhantomData })
    }

    /// The same in one line.
    pub async fn request_file_capability<M: Mode>(&self, path: &str, access: M) -> Result<FileCapability<M>> {
        self.request_capability(FileSystemCapability::Open { path: path.into(), mode: access }).await
    }

    /// The channel through which operations on a capability go as messages.
    pub fn channel<'a, M: Mode>(&'a self, of: &'a FileCapability<M>) -> CapabilityChannel<'a, M> {
        CapabilityChannel::to(of)
    }
}

/// The right to use one file in one mode. It cannot be made, copied or sent elsewhere; when it is
/// dropped, it and everything derived from it is dead.
pub struct FileCapability<M: Mode = OpenMode::ReadWrite> {
    handle: i64,
    position: Cell<u64>,
    _mode: PhantomData<(M, *mut ())>,
}

impl<M: Mode> FileCapability<M> {
    /// Reads on from where the last read ended; 0 at the end of the file.
    pub async fn read_direct(&self, buffer: &mut [u8]) -> Result<usize> {
        let bytes = self.read_at(self.position.get(), buffer).await?;
        self.position.set(self.position.get() + bytes as u64);
        Ok(bytes)
    }

    /// Reads from a place in the file.
    pub async fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<usize> {
        let arguments = [buffer.as_mut_ptr() as u64, buffer.len() as u64, offset];
        Ok(unsafe { Operation::new(abi::READ, self.handle, arguments) }.await? as usize)
    }

    /// All that is left.
    pub async fn read_to_end(&self) -> Result<Vec<u8>> {
        let mut content = Vec::new();
        loop {
            let have = content.len();
            content.resize(have + CHUNK, 0);
            let bytes = self.read_direct(&mut content[have..]).await?;
            content.truncate(have + bytes);
            if bytes == 0 {
                return Ok(content);
            }
        }
    }

    /// Asks to write whatever the mode is; the kernel has the last word.
    pub(crate) async fn ask_to_write(&self, offset: u64, bytes: &[u8]) -> Result<usize> {
        let arguments = [bytes.as_ptr() as u64, bytes.len() as u64, offset];
        Ok(unsafe { Operation::new(abi::WRITE, self.handle, arguments) }.await? as usize)
    }

    /// One page of the file where it lies, without a copy, as long as the capability lives.
    pub fn map(&self, offset: u64) -> Result<Page<'_, M>> {
        let address = Error::check(unsafe { abi::ros_map_read(self.handle, offset) })?;
        Ok(Page { of: self, address: address as i64, offset })
    }

    /// A further capability for the same file that allows no more than this one.
    pub fn derive<N: Within<M>>(&self) -> Result<FileCapability<N>> {
        let handle = Error::check(unsafe { abi::ros_derive(self.handle, N::RIGHTS, 0) })?;
        Ok(FileCapability { handle: handle as i64, position: Cell::new(0), _mode: PhantomData })
    }

    /// Takes back everything that was derived from this one; it lives on itself.
    pub fn revoke_derived(&self) -> Result<()> {
        Error::check(unsafe { abi::ros_revoke(self.handle) }).map(|_| ())
    }
}

impl<M: Writable> FileCapability<M> {
    /// Writes at a place in the file.
    pub async fn write_at(&self, offset: u64, bytes: &[u8]) -> Result<usize> {
        self.ask_to_write(offset, bytes).await
    }
}

impl<M: Mode> Drop for FileCapability<M> {
    fn drop(&mut self) {
        // Where there are no capabilities, what was opened is closed.
        if unsafe { abi::ros_drop(self.handle) } == -38 {
            unsafe { abi::ros_close(self.handle) };
        }
    }
}

/// A page of a file in the program's own memory, read-only.
pub struct Page<'a, M: Mode> {
    of: &'a FileCapability<M>,
    address: i64,
    offset: u64,
}

impl<M: Mode> Deref for Page<'_, M> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        unsafe { core::slice::from_raw_parts(self.address as *const u8, abi::PAGE_SIZE as usize) }
    }
}

impl<M: Mode> Drop for Page<'_, M> {
    fn drop(&mut self) {
        unsafe { abi::ros_unmap(self.of.handle, self.address, self.offset) };
    }
}
