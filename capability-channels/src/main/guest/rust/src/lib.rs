//! The RustOS interface for programs in Rust: capabilities that are requested, used and given up by
//! ownership, and operations that are futures. It carries nothing itself: the C runtime of the
//! mechanism that an image is linked with does (`include/rustos.h`), so there is one implementation.
#![no_std]
#![warn(missing_docs)]
extern crate alloc;

mod abi;
mod capability;
mod channel;
mod error;
mod executor;
mod memory;
mod operation;
mod print;
mod ring;
mod trap;

pub use capability::{CapabilityRuntime, FileAccess, FileCapability, FileSystemCapability, Mode, OpenMode, Page, Within,
    Writable};
pub use channel::{CapabilityChannel, FileSystemOperation, Response};
pub use error::{Error, Result};
pub use executor::{block_on, join};
pub use print::print;
pub use ring::{FileOperation, KernelSharedMemory, SharedRingBuffer};
pub use trap::{trap, BootBlock, BootSpec, ACQUIRE_INITIAL_CAPABILITIES, DEBUG_PRINT};

#[doc(hidden)]
pub mod entry {
    pub use crate::abi::exit;
    pub use crate::memory::HEAP;
}

/// Runs an `async fn(&CapabilityRuntime) -> Result<()>` as the program; an error is printed and
/// its number the exit status.
#[macro_export]
macro_rules! main {
    ($run:path) => {
        #[no_mangle]
        extern "C" fn ros_main(_count: i32, _arguments: *const *const u8) -> i32 {
            let ended = match $crate::CapabilityRuntime::start() {
                Ok(runtime) => $crate::block_on($run(&runtime)),
                Err(error) => Err(error),
            };
            $crate::status(ended)
        }
    };
}

/// What a program's end says to who started it.
pub fn status(ended: Result<()>) -> i32 {
    match ended {
        Ok(()) => 0,
        Err(error) => {
            say!("failed: {error}");
            error.number()
        }
    }
}

#[panic_handler]
fn panicked(why: &core::panic::PanicInfo) -> ! {
    say!("{why}");
    abi::exit(101)
}
