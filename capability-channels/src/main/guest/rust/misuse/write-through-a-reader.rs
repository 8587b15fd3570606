// error: E0599
//! Least privilege: what a capability does not allow has no method.
#![no_std]
use rustos::{CapabilityRuntime, FileAccess, Result};

pub async fn run(runtime: &CapabilityRuntime) -> Result<usize> {
    let reader = runtime.request_file_capability("/file", FileAccess::ReadOnly).await?;
    reader.write_at(0, b"x").await
}
