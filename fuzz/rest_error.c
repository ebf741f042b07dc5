/* Whatever a proxy or Discord answers: the error keeps its limits. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "wire/discord/rest_error.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const char *text)
{
    assert(strlen(text) <= REST_ERROR_TEXT_MOST && utf8_valid(bytes_of(text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(arena_empty) struct arena arena = { 0 };
    struct rest_error error;

    if (!rest_error_read(&arena, (struct bytes){ data, size }, &error))
        assert(error.code == 0 && error.retry_after_ms == -1 && !error.global);
    check_text(error.message);
    check_text(error.detail);
    assert(error.retry_after_ms >= -1 &&
           error.retry_after_ms <= (int64_t)REST_ERROR_WAIT_MOST_S * 1000);
    return 0;
}
