// Tier 1, for trusted code: the read is a call through a gate into a service of the same process.
//
// $ ./rustos run examples/rust/images/read-direct.elf --root examples/rust/root
// > read_direct: 12 bytes, capabilities
// > the rest: 18 bytes
// > the same page without a copy: capabilities, not descriptors
#![no_std]
#![no_main]
use rustos::{say, CapabilityRuntime, FileAccess, Result};

async fn run(capability_runtime: &CapabilityRuntime) -> Result<()> {
    let file_capability =
        capability_runtime.request_file_capability("/etc/motto", FileAccess::ReadOnly).await?;

    let buffer = &mut [0; 12];
    let result = file_capability.read_direct(buffer).await?;
    say!("read_direct: {result} bytes, {}", core::str::from_utf8(buffer).unwrap());
    let mut more = [0; 64];
    say!("the rest: {} bytes", file_capability.read_direct(&mut more).await?);

    // Zero-copy: a page of the page cache, lent as long as the capability lives.
    let page = file_capability.map(0)?;
    say!("the same page without a copy: {}", core::str::from_utf8(&page[..29]).unwrap());
    Ok(())
}

rustos::main!(run);
