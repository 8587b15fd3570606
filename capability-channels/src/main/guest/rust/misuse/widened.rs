// error: E0277
//! What is derived allows no more than what it is derived from.
#![no_std]
use rustos::{FileAccess, FileCapability, Result};

pub fn widen(file: &FileCapability<FileAccess::ReadOnly>) -> Result<FileCapability<FileAccess::ReadWrite>> {
    file.derive()
}
