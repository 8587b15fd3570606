/* Several processes of one program that speak to each other, where a mechanism has such (lib/peer/NAME.c). A link
   leads to one receiver. */
#ifndef PEER_H
#define PEER_H
#include "rustos.h"

enum {
    PEER_LINKS = 4,
    PEER_WORDS = ROS_MESSAGE_MAX_WORDS, /* of one buffer, at most */
};

/* What a further process does; its exit status. The program's own. */
int peer_main(uint32_t role, int argc, char **argv);

/* First of all in ros_main: runs peer_main if this is a further process, and then does not come back. */
void peer_begin(int argc, char **argv);

/* After ros_start, once: makes so many links, which all processes that are started have. */
int64_t peer_links(uint32_t count);

/* Starts a further process; its role is 1 or more. */
int64_t peer_start(uint32_t role);

/* A buffer of so many words, whole. */
int64_t peer_send(uint32_t link, const uint64_t *words, uint64_t count);
int64_t peer_receive(uint32_t link, uint64_t *words, uint64_t count);

/* There and back: so many words out, as many in. */
int64_t peer_call(uint32_t link, uint64_t *words, uint64_t count);
/* The other side: the first request, then an answer and the next request. */
int64_t peer_next(uint32_t link, uint64_t *words, uint64_t count);
int64_t peer_answer(uint32_t link, uint64_t *words, uint64_t count);

/* The cheapest call of the kernel that looks at an argument, for comparison. */
int64_t peer_kernel_call(void);
#endif
