//! A ring shared with the kernel, by hand: the program itself fills entries and moves the tail, as
//! the mechanism `ring` lays them out (docs/guest-abi.md). One producer, one consumer, one thread.
use crate::error::{Error, Result};
use crate::trap::trap;
use core::future::poll_fn;
use core::marker::PhantomData;
use core::sync::atomic::{AtomicU32, Ordering};
use core::task::Poll;

const SETUP: u64 = 1000;
const ENTER: u64 = 1001;
const GET_EVENTS: u64 = 1;
const SUBMISSIONS: usize = 0x1000;
const COMPLETIONS: usize = 0x5000;
const WORKING_DIRECTORY: u32 = -100i32 as u32;

/// `struct ros_ring_params`.
#[repr(C)]
#[derive(Default)]
struct Params {
    entries: u32,
    flags: u32,
    idle_micros: u32,
    ring_id: u32,
    address: u64,
    rest: [u64; 5],
}

/// `struct ros_submission`.
#[repr(C)]
struct Submission {
    opcode: u8,
    flags: u8,
    type_: u16,
    handle: u32,
    user_data: u64,
    arguments: [u64; 4],
    reserved: [u64; 2],
}

/// `struct ros_completion`.
#[repr(C)]
struct Completion {
    user_data: u64,
    result: i64,
}

/// What a program may put into the ring.
pub enum FileOperation<'a> {
    /// Open a file for reading; the answer is its descriptor.
    Open(&'a str),
    /// Read from the start of an open file; the answer is how many bytes came.
    Read(i64, &'a mut [u8]),
    /// Close it.
    Close(i64),
}

impl FileOperation<'_> {
    fn encode(self) -> (u8, u32, [u64; 4]) {
        match self {
            FileOperation::Open(path) =>
                (1, WORKING_DIRECTORY, [path.as_ptr() as u64, path.len() as u64, 0, 0]),
            FileOperation::Read(handle, buffer) =>
                (3, handle as u32, [buffer.as_mut_ptr() as u64, buffer.len() as u64, 0, 0]),
            FileOperation::Close(handle) => (2, handle as u32, [0; 4]),
        }
    }
}

/// Pages that the kernel maps for a ring.
pub struct KernelSharedMemory {
    base: usize,
    entries: u32,
    id: u32,
}

impl KernelSharedMemory {
    /// Asks for them; a power of two up to 256.
    pub fn with_entries(entries: u32) -> Result<KernelSharedMemory> {
        let mut params = Params { entries, ..Default::default() };
        let set_up = unsafe { trap(SETUP, [&raw mut params as u64, 0, 0, 0, 0, 0]) };
        Error::check(set_up)?;
        Ok(KernelSharedMemory { base: params.address as usize, entries, id: params.ring_id })
    }
}

/// Submissions and completions, lock-free: each side moves one word and reads the other's.
pub struct SharedRingBuffer<'a> {
    buffer: usize,
    sq_head: &'static AtomicU32,
    sq_tail: &'static AtomicU32,
    cq_head: &'static AtomicU32,
    cq_tail: &'static AtomicU32,
    capacity: u32,
    id: u32,
    pushed: u32,
    // What is pushed stays borrowed as long as the ring may use it.
    _operations: PhantomData<FileOperation<'a>>,
}

impl<'a> SharedRingBuffer<'a> {
    /// A ring in these pages.
    pub fn new(shared: KernelSharedMemory) -> Result<SharedRingBuffer<'a>> {
        let word = |offset: usize| unsafe { &*((shared.base + offset) as *const AtomicU32) };
        Ok(SharedRingBuffer { buffer: shared.base, sq_head: word(0), sq_tail: word(64), cq_head: word(128),
            cq_tail: word(192), capacity: shared.entries, id: shared.id, pushed: 0, _operations: PhantomData })
    }

    /// Puts one operation in; EAGAIN when the ring is full.
    pub fn push(&mut self, operation: FileOperation<'a>) -> Result<()> {
        let tail = self.sq_tail.load(Ordering::Relaxed);
        if tail.wrapping_sub(self.sq_head.load(Ordering::Acquire)) == self.capacity {
            return Err(Error::of(11));
        }
        let (opcode, handle, arguments) = operation.encode();
        let slot = (tail & (self.capacity - 1)) as usize * size_of::<Submission>();
        let entry = Submission { opcode, flags: 0, type_: 0, handle, user_data: u64::from(tail), arguments,
            reserved: [0; 2] };
        unsafe { ((self.buffer + SUBMISSIONS + slot) as *mut Submission).write_volatile(entry) };
        self.sq_tail.store(tail.wrapping_add(1), Ordering::Release);
        self.pushed += 1;
        Ok(())
    }

    /// The next answer, in the order in which the kernel gave them.
    pub async fn pop_response(&mut self) -> Result<i64> {
        poll_fn(|_| {
            let head = self.cq_head.load(Ordering::Relaxed);
            if head == self.cq_tail.load(Ordering::Acquire) {
                // Nobody polls on the other side: the doorbell takes what was pushed and waits.
                let arguments = [u64::from(self.id), u64::from(self.pushed), 1, GET_EVENTS, 0, 0];
                Error::check(unsafe { trap(ENTER, arguments) })?;
                self.pushed = 0;
            }
            let slot = (head & (self.capacity - 1)) as usize * size_of::<Completion>();
            let answer = unsafe { ((self.buffer + COMPLETIONS + slot) as *const Completion).read_volatile() };
            self.cq_head.store(head.wrapping_add(1), Ordering::Release);
            Poll::Ready(Error::check(answer.result).map(|value| value as i64))
        })
        .await
    }
}
