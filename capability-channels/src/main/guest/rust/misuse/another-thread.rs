// error: E0277
//! A capability is of one thread until it is delegated.
#![no_std]
use rustos::FileCapability;

fn sent<T: Send>(_value: T) {}

pub fn send(file: FileCapability) {
    sent(file);
}
