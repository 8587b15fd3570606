//! Synchronous messages to services in address spaces of their own (mechanism `message`): eight words
//! in registers, and capabilities that go along. The kernel tells the receiver who sent.
use crate::error::{Error, Result};
use alloc::vec::Vec;

const WORDS: u64 = 8;
const MOST_CAPABILITIES: usize = 4;
const COUNT_SHIFT: u32 = 8;
const RIGHTS_SHIFT: u32 = 32;
const WINDOW_BYTES: usize = 0x10000;

/// `struct ros_message`.
#[repr(C)]
struct InRegisters {
    badge: u64,
    words: [u64; 8],
}

/// `struct ros_message_buffer`.
#[repr(C)]
struct Buffer {
    words: [u64; 112],
    capabilities: [u64; 4],
}

/// `struct ros_boot_block`, as far as it is needed here.
#[repr(C)]
struct Boot {
    before: [u8; 96],
    endpoint: u32,
    inherited: u32,
    window: *mut u8,
}

extern "C" {
    fn ros_boot() -> *mut Boot;
    fn ros_buffer() -> *mut Buffer;
    fn ros_ipc_call(handle: u64, info: u64, message: *mut InRegisters) -> i64;
}

/// A capability for an endpoint: whom messages may be sent to.
pub struct Service(u32);

/// A capability of a message: the receiver gets it with no more than these rights.
pub struct Gift<'a> {
    /// What is given; the sender keeps it too.
    pub service: &'a Service,
    /// Rights that stay.
    pub rights: u32,
}

/// A message.
pub struct Message<'a> {
    /// What it says.
    pub data: [u64; 8],
    /// What goes along, four at most.
    pub capabilities: Vec<Gift<'a>>,
}

/// What comes back.
pub struct Answer {
    /// What it says.
    pub data: [u64; 8],
    /// What came along.
    pub capabilities: Vec<Service>,
}

/// The file system of this machine: a process like any other.
pub fn filesystem_service() -> Service {
    Service(unsafe { (*ros_boot()).endpoint })
}

/// Memory that both sides share for what is longer than a message; addresses mean nothing to others.
pub fn shared_window() -> Option<&'static mut [u8]> {
    let window = unsafe { (*ros_boot()).window };
    if window.is_null() {
        return None;
    }
    Some(unsafe { core::slice::from_raw_parts_mut(window, WINDOW_BYTES) })
}

/// Sends and waits for the answer: the processor goes straight to the receiver and comes straight back.
pub async fn ipc_send(service: &Service, message: Message<'_>) -> Result<Answer> {
    let count = message.capabilities.len();
    if count > MOST_CAPABILITIES {
        return Err(Error::of(7));
    }
    for (at, gift) in message.capabilities.iter().enumerate() {
        let word = u64::from(gift.service.0) | u64::from(gift.rights) << RIGHTS_SHIFT;
        unsafe { (&raw mut (*ros_buffer()).capabilities[at]).write_volatile(word) };
    }
    let mut registers = InRegisters { badge: 0, words: message.data };
    let info = WORDS | (count as u64) << COUNT_SHIFT;
    let told = Error::check(unsafe { ros_ipc_call(service.0.into(), info, &mut registers) })?;
    let came = (told >> COUNT_SHIFT & 0xf) as usize;
    let capabilities = (0..came.min(MOST_CAPABILITIES))
        .map(|at| Service(unsafe { (&raw const (*ros_buffer()).capabilities[at]).read_volatile() } as u32))
        .collect();
    Ok(Answer { data: registers.words, capabilities })
}
