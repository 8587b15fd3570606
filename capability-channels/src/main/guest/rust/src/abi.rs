//! `include/rustos.h`, as far as Rust needs it.
use core::ffi::c_char;

pub const READ: u32 = 3;
pub const WRITE: u32 = 4;
pub const PAGE_SIZE: u64 = 4096;

/// `struct ros_options`.
#[repr(C)]
#[derive(Default)]
pub struct Options {
    pub depth: u32,
    pub poll: u32,
    pub idle_micros: u32,
}

/// `struct ros_future`: the runtime writes it until it is done.
#[repr(C)]
#[derive(Default)]
pub struct Future {
    pub result: i64,
    pub done: u32,
}

extern "C" {
    pub fn ros_start(options: *const Options) -> i64;
    fn ros_exit(status: i32) -> !;
    pub fn ros_print(text: *const c_char);
    pub fn ros_open(path: *const c_char, flags: u32, mode: u32) -> i64;
    pub fn ros_map_read(handle: i64, offset: u64) -> i64;
    pub fn ros_unmap(handle: i64, address: i64, offset: u64) -> i64;
    pub fn ros_derive(handle: i64, rights: u32, expiry_nanos: u64) -> i64;
    pub fn ros_revoke(handle: i64) -> i64;
    pub fn ros_drop(handle: i64) -> i64;
    pub fn ros_close(handle: i64) -> i64;
    pub fn ros_submit(future: *mut Future, op: u32, handle: i64, a0: u64, a1: u64, a2: u64);
    pub fn ros_wait(future: *mut Future) -> i64;
}

/// Ends the program.
pub fn exit(status: i32) -> ! {
    unsafe { ros_exit(status) }
}
