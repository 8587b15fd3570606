// Tier 2, for untrusted or complex operations: a typed message, checked by who receives it.
//
// $ ./rustos run examples/rust/images/channel-send.elf --root examples/rust/root
// > 30 bytes came
// > a write through a capability that reads: a right is missing (EACCES)
#![no_std]
#![no_main]
use rustos::{say, CapabilityRuntime, FileAccess, FileSystemOperation, Result};

async fn run(capability_runtime: &CapabilityRuntime) -> Result<()> {
    let file_cap =
        capability_runtime.request_file_capability("/etc/motto", FileAccess::ReadOnly).await?;
    let capability_channel = capability_runtime.channel(&file_cap);

    let response = capability_channel
        .send(FileSystemOperation::Read { offset: 0, size: 1024 })
        .await?;
    say!("{} bytes came", response.into_data()?.len());

    // A message is data, so its type stops nobody; the kernel looks at the rights of the capability.
    let refused = capability_channel.send(FileSystemOperation::Write { offset: 0, bytes: b"x" }).await;
    say!("a write through a capability that reads: {}", refused.unwrap_err());
    Ok(())
}

rustos::main!(run);
