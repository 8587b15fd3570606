// What an open, a read and a close are here, without unsafe and without a number that could be wrong.
//
// $ ./rustos run examples/rust/images/file-access.elf --root examples/rust/root
// > 30 bytes: capabilities, not descriptors
// > a file that is not there: no such file (ENOENT)
//
// Over the three tiers together (mechanism rustos): the policy picks one for each operation.
#![no_std]
#![no_main]
use rustos::{say, CapabilityRuntime, FileAccess, Result};

async fn run(capability_runtime: &CapabilityRuntime) -> Result<()> {
    let path = "/etc/motto";
    let file_cap = capability_runtime
        .request_file_capability(path, FileAccess::ReadOnly)
        .await?;
    let content = file_cap.read_to_end().await?;
    // Capability automatically revoked when dropped
    drop(file_cap);

    let text = core::str::from_utf8(&content).unwrap();
    say!("{} bytes: {}", content.len(), text.trim_end());
    if let Err(error) = capability_runtime.request_file_capability("/etc/nothing", FileAccess::ReadOnly).await {
        say!("a file that is not there: {error}");
    }
    Ok(())
}

rustos::main!(run);
