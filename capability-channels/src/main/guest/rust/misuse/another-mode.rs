// error: E0308
//! The mode that was asked for is the type of what comes.
#![no_std]
use rustos::{CapabilityRuntime, FileCapability, FileSystemCapability, OpenMode, Result};

pub async fn run(runtime: &CapabilityRuntime) -> Result<FileCapability<OpenMode::ReadWrite>> {
    runtime.request_capability(FileSystemCapability::Open { path: "/file".into(), mode: OpenMode::ReadOnly }).await
}
