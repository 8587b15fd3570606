// Linked with its operating system: opening and reading are function calls, and nothing is isolated.
//
// $ ./rustos run examples/rust/images/unikernel-file.elf --root examples/rust/root
// > capabilities, not descriptors
#![no_std]
#![no_main]
use rustos_lib::filesystem::File;
use rustos_lib::{say, Result};

fn main() -> Result<()> {
    // Direct function call, no syscall
    let file = File::open("/etc/motto")?;
    let content = file.read_to_string()?;
    say!("{}", content.trim_end());
    Ok(())
}

rustos_lib::main!(main);
