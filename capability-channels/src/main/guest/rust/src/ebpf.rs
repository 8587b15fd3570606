//! Programs that run in the kernel, next to the data, once its verifier has found them harmless
//! (mechanism `ebpf`). They are object files of `clang -target bpf`: Debian's Rust has no such target.
use crate::error::{Error, Result};

const XDP_PASS: u64 = 2;

extern "C" {
    fn ros_program_load(object: *const u8, bytes: u64) -> i64;
    fn ros_program_run(program: i64, data: *const u8, bytes: u64) -> i64;
}

/// The kernel, as far as it takes programs.
pub struct Kernel;

/// The object file of a packet filter.
pub struct PacketFilterProgram<'a>(pub &'a [u8]);

/// A packet filter that the kernel holds.
pub struct RegisteredFilter {
    program: i64,
}

impl Kernel {
    /// Hands a program over; EACCES if the verifier refuses it.
    pub fn register_ebpf_program(&self, filter: PacketFilterProgram) -> Result<RegisteredFilter> {
        let loaded = unsafe { ros_program_load(filter.0.as_ptr(), filter.0.len() as u64) };
        Ok(RegisteredFilter { program: Error::check(loaded)? as i64 })
    }
}

impl RegisteredFilter {
    /// Whether a packet would come up to user code.
    pub fn passes(&self, packet: &[u8]) -> Result<bool> {
        let verdict = unsafe { ros_program_run(self.program, packet.as_ptr(), packet.len() as u64) };
        Ok(Error::check(verdict)? == XDP_PASS)
    }
}
