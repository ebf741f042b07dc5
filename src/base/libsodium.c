#include "base/libsodium.h"

#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

static void start(void)
{
    /* Without a source of randomness nothing here can be done safely. */
    if (sodium_init() < 0) {
        fputs("libsodium does not start\n", stderr);
        abort();
    }
}

void libsodium_ready(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    (void)pthread_once(&once, start);
}
