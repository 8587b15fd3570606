// A system call with hardware help: the familiar function, in a process whose returns are compared with a shadow
// stack and whose buffer is checked by hardware.
//
// $ ./rustos run examples/rust/images/fast-read.elf --root examples/rust/root --set ibt=0
// > read 30 bytes: capabilities, not descriptors
//
// ibt=0: the core library of rustc-web has no landing pads, and formatting calls through pointers.
#![no_std]
#![no_main]
use rustos::{say, status, Error, Result};

extern "C" {
    fn ros_open(path: *const core::ffi::c_char, flags: u32, mode: u32) -> i64;
    fn ros_read(fd: i64, buffer: *mut u8, length: u64, offset: u64) -> i64;
}

fn fast_read(fd: i32, buffer: &mut [u8]) -> Result<usize> {
    // Bounds and rights of the buffer are the hardware's matter.
    let bytes = unsafe { ros_read(fd.into(), buffer.as_mut_ptr(), buffer.len() as u64, 0) };
    Error::check(bytes).map(|bytes| bytes as usize)
}

fn run() -> Result<()> {
    let fd = Error::check(unsafe { ros_open(c"/etc/motto".as_ptr(), 0, 0) })? as i32;
    let mut buffer = [0; 64];
    let bytes = fast_read(fd, &mut buffer)?;
    say!("read {bytes} bytes: {}", core::str::from_utf8(&buffer[..bytes]).unwrap().trim_end());
    Ok(())
}

#[no_mangle]
extern "C" fn ros_main(_count: i32, _arguments: *const *const u8) -> i32 {
    status(run())
}
