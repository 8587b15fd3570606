// error: E0451
//! Unforgeable: nobody but the runtime makes a capability out of a number.
#![no_std]
use core::cell::Cell;
use core::marker::PhantomData;
use rustos::{FileCapability, OpenMode};

pub fn forge() -> FileCapability<OpenMode::ReadWrite> {
    FileCapability { handle: 3, position: Cell::new(0), _mode: PhantomData }
}
