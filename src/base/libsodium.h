/* libsodium — ready before its first use, whichever thread is first.
 *
 * Whoever calls a function of libsodium calls this before; it costs next to nothing. */
#ifndef BASE_LIBSODIUM_H
#define BASE_LIBSODIUM_H

void libsodium_ready(void);

#endif
