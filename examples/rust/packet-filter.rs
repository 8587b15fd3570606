// A packet filter that runs in the kernel: only what goes to port 80 or 443 would come up to user code.
//
// $ ./rustos run examples/rust/images/packet-filter.elf
// > port 80: passed
// > port 443: passed
// > port 22: dropped
// > a packet that is too short: dropped
// > a program that reads where it likes: a right is missing (EACCES)
// > rustos: eBPF program rejected: program at instruction 1 *: r2 is a number, not a pointer
#![no_std]
#![no_main]
use rustos::ebpf::{Kernel, PacketFilterProgram};
use rustos::{say, CapabilityRuntime, Result};

// Debian's Rust has no BPF target, so what the kernel gets is C; the function says the same.
static PACKET_FILTER: &[u8] = include_bytes!("../../workloads/src/main/guest/bpf/packet-filter.o");

struct NetworkPacket([u8; 64]);

impl NetworkPacket {
    fn to(port: u16) -> NetworkPacket {
        let mut bytes = [0; 64];
        bytes[12] = 8; // IPv4
        bytes[14] = 0x45;
        bytes[23] = 6; // TCP
        bytes[36..38].copy_from_slice(&port.to_be_bytes());
        NetworkPacket(bytes)
    }

    fn dest_port(&self) -> u16 {
        u16::from_be_bytes([self.0[36], self.0[37]])
    }
}

fn packet_filter(packet: &NetworkPacket) -> bool {
    packet.dest_port() == 80 || packet.dest_port() == 443
}

fn word(passed: bool) -> &'static str {
    if passed { "passed" } else { "dropped" }
}

async fn run(_: &CapabilityRuntime) -> Result<()> {
    let kernel = Kernel;
    // Register program with kernel
    let filter = kernel.register_ebpf_program(PacketFilterProgram(PACKET_FILTER))?;
    for port in [80, 443, 22] {
        let packet = NetworkPacket::to(port);
        let passed = filter.passes(&packet.0)?;
        assert_eq!(passed, packet_filter(&packet));
        say!("port {port}: {}", word(passed));
    }
    say!("a packet that is too short: {}", word(filter.passes(&[8; 20])?));

    // r2 = 4096; r0 = *(u8 *)r2; exit
    let careless = [0xb7, 2, 0, 0, 0, 16, 0, 0, 0x71, 0x20, 0, 0, 0, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0];
    if let Err(error) = kernel.register_ebpf_program(PacketFilterProgram(&careless)) {
        say!("a program that reads where it likes: {error}");
    }
    Ok(())
}

rustos::main!(run);
