// error: E0505
//! A page that is lent does not outlive the capability that it came from.
#![no_std]
use rustos::{FileAccess, FileCapability, Result};

pub fn first(file: FileCapability<FileAccess::ReadOnly>) -> Result<u8> {
    let page = file.map(0)?;
    drop(file);
    Ok(page[0])
}
