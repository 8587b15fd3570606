//! The operating system as a library, for programs that are linked with it: files without a boundary,
//! so nothing here is asynchronous and nothing is a capability.
#![no_std]
extern crate alloc;

pub use rustos::{say, status, Error, Result};

/// Runs a `fn() -> Result<()>` as the program.
#[macro_export]
macro_rules! main {
    ($run:path) => {
        #[no_mangle]
        extern "C" fn ros_main(_count: i32, _arguments: *const *const u8) -> i32 {
            $crate::status($crate::filesystem::start().and_then(|_| $run()))
        }
    };
}

/// Files of the library OS.
pub mod filesystem {
    use alloc::ffi::CString;
    use alloc::string::String;
    use alloc::vec::Vec;
    use rustos::{CapabilityRuntime, Error, Result};

    extern "C" {
        fn ros_open(path: *const core::ffi::c_char, flags: u32, mode: u32) -> i64;
        fn ros_read(descriptor: i64, buffer: *mut u8, length: u64, offset: u64) -> i64;
        fn ros_close(descriptor: i64) -> i64;
    }

    /// The library OS begins.
    pub fn start() -> Result<()> {
        CapabilityRuntime::start().map(|_| ())
    }

    /// An open file.
    pub struct File {
        descriptor: i64,
    }

    impl File {
        /// Opens a file for reading.
        pub fn open(path: &str) -> Result<File> {
            let path = CString::new(path).map_err(|_| Error::of(22))?;
            let descriptor = Error::check(unsafe { ros_open(path.as_ptr(), 0, 0) })? as i64;
            Ok(File { descriptor })
        }

        /// All of it, as text.
        pub fn read_to_string(&self) -> Result<String> {
            let mut bytes: Vec<u8> = Vec::new();
            loop {
                let have = bytes.len();
                bytes.resize(have + 4096, 0);
                let place = bytes[have..].as_mut_ptr();
                let count = Error::check(unsafe { ros_read(self.descriptor, place, 4096, have as u64) })?;
                bytes.truncate(have + count as usize);
                if count == 0 {
                    return String::from_utf8(bytes).map_err(|_| Error::ILLEGAL_SEQUENCE);
                }
            }
        }
    }

    impl Drop for File {
        fn drop(&mut self) {
            unsafe { ros_close(self.descriptor) };
        }
    }
}
