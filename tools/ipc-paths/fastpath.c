/* The fast path of a call and of its answer, as a kernel with the objects of org.rustos.kernel.ipc would have it:
   what count compiles and counts for the rows ipc.* of kernel-paths.json. Its steps are those of SendWork and
   ReceiveWork when the other side waits and registers carry the message; STAGE marks where a row begins. It is never
   run. */
#include <stdint.h>

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define STAGE(name) __asm__ volatile("stage_" #name "_" FUNCTION ":" : : : "memory")

enum {
    ENDPOINT = 7,
    REPLY = 8,
    NOTIFICATION = 9,
    RIGHT_READ = 1,
    RIGHT_WRITE = 2,
    INFO_CALL = 1 << 14,
    IN_REGISTERS = 8,
    WAIT_NOTHING = 0,
    WAIT_RECEIVE = 2,
    WAIT_REPLY = 3,
    SLOT_MASK = 0xffff,
    BLOCKED = 2,
    RUNNING = 1,
};

struct object {
    uint32_t epoch, kind;
};

struct thread;

struct queue {
    struct thread *first, *last;
};

struct endpoint {
    struct object object;
    struct queue senders, receivers;
};

struct notification {
    struct object object;
    struct queue waiters;
    uint64_t flags;
};

struct reply {
    struct object object;
    struct thread *caller, *holder;
    struct reply *next, **link; /* among those that the holder owes */
};

struct capability {
    struct object *object;
    uint16_t generation, rights;
    uint32_t epoch;
    uint64_t badge, expiry;
};

struct space {
    uint64_t root; /* of the tables, with its tag */
};

/* What belongs to a thread and is no general register. */
struct own {
    uint64_t thread_pointer;
    uint64_t keys[10];    /* AArch64: of pointer authentication */
    uint32_t key_rights;  /* x86-64: PKRU */
};

struct thread {
    uint64_t registers[34];
    struct own own;
    struct capability *table;
    struct space *space;
    struct thread *next, *previous;
    struct endpoint *endpoint;
    struct reply reply;
    struct reply *slot;
    struct reply *held;
    uint64_t timer;
    uint32_t slot_epoch, capacity;
    uint8_t wait, state, priority, base_priority, core, fault, timed, tables;
};

struct core {
    struct thread *current;
    struct space *loaded;
    uint64_t ready_priorities;
    uint8_t id;
};

/* What the ways in and out (entry-*.S) hand over: as registers. */
_Noreturn void slow_path(void);
_Noreturn void leave(struct thread *to, uint64_t info, uint64_t badge);

#if defined(__x86_64__)
static inline void switch_own(struct own *from, const struct own *to)
{
    uint64_t base;
    __asm__ volatile("rdfsbase %0" : "=r"(base));
    from->thread_pointer = base;
    __asm__ volatile("wrfsbase %0" : : "r"(to->thread_pointer));
    if (unlikely(from->key_rights != to->key_rights))
        slow_path(); /* as Linux, PKRU is written only if it differs */
}
static inline struct core *this_core(void)
{
    struct core *core;
    __asm__ volatile("movq %%gs:0, %0" : "=r"(core));
    return core;
}
static inline void load_root(uint64_t root)
{
    __asm__ volatile("movq %0, %%cr3" : : "r"(root) : "memory");
}
#elif defined(__aarch64__)
static inline void switch_own(struct own *from, const struct own *to)
{
    uint64_t pointer;
    __asm__ volatile("mrs %0, tpidr_el0" : "=r"(pointer));
    from->thread_pointer = pointer;
    __asm__ volatile("msr tpidr_el0, %0" : : "r"(to->thread_pointer));
    __asm__ volatile("msr apiakeylo_el1, %0\n\tmsr apiakeyhi_el1, %1" : : "r"(to->keys[0]), "r"(to->keys[1]));
    __asm__ volatile("msr apibkeylo_el1, %0\n\tmsr apibkeyhi_el1, %1" : : "r"(to->keys[2]), "r"(to->keys[3]));
    __asm__ volatile("msr apdakeylo_el1, %0\n\tmsr apdakeyhi_el1, %1" : : "r"(to->keys[4]), "r"(to->keys[5]));
    __asm__ volatile("msr apdbkeylo_el1, %0\n\tmsr apdbkeyhi_el1, %1" : : "r"(to->keys[6]), "r"(to->keys[7]));
    __asm__ volatile("msr apgakeylo_el1, %0\n\tmsr apgakeyhi_el1, %1" : : "r"(to->keys[8]), "r"(to->keys[9]));
}
static inline struct core *this_core(void)
{
    struct core *core;
    __asm__ volatile("mrs %0, tpidr_el1" : "=r"(core));
    return core;
}
static inline void load_root(uint64_t root)
{
    __asm__ volatile("msr ttbr0_el1, %0\n\tisb" : : "r"(root) : "memory");
}
#else
static inline void switch_own(struct own *from, const struct own *to)
{
    (void)from, (void)to; /* the thread pointer is a general register */
}
static inline struct core *this_core(void)
{
    struct core *core;
    __asm__ volatile("mv %0, tp" : "=r"(core));
    return core;
}
static inline void load_root(uint64_t root)
{
    __asm__ volatile("csrw satp, %0" : : "r"(root) : "memory");
}
#endif

/* The capability behind a handle: generation, epoch, expiry, type, rights, as CSpace.lookup. */
static inline __attribute__((always_inline)) struct capability *look(struct thread *self, uint64_t handle,
                                                                     uint32_t kind, uint32_t right)
{
    uint32_t slot = (uint32_t)handle & SLOT_MASK;
    if (unlikely(slot == 0 || slot >= self->capacity))
        slow_path();
    struct capability *capability = &self->table[slot];
    if (unlikely(capability->generation != (uint16_t)(handle >> 16) || !capability->object))
        slow_path();
    if (unlikely(capability->epoch != capability->object->epoch || capability->expiry != UINT64_MAX))
        slow_path();
    if (unlikely(capability->object->kind != kind || !(capability->rights & right)))
        slow_path();
    return capability;
}

/* A thread that waits may go on here, in place of who runs. */
static inline __attribute__((always_inline)) void may_run(struct core *core, struct thread *to, uint8_t priority)
{
    if (unlikely(to->core != core->id || to->fault || to->timed))
        slow_path();
    if (unlikely(core->ready_priorities >> priority > 1))
        slow_path();
}

static inline __attribute__((always_inline)) void switch_to(struct core *core, struct thread *from, struct thread *to)
{
    from->state = BLOCKED;
    to->state = RUNNING;
    core->current = to;
    switch_own(&from->own, &to->own);
    struct space *space = to->space;
    if (likely(space != core->loaded)) {
        core->loaded = space;
        load_root(space->root);
    }
}

static inline void copy_words(struct thread *from, struct thread *to, uint64_t count)
{
    /* The first four stay in registers, the others were stored on the way in. */
    for (uint64_t i = 4; unlikely(i < count); i++)
        to->registers[i] = from->registers[i];
}

#define FUNCTION "call"
void call(uint64_t handle, uint64_t info)
{
    STAGE(check);
    struct core *core = this_core();
    struct thread *self = core->current;
    if (unlikely(info > IN_REGISTERS || self->fault))
        slow_path();
    struct capability *capability = look(self, handle, ENDPOINT, RIGHT_WRITE);
    struct endpoint *endpoint = (struct endpoint *)capability->object;
    struct thread *to = endpoint->receivers.first;
    if (unlikely(!to))
        slow_path();
    uint8_t priority = to->priority > self->priority ? to->priority : self->priority;
    may_run(core, to, priority);
    STAGE(transfer);
    struct thread *next = to->next;
    endpoint->receivers.first = next;
    if (unlikely(next != 0))
        next->previous = 0;
    else
        endpoint->receivers.last = 0;
    to->wait = WAIT_NOTHING;
    to->endpoint = 0;
    self->wait = WAIT_REPLY;
    struct reply *reply = &self->reply;
    reply->holder = to;
    reply->next = to->held;
    if (unlikely(to->held != 0))
        to->held->link = &reply->next;
    reply->link = &to->held;
    to->held = reply;
    to->slot = reply;
    to->slot_epoch = reply->object.epoch;
    to->priority = priority;
    uint64_t badge = capability->badge;
    copy_words(self, to, info);
    STAGE(switch);
    switch_to(core, self, to);
    STAGE(end);
    leave(to, info | INFO_CALL, badge);
}

#undef FUNCTION
#define FUNCTION "reply_wait"
void reply_wait(uint64_t handle, uint64_t info)
{
    STAGE(check);
    struct core *core = this_core();
    struct thread *self = core->current;
    if (unlikely(info > IN_REGISTERS || self->fault || handle >> 32))
        slow_path();
    struct capability *capability = look(self, handle, ENDPOINT, RIGHT_READ);
    struct endpoint *endpoint = (struct endpoint *)capability->object;
    if (unlikely(endpoint->senders.first != 0))
        slow_path();
    STAGE(reply);
    struct reply *reply = self->slot;
    if (unlikely(!reply || reply->object.epoch != self->slot_epoch || reply->holder != self))
        slow_path();
    struct thread *to = reply->caller;
    may_run(core, to, to->priority);
    self->wait = WAIT_RECEIVE;
    self->endpoint = endpoint;
    struct thread *last = endpoint->receivers.last;
    self->next = 0;
    self->previous = last;
    endpoint->receivers.last = self;
    if (likely(!last))
        endpoint->receivers.first = self;
    else
        last->next = self;
    self->slot = 0;
    STAGE(transfer);
    reply->holder = 0;
    reply->object.epoch++;
    struct reply *others = reply->next;
    *reply->link = others;
    if (unlikely(others != 0))
        others->link = reply->link;
    to->wait = WAIT_NOTHING;
    if (unlikely(self->held != 0))
        slow_path(); /* others still lend it their priority */
    self->priority = self->base_priority;
    copy_words(self, to, info);
    STAGE(switch);
    switch_to(core, self, to);
    STAGE(end);
    leave(to, info, 0);
}

#undef FUNCTION
#define FUNCTION "signal"
void signal(uint64_t handle, uint64_t info)
{
    STAGE(check);
    struct core *core = this_core();
    struct thread *self = core->current;
    if (unlikely(info > IN_REGISTERS || self->fault))
        slow_path();
    struct capability *capability = look(self, handle, NOTIFICATION, RIGHT_WRITE);
    STAGE(notify);
    struct notification *notification = (struct notification *)capability->object;
    if (unlikely(notification->waiters.first != 0))
        slow_path();
    uint64_t badge = capability->badge;
    notification->flags |= badge ? badge : 1;
    STAGE(end);
    leave(self, 0, 0);
}
