// error: E0382
//! Revocation is visible to the compiler: what was given up cannot be used.
#![no_std]
use rustos::{CapabilityRuntime, FileAccess, Result};

pub async fn run(runtime: &CapabilityRuntime) -> Result<usize> {
    let file = runtime.request_file_capability("/file", FileAccess::ReadOnly).await?;
    drop(file);
    file.read_direct(&mut [0; 8]).await
}
