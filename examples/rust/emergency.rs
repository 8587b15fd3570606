// Tier 3: the one trap that gives a process its first capabilities, by hand.
//
// $ ./rustos run examples/rust/images/emergency.elf
// > process 100 of 1 has capabilities for itself, the root directory and the console
#![no_std]
#![no_main]
use rustos::{say, syscall, BootBlock, BootSpec, ACQUIRE_INITIAL_CAPABILITIES};

#[no_mangle]
extern "C" fn ros_main(_count: i32, _arguments: *const *const u8) -> i32 {
    let mut block = BootBlock::default();
    let spec = BootSpec::into(&mut block);
    let capability_spec_ptr = &raw const spec;

    // Only for initial capability acquisition
    let parent = unsafe { syscall!(ACQUIRE_INITIAL_CAPABILITIES, capability_spec_ptr) };
    if parent < 0 {
        return 1;
    }
    let all = block.own != 0 && block.root_directory != 0 && block.console != 0;
    let has = if all { "has" } else { "lacks" };
    say!("process {} of {parent} {has} capabilities for itself, the root directory and the console",
        block.process_id);
    i32::from(!all)
}
