#include "wire/hex.h"

#include <string.h>

#include <sodium.h>

bool hex_read(const char *text, unsigned char *bytes, size_t count)
{
    const size_t length = strlen(text);
    size_t written;

    if (length != 2 * count)
        return false;
    return sodium_hex2bin(bytes, count, text, length, NULL, &written, NULL) == 0 &&
           written == count;
}

void hex_write(struct bytes bytes, char *text)
{
    sodium_bin2hex(text, 2 * bytes.length + 1, bytes.at, bytes.length);
}
