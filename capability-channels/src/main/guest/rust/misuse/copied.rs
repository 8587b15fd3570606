// error: E0599
//! Delegation goes by deriving, which the kernel knows of; a value is not copied.
#![no_std]
use rustos::FileCapability;

pub fn two(file: FileCapability) -> (FileCapability, FileCapability) {
    (file.clone(), file)
}
