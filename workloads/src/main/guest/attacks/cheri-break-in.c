/* Ways into the service of tier 1 other than CInvoke of its sealed pair, and misuse of capabilities; over
   direct and rustos on riscv64. way=N, and the CHERI cause and register that must stop it (SIGSEGV, 139):
    1 load from the service's tables                        1, DDC
    2 store into the service's tables                       1, DDC
    3 jump to the gate's address                            1, PCC
    4 load through a capability that an integer store cut   2, C5
    5 load through bounds that were widened                 2, C5
    6 CInvoke of a copy of the pair in memory, revoked      2, C5
    7 CInvoke of a copy of the pair in registers, revoked   2, C26
    8 jump to the sealed code                               3, C5
    9 load through the sealed data                          3, C5
   10 CInvoke of the gate with data of a type of our own    4, C5
   11 CInvoke of data that we sealed with the gate's type   2, C6
   12 load through the gate's data, unsealed by us          2, C5
   13 store into our own code                               19, C5
   14 load past the end of an object                        1, C5
   15 CInvoke of two halves of code                         17, C5
   19 load of the last byte below what is ours              1, DDC
   and without a fault, exit status 0:
   16 the service's own traps from here                     EPERM
   17 the kernel asked to read for us what we cannot        EFAULT
   18 a handle after its revocation, one after its time     ESTALE
   Exit status 1: the attack succeeded. */
#include "measure.h"
#include "trap.h"

__asm__(".include \"riscv-cheri.h\"");

#define PAIR "li t3, 0x7ffff000\n"
_Static_assert(ROS_DIRECT_GATE_PAGE == 0x7ffff000, "PAIR names it");
#define CLOBBERS "t0", "t1", "t2", "t3", "ra", "memory"

int64_t ros_service(void);

static uint64_t kept[4] __attribute__((aligned(16)));
static char object[64] __attribute__((aligned(16)));

static void cut_by_an_integer(void)
{
    __asm__ volatile("cspecialrw t0, 1, zero\n"
                     "sc t0, 0, %0\n"
                     "sd %1, 0(%0)\n"
                     "lc t0, 0, %0\n"
                     "lb.cap t1, t0"
                     :
                     : "r"(kept), "r"(ROS_DIRECT_TABLES)
                     : CLOBBERS);
}

static void widened(void)
{
    __asm__ volatile("cspecialrw t0, 1, zero\n"
                     "csetaddr t0, t0, %0\n"
                     "csetboundsimm t0, t0, 16\n"
                     "lb.cap t1, t0\n" /* as far as it may */
                     "csetboundsimm t0, t0, 32\n"
                     "lb.cap t1, t0"
                     :
                     : "r"(object)
                     : CLOBBERS);
}

static void past_the_end(void)
{
    __asm__ volatile("cspecialrw t0, 1, zero\n"
                     "csetaddr t0, t0, %0\n"
                     "csetboundsimm t0, t0, 16\n"
                     "cincoffsetimm t0, t0, 16\n"
                     "lb.cap t1, t0"
                     :
                     : "r"(object)
                     : CLOBBERS);
}

static void copied_to_memory(void)
{
    __asm__ volatile(PAIR "lc t0, 0, t3\n"
                          "lc t1, 16, t3\n"
                          "sc t0, 0, %0\n"
                          "sc t1, 16, %0"
                     :
                     : "r"(kept)
                     : CLOBBERS);
    if (ros_drop(ros_service()) != 0)
        return;
    __asm__ volatile("lc t0, 0, %0\n"
                     "lc t1, 16, %0\n"
                     "cinvoke t0, t1"
                     :
                     : "r"(kept)
                     : CLOBBERS);
}

/* The drop is written out: C code would spill the registers as integers. */
static void kept_in_registers(void)
{
    uint64_t handle = (uint64_t)ros_service(); /* before A0 is set: a call */
    register uint64_t op __asm__("a0") = ROS_OP_DROP;
    register uint64_t service __asm__("a1") = handle;
    __asm__ volatile(PAIR "lc s10, 0, t3\n"
                          "lc s11, 16, t3\n"
                          "li a2, 0\n"
                          "li a3, 0\n"
                          "li a4, 0\n"
                          "li a5, 0\n"
                          "lc t5, 0, t3\n"
                          "lc t6, 16, t3\n"
                          "cspecialrw ra, 0, zero\n"
                          "cincoffsetimm ra, ra, 16\n"
                          "csealentry ra, ra\n"
                          "cinvoke t5, t6\n"
                          "bnez a0, 1f\n"
                          "cinvoke s10, s11\n"
                          "1:"
                     : "+r"(op), "+r"(service)
                     :
                     : CLOBBERS, "s10", "s11", "t4", "t5", "t6", "a2", "a3", "a4", "a5", "a6", "a7");
}

static void data_of_our_own(uint64_t type)
{
    __asm__ volatile(PAIR "lc t0, 0, t3\n"
                          "lc t2, 32, t3\n"
                          "csetaddr t2, t2, %0\n"
                          "cspecialrw t1, 1, zero\n"
                          "cseal t1, t1, t2\n"
                          "cinvoke t0, t1"
                     :
                     : "r"(type)
                     : CLOBBERS);
}

static void unsealed_by_us(void)
{
    __asm__ volatile(PAIR "lc t0, 16, t3\n"
                          "lc t2, 32, t3\n"
                          "csetaddr t2, t2, %0\n"
                          "cunseal t0, t0, t2\n"
                          "lb.cap t1, t0"
                     :
                     : "r"((uint64_t)ROS_DIRECT_TYPE_SERVICE)
                     : CLOBBERS);
}

static int traps_are_refused(void)
{
    return trap6(ROS_TRAP_DIRECT_KERNEL, ROS_OP_NULL, 0, 0, 0, 0, 0) == -EPERM &&
           trap3(ROS_TRAP_DIRECT_FILL, 1, 0, 0) == -EPERM;
}

/* Prints the first `length` bytes of an object with a DDC that ends after 16 of them. */
static int64_t print_narrowed(uint64_t length)
{
    register uint64_t a0 __asm__("a0") = (uint64_t)object;
    register uint64_t a1 __asm__("a1") = length;
    register uint64_t a7 __asm__("a7") = ROS_TRAP_DEBUG_PRINT;
    __asm__ volatile("cspecialrw t0, 1, zero\n"
                     "csetaddr t1, t0, a0\n"
                     "csetboundsimm t1, t1, 16\n"
                     "cspecialrw zero, 1, t1\n"
                     "ecall\n"
                     "cspecialrw zero, 1, t0"
                     : "+r"(a0)
                     : "r"(a1), "r"(a7)
                     : CLOBBERS);
    return (int64_t)a0;
}

static int kernel_is_no_deputy(void)
{
    for (unsigned i = 0; i < sizeof(object); i++)
        object[i] = '\n';
    return trap2(ROS_TRAP_DEBUG_PRINT, ROS_DIRECT_TABLES, 8) == -EFAULT &&
           trap2(ROS_TRAP_DEBUG_PRINT, ROS_DIRECT_TEXT, 8) == -EFAULT && print_narrowed(17) == -EFAULT &&
           print_narrowed(16) == 16;
}

static int revoked_handle_is_stale(void)
{
    int64_t handle = ros_open("/data/file.bin", ROS_READ_ONLY, 0);
    int64_t child = ros_derive(handle, ROS_RIGHT_READ, 0);
    int revoked = ros_read(child, object, 16, 0) == 16 && ros_revoke(handle) == 0 &&
                  ros_read(child, object, 16, 0) == -ESTALE;
    /* and one that only lives for a while: not at once dead, and not for ever alive */
    child = ros_derive(handle, ROS_RIGHT_READ, 1000000);
    int expired = ros_read(child, object, 16, 0) == 16;
    for (int i = 0; i < 100000 && ros_read(child, object, 16, 0) == 16; i++)
        ;
    return revoked && expired && ros_read(child, object, 16, 0) == -ESTALE;
}

int ros_main(int argc, char **argv)
{
    start(argc, argv, 1);
    int refused = 0;
    switch (parameter(argc, argv, "way", 1)) {
    case 1:
        object[0] = *(volatile char *)ROS_DIRECT_TABLES;
        break;
    case 2:
        *(volatile uint64_t *)(ROS_DIRECT_TABLES + ROS_DIRECT_DATA_CAPABILITIES) = (uint64_t)object;
        break;
    case 3:
        __asm__ volatile("jalr ra, %0" : : "r"((uint64_t)ROS_DIRECT_TEXT + ROS_DIRECT_HEADER_SIZE) : CLOBBERS);
        break;
    case 4:
        cut_by_an_integer();
        break;
    case 5:
        widened();
        break;
    case 6:
        copied_to_memory();
        break;
    case 7:
        kept_in_registers();
        break;
    case 8:
        __asm__ volatile(PAIR "lc t0, 0, t3\n jalr.cap ra, t0" : : : CLOBBERS);
        break;
    case 9:
        __asm__ volatile(PAIR "lc t0, 16, t3\n lb.cap t1, t0" : : : CLOBBERS);
        break;
    case 10:
        data_of_our_own(ROS_DIRECT_TYPE_USER);
        break;
    case 11:
        data_of_our_own(ROS_DIRECT_TYPE_SERVICE);
        break;
    case 12:
        unsealed_by_us();
        break;
    case 13:
        __asm__ volatile("cspecialrw t0, 0, zero\n sb.cap zero, t0" : : : CLOBBERS);
        break;
    case 14:
        past_the_end();
        break;
    case 15:
        __asm__ volatile(PAIR "lc t0, 0, t3\n cinvoke t0, t0" : : : CLOBBERS);
        break;
    case 19:
        object[0] = *(volatile char *)(ROS_DIRECT_USER_FROM - 1);
        break;
    case 16:
        refused = traps_are_refused();
        break;
    case 17:
        refused = kernel_is_no_deputy();
        break;
    case 18:
        refused = revoked_handle_is_stale();
        break;
    default:
        return 64;
    }
    return verdict("cheri-break-in", refused);
}
