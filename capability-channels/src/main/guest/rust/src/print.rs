//! Lines for people, over the console of the mechanism.
use crate::abi;
use core::fmt::{self, Write};

struct Line {
    bytes: [u8; 256],
    length: usize,
}

impl Write for Line {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for &byte in text.as_bytes() {
            if self.length < self.bytes.len() - 2 {
                self.bytes[self.length] = byte;
                self.length += 1;
            }
        }
        Ok(())
    }
}

/// Prints one line, cut at 254 bytes; use [`say!`](crate::say).
pub fn print(what: fmt::Arguments) {
    let mut line = Line { bytes: [0; 256], length: 0 };
    let _ = line.write_fmt(what);
    line.bytes[line.length] = b'\n';
    unsafe { abi::ros_print(line.bytes.as_ptr().cast()) }
}

/// Prints one line.
#[macro_export]
macro_rules! say {
    ($($what:tt)*) => { $crate::print(format_args!($($what)*)) };
}
