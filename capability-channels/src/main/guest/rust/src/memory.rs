//! What `alloc` and the compiler need: a heap that is hardly given back, because programs are short,
//! and functions that the C runtime has no use for.
use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;

const BYTES: usize = 1 << 20;

/// All memory that a program may allocate.
#[repr(align(64))]
pub struct Heap(UnsafeCell<[u8; BYTES]>, UnsafeCell<usize>);

unsafe impl Sync for Heap {} // programs have one thread

/// The heap of this program.
#[global_allocator]
pub static HEAP: Heap = Heap(UnsafeCell::new([0; BYTES]), UnsafeCell::new(0));

unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let used = self.1.get();
        let start = (*used + layout.align() - 1) & !(layout.align() - 1);
        let Some(end) = start.checked_add(layout.size()) else { return core::ptr::null_mut() };
        if end > BYTES {
            return core::ptr::null_mut();
        }
        *used = end;
        self.0.get().cast::<u8>().add(start)
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // The last one can be taken back: strings that grow are.
        let offset = place as usize - self.0.get() as usize;
        if offset + layout.size() == *self.1.get() {
            *self.1.get() = offset;
        }
    }
}

/// As in C.
#[no_mangle]
unsafe extern "C" fn memmove(to: *mut u8, from: *const u8, bytes: usize) -> *mut u8 {
    if (to as usize) < from as usize {
        for i in 0..bytes {
            to.add(i).write_volatile(from.add(i).read_volatile());
        }
    } else {
        for i in (0..bytes).rev() {
            to.add(i).write_volatile(from.add(i).read_volatile());
        }
    }
    to
}

/// As in C.
#[no_mangle]
unsafe extern "C" fn bcmp(a: *const u8, b: *const u8, bytes: usize) -> i32 {
    for i in 0..bytes {
        if a.add(i).read_volatile() != b.add(i).read_volatile() {
            return 1;
        }
    }
    0
}

/// Debian's `alloc` was built for unwinding; nothing here unwinds, so nobody calls these two.
#[no_mangle]
extern "C" fn rust_eh_personality() {}

#[no_mangle]
extern "C" fn _Unwind_Resume() -> ! {
    crate::abi::exit(101)
}
