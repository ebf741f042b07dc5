/* zones — the time zones that most servers are in; offered before all others. */
#ifndef APP_ZONES_H
#define APP_ZONES_H

#include <stddef.h>

/* Static; at most 25, west to east. */
const char *const *zones_popular(size_t *count);

#endif
