/* Why: counts need every kernel instruction of one call, and nothing else. A TCG plugin of QEMU (7.2 or newer)
   that writes the kernel instructions and data accesses between two user addresses to a file.
   Arguments: begin=ADDRESS,end=ADDRESS,out=FILE. Until `begin` is first translated nothing is recorded, so the
   boot runs at full speed. The declarations are those of QEMU's plugin interface, version 1, that are used here. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))
typedef uint64_t qemu_plugin_id_t;
typedef uint32_t qemu_plugin_meminfo_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
enum { NO_REGISTERS = 0, READ_WRITE = 3 };
typedef void (*translated)(qemu_plugin_id_t id, struct qemu_plugin_tb *block);
void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id, translated callback);
void qemu_plugin_reset(qemu_plugin_id_t id, void (*done)(qemu_plugin_id_t id));
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *block, size_t index);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *instruction);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *instruction);
char *qemu_plugin_insn_disas(const struct qemu_plugin_insn *instruction);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *instruction,
                                            void (*callback)(unsigned core, void *data), int flags, void *data);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *instruction,
                                      void (*callback)(unsigned core, qemu_plugin_meminfo_t info, uint64_t address,
                                                       void *data),
                                      int flags, int kinds, void *data);
bool qemu_plugin_mem_is_store(qemu_plugin_meminfo_t info);

EXPORT int qemu_plugin_version = 1;

static uint64_t begin, end;
static FILE *out;
static bool armed, recording;
static unsigned recorded_core;

struct instruction {
    uint64_t address;
    size_t size;
    char *text;
    bool known;
};

static void executed(unsigned core, void *data)
{
    struct instruction *at = data;
    if (at->address == begin) {
        recording = true;
        recorded_core = core;
        fputs("B\n", out);
        return;
    }
    if (!recording || core != recorded_core)
        return;
    if (at->address == end) {
        recording = false;
        fputs("E\n", out);
        fflush(out);
    } else if (at->address >> 47) {
        if (at->known)
            fprintf(out, "%" PRIx64 "\n", at->address);
        else
            fprintf(out, "%" PRIx64 " %zu %s\n", at->address, at->size, at->text);
        at->known = true;
    } else {
        fputs("U\n", out);
    }
}

static void accessed(unsigned core, qemu_plugin_meminfo_t info, uint64_t address, void *data)
{
    (void)data;
    if (recording && core == recorded_core)
        fprintf(out, "%c%" PRIx64 "\n", qemu_plugin_mem_is_store(info) ? 'W' : 'R', address);
}

static void translate(qemu_plugin_id_t id, struct qemu_plugin_tb *block);

static void arm(qemu_plugin_id_t id)
{
    armed = true;
    qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
}

static void translate(qemu_plugin_id_t id, struct qemu_plugin_tb *block)
{
    size_t count = qemu_plugin_tb_n_insns(block);
    for (size_t i = 0; i < count; i++) {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
        uint64_t address = qemu_plugin_insn_vaddr(instruction);
        if (!armed) {
            if (address == begin) {
                qemu_plugin_reset(id, arm);
                return;
            }
            continue;
        }
        struct instruction *data = malloc(sizeof(*data));
        data->address = address;
        data->size = qemu_plugin_insn_size(instruction);
        data->text = qemu_plugin_insn_disas(instruction);
        data->known = false;
        qemu_plugin_register_vcpu_insn_exec_cb(instruction, executed, NO_REGISTERS, data);
        if (address >> 47)
            qemu_plugin_register_vcpu_mem_cb(instruction, accessed, NO_REGISTERS, READ_WRITE, 0);
    }
}

EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const void *info, int count, char **arguments)
{
    (void)info;
    for (int i = 0; i < count; i++) {
        if (!strncmp(arguments[i], "begin=", 6))
            begin = strtoull(arguments[i] + 6, 0, 0);
        else if (!strncmp(arguments[i], "end=", 4))
            end = strtoull(arguments[i] + 4, 0, 0);
        else if (!strncmp(arguments[i], "out=", 4))
            out = fopen(arguments[i] + 4, "w");
    }
    if (!begin || !end || !out) {
        fprintf(stderr, "plugin.c: needs begin=, end= and out=\n");
        return -1;
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
    return 0;
}
