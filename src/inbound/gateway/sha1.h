/* sha1 — SHA-1 (FIPS 180-4), which RFC 6455 asks for and nothing else should: it is broken as
 * a signature.  No library we build on offers it. */
#ifndef INBOUND_GATEWAY_SHA1_H
#define INBOUND_GATEWAY_SHA1_H

#include "base/bytes.h"

enum { SHA1_BYTES = 20, SHA1_INPUT_MOST = 119 };

/* Of at most SHA1_INPUT_MOST bytes, which are two blocks with their padding. */
void sha1(struct bytes bytes, unsigned char digest[static SHA1_BYTES]);

#endif
