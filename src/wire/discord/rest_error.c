#include "wire/discord/rest_error.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "wire/json.h"
#include "wire/scan.h"

/* The beginning of the value, cut between two characters. */
static const char *clip(struct arena *arena, struct bytes value)
{
    size_t length = value.length < REST_ERROR_TEXT_MOST ? value.length : REST_ERROR_TEXT_MOST;

    while (length > 0 && length < value.length && (value.at[length] & 0xC0) == 0x80)
        length--;

    char *text = arena_take(arena, length + 1);
    if (length > 0)
        memcpy(text, value.at, length);
    return text;
}

static const char *clip_text(struct arena *arena, struct bytes value)
{
    const char *text = scan_text(arena, value);

    return text ? clip(arena, bytes_of(text)) : "";
}

static int64_t read_wait_ms(struct bytes value)
{
    double seconds;

    if (!scan_number(value, &seconds) || seconds < 0)
        return -1;
    return (int64_t)ceil(fmin(seconds, REST_ERROR_WAIT_MOST_S) * 1000);
}

bool rest_error_read(struct arena *arena, struct bytes body, struct rest_error *error)
{
    enum { CODE, MESSAGE, ERRORS, RETRY_AFTER, GLOBAL };
    struct scan_field fields[] = {
        [CODE] = { .name = "code" },     [MESSAGE] = { .name = "message" },
        [ERRORS] = { .name = "errors" }, [RETRY_AFTER] = { .name = "retry_after" },
        [GLOBAL] = { .name = "global" },
    };

    *error = (struct rest_error){ .message = "", .detail = "", .retry_after_ms = -1 };
    if (body.length > REST_ERROR_BYTES_MOST || !scan(body, JSON_DEPTH_MOST, fields, LENGTH(fields)))
        return false;
    if (!scan_whole(fields[CODE].value, &error->code))
        error->code = 0;
    if (!scan_flag(fields[GLOBAL].value, &error->global))
        error->global = false;
    error->message = clip_text(arena, fields[MESSAGE].value);
    error->detail = clip(arena, fields[ERRORS].value);
    error->retry_after_ms = read_wait_ms(fields[RETRY_AFTER].value);
    return true;
}
