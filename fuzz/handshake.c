/* The answer to our upgrade request, as it comes from the network: first byte + 1 is the size
 * of the pieces. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "inbound/gateway/address.h"
#include "inbound/gateway/handshake.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* An address is read from a text, and what it gives fits into a request. */
static void read_address(const struct handshake *handshake, const unsigned char *data, size_t size)
{
    char *text = strndup((const char *)data, size), request[2 * RESUME_URL_BYTES + 512];
    struct address address;

    if (!text)
        abort();
    if (address_read(text, &address)) {
        assert(address.path[0] == '/' && address.host[0]);
        assert(handshake_request(handshake, address.host, address.path, request, sizeof(request)));
        assert(strstr(request, "\r\n\r\n") == request + strlen(request) - 4);
    }
    free(text);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    static const unsigned char nonce[HANDSHAKE_NONCE_BYTES] = "the sample nonce";
    struct handshake handshake;
    enum handshake_state state = HANDSHAKE_MORE;

    if (size == 0)
        return 0;
    const size_t piece = (size_t)data[0] + 1;
    handshake_begin(&handshake, nonce);
    for (size_t at = 1, used; at < size && state == HANDSHAKE_MORE; at += used) {
        const size_t left = size - at;
        state = handshake_take(&handshake, (struct bytes){ data + at, left < piece ? left : piece },
                               &used);
        assert(used > 0 && used <= left);
    }
    assert(state != HANDSHAKE_DONE || handshake.status == 101);
    assert(handshake.retry_after_s >= 0 && handshake.retry_after_s <= HANDSHAKE_RETRY_MOST_S);
    read_address(&handshake, data + 1, size - 1);
    return 0;
}
