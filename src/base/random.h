/* random — what nobody can guess, from the system's generator.  Any thread. */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

void random_bytes(void *out, size_t length);

/* 0 … limit - 1, each as likely as the other; limit >= 1. */
uint32_t random_below(uint32_t limit);

#endif
