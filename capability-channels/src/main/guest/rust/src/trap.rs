//! The trap itself (x86-64), and what the one trap of bootstrap takes: for programs that do without
//! the runtime.
use core::arch::asm;

/// Gives a process its first capabilities.
pub const ACQUIRE_INITIAL_CAPABILITIES: u64 = 1020;
/// A text for people.
pub const DEBUG_PRINT: u64 = 1021;

/// `struct ros_boot_spec`.
#[repr(C)]
pub struct BootSpec {
    version: u32,
    wants: u32,
    channel_entries: u32,
    idle_micros: u32,
    block: *mut BootBlock,
    block_size: u64,
}

/// `struct ros_boot_block`.
#[repr(C)]
#[derive(Default)]
pub struct BootBlock {
    /// Of the ABI.
    pub version: u32,
    /// What was granted.
    pub granted: u32,
    /// This process.
    pub process_id: u32,
    /// Who started it.
    pub parent_process_id: u32,
    /// The capability of the process itself.
    pub own: u32,
    /// Of the root directory.
    pub root_directory: u32,
    /// Of the console.
    pub console: u32,
    rest: [u32; 25],
}

impl BootSpec {
    /// Asks for the first capabilities and nothing else.
    pub fn into(block: &mut BootBlock) -> BootSpec {
        BootSpec { version: 1, wants: 0, channel_entries: 0, idle_micros: 0, block,
            block_size: size_of::<BootBlock>() as u64 }
    }
}

/// One trap with up to six arguments.
///
/// # Safety
/// The kernel does what the number says with the memory that the arguments name.
pub unsafe fn trap(number: u64, arguments: [u64; 6]) -> i64 {
    let result: i64;
    let [a, b, c, d, e, f] = arguments;
    asm!("syscall", inlateout("rax") number => result, in("rdi") a, in("rsi") b, in("rdx") c, in("r10") d,
        in("r8") e, in("r9") f, lateout("rcx") _, lateout("r11") _, options(nostack));
    result
}

/// `syscall!(NUMBER, argument...)`: the emergency tier by hand.
#[macro_export]
macro_rules! syscall {
    ($number:expr $(, $argument:expr)*) => {{
        let mut arguments = [0u64; 6];
        let mut _at = 0;
        $( arguments[_at] = $argument as u64; _at += 1; )*
        $crate::trap($number, arguments)
    }};
}
