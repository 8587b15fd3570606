// Message passing: the file system is a process of its own, and a message of eight words asks it.
//
// $ ./rustos run examples/rust/images/ipc-send.elf --root examples/rust/root
// > the answer brings 1 capability
// > read 30 bytes: capabilities, not descriptors
#![no_std]
#![no_main]
use rustos::ipc::{filesystem_service, ipc_send, shared_window, Message};
use rustos::{say, CapabilityRuntime, Error, Result};

const OPEN_FILE: u64 = 1;
const CLOSE_FILE: u64 = 2;
const READ_FILE: u64 = 3;

async fn run(_: &CapabilityRuntime) -> Result<()> {
    let filesystem_service = filesystem_service();
    let window = shared_window().ok_or(Error::of(12))?;
    let path = "/etc/motto";
    window[..path.len()].copy_from_slice(path.as_bytes());

    let flags = 0;
    let response = ipc_send(&filesystem_service, Message {
        data: [OPEN_FILE, flags, 0, path.len() as u64, 0, 0, 0, 0],
        capabilities: [].into(),
    }).await?;
    Error::check(response.data[0] as i64)?;
    say!("the answer brings {} capability", response.capabilities.len());

    let file = &response.capabilities[0];
    let read = Message { data: [READ_FILE, 64, 0, 0, 0, 0, 0, 0], capabilities: [].into() };
    let bytes = Error::check(ipc_send(file, read).await?.data[0] as i64)? as usize;
    say!("read {bytes} bytes: {}", core::str::from_utf8(&window[..bytes]).unwrap().trim_end());
    let close = Message { data: [CLOSE_FILE, 0, 0, 0, 0, 0, 0, 0], capabilities: [].into() };
    Error::check(ipc_send(file, close).await?.data[0] as i64)?;
    Ok(())
}

rustos::main!(run);
