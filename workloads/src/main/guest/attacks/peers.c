/* One process of `message` against another; there is a third, the file server. way=N:
   1 uses the number of a handle that the other has
   2 takes back a thousand capabilities at once, while the other waits for the core */
#include "attack.h"
#include "ipc_calls.h"
#include "memory.h"
#include "peer.h"

enum { TO_CHILD, TO_PARENT, LINKS, COPIES = 960 };

/* Tries a handle that is not its own. */
static uint64_t use_foreign(uint64_t handle)
{
    int64_t result = ros_read((int64_t)handle, loot, SECRET_BYTES, 0);
    if (result == SECRET_BYTES && is_secret(loot))
        obtained_secret(loot);
    else
        refused("handle of another process", result);
    return 0;
}

/* The longest time without the core, from when the other is told to begin. */
static uint64_t longest_gap(uint64_t span)
{
    uint64_t begin = cycle_counter(), last = begin, longest = 0;
    peer_send(TO_PARENT, &begin, 1);
    while (last - begin < span) {
        uint64_t now = cycle_counter();
        longest = now - last > longest ? now - last : longest;
        last = now;
    }
    return longest;
}

int peer_main(uint32_t role, int argc, char **argv)
{
    (void)role;
    uint64_t word = 0;
    if (peer_receive(TO_CHILD, &word, 1) < 0)
        return 1;
    word = parameter(argc, argv, "way", 1) == 1 ? use_foreign(word) : longest_gap(word);
    return peer_send(TO_PARENT, &word, 1) < 0;
}

static int begin_peer(void)
{
    return peer_links(LINKS) == 0 && peer_start(1) > 0;
}

WAY static void foreign_handle(void)
{
    uint64_t word = (uint64_t)ros_open(SECRET, ROS_READ_ONLY, 0);
    peer_send(TO_CHILD, &word, 1);
    peer_receive(TO_PARENT, &word, 1);
}

WAY static void revoke_many(void)
{
    int64_t whole = ipc_create(ROS_TYPE_ENDPOINT); /* its own, so that it may lend it */
    uint64_t begin = cycle_counter();
    int copies = 0;
    int64_t copy = 0, last = 0;
    for (; copies < COPIES && (copy = ros_derive(whole, ROS_RIGHT_WRITE, 0)) >= 0; copies++)
        last = copy;
    uint64_t gap = cycle_counter() - begin; /* longer than taking them back, so it spans that */
    peer_send(TO_CHILD, &gap, 1);
    peer_receive(TO_PARENT, &begin, 1);
    begin = cycle_counter();
    int64_t result = ros_revoke(whole);
    uint64_t took = cycle_counter() - begin;
    peer_receive(TO_PARENT, &gap, 1);
    if (copies < COPIES || result < 0)
        say("nothing was taken back", "");
    else if (ros_drop(last) >= 0)
        say("obtained control ", "what was taken back is still there");
    else if (gap > took / 2)
        say("obtained control ", "another process waited as long as it took");
    else
        refused("whoever waits has the core in between", 0);
}

int ros_main(int argc, char **argv)
{
    peer_begin(argc, argv);
    start(argc, argv, 1);
    if (!begin_peer())
        return 1;
    switch (parameter(argc, argv, "way", 1)) {
    case 1:
        foreign_handle();
        break;
    case 2:
        revoke_many();
        break;
    default:
        return 64;
    }
    return 0;
}
