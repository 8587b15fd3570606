// Shared memory with lock-free queues: the program fills entries of the ring itself.
//
// $ ./rustos run examples/rust/images/shared-ring.elf --root examples/rust/root
// > opened as descriptor 3
// > a full ring: error 11
// > read 30 bytes: capabilities, not descriptors
#![no_std]
#![no_main]
use rustos::{block_on, say, status, FileOperation, KernelSharedMemory, Result, SharedRingBuffer};

async fn run() -> Result<()> {
    let mut buffer = [0; 64];
    let kernel_shared_memory = KernelSharedMemory::with_entries(4)?;

    let bytes = {
        let mut ring = SharedRingBuffer::new(kernel_shared_memory)?;
        ring.push(FileOperation::Open("/etc/motto"))?;
        let file = ring.pop_response().await?;
        say!("opened as descriptor {file}");

        ring.push(FileOperation::Read(file, &mut buffer))?;
        ring.push(FileOperation::Close(file))?;
        let bytes = ring.pop_response().await?;
        ring.pop_response().await?;
        for _ in 0..4 {
            ring.push(FileOperation::Close(file))?;
        }
        if let Err(error) = ring.push(FileOperation::Close(file)) {
            say!("a full ring: {error}");
        }
        bytes
    };
    let text = core::str::from_utf8(&buffer[..bytes as usize]).unwrap();
    say!("read {bytes} bytes: {}", text.trim_end());
    Ok(())
}

#[no_mangle]
extern "C" fn ros_main(_count: i32, _arguments: *const *const u8) -> i32 {
    status(block_on(run()))
}
