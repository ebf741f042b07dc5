/* close — the ends of outside things, in the form AUTO() wants. */
#ifndef PROGRAM_CLOSE_H
#define PROGRAM_CLOSE_H

#include "store/store.h"

static inline void close_store(struct store **store)
{
    store_close(*store);
}

#endif
