//! One operation in flight. The runtime writes into it until it is done, so it does not move, and who
//! drops it before that waits.
use crate::abi;
use crate::error::{Error, Result};
use core::future::Future;
use core::marker::PhantomPinned;
use core::pin::Pin;
use core::ptr;
use core::task::{Context, Poll};

/// What was submitted and not collected, the oldest first. Programs have one thread.
static mut IN_FLIGHT: [*mut abi::Future; DEPTH] = [ptr::null_mut(); DEPTH];
static mut COUNT: usize = 0;

/// How many operations may be in flight.
pub const DEPTH: usize = 16;

/// An operation on a handle; submitted when it is first polled.
pub struct Operation {
    op: u32,
    handle: i64,
    arguments: [u64; 3],
    submitted: bool,
    collected: bool,
    future: abi::Future,
    _pinned: PhantomPinned,
}

impl Operation {
    /// Nothing happens before the first poll.
    ///
    /// # Safety
    /// The memory that the arguments name must stay borrowed while this lives.
    pub unsafe fn new(op: u32, handle: i64, arguments: [u64; 3]) -> Operation {
        Operation { op, handle, arguments, submitted: false, collected: false, future: abi::Future::default(),
            _pinned: PhantomPinned }
    }
}

impl Future for Operation {
    type Output = Result<u64>;

    fn poll(self: Pin<&mut Self>, _context: &mut Context) -> Poll<Result<u64>> {
        let this = unsafe { self.get_unchecked_mut() };
        let place: *mut abi::Future = &mut this.future;
        if !this.submitted {
            if unsafe { COUNT } == DEPTH {
                return Poll::Pending; // somebody else's must come back first
            }
            this.submitted = true;
            let [a0, a1, a2] = this.arguments;
            unsafe { abi::ros_submit(place, this.op, this.handle, a0, a1, a2) };
            enter(place);
        }
        if unsafe { ptr::read_volatile(&raw const (*place).done) } == 0 {
            return Poll::Pending;
        }
        leave(place);
        this.collected = true;
        Poll::Ready(Error::check(unsafe { ptr::read_volatile(&raw const (*place).result) }))
    }
}

impl Drop for Operation {
    fn drop(&mut self) {
        if self.submitted && !self.collected {
            let place: *mut abi::Future = &mut self.future;
            unsafe { abi::ros_wait(place) };
            leave(place);
        }
    }
}

fn enter(place: *mut abi::Future) {
    unsafe {
        IN_FLIGHT[COUNT] = place;
        COUNT += 1;
    }
}

fn leave(place: *mut abi::Future) {
    unsafe {
        for at in 0..COUNT {
            if IN_FLIGHT[at] == place {
                for next in at + 1..COUNT {
                    IN_FLIGHT[next - 1] = IN_FLIGHT[next];
                }
                COUNT -= 1;
                return;
            }
        }
    }
}

/// Nothing can go on before the oldest operation is there.
pub fn wait_for_oldest() {
    unsafe {
        assert!(COUNT > 0, "a future waits for nothing that could come");
        abi::ros_wait(IN_FLIGHT[0]);
    }
}
