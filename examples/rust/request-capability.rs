// Instead of open(path, O_RDWR): a capability is requested, used by its owner and given up by dropping it.
//
// $ ./rustos run examples/rust/images/request-capability.elf
// > wrote 27 bytes
// > read them back: a message for whoever reads
// > a narrower one reads 9 bytes
// > with its parent gone: revoked or expired (ESTALE)
//
// Over the mechanism channel: the two writes are in flight at once and share one doorbell.
#![no_std]
#![no_main]
use rustos::{join, say, CapabilityRuntime, FileAccess, FileCapability, FileSystemCapability, OpenMode, Result};

async fn run(capability_runtime: &CapabilityRuntime) -> Result<()> {
    let file_cap: FileCapability = capability_runtime
        .request_capability(FileSystemCapability::Open {
            path: "/path-to-file".into(),
            mode: OpenMode::ReadWrite,
        })
        .await?;

    let (first, second) =
        join(file_cap.write_at(0, b"a message "), file_cap.write_at(10, b"for whoever reads")).await;
    say!("wrote {} bytes", first? + second?);
    let content = file_cap.read_to_end().await?;
    say!("read them back: {}", core::str::from_utf8(&content).unwrap());

    // Attenuation: what is derived may do less, and dies with what it came from.
    let reader: FileCapability<FileAccess::ReadOnly> = file_cap.derive()?;
    let mut start = [0; 9];
    say!("a narrower one reads {} bytes", reader.read_at(0, &mut start).await?);
    drop(file_cap);
    match reader.read_at(0, &mut start).await {
        Ok(_) => say!("still alive"),
        Err(error) => say!("with its parent gone: {error}"),
    }
    Ok(())
}

rustos::main!(run);
